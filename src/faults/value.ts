import { nearestOf } from '../model/nearest.ts';
import { show } from './rule-error.ts';
import type { Fail } from './rule-error.ts';

/** Reads one value of a rule, from the text of a line or from an object's member, or refuses it. */
export type Reader<T> = (value: unknown, fail: Fail) => T;

/** A day, in milliseconds: no delay and no timeout is longer. */
export const LONGEST_MS = 86_400_000;

/** Offers the nearest right word, if one is near; otherwise all of them. */
export function suggest(word: string, candidates: readonly string[]): string {
  const near = nearestOf(word, candidates);
  return near === undefined ? `one of: ${candidates.join(', ')}` : `did you mean "${near}"?`;
}

/** A finite number in decimal writing, or NaN: `Number` alone would take `0x10`, `Infinity` and the empty text. */
function numberOf(value: unknown): number {
  if (typeof value === 'number') return value + 0; // no negative zero
  if (typeof value !== 'string' || !/^[0-9.eE+-]+$/.test(value)) return NaN;
  return Number(value) + 0;
}

function named(min: number, max: number, whole: boolean): string {
  return `a ${whole ? 'whole ' : ''}number from ${min} to ${max}`;
}

/** A number between `min` and `max`, both included. */
export function numberIn(min: number, max: number): Reader<number> {
  return (value, fail) => {
    const number = numberOf(value);
    return number >= min && number <= max
      ? number
      : fail(`${show(value)} is not ${named(min, max, false)}`, percent(value));
  };
}

/** A whole number between `min` and `max`, both included. */
export function wholeIn(min: number, max: number): Reader<number> {
  return (value, fail) => {
    const number = numberOf(value);
    return Number.isInteger(number) && number >= min && number <= max
      ? number
      : fail(`${show(value)} is not ${named(min, max, true)}`);
  };
}

/** Milliseconds, whole, up to a day. */
export const milliseconds: Reader<number> = (value, fail) =>
  wholeIn(0, LONGEST_MS)(value, (reason) => fail(`${reason} (milliseconds)`, duration(value)));

/** Two numbers, the first not above the second: `100-200` in a line, `[100, 200]` in an object. */
export function pairOf(each: Reader<number>): Reader<readonly [number, number]> {
  return (value, fail) => {
    const parts: readonly unknown[] = typeof value === 'string' ? value.split('-') : Array.isArray(value) ? value : [];
    if (parts.length !== 2)
      return fail(`${show(value)} is not a range`, 'a range is first-last, in an object [first, last]');
    const pair = [each(parts[0], fail), each(parts[1], fail)] as const;
    return pair[0] <= pair[1]
      ? pair
      : fail(`the range ${pair[0]}-${pair[1]} runs backwards`, `write ${pair[1]}-${pair[0]}`);
  };
}

/** True when a value is written as a range, even a wrong one; a sign or an exponent is no range. */
export function looksLikeRange(value: unknown): boolean {
  return Array.isArray(value) || (typeof value === 'string' && /[0-9]-/.test(value));
}

/** One number, or a range of them. */
export const millisecondsOrRange: Reader<number | readonly [number, number]> = (value, fail) =>
  looksLikeRange(value) ? pairOf(milliseconds)(value, fail) : milliseconds(value, fail);

/** Attempts, as a pair of the first and the last: `3` is [3, 3]. */
export const attempts: Reader<readonly [number, number]> = (value, fail) => {
  const each = wholeIn(1, 1_000_000);
  if (looksLikeRange(value)) return pairOf(each)(value, fail);
  const one = each(value, fail);
  return [one, one];
};

/** One of a few words. */
export function oneOf<Word extends string>(...words: readonly Word[]): Reader<Word> {
  return (value, fail) => {
    const word = words.find((candidate) => candidate === value);
    return word ?? fail(`${show(value)} is not ${words.join(', ')}`, suggest(String(value), words));
  };
}

/** `true` or `false`. */
export const flag: Reader<boolean> = (value, fail) =>
  value === true ||
  value === 'true' ||
  (value === false || value === 'false' ? false : fail(`${show(value)} is not true or false`));

/** Seconds, or `date+<seconds>`: the header then holds an HTTP date that many seconds ahead. */
export const retryAfter: Reader<RetryAfter> = (value, fail) => {
  const prefix = 'date+';
  if (typeof value === 'string' && value.startsWith(prefix)) return `date+${seconds(value.slice(prefix.length), fail)}`;
  return seconds(value, (reason) => fail(reason, 'form: retry-after=2 or retry-after=date+2'));
};

/** Whole seconds, as a `Retry-After` header carries them. */
export const seconds: Reader<number> = wholeIn(0, 2_147_483_647);

/** A glob over keys: printable ASCII, at most 255 characters. */
export const glob: Reader<string> = (value, fail) => {
  // The value is not shown: it may be an API key.
  if (typeof value !== 'string' || !/^[\x20-\x7e]{1,255}$/.test(value)) {
    return fail('a glob is 1 to 255 printable ASCII characters', '* stands for any run of characters, ? for one');
  }
  return value;
};

/** The seconds of a `Retry-After`, or `date+<seconds>`. */
export type RetryAfter = number | `date+${number}`;

function percent(value: unknown): string | undefined {
  if (typeof value !== 'string' || !value.endsWith('%')) return undefined;
  const share = numberOf(value.slice(0, -1)) / 100;
  return Number.isNaN(share) ? undefined : `did you mean "${share}"?`;
}

function duration(value: unknown): string | undefined {
  const parts = typeof value === 'string' ? /^([0-9.]+)(ms|s|m|h)$/.exec(value) : null;
  if (parts === null) return undefined;
  const unit = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[parts[2] as 'ms' | 's' | 'm' | 'h'];
  const ms = numberOf(parts[1]) * unit;
  return Number.isNaN(ms) ? undefined : `did you mean "${ms}"?`;
}
