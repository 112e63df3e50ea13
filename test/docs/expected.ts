import { isDeepStrictEqual } from 'node:util';
import type { Block } from './page.ts';

/** Stands for anything on a line; alone on a line, for any lines. */
const ANY = '…';

/**
 * Compares what a command printed with what the page shows.
 * @returns undefined when it fits, else what does not
 */
export function mismatch(expected: Block, actual: string): string | undefined {
  // `curl -i` prints the line ends of HTTP.
  const fits = isShown(expected, actual.replaceAll('\r\n', '\n').trimEnd());
  return fits ? undefined : `${expected.at} shows\n${expected.text}\n\nbut this was printed\n${actual}`;
}

function isShown({ language, text }: Block, actual: string): boolean {
  if (language === 'json') return jsonFits(text, actual);
  if (language !== 'http') return textFits(text, actual);
  // An answer with its head, as `curl -i` prints it; the body may be shown indented.
  const [head = '', ...body] = text.split('\n\n');
  const [actualHead = '', ...actualBody] = actual.split('\n\n');
  const shownBody = body.join('\n\n');
  const printedBody = actualBody.join('\n\n');
  return textFits(head, actualHead) && (textFits(shownBody, printedBody) || jsonFits(shownBody, printedBody));
}

/** Whether a text has the form of another, in which {@link ANY} stands for anything. */
export function textFits(expected: string, actual: string): boolean {
  const pattern = expected
    .trimEnd()
    .split('\n')
    .map((line) => (line.trim() === ANY ? '(?:.*\\n)*' : `${lineOf(line)}\\n`))
    .join('');
  return new RegExp(`^${pattern}$`).test(`${actual.trimEnd()}\n`);
}

function lineOf(line: string): string {
  return line
    .trimEnd()
    .split(ANY)
    .map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`))
    .join('.*');
}

/** As values: white space and the order of members do not matter. `"…": "…"` stands for further members. */
function jsonFits(expected: string, actual: string): boolean {
  const [shown, printed] = [parse(expected), parse(actual)];
  return shown !== undefined && printed !== undefined && valueFits(shown.value, printed.value);
}

function parse(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function valueFits(expected: unknown, actual: unknown): boolean {
  if (expected === ANY) return true;
  if (typeof expected === 'string' && typeof actual === 'string') return textFits(expected, actual);
  if (Array.isArray(expected) && Array.isArray(actual)) {
    const open = expected.at(-1) === ANY;
    const shown = open ? expected.slice(0, -1) : expected;
    return (
      (open ? actual.length >= shown.length : actual.length === shown.length) &&
      shown.every((item, i) => valueFits(item, actual[i]))
    );
  }
  if (isObject(expected) && isObject(actual)) {
    const { [ANY]: open, ...shown } = expected;
    const names = Object.keys(shown);
    return (
      (open !== undefined || Object.keys(actual).length === names.length) &&
      names.every((name) => Object.hasOwn(actual, name) && valueFits(shown[name], actual[name]))
    );
  }
  return isDeepStrictEqual(expected, actual);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
