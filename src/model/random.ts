/** Numbers that are a function of what they were seeded with, and of nothing else. */
export interface Random {
  /** The next number in [0, 1). */
  next(): number;
  /** A whole number between `min` and `max`, both included. */
  int(min: number, max: number): number;
  /** One of `list`, which must not be empty. */
  pick<T>(list: readonly T[]): T;
  /** True with probability `p`. */
  chance(p: number): boolean;
  /** `length` characters of [a-z0-9]. */
  token(length: number): string;
}

/** 128 bits of hash, as four unsigned 32-bit words. */
export type Seed = readonly [number, number, number, number];

/**
 * Hashes text to 128 bits (cyrb128: not cryptographic, well mixed, the same on every machine).
 * @param text anything; parts are best joined with `\n`
 */
export function hash128(text: string): Seed {
  let h1 = 1779033703;
  let h2 = 3144134277;
  let h3 = 1013904242;
  let h4 = 2773480762;
  for (let i = 0; i < text.length; i++) {
    const k = text.charCodeAt(i);
    h1 = h2 ^ Math.imul(h1 ^ k, 597399067);
    h2 = h3 ^ Math.imul(h2 ^ k, 2869860233);
    h3 = h4 ^ Math.imul(h3 ^ k, 951274213);
    h4 = h1 ^ Math.imul(h4 ^ k, 2716044179);
  }
  h1 = Math.imul(h3 ^ (h1 >>> 18), 597399067);
  h2 = Math.imul(h4 ^ (h2 >>> 22), 2869860233);
  h3 = Math.imul(h1 ^ (h3 >>> 17), 951274213);
  h4 = Math.imul(h2 ^ (h4 >>> 19), 2716044179);
  h1 ^= h2 ^ h3 ^ h4;
  h2 ^= h1;
  h3 ^= h1;
  h4 ^= h1;
  return [h1 >>> 0, h2 >>> 0, h3 >>> 0, h4 >>> 0];
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

/**
 * A generator of the sfc32 family.
 * @param text what the numbers are a function of
 * @example randomOf('seed\nPOST /transactions/score').int(1, 6)
 */
export function randomOf(text: string): Random {
  let [a, b, c, d] = hash128(text);
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    c |= 0;
    return (t >>> 0) / 4294967296;
  };
  for (let i = 0; i < 8; i++) next();
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    int,
    pick: (list) => {
      if (list.length === 0) throw new RangeError('Random.pick: the list is empty.');
      return list[int(0, list.length - 1)] as (typeof list)[number];
    },
    chance: (p) => next() < p,
    token: (length) => {
      let out = '';
      for (let i = 0; i < length; i++) out += ALPHABET[int(0, 35)];
      return out;
    },
  };
}

/**
 * `prefix` and 12 characters of [a-z0-9] that are a function of `text`: the shape of every TXCloud id.
 * @example idOf('req_', 'seed\nkey\nPOST\n/v1/kyb/verify\n1') // 'req_…'
 */
export function idOf(prefix: string, text: string): string {
  const [a, b, c, d] = hash128(text);
  // Three characters a word: 36^3 = 46,656 of its values, so that twelve characters carry 62 bits.
  const [p, q, r, s] = [a % 46656, b % 46656, c % 46656, d % 46656];
  // In one call, so that the text is flat from the start.
  return (
    prefix +
    String.fromCharCode(
      codeOf(p),
      codeOf(p / 36),
      codeOf(p / 1296),
      codeOf(q),
      codeOf(q / 36),
      codeOf(q / 1296),
      codeOf(r),
      codeOf(r / 36),
      codeOf(r / 1296),
      codeOf(s),
      codeOf(s / 36),
      codeOf(s / 1296),
    )
  );
}

/** The code of a character of [a-z0-9]; the index counts on from its start when it is over. */
function codeOf(index: number): number {
  const i = Math.floor(index) % 36;
  return i < 26 ? i + 97 : i + 22;
}
