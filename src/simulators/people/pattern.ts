import type { Random } from '../../model/random.ts';

const LETTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ';
// Vowels are left out, as in French and German document numbers, so that no word comes about.
const CODE = '0123456789CFGHJKLMNPRTVWXYZ';

/**
 * Fills a pattern: `#` becomes a digit, `?` a capital letter, `*` a digit or consonant; the rest stays.
 * @param pattern alternatives are separated by `|`: `?######|??######`
 */
export function fillPattern(pattern: string, random: Random): string {
  let out = '';
  for (const char of random.pick(pattern.split('|'))) {
    if (char === '#') out += String(random.int(0, 9));
    else if (char === '?') out += LETTERS.charAt(random.int(0, LETTERS.length - 1));
    else if (char === '*') out += CODE.charAt(random.int(0, CODE.length - 1));
    else out += char;
  }
  return out;
}
