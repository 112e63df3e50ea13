import type { Random } from '../../model/random.ts';
import { countryOf } from './countries.ts';
import { fillPattern } from './pattern.ts';

/** National mobile numbers, after the calling code: `#` is a digit, alternatives are separated by `|`. */
const MOBILES: Readonly<Record<string, string>> = {
  MA: '6########|7########',
  DZ: '5########|6########|7########',
  TN: '2#######|5#######|9#######',
  EG: '10########|11########|12########|15########',
  SA: '50#######|53#######|55#######|56#######',
  AE: '50#######|52#######|55#######|56#######',
  NG: '803#######|806#######|813#######|703#######',
  KE: '71#######|72#######|74#######|79#######',
  ZA: '60#######|72#######|82#######|83#######',
  SN: '70#######|76#######|77#######|78#######',
  CI: '01########|05########|07########',
  FR: '6########|7########',
  // 555 numbers are set aside for fiction.
  US: '202555####|312555####',
  CA: '416555####|613555####',
  UM: '808555####',
  RU: '9#########',
  KZ: '70########',
};

/**
 * A mobile number of the country in E.164 form: `+212661234567`. Countries that are not listed get nine digits, a
 * common length; those whose calling code holds a North American area code get their seven.
 */
export function phoneOf(country: string, random: Random): string {
  const { callingCode } = countryOf(country);
  const inNorthAmerica = callingCode.length === 4 && callingCode.startsWith('1');
  return `+${callingCode}${fillPattern(MOBILES[country] ?? (inNorthAmerica ? '555####' : '7########'), random)}`;
}
