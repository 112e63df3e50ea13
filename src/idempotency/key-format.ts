import type { ApiError } from '../model/error-table.ts';

/** Which idempotency keys are good (R6): as documented, without colons, or any printable ASCII. */
export type KeyFormat = 'documented' | 'strict' | 'any';

interface Rule {
  readonly min: number;
  readonly max: number;
  readonly bad: RegExp;
  readonly allowed: string;
}

const RULES: Readonly<Record<KeyFormat, Rule>> = {
  documented: {
    min: 10,
    max: 255,
    bad: /[^A-Za-z0-9_:-]/,
    allowed: 'letters, digits, hyphens, underscores and colons',
  },
  strict: { min: 10, max: 255, bad: /[^A-Za-z0-9_-]/, allowed: 'letters, digits, hyphens and underscores' },
  any: { min: 1, max: 255, bad: /[^\x20-\x7e]/, allowed: 'printable ASCII characters' },
};

/** What a request says about its operation: a good key, none, or a bad one. */
export type KeyCheck =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'bad'; readonly error: ApiError };

const NONE: KeyCheck = { kind: 'none' };

/**
 * Checks the `Idempotency-Key` field lines of a request (R6 to R9).
 * @param lines each field line's value, as sent
 * @param format the option `keyFormat`
 */
export function checkKey(lines: readonly string[], format: KeyFormat): KeyCheck {
  if (lines.length === 0) return NONE;
  if (lines.length > 1) return bad(`Send one Idempotency-Key header, not ${lines.length}.`);
  const key = lines[0] as string;
  const rule = RULES[format];
  if (key === '') return bad('The Idempotency-Key header is empty. Is the variable that it comes from set?');
  if (key.length < rule.min)
    return bad(`Idempotency-Key is ${key.length} characters long; ${rule.min} to ${rule.max} are allowed.`);
  if (key.length > rule.max)
    return bad(`Idempotency-Key is ${key.length} characters long; ${rule.min} to ${rule.max} are allowed.`);
  const at = key.search(rule.bad);
  if (at >= 0)
    return bad(`Idempotency-Key has ${show(key[at] as string)} at position ${at + 1}; ${rule.allowed} are allowed.`);
  return { kind: 'key', key };
}

function bad(message: string): KeyCheck {
  return { kind: 'bad', error: { code: 'invalid_parameter', message, param: 'Idempotency-Key' } };
}

/** A character as a person can read it: itself in quotes, or its code point. */
function show(character: string): string {
  const printable = /^[\x21-\x7e]$/.test(character);
  return printable
    ? `'${character}'`
    : `the character U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
