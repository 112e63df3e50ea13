import type { Random } from '../../model/random.ts';
import type { Gender } from './names.ts';
import { fillPattern } from './pattern.ts';

/** What a document is, whichever of the two vocabularies names it (endpoints.md §1, `document_type`). */
export type DocumentKind = 'national_id' | 'passport' | 'driving_license' | 'residence_permit' | 'voter_id';

const KINDS: Readonly<Record<string, DocumentKind>> = {
  cin: 'national_id',
  cni: 'national_id',
  national_id: 'national_id',
  passport: 'passport',
  permit: 'driving_license',
  driving_license: 'driving_license',
  residence_card: 'residence_permit',
  residence_permit: 'residence_permit',
  voter_id: 'voter_id',
};

/** The kind of a `document_type` as sent; `national_id` where it is absent or unknown. */
export function documentKind(documentType: string | undefined): DocumentKind {
  return KINDS[documentType ?? ''] ?? 'national_id';
}

/** Who a document number is about: several countries write birth date and sex into it. */
export interface Holder {
  /** `1990-05-17` */
  readonly dateOfBirth: string;
  readonly gender: Gender;
}

// `#` digit, `?` letter, `*` either: see pattern.ts.
const NATIONAL_IDS: Readonly<Record<string, string>> = {
  MA: '?######|??######',
  TN: '0#######|1#######',
  KE: '1#######|2#######|3#######',
  SA: '1#########',
  NG: '1##########|2##########|3##########',
  CI: 'CI00#######',
  FR: '?**?**?**',
  IT: 'CA#####??',
  DE: 'L********',
  GH: 'GHA7########',
  TR: '1##########|2##########|3##########',
  IN: '4###########',
  PK: '3####5######1|4####3######2',
  RW: '1##############7',
};
const OTHER_NATIONAL_ID = '??#######';

const PASSPORTS: Readonly<Record<string, string>> = {
  MA: '??#######',
  DZ: '1########|3########',
  TN: '?######',
  EG: 'A########',
  SA: '?########',
  AE: '?########',
  NG: 'A########|B########',
  KE: 'AK#######|BK#######',
  ZA: 'A########|M########',
  SN: 'A0#######',
  CI: '##A?#####',
  FR: '##??#####',
  DE: 'C********',
  US: 'A########',
  GB: '1########|5########',
};
const OTHER_PASSPORT = '?########';

const LICENCES: Readonly<Record<string, string>> = {
  DZ: '#########',
  TN: '########',
  NG: '???#####??##',
  KE: 'DL#######',
  FR: '##??#####',
  SA: '1#########',
};
// Also Morocco's own shape, so that every Moroccan card but the passport looks alike.
const OTHER_CARD = '??######';

function luhnDigit(digits: string): string {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits.charAt(digits.length - 1 - i)) * (i % 2 === 0 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return String((10 - (sum % 10)) % 10);
}

// The country's own number 784, year of birth, serial, Luhn digit.
function emiratesId({ dateOfBirth }: Holder, random: Random): string {
  const year = dateOfBirth.slice(0, 4);
  const serial = fillPattern('#######', random);
  return `784-${year}-${serial}-${luhnDigit(`784${year}${serial}`)}`;
}

/** National numbers that say something of their holder. */
const TELLING: Readonly<Record<string, (holder: Holder, random: Random) => string>> = {
  // Century, birth date, governorate, serial (odd for men), check digit.
  EG: ({ dateOfBirth, gender }, random) => {
    const century = String(Number(dateOfBirth.slice(0, 2)) - 17);
    const governorate = random.pick(['01', '02', '12', '14', '16', '21', '25', '27']);
    const serial = `${fillPattern('###', random)}${gender === 'M' ? random.pick('13579'.split('')) : random.pick('24680'.split(''))}`;
    return `${century}${shortDate(dateOfBirth)}${governorate}${serial}${fillPattern('#', random)}`;
  },
  // Birth date, serial (5000 and up for men), citizenship, 8, Luhn digit.
  ZA: ({ dateOfBirth, gender }, random) => {
    const serial = String(random.int(0, 4999) + (gender === 'M' ? 5000 : 0)).padStart(4, '0');
    const body = `${shortDate(dateOfBirth)}${serial}08`;
    return body + luhnDigit(body);
  },
  AE: emiratesId,
  // Sex, year of birth, commune, act, register, key: 18 digits.
  DZ: ({ dateOfBirth, gender }, random) => {
    const commune = `${String(random.int(1, 58)).padStart(2, '0')}${fillPattern('##', random)}`;
    return `1${gender === 'M' ? '0' : '1'}${dateOfBirth.slice(1, 4)}${commune}${fillPattern('#########', random)}`;
  },
  // Sex, centre, year of birth, serial.
  SN: ({ dateOfBirth, gender }, random) =>
    `${gender === 'M' ? '1' : '2'}${fillPattern('###', random)}${dateOfBirth.slice(0, 4)}${fillPattern('#####', random)}`,
};

function shortDate(date: string): string {
  return date.slice(2, 4) + date.slice(5, 7) + date.slice(8, 10);
}

/**
 * A document number in the shape that the country gives it (endpoints.md §1, "Coherent"): for Morocco's CIN one or two
 * letters and six digits. Countries that are not listed get letters and digits that fit a machine readable zone.
 */
export function documentNumber(country: string, kind: DocumentKind, holder: Holder, random: Random): string {
  switch (kind) {
    case 'passport':
      return fillPattern(PASSPORTS[country] ?? OTHER_PASSPORT, random);
    case 'driving_license':
      return fillPattern(LICENCES[country] ?? OTHER_CARD, random);
    case 'residence_permit':
      // The Gulf numbers residents as it does citizens; Saudi Arabia starts theirs with 2.
      if (country === 'AE') return emiratesId(holder, random);
      return fillPattern(country === 'SA' ? '2#########' : OTHER_CARD, random);
    case 'voter_id':
      return fillPattern(OTHER_CARD, random);
    case 'national_id':
      return TELLING[country]?.(holder, random) ?? fillPattern(NATIONAL_IDS[country] ?? OTHER_NATIONAL_ID, random);
  }
}
