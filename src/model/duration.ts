import ms from 'ms';
import { show } from './show.ts';

/** About 9,500 years, in milliseconds: a moment that is so far off from any that a clock can be set to is still a date. */
const LONGEST = 3e14;

/**
 * Reads a length of time.
 * @param value milliseconds, or text such as `24h`, `90s`, `1.5 days`, `500ms`
 * @param what names the value in the error
 * @returns milliseconds
 * @throws {TypeError} when it is neither, or negative, or longer than 3e14 ms
 * @example parseDuration('24h', 'ttl') // 86_400_000
 */
export function parseDuration(value: number | string, what: string): number {
  const length = typeof value === 'string' ? parseText(value) : value;
  if (length !== undefined && Number.isFinite(length) && length >= 0 && length <= LONGEST) return length;
  throw new TypeError(`${what}: ${show(value)} is not a length of time. Write for example 24h, 15m, 90s or 500ms.`);
}

function parseText(text: string): number | undefined {
  if (text.trim() === '' || text.length > 100) return undefined;
  return ms(text.trim() as ms.StringValue);
}
