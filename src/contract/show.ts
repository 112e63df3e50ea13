/** The most characters of a client's value that a message repeats. */
const LIMIT = 60;

/**
 * A client's value, for an error message: short, on one line, and never a whole picture.
 * @example show('ZZ') // '"ZZ"'
 */
export function show(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return String(value);
  if (typeof value === 'string') return showText(value);
  return Array.isArray(value) ? 'an array' : 'an object';
}

function showText(text: string): string {
  if (text.length <= LIMIT) return JSON.stringify(text);
  // Half of a surrogate pair would come out as an escape.
  return `${JSON.stringify(text.slice(0, LIMIT).replace(/[\uD800-\uDBFF]$/, ''))}…`;
}
