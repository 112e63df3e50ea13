import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium, type Page } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where Chromium is on this machine: `CHROMIUM_PATH`, or where Linux has it; undefined when it is not. */
export const chromiumPath = [process.env['CHROMIUM_PATH'], ...PLACES].find(
  (place) => place !== undefined && existsSync(place),
);

/** A policy without `unsafe-eval` and `unsafe-inline`: what a page of a bank would send. */
const STRICT = "default-src 'self'; connect-src 'self' https:; object-src 'none'; base-uri 'none'";

/** A file that is served: its type, and its text. */
export interface ServedFile {
  readonly type: string;
  readonly text: string;
}

/** A page in Chromium. */
export interface OpenPage {
  readonly page: Page;
  /** What it wrote to the console as an error, and what it threw. */
  readonly errors: readonly string[];
  close(): Promise<void>;
}

/**
 * Serves files on loopback, under a strict content security policy, and opens `/` in Chromium.
 * @param files by path
 */
export async function openPage(files: ReadonlyMap<string, ServedFile>): Promise<OpenPage> {
  const server = createServer((request, response) => {
    const file = files.get(new URL(request.url ?? '/', 'http://localhost').pathname);
    if (file === undefined) return void response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': file.type, 'Content-Security-Policy': STRICT }).end(file.text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  let browser: Browser | undefined;
  const close = async (): Promise<void> => {
    await browser?.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  try {
    browser = await chromium.launch({
      executablePath: chromiumPath ?? '',
      // Its sandbox refuses root, which containers are.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    });
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return { page, errors, close };
  } catch (error) {
    await close();
    throw error;
  }
}
