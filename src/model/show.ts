import { redactKeysIn } from './redact.ts';

/** The most characters of a client's value that a message repeats. */
const LIMIT = 60;

/**
 * A value as it may stand in a message: short, quoted, with no control character that could act on a terminal, and with
 * every API key in it redacted.
 * @example show('ZZ') // '"ZZ"'
 */
export function show(value: unknown): string {
  if (typeof value === 'string') return showText(redactKeysIn(value));
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a value of type ${typeof value}`;
}

function showText(text: string): string {
  // Half of a surrogate pair would come out as an escape.
  const short = text.length > LIMIT ? `${text.slice(0, LIMIT).replace(/[\uD800-\uDBFF]$/, '')}…` : text;
  // JSON escapes C0; DEL, C1 and the line separators are left, and act on terminals as well.
  return JSON.stringify(short).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
