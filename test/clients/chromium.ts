import { type Browser, chromium } from 'playwright-core';
import { chromiumPath } from '../chromium.ts';
import { headersOf, type Order, PAYMENT } from './client.ts';

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
  await page.goto(new URL('/_mock/health', first.url).href);
  const body = JSON.stringify(PAYMENT);
  const statuses = [await page.evaluate(post, { url: first.url, headers: headersOf(first), body })];
  between?.();
  statuses.push(await page.evaluate(post, { url: second.url, headers: headersOf(second), body }));
  await page.close();
  return statuses;
}
