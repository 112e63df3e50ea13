import { type Browser, chromium } from 'playwright-core';
import { chromiumPath } from '../chromium.ts';
import { headersOf, type Order, PAYMENT } from './client.ts';

const PAGE = '<!doctype html><link rel="icon" href="data:,">';

/** Runs in the page. @returns the answer's status; 0 when there was none */
async function post({
  url,
  headers,
  body,
}: {
  url: string;
  headers: Record<string, string>;
  body: string;
}): Promise<number> {
  try {
    const response = await fetch(url, { method: 'POST', headers, body });
    await response.text();
    return response.status;
  } catch (error) {
    if (error instanceof TypeError) return 0;
    throw error;
  }
}

/** Chromium, started. */
export async function startChromium(): Promise<Browser> {
  return await chromium.launch({
    executablePath: chromiumPath ?? '',
    // Its sandbox refuses root, which containers are.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
}

/**
 * Makes two payments from a page of the server itself, so that there is no preflight.
 * @param between called when the first has been answered
 * @returns the status of each; 0 when there was no answer
 */
export async function payInChromium(
  browser: Browser,
  first: Order,
  second: Order,
  between?: () => void,
): Promise<number[]> {
  const page = await browser.newPage();
  // A page without a favicon: Chromium would get one at a time of its own, and leave a connection that it had opened for it.
  const start = new URL('/start', first.url).href;
  await page.route(start, async (route) => await route.fulfill({ contentType: 'text/html', body: PAGE }));
  await page.goto(start);
  await page.unroute(start);
  const body = JSON.stringify(PAYMENT);
  // Its connection is free when the browser, and not only the page, has seen the end of the answer.
  const finished = page.waitForEvent('requestfinished', (request) => request.url() === first.url);
  const statuses = [await page.evaluate(post, { url: first.url, headers: headersOf(first), body })];
  await finished;
  between?.();
  statuses.push(await page.evaluate(post, { url: second.url, headers: headersOf(second), body }));
  await page.close();
  return statuses;
}
