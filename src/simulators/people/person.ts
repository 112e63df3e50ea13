import type { Random } from '../../model/random.ts';
import { countryOf } from './countries.ts';
import type { DocumentKind } from './documents.ts';
import { documentNumber } from './documents.ts';
import type { Gender } from './names.ts';
import { nameOf } from './names.ts';
import { phoneOf } from './phones.ts';
import { addressOf, placeOf } from './places.ts';

/** An invented person. Dates are `YYYY-MM-DD`. */
export interface Person {
  readonly first: string;
  readonly last: string;
  /** The same names in Arabic script. */
  readonly firstArabic: string;
  readonly lastArabic: string;
  readonly gender: Gender;
  readonly dateOfBirth: string;
  /** ISO 3166-1 alpha-2. */
  readonly nationality: string;
  readonly placeOfBirth: string;
  readonly address: string;
  /** E.164: `+212661234567` */
  readonly phone: string;
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}

/**
 * A date of the year, never February 29 or later than the 28th: the same day exists in every other year.
 * @param year four digits
 */
export function dateIn(year: number, random: Random): string {
  return `${String(year).padStart(4, '0')}-${two(random.int(1, 12))}-${two(random.int(1, 28))}`;
}

/**
 * Invents a grown-up of a country: given and family name of one language, in Latin and in Arabic script, a city, an
 * address and a phone number of the country.
 * @param country ISO 3166-1 alpha-2; one that does not exist throws
 * @param random every draw comes from it: the same stream gives the same person
 * @param year the calendar year of the mock's clock. Whoever is born 19 years before it is 18 on its first day
 * @param residence the country of address and phone
 */
export function personOf(country: string, random: Random, year: number, residence: string = country): Person {
  const { pool } = countryOf(country);
  const gender: Gender = random.chance(0.5) ? 'F' : 'M';
  const { given, family } = nameOf(pool, gender, random);
  return {
    first: given.latin,
    last: family.latin,
    firstArabic: given.arabic,
    lastArabic: family.arabic,
    gender,
    dateOfBirth: dateIn(year - random.int(19, 68), random),
    nationality: country,
    placeOfBirth: placeOf(country, random),
    address: addressOf(residence, random),
    phone: phoneOf(residence, random),
  };
}

/** An identity document of a person, as its issuer printed it. */
export interface IdentityDocument {
  readonly kind: DocumentKind;
  /** The issuing country. */
  readonly country: string;
  readonly number: string;
  readonly issueDate: string;
  readonly expiryDate: string;
}

// Years that a document is good for. National practice differs; these are the commonest.
const VALIDITY: Readonly<Record<DocumentKind, number>> = {
  national_id: 10,
  passport: 5,
  driving_license: 10,
  residence_permit: 5,
  voter_id: 10,
};

/**
 * A document of that person: birth < issue < today < expiry on every day of `year` (endpoints.md §1, "Coherent").
 * @param expired for scenario `document_expired`: ended in an earlier year
 */
export function documentOf(
  person: Person,
  country: string,
  kind: DocumentKind,
  random: Random,
  year: number,
  expired: boolean,
): IdentityDocument {
  const validity = VALIDITY[kind];
  const age = random.int(1, validity - 1);
  const monthAndDay = dateIn(year, random).slice(4);
  // 1 to validity − 1 years old and good for `validity`: ends in a later year. Ended: up to three years ago.
  const issued = expired ? year - validity - 1 - (age % 3) : year - age;
  return {
    kind,
    country,
    number: documentNumber(country, kind, person, random),
    issueDate: `${String(issued).padStart(4, '0')}${monthAndDay}`,
    expiryDate: `${String(issued + validity).padStart(4, '0')}${monthAndDay}`,
  };
}
