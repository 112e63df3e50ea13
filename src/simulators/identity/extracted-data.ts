import type { Verification } from '../../contract/types.ts';
import type { Random } from '../../model/random.ts';
import { documentKind } from '../people/documents.ts';
import { mrzOf } from '../people/mrz.ts';
import { documentOf, personOf } from '../people/person.ts';
import { hundredths } from './checks.ts';

// Whom a residence permit is for: people from elsewhere.
const ORIGINS = ['SN', 'CI', 'FR', 'EG', 'TN', 'NG', 'MA', 'KE'];

/**
 * What the mock reads off a document: an invented person and their document, in the shape that the country gives it.
 * @param year the calendar year of the mock's clock
 * @param doubted true where the reading is what the review is about: one member is read with little confidence
 */
export function extractedData(
  country: string,
  documentType: string,
  random: Random,
  year: number,
  { expired, doubted }: { readonly expired: boolean; readonly doubted: boolean },
): Verification['extracted_data'] {
  const kind = documentKind(documentType);
  const origin = kind === 'residence_permit' ? random.pick(ORIGINS.filter((code) => code !== country)) : country;
  const person = personOf(origin, random, year, country);
  const document = documentOf(person, country, kind, random, year, expired);
  const read = {
    document_number: document.number,
    full_name: `${person.first} ${person.last}`,
    first_name: person.first,
    last_name: person.last,
    first_name_arabic: person.firstArabic,
    last_name_arabic: person.lastArabic,
    date_of_birth: person.dateOfBirth,
    gender: person.gender,
    nationality: person.nationality,
    issue_date: document.issueDate,
    expiry_date: document.expiryDate,
    address: person.address,
    place_of_birth: person.placeOfBirth,
    mrz: mrzOf({
      kind,
      country,
      nationality: person.nationality,
      lastName: person.last,
      firstName: person.first,
      documentNumber: document.number,
      dateOfBirth: person.dateOfBirth,
      gender: person.gender,
      expiryDate: document.expiryDate,
    }),
  };
  const confidences: Record<string, number> = {};
  for (const member of Object.keys(read)) confidences[member] = hundredths(random, 92, 99);
  if (doubted) confidences['document_number'] = hundredths(random, 45, 65);
  return { ...read, field_confidences: confidences };
}
