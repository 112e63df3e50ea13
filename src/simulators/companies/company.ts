import type { KybRequest, KybVerification } from '../../contract/types.ts';
import type { Random } from '../../model/random.ts';
import { fillPattern } from '../people/pattern.ts';
import { dateIn } from '../people/person.ts';
import { addressOf } from '../people/places.ts';
import { scenarioToken } from '../scenarios.ts';
import { INDUSTRIES, registerOf } from './registers.ts';

export type Company = KybVerification['company'];

/** The name without the token that asked for a scenario. */
export function plainCompanyName(name: string): string {
  return name.replace(scenarioToken, ' ').replace(/\s+/g, ' ').trim() || 'Unnamed';
}

/** `12 Rue Ibn Sina, 10000 Rabat` in two: the street, and the city without its postal code. */
function streetAndCity(address: string): { street: string; city: string } {
  const parts = address.split(', ');
  if (/^\d+$/.test(parts.at(-1) ?? '')) parts.pop();
  const city = (parts.pop() ?? '').replace(/^\d+ | \d+$/g, '');
  return { street: parts.join(', '), city };
}

/** The last digit changed so that the Luhn check passes, as it does for a French SIREN. */
function luhn(digits: string): string {
  const body = digits.slice(0, -1);
  let sum = 0;
  for (let i = 0; i < body.length; i++) {
    const digit = Number(body[body.length - 1 - i]) * (i % 2 === 0 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return body + String((10 - (sum % 10)) % 10);
}

/** In France the VAT number follows from the SIREN. */
function taxNumber(country: string, registration: string, pattern: string, random: Random): string {
  if (country === 'FR' && /^\d{9}$/.test(registration)) {
    return `FR${String((12 + 3 * (Number(registration) % 97)) % 97).padStart(2, '0')}${registration}`;
  }
  return fillPattern(pattern, random);
}

/**
 * What the registry knows of a company. What the request names comes back as named; the rest is a function of `random`.
 * @param status `active`, or what a scenario says
 * @param year the clock's calendar year: the company is at least two years old
 */
export function companyOf(asked: KybRequest['company'], status: string, random: Random, year: number): Company {
  const { country } = asked;
  const register = registerOf(country);
  const name = plainCompanyName(asked.name);
  const upper = name.toUpperCase();
  const named = register.legalForms.find((form) => upper.endsWith(` ${form.toUpperCase()}`));
  const legalForm = named ?? random.pick(register.legalForms);
  const incorporated = year - random.int(2, 25);
  const pattern = register.registration.replace('YYYY', String(incorporated));
  const filled = fillPattern(pattern, random);
  const registration = asked.registration_number ?? (country === 'FR' ? luhn(filled) : filled);
  return {
    id: `com_${random.token(12)}`,
    name: asked.name,
    legal_name: named === undefined ? `${name} ${legalForm}` : name,
    trading_name: named === undefined ? name : name.slice(0, -named.length).trim(),
    registration_number: registration,
    tax_id: asked.tax_id ?? taxNumber(country, registration, register.tax, random),
    legal_form: legalForm,
    status,
    incorporation_date: dateIn(incorporated, random),
    country,
    address: { ...streetAndCity(addressOf(country, random)), country, ...asked.address },
    industry: { ...random.pick(INDUSTRIES) },
    capital: { amount: register.capital * random.pick([1, 1, 2, 3, 5, 10, 25]), currency: register.currency },
    employee_count: random.int(2, 240),
  };
}
