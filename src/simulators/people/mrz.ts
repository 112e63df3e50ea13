import { countryOf } from './countries.ts';
import type { DocumentKind } from './documents.ts';
import type { Gender } from './names.ts';

/** What a machine readable zone states. Dates are `YYYY-MM-DD`, countries ISO 3166-1 alpha-2. */
export interface MrzData {
  readonly kind: DocumentKind;
  /** The country that issued the document. */
  readonly country: string;
  readonly nationality: string;
  readonly lastName: string;
  readonly firstName: string;
  readonly documentNumber: string;
  readonly dateOfBirth: string;
  readonly gender: Gender;
  readonly expiryDate: string;
}

// ICAO Doc 9303-3, section 6, table A: letters that have a form of their own; all others lose their marks.
const TRANSLITERATIONS: Readonly<Record<string, string>> = {
  Ä: 'AE',
  Å: 'AA',
  Æ: 'AE',
  Ð: 'D',
  Ø: 'OE',
  Ö: 'OE',
  Œ: 'OE',
  Ü: 'UE',
  ß: 'SS',
  ẞ: 'SS',
  Ñ: 'N',
  Þ: 'TH',
  Đ: 'D',
  Ħ: 'H',
  ı: 'I',
  Ł: 'L',
  Ŋ: 'N',
};

/**
 * A name as a machine readable zone writes it: A–Z, and `<` between its parts. Apostrophes go, hyphens and spaces part.
 * @example mrzName('N’Guessan-Koné') // 'NGUESSAN<KONE'
 */
export function mrzName(name: string): string {
  let out = '';
  for (const char of name.normalize('NFC').toUpperCase()) {
    out += TRANSLITERATIONS[char] ?? char.normalize('NFD').replace(/[\u0300-\u036f]/g, '');
  }
  return out
    .replace(/[-\s]+/g, '<')
    .replace(/[^A-Z<]/g, '')
    .replace(/^<+|<+$/g, '');
}

/**
 * The check digit of ICAO Doc 9303-3, section 4.9: weights 7, 3, 1; digits as they are, A = 10 … Z = 35, `<` = 0.
 * @param text of [A-Z0-9<]
 */
export function checkDigit(text: string): string {
  let sum = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const value = code === 60 ? 0 : code <= 57 ? code - 48 : code - 55;
    sum += value * (i % 3 === 0 ? 7 : i % 3 === 1 ? 3 : 1);
  }
  return String(sum % 10);
}

function field(text: string, length: number): string {
  return text.slice(0, length).padEnd(length, '<');
}

// Doc 9303-3, section 5, part D: Germany writes a single letter.
function mrzState(country: string): string {
  return field(country === 'DE' ? 'D' : countryOf(country).alpha3, 3);
}

function shortDate(date: string): string {
  return date.slice(2, 4) + date.slice(5, 7) + date.slice(8, 10);
}

function withCheck(text: string): string {
  return text + checkDigit(text);
}

/**
 * Number and optional data of a card. A number of more than nine characters goes on in the optional data, followed by
 * its check digit (Doc 9303-5, 4.2.2, note j); the digit is that of the whole number.
 */
function cardNumber(number: string): string {
  if (number.length <= 9) return withCheck(field(number, 9)) + field('', 15);
  return `${number.slice(0, 9)}<${field(`${number.slice(9)}${checkDigit(number)}`, 15)}`;
}

/**
 * The machine readable zone of a document: TD3 (two lines of 44) for a passport, TD1 (three lines of 30) for any other.
 * Lines are joined by `\n`. Marks in a document number (`784-1990-…`) are left out.
 */
export function mrzOf(data: MrzData): string {
  const number = data.documentNumber.toUpperCase().replace(/[^A-Z0-9]/g, '');
  const names = `${mrzName(data.lastName)}<<${mrzName(data.firstName)}`;
  const birth = withCheck(shortDate(data.dateOfBirth));
  const expiry = withCheck(shortDate(data.expiryDate));
  const issuer = mrzState(data.country);
  const nationality = mrzState(data.nationality);
  if (data.kind === 'passport') {
    const numberField = withCheck(field(number, 9));
    const personal = withCheck(field('', 14));
    const composite = checkDigit(numberField + birth + expiry + personal);
    return `P<${issuer}${field(names, 39)}\n${numberField}${nationality}${birth}${data.gender}${expiry}${personal}${composite}`;
  }
  const code = data.kind === 'national_id' ? 'ID' : data.kind === 'residence_permit' ? 'IR' : 'I<';
  const numberField = cardNumber(number);
  const optional = field('', 11);
  const composite = checkDigit(numberField + birth + expiry + optional);
  return `${code}${issuer}${numberField}\n${birth}${data.gender}${expiry}${nationality}${optional}${composite}\n${field(names, 30)}`;
}
