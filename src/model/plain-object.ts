/**
 * True for what `{…}` makes, in whatever realm (Jest has two), and for a module's namespace; not for lists, maps, URLs and
 * the like.
 */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return /^\[object (?:Object|Module)\]$/.test(Object.prototype.toString.call(value));
}
