/** How many edits turn `a` into `b`: a letter more, less or another, or two neighbours in the wrong order (Damerau, Levenshtein). */
export function editsBetween(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swap = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? Infinity) + 1 : Infinity;
      next.push(Math.min(replace, swap, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    before = row;
    row = next;
  }
  return row[b.length] as number;
}

/**
 * The candidate that `word` was probably meant to be, for "did you mean": at most a third of the letters may differ.
 * @param word what was written; more than 64 characters are nobody's typing slip
 * @example nearestOf('face_mismach', ['face_mismatch', 'verified']) // 'face_mismatch'
 */
export function nearestOf(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > 64) return undefined;
  const written = word.toLowerCase();
  let best: { candidate: string; edits: number } | undefined;
  for (const candidate of candidates) {
    const edits = editsBetween(written, candidate.toLowerCase());
    if (edits <= Math.max(word.length, candidate.length) / 3 && edits < (best?.edits ?? Infinity))
      best = { candidate, edits };
  }
  return best?.candidate;
}

/** What a sentence about a wrong word ends with: ` Did you mean x?`, or nothing when no right one is near. */
export function hintOf(word: string, candidates: readonly string[]): string {
  const near = nearestOf(word, candidates);
  return near === undefined ? '' : ` Did you mean ${near}?`;
}
