/** A name, prepared for comparison. */
export interface PreparedName {
  /** As written. */
  readonly written: string;
  /** Without case, accents and punctuation, sorted: the order in which names are written says nothing. */
  readonly tokens: readonly string[];
  /** For each token a bit for each of its letters: tells most unlike pairs apart without comparing them. */
  readonly masks: readonly number[];
  /** The letters of all tokens. */
  readonly length: number;
  /** The tokens in one string: equal means the same name. */
  readonly sorted: string;
  /** As written, without spaces: `Ben Ali` is `Benali`. */
  readonly joined: string;
}

/** No name needs more, and a body may hold 32 MiB of it. */
const MAX_LETTERS = 256;
const MAX_TOKENS = 12;

/** Letters that decompose into nothing simpler. */
const PLAIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/** What a company is, not who it is. */
const LEGAL_FORMS = new Set(
  'sarl sa sas sasu au suarl eurl spa ltd limited llc llp inc plc gmbh ag bv nv co company corp corporation pty fze fzco wll jsc pjsc'.split(
    ' ',
  ),
);

/** A letter's bit. Two letters may share one: that makes the bound that it serves looser, never wrong. */
function maskOf(token: string): number {
  let mask = 0;
  for (let i = 0; i < token.length; i++) mask |= 1 << (token.charCodeAt(i) & 31);
  return mask;
}

function plainWords(text: string): string[] {
  return text
    .slice(0, MAX_LETTERS)
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\p{M}'’`ʼ]/gu, '')
    .replace(/[ßæœøłđðþı]/g, (letter) => PLAIN[letter] ?? letter)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .slice(0, MAX_TOKENS);
}

/**
 * @param written a name in any script
 * @param type an organization's legal form is left out, unless nothing else is there
 */
export function prepareName(written: string, type: 'individual' | 'organization'): PreparedName {
  let words = plainWords(written);
  if (type === 'organization') {
    const own = words.filter((word) => !LEGAL_FORMS.has(word));
    if (own.length > 0) words = own;
  }
  const tokens = words.toSorted();
  return {
    written,
    tokens,
    masks: tokens.map(maskOf),
    length: tokens.reduce((sum, token) => sum + token.length, 0),
    sorted: tokens.join(' '),
    joined: words.join(''),
  };
}

/** A document's or registration's number without the spaces, dashes and case that people write it with. */
export function plainNumber(text: string): string {
  return text
    .slice(0, MAX_LETTERS)
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
