import type { PreparedName } from './normalise.ts';

/** How much unlikeness is tolerated (endpoints.md §6). Each finds what the one before it finds, with no lower score. */
export type Fuzziness = 'exact' | 'moderate' | 'fuzzy';

/** The least Jaro-Winkler similarity of two words that counts, and what a word without a partner weighs. */
const TOLERANCE = {
  moderate: { word: 0.88, unpaired: 1 },
  fuzzy: { word: 0.8, unpaired: 0.5 },
} as const;

/** Jaro-Winkler similarity of two words, 0 to 1. */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return 1;
  const reach = Math.max(0, (Math.max(a.length, b.length) >> 1) - 1);
  const taken: boolean[] = [];
  const found: string[] = [];
  for (let i = 0; i < a.length; i++) {
    const end = Math.min(b.length - 1, i + reach);
    for (let j = Math.max(0, i - reach); j <= end; j++) {
      if (taken[j] !== true && a[i] === b[j]) {
        taken[j] = true;
        found.push(a[i] as string);
        break;
      }
    }
  }
  const m = found.length;
  if (m === 0) return 0;
  let moved = 0;
  for (let j = 0, k = 0; j < b.length; j++) if (taken[j] === true && b[j] !== found[k++]) moved++;
  const jaro = (m / a.length + m / b.length + (m - moved / 2) / m) / 3;
  let prefix = 0;
  while (prefix < 4 && prefix < a.length && a[prefix] === b[prefix]) prefix++;
  return jaro > 0.7 ? jaro + prefix * 0.1 * (1 - jaro) : jaro;
}

function bits(mask: number): number {
  let n = mask - ((mask >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** The most that `jaroWinkler` can come to, from the letters that only one of the words has. */
function ceiling(a: string, maskA: number, b: string, maskB: number): number {
  const m = Math.min(a.length - bits(maskA & ~maskB), b.length - bits(maskB & ~maskA));
  if (m <= 0) return 0;
  const jaro = (m / a.length + m / b.length + 1) / 3;
  return a[0] === b[0] ? jaro + 0.4 * (1 - jaro) : jaro;
}

/**
 * How alike two names are, 0 to 1; 1 is the same name, whatever the order, case, accents and punctuation.
 * Words are paired, most alike first; each pair counts by its letters, and a word without a partner counts against.
 */
export function similarity(a: PreparedName, b: PreparedName, fuzziness: Fuzziness): number {
  if (a.length === 0 || b.length === 0) return 0;
  if (a.sorted === b.sorted) return 1;
  if (fuzziness === 'exact') return 0;
  if (a.joined === b.joined) return 1;
  const tolerance = TOLERANCE[fuzziness];
  let pairs: { i: number; j: number; alike: number }[] | undefined;
  for (let i = 0; i < a.tokens.length; i++) {
    const word = a.tokens[i] as string;
    for (let j = 0; j < b.tokens.length; j++) {
      const other = b.tokens[j] as string;
      if (ceiling(word, a.masks[i] as number, other, b.masks[j] as number) < tolerance.word) continue;
      const alike = jaroWinkler(word, other);
      if (alike >= tolerance.word) (pairs ??= []).push({ i, j, alike });
    }
  }
  if (pairs === undefined) return 0;
  pairs.sort((x, y) => y.alike - x.alike);
  let paired = 0;
  let sum = 0;
  const usedA = new Set<number>();
  const usedB = new Set<number>();
  for (const { i, j, alike } of pairs) {
    if (usedA.has(i) || usedB.has(j)) continue;
    usedA.add(i);
    usedB.add(j);
    const letters = (a.tokens[i] as string).length + (b.tokens[j] as string).length;
    paired += letters;
    sum += letters * alike;
  }
  return sum / (paired + tolerance.unpaired * (a.length + b.length - paired));
}
