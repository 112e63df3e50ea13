import { faker } from '@faker-js/faker/locale/base';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { createMock } from '../src/index.ts';
import { randomOf } from '../src/model/random.ts';
import { countryCodes, countryOf } from '../src/simulators/people/countries.ts';
import type { DocumentKind } from '../src/simulators/people/documents.ts';
import { checkDigit, mrzName, mrzOf } from '../src/simulators/people/mrz.ts';
import { documentOf, personOf } from '../src/simulators/people/person.ts';
import { Api } from './api.ts';

const KINDS = ['national_id', 'passport', 'driving_license', 'residence_permit', 'voter_id'] as const;
const anyCountry = fc.constantFrom(...countryCodes());
const anyKind = fc.constantFrom<DocumentKind>(...KINDS);
const anySeed = fc.string();
const anyYear = fc.integer({ min: 1990, max: 2150 });

/** Doc 9303-3, 4.9, written a second time and in another way. */
function icaoDigit(text: string): string {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const weights = [7, 3, 1];
  const products = [...text].map((char, i) => Math.max(0, alphabet.indexOf(char)) * (weights[i % 3] ?? 0));
  return String(products.reduce((sum, product) => sum + product, 0) % 10);
}

function luhnHolds(digits: string): boolean {
  const doubled = [...digits].reverse().map((digit, i) => Number(digit) * (i % 2 === 1 ? 2 : 1));
  return doubled.reduce((sum, n) => sum + (n > 9 ? n - 9 : n), 0) % 10 === 0;
}

function invent(country: string, kind: DocumentKind, seed: string, year: number) {
  const random = randomOf(seed);
  const person = personOf(country, random, year);
  const document = documentOf(person, country, kind, random, year, false);
  const mrz = mrzOf({
    kind,
    country,
    nationality: person.nationality,
    lastName: person.last,
    firstName: person.first,
    documentNumber: document.number,
    dateOfBirth: person.dateOfBirth,
    gender: person.gender,
    expiryDate: document.expiryDate,
  });
  return { person, document, lines: mrz.split('\n') };
}

describe('countries', () => {
  it('are those of ISO 3166-1, with their alpha-3 codes', () => {
    const ours = countryCodes().map((code) => [code, countryOf(code).alpha3]);
    const theirs = faker.definitions.location.country_code.map(({ alpha2, alpha3 }) => [alpha2, alpha3]);
    expect(ours).toEqual(theirs.sort(([a = ''], [b = '']) => (a < b ? -1 : 1)));
  });

  it('that do not exist throw: requests are validated before', () => {
    expect(() => personOf('ZZ', randomOf('x'), 2026)).toThrow('"ZZ" is not an ISO 3166-1 alpha-2 country code.');
  });
});

describe('people', () => {
  test.prop([anyCountry, anySeed, anyYear])(
    'are adults of their country, named in both scripts',
    (country, seed, year) => {
      const person = personOf(country, randomOf(seed), year);
      expect(person.dateOfBirth < `${year - 18}-01-01`).toBe(true);
      expect(person.first).toMatch(/^[\p{Script=Latin}\p{M}’ -]+$/u);
      expect(person.last).toMatch(/^[\p{Script=Latin}\p{M}’ -]+$/u);
      expect(`${person.firstArabic} ${person.lastArabic}`).toMatch(/^[\p{Script=Arabic} ]+$/u);
      expect(person.phone).toMatch(/^\+[1-9]\d{6,14}$/);
      expect(person.phone.startsWith(`+${countryOf(country).callingCode}`)).toBe(true);
      expect(person.address).toMatch(/^\S.*, .*\S$/);
      expect(person.placeOfBirth).toMatch(/\S/);
      expect(personOf(country, randomOf(seed), year)).toEqual(person);
    },
  );

  it('of Morocco have Moroccan phones and cities', () => {
    const person = personOf('MA', randomOf('1'), 2026);
    expect(person.phone).toMatch(/^\+212[67]\d{8}$/);
    expect(person.address).toMatch(/^\d+ (Rue|Avenue|Boulevard) .+, \d{5} /);
  });
});

describe('documents', () => {
  test.prop([anyCountry, anyKind, anySeed, anyYear])(
    'were issued before the year began and end after it has',
    (country, kind, seed, year) => {
      const { person, document } = invent(country, kind, seed, year);
      expect(person.dateOfBirth < document.issueDate).toBe(true);
      expect(document.issueDate < `${year}-01-01`).toBe(true);
      expect(document.expiryDate > `${year}-12-31`).toBe(true);
    },
  );

  test.prop([anyCountry, anyKind, anySeed, anyYear])(
    'that expired did so in an earlier year',
    (country, kind, seed, year) => {
      const random = randomOf(seed);
      const person = personOf(country, random, year);
      const document = documentOf(person, country, kind, random, year, true);
      expect(person.dateOfBirth < document.issueDate).toBe(true);
      expect(document.issueDate < document.expiryDate).toBe(true);
      expect(document.expiryDate < `${year}-01-01`).toBe(true);
    },
  );

  test.prop([anySeed, anyYear])('have the shapes of their countries', (seed, year) => {
    const shapes: Record<string, RegExp> = {
      MA: /^[A-Z]{1,2}\d{6}$/,
      DZ: /^\d{18}$/,
      TN: /^[01]\d{7}$/,
      EG: /^[2-4]\d{13}$/,
      SA: /^1\d{9}$/,
      AE: /^784-\d{4}-\d{7}-\d$/,
      NG: /^\d{11}$/,
      KE: /^\d{8}$/,
      ZA: /^\d{13}$/,
      SN: /^[12]\d{12}$/,
      CI: /^CI\d{9}$/,
      FR: /^[A-Z0-9]{9}$/,
    };
    for (const [country, shape] of Object.entries(shapes)) {
      expect(invent(country, 'national_id', seed, year).document.number).toMatch(shape);
    }
    const eg = invent('EG', 'national_id', seed, year);
    expect(`${Number(eg.document.number[0]) + 17}${eg.document.number.slice(1, 7)}`).toBe(
      eg.person.dateOfBirth.replaceAll('-', ''),
    );
    const za = invent('ZA', 'national_id', seed, year);
    expect(za.document.number.slice(0, 6)).toBe(za.person.dateOfBirth.replaceAll('-', '').slice(2));
    expect(Number(za.document.number[6]) >= 5 ? 'M' : 'F').toBe(za.person.gender);
    expect(luhnHolds(za.document.number)).toBe(true);
    const ae = invent('AE', 'national_id', seed, year);
    expect(ae.document.number.slice(4, 8)).toBe(ae.person.dateOfBirth.slice(0, 4));
    expect(luhnHolds(ae.document.number.replaceAll('-', ''))).toBe(true);
  });
});

describe('machine readable zones', () => {
  it('agree with the examples of ICAO Doc 9303', () => {
    expect(checkDigit('L898902C3')).toBe('6');
    expect(checkDigit('740812')).toBe('2');
    expect(checkDigit('D23145890734')).toBe('9');
  });

  it('write names in A to Z', () => {
    expect(mrzName('N’Guessan')).toBe('NGUESSAN');
    expect(mrzName('Al-Otaibi')).toBe('AL<OTAIBI');
    expect(mrzName('Ait Lahcen')).toBe('AIT<LAHCEN');
    expect(mrzName('Aïssatou Koné')).toBe('AISSATOU<KONE');
    expect(mrzName('Jürgen Weiß')).toBe('JUERGEN<WEISS');
    expect(mrzName('Yılmaz Çelik')).toBe('YILMAZ<CELIK');
  });

  it('write Germany as a single letter', () => {
    expect(invent('DE', 'passport', '1', 2026).lines[0]).toMatch(/^P<D<<[A-Z]/);
  });

  test.prop([anyCountry, anyKind, anySeed, anyYear], { numRuns: 500 })(
    'state the same person, with check digits that an independent count confirms',
    (country, kind, seed, year) => {
      const { person, document, lines } = invent(country, kind, seed, year);
      const number = document.number.replaceAll('-', '');
      const birth = person.dateOfBirth.replaceAll('-', '').slice(2);
      const expiry = document.expiryDate.replaceAll('-', '').slice(2);
      const state = country === 'DE' ? 'D<<' : countryOf(country).alpha3;
      for (const line of lines) expect(line).toMatch(/^[A-Z0-9<]+$/);
      if (kind === 'passport') {
        const [first = '', second = ''] = lines;
        expect(lines.map((line) => line.length)).toEqual([44, 44]);
        expect(first.startsWith(`P<${state}${mrzName(person.last)}<<${mrzName(person.first)}`)).toBe(true);
        expect(second.slice(0, 9).replace(/<+$/, '')).toBe(number);
        expect(second[9]).toBe(icaoDigit(second.slice(0, 9)));
        expect(second.slice(10, 28)).toBe(
          `${state}${birth}${icaoDigit(birth)}${person.gender}${expiry}${icaoDigit(expiry)}`,
        );
        expect(second[42]).toBe(icaoDigit(second.slice(28, 42)));
        expect(second[43]).toBe(icaoDigit(second.slice(0, 10) + second.slice(13, 20) + second.slice(21, 43)));
        return;
      }
      const [first = '', second = '', third = ''] = lines;
      expect(lines.map((line) => line.length)).toEqual([30, 30, 30]);
      expect(first).toMatch(/^I[DR<]/);
      expect(first.slice(2, 5)).toBe(state);
      // A long number goes on behind a filler, and its check digit stands at its end.
      const long = first[14] === '<';
      const tail = long ? first.slice(15).replace(/<+$/, '') : '';
      expect(long ? first.slice(5, 14) + tail.slice(0, -1) : first.slice(5, 14).replace(/<+$/, '')).toBe(number);
      expect(long ? tail.at(-1) : first[14]).toBe(icaoDigit(long ? number : first.slice(5, 14)));
      expect(second.slice(0, 18)).toBe(
        `${birth}${icaoDigit(birth)}${person.gender}${expiry}${icaoDigit(expiry)}${state}`,
      );
      expect(second[29]).toBe(
        icaoDigit(first.slice(5) + second.slice(0, 7) + second.slice(8, 15) + second.slice(18, 29)),
      );
      expect(third.replace(/<+$/, '')).toBe(`${mrzName(person.last)}<<${mrzName(person.first)}`.slice(0, 30));
    },
  );
});

it('People of every country come out of the build as the sources have them', async () => {
  const file = new URL('../dist/index.js', import.meta.url).href;
  const built = (await import(file)) as { readonly createMock: typeof createMock };
  const answersOf = async (make: typeof createMock): Promise<unknown[]> => {
    const api = new Api(make({ clock: '2026-11-24T09:30:00Z', freeze: true }));
    const verify = async (country: string, n: number): Promise<unknown> =>
      (await api.post('/identity/verify', { document_front: `photo ${n}`, country })).json;
    return await Promise.all(countryCodes().flatMap((country) => [1, 2, 3, 4].map((n) => verify(country, n))));
  };
  const answers = await answersOf(createMock);
  expect(JSON.stringify(answers)).toMatch(/[\u0600-\u06ff]/);
  expect(await answersOf(built.createMock)).toEqual(answers);
});
