import { parseDuration } from './model/duration.ts';
import { hintOf } from './model/nearest.ts';
import { isPlainObject } from './model/plain-object.ts';
import { redactKeysIn } from './model/redact.ts';
import { show } from './model/show.ts';
import { isApiKey } from './world/authenticate.ts';

/** An option that is not one, or whose value cannot be: the message shows the right form, and no API key whole. */
export class OptionError extends TypeError {
  override readonly name = 'OptionError';

  constructor(message: string) {
    super(redactKeysIn(message));
  }
}

/**
 * @param call how it may be called: `createMock({ seed: 'checkout' })`
 * @throws {OptionError} unless `options` is an object of options: a URL or a list has none, and would pass without a word
 */
export function onlyObject(options: unknown, call: string): void {
  if (isPlainObject(options)) return;
  throw new OptionError(`The options must be an object, as in ${call}.`);
}

/** @throws {OptionError} for an option that is none of `names`, with the nearest of them, or all; and for a `null` */
export function onlyNames(options: object, names: readonly string[]): void {
  for (const [name, value] of Object.entries(options)) {
    if (names.includes(name)) {
      if (value === null) throw new OptionError(`${name}: null is no value; leave it out for its default.`);
      continue;
    }
    const hint = hintOf(name, names) || ` Known: ${names.join(', ')}.`;
    throw new OptionError(`There is no option ${name}.${hint}`);
  }
}

/** What `read` returns; what it throws becomes an {@link OptionError}, by its message. */
export function checked<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new OptionError(error instanceof Error ? error.message : `${name}: ${String(error)}`);
  }
}

/** @throws {OptionError} when it is neither text nor a number */
export function text(name: string, value: string | number): string {
  if (typeof value === 'string' || Number.isFinite(value)) return String(value);
  throw new OptionError(`${name}: ${show(value)} is neither text nor a number.`);
}

/** Undefined is false. @throws {OptionError} when it is neither true nor false */
export function flag(name: string, value: boolean | undefined): boolean {
  if (value === undefined || typeof value === 'boolean') return value ?? false;
  throw new OptionError(`${name}: ${show(value)} is neither true nor false.`);
}

/** @throws {OptionError} with what is allowed, and the nearest of it */
export function oneOf<const T extends string | number>(name: string, value: unknown, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found !== undefined) return found;
  const hint = typeof value === 'string' ? hintOf(value, allowed.map(String)) : '';
  throw new OptionError(`${name}: ${show(value)} is not one of ${allowed.join(', ')}.${hint}`);
}

/** Milliseconds. @throws {OptionError} when it is no length of time */
export function duration(name: string, value: number | string): number {
  return checked(name, () => parseDuration(value, name));
}

/** @throws {OptionError} for 0 */
export function positive(name: string, value: number): number {
  if (value > 0) return value;
  throw new OptionError(`${name}: it must be longer than 0.`);
}

/** @throws {OptionError} when it is no whole number greater than 0 */
export function count(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new OptionError(`${name}: ${show(value)} is not a whole number greater than 0.`);
}

/** A number, and `B`, or `KB` to `PB` in powers of 1,024; without a unit it is bytes. */
const SIZE = /^(\d+(?:\.\d+)?) *(?:([kmgtp]?)b)?$/i;

/** Bytes. @throws {OptionError} when it is no size */
export function size(name: string, value: number | string): number {
  const [, number, unit = ''] = SIZE.exec(String(value).trim()) ?? [];
  const bytes = Math.floor(Number(number) * 1024 ** ' kmgtp'.indexOf(unit.toLowerCase()));
  if (bytes > 0 && Number.isFinite(bytes)) return bytes;
  throw new OptionError(`${name}: ${show(value)} is not a size. Write for example 512MB or 2GB.`);
}

/** A processing time in milliseconds: a number, a duration, or `min-max`. @throws {OptionError} */
export function latencyOf(value: number | string): { min: number; max: number } {
  const range = typeof value === 'string' ? /^\s*(\d{1,9})\s*-\s*(\d{1,9})\s*$/.exec(value) : null;
  if (range !== null) {
    const [min, max] = [Number(range[1]), Number(range[2])];
    if (min <= max) return { min, max };
    throw new OptionError(`latency: in ${show(value)} the first number is the larger one; write ${max}-${min}.`);
  }
  try {
    const fixed = parseDuration(value, 'latency');
    return { min: fixed, max: fixed };
  } catch {
    throw new OptionError(
      `latency: ${show(value)} is no processing time. Write for example 50 or 100-200, in milliseconds, or 2s.`,
    );
  }
}

/** One text is a list of one, undefined an empty one. @throws {OptionError} for anything else */
export function listOf(name: string, value: string | readonly string[] | undefined): readonly string[] {
  const list = value === undefined ? [] : typeof value === 'string' ? [value] : value;
  if (Array.isArray(list) && list.every((item) => typeof item === 'string')) return list;
  throw new OptionError(`${name}: it must be text, or a list of texts.`);
}

/** In lower case. @throws {OptionError} for a URL, or a host with a port */
export function hostName(text: string): string {
  if (/^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])$/.test(text)) return text.toLowerCase();
  throw new OptionError(`webhookHost: ${show(text)} is not a host name. Write it without scheme and port: hooks.ci`);
}

/** The only good API keys; undefined when none is given. @throws {OptionError} for one without the form of one */
export function apiKeysOf(value: string | readonly string[] | undefined): ReadonlySet<string> | undefined {
  const list = listOf('apiKey', value);
  for (const apiKey of list) {
    if (!isApiKey(apiKey)) {
      throw new OptionError('apiKey: an API key starts with txc_test_ or txc_live_ and has no spaces.');
    }
  }
  return list.length === 0 ? undefined : new Set(list);
}
