/** A list of values in words that fit after “must be”: ``one of `a`, `b` or `c` ``. */
export function oneOf(values: readonly string[]): string {
  const quoted = values.map((value) => `\`${value}\``);
  const last = quoted.pop() ?? '';
  return `one of ${quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`}`;
}
