/** True when a text matches. */
export type Matcher = (text: string) => boolean;

/**
 * Compiles a glob over the whole text: `*` is any run of characters, `?` one. Never exponential: each piece between
 * two stars is looked for once, from where the one before it ended.
 * @example compileGlob('order_*')('order_456_payment') // true
 */
export function compileGlob(glob: string): Matcher {
  // The two forms that most rules have cost one comparison.
  if (!/[*?]/.test(glob)) return (text) => text === glob;
  if (/^[^*?]*\*$/.test(glob)) {
    const start = glob.slice(0, -1);
    return (text) => text.startsWith(start);
  }
  const pieces = glob.split(/\*+/);
  const first = pieces[0] as string;
  if (pieces.length === 1) return (text) => text.length === first.length && startsAt(text, first, 0);
  const last = pieces[pieces.length - 1] as string;
  const middle = pieces.slice(1, -1);
  return (text) => {
    if (text.length < first.length + last.length || !startsAt(text, first, 0)) return false;
    const end = text.length - last.length;
    if (!startsAt(text, last, end)) return false;
    let from = first.length;
    for (const piece of middle) {
      const at = find(text, piece, from);
      if (at < 0 || at + piece.length > end) return false;
      from = at + piece.length;
    }
    return from <= end;
  };
}

function startsAt(text: string, piece: string, at: number): boolean {
  for (let i = 0; i < piece.length; i++) {
    if (piece[i] !== '?' && piece[i] !== text[at + i]) return false;
  }
  return true;
}

function find(text: string, piece: string, from: number): number {
  if (!piece.includes('?')) return text.indexOf(piece, from);
  for (let at = from; at + piece.length <= text.length; at++) if (startsAt(text, piece, at)) return at;
  return -1;
}
