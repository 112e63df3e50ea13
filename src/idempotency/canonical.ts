import canonicalize from 'canonicalize';

/** How deep a body may be nested (R5). */
export const MAX_DEPTH = 100;

/** Why a body cannot be compared, and so cannot be taken. */
export class UncomparableError extends Error {
  override readonly name = 'UncomparableError';
}

/**
 * The one text that equal parameters share (R5), as RFC 8785 writes it: members sorted, numbers as values, no white space.
 * @param value what `JSON.parse` returned
 * @throws {UncomparableError} when it is nested deeper than 100, or holds a lone surrogate or a number beyond a double
 */
export function canonicalText(value: unknown): string {
  if (deeperThan(value, MAX_DEPTH)) {
    throw new UncomparableError(`The body is nested more than ${MAX_DEPTH} levels deep.`);
  }
  try {
    const text: unknown = canonicalize(value);
    return String(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UncomparableError(
      reason.includes('surrogate')
        ? 'The body holds a lone surrogate: half of a UTF-16 pair, which is not a character.'
        : 'The body holds a number that is too large for a double.',
    );
  }
}

function deeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) {
    for (const item of value) if (deeperThan(item, levels - 1)) return true;
    return false;
  }
  for (const name in value) if (deeperThan((value as Record<string, unknown>)[name], levels - 1)) return true;
  return false;
}
