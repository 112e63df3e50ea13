// @ts-check

/**
 * What a value must be, in words that fit after “must be”: `a number greater than 0`.
 * @param {import('./document.mjs').Schema} schema resolved
 * @returns {string}
 */
export function phraseOf(schema) {
  if (schema['x-form'] !== undefined) return schema['x-form'];
  if (schema.pattern !== undefined) throw new Error(`A pattern needs an x-form: ${schema.pattern}`);
  switch (schema.type) {
    case 'number':
    case 'integer':
      return numberPhrase(schema);
    case 'string':
      return schema.minLength === 1 ? 'a non-empty string' : 'a string';
    case 'boolean':
      return '`true` or `false`';
    case 'array':
      return 'an array';
    case 'object':
      return 'an object';
    default:
      throw new Error(`No words for a schema of type ${String(schema.type)}.`);
  }
}

/** @param {import('./document.mjs').Schema} schema */
function numberPhrase({ type, minimum, maximum, exclusiveMinimum }) {
  const noun = type === 'integer' ? 'a whole number' : 'a number';
  const from = exclusiveMinimum === undefined ? undefined : `greater than ${exclusiveMinimum}`;
  // Bounds that only keep sums finite would make the message longer and no clearer.
  const far = maximum === undefined || maximum >= 1e9;
  if (from !== undefined) return far ? `${noun} ${from}` : `${noun} ${from} and at most ${maximum}`;
  if (minimum === undefined) return far ? noun : `${noun}, at most ${maximum}`;
  return far ? `${noun}, ${minimum} or more` : `${noun} from ${minimum} to ${maximum}`;
}
