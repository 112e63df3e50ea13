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
  const to =
    maximum === undefined ? undefined : maximum < 1e9 ? `${maximum}` : maximum.toExponential().replace('+', '');
  if (from !== undefined) return to === undefined ? `${noun} ${from}` : `${noun} ${from} and at most ${to}`;
  if (minimum === undefined) return to === undefined ? noun : `${noun}, at most ${to}`;
  return to === undefined ? `${noun}, ${minimum} or more` : `${noun} from ${minimum} to ${to}`;
}
