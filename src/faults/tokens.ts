import { RuleError } from './rule-error.ts';
import type { RulePlace } from './rule-error.ts';

/** One word of a rule: `attempt=1` of a line, or a member of an object. */
export interface Word {
  readonly name: string;
  /** Undefined for a word without `=`. */
  readonly value: unknown;
  readonly at: RulePlace;
  /** Where the value stands. */
  readonly valueAt: RulePlace;
}

/**
 * Splits a line into words. Values with spaces stand in double quotes, with JSON's escapes: `on="POST /kyb/verify"`.
 * @param line at most 1,000 characters, which the caller has checked
 */
export function wordsOfLine(line: string): Word[] {
  const words: Word[] = [];
  let i = 0;
  for (;;) {
    while (i < line.length && isSpace(line, i)) i++;
    if (i >= line.length) return words;
    const start = i;
    while (i < line.length && !isSpace(line, i) && line[i] !== '=') i++;
    const name = line.slice(start, i);
    if (line[i] !== '=') {
      words.push({ name, value: undefined, at: start + 1, valueAt: start + 1 });
      continue;
    }
    i++;
    const valueStart = i;
    const quoted = line[i] === '"';
    i = quoted ? endOfQuotes(line, i) : endOfBare(line, i);
    const raw = line.slice(valueStart, i);
    const value = quoted ? unquote(raw, valueStart + 1) : raw;
    words.push({ name, value, at: start + 1, valueAt: valueStart + 1 });
  }
}

/** The members of an object as words. `api_key` and `apiKey` are the line's `api-key`. */
export function wordsOfObject(rule: object): Word[] {
  return Object.entries(rule)
    .filter(([, value]) => value !== undefined)
    .map(([member, value]: [string, unknown]) => ({ name: hyphenated(member), value, at: member, valueAt: member }));
}

/** A value as a line writes it: bare where it can be. */
export function writeValue(value: unknown): string {
  const text = Array.isArray(value) ? value.join('-') : String(value);
  return /^[\x21\x23-\x7e][\x21-\x7e]*$/.test(text) ? text : JSON.stringify(text);
}

function hyphenated(member: string): string {
  return member.replaceAll('_', '-').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function isSpace(line: string, at: number): boolean {
  const char = line[at];
  return char === ' ' || char === '\t' || char === '\n' || char === '\r';
}

function endOfBare(line: string, from: number): number {
  let i = from;
  while (i < line.length && !isSpace(line, i)) i++;
  return i;
}

function endOfQuotes(line: string, from: number): number {
  let i = from + 1;
  while (i < line.length && line[i] !== '"') i += line[i] === '\\' ? 2 : 1;
  if (i >= line.length) throw new RuleError(from + 1, 'these quotes do not end', 'close them with "');
  const end = i + 1;
  if (end < line.length && !isSpace(line, end)) throw new RuleError(end + 1, 'a space must follow the closing quotes');
  return end;
}

function unquote(raw: string, column: number): string {
  try {
    return String(JSON.parse(raw));
  } catch {
    throw new RuleError(
      column,
      'this is not a quoted value',
      'inside quotes only JSON escapes are known: \\" \\\\ \\u0041',
    );
  }
}
