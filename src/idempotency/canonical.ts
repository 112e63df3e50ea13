/** How deep a body may be nested (R5). */
export const MAX_DEPTH = 100;

/** Why a body cannot be compared, and so cannot be taken. */
export class UncomparableError extends Error {
  override readonly name = 'UncomparableError';
}

/** Text that JSON writes as it is, between quotes. */
const PLAIN = /^[ !#-[\]-~]*$/;
/** With the flag `u` the halves of whole pairs do not match. */
const LONE_SURROGATE = /[\ud800-\udfff]/u;

/**
 * The one text that equal parameters share (R5), as RFC 8785 writes it: members sorted, numbers as values, no white space.
 * @param value what `JSON.parse` returned
 * @throws {UncomparableError} when it is nested deeper than 100, or holds a lone surrogate or a number beyond a double
 */
export function canonicalText(value: unknown): string {
  return textOf(value, MAX_DEPTH);
}

/** @param levels how many more levels of nesting there may be */
function textOf(value: unknown, levels: number): string {
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'number':
      if (Number.isFinite(value)) return String(value);
      throw new UncomparableError('The body holds a number that is too large for a double.');
    case 'object':
      break;
    default:
      return String(value);
  }
  if (value === null) return 'null';
  if (levels === 0) throw new UncomparableError(`The body is nested more than ${MAX_DEPTH} levels deep.`);
  let text = '';
  if (Array.isArray(value)) {
    for (const item of value) text += `${text === '' ? '' : ','}${textOf(item, levels - 1)}`;
    return `[${text}]`;
  }
  // Sorted by UTF-16 code units, as RFC 8785 wants it and `sort` does it.
  for (const name of Object.keys(value).sort()) {
    const member = (value as Readonly<Record<string, unknown>>)[name];
    text += `${text === '' ? '' : ','}${quoted(name)}:${textOf(member, levels - 1)}`;
  }
  return `{${text}}`;
}

function quoted(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  if (LONE_SURROGATE.test(text)) {
    throw new UncomparableError('The body holds a lone surrogate: half of a UTF-16 pair, which is not a character.');
  }
  return JSON.stringify(text);
}
