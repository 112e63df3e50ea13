import type { Random } from '../../model/random.ts';
import type { ListCategory, WatchlistEntry, WatchlistList } from '../fixtures.ts';
import { scenarioToken } from '../scenarios.ts';
import { compareBirth, compareCountry, type Match, type Subject } from './match.ts';

/** What each scenario with a match needs: the category is the first one asked for, unless it names one. */
const WANTED: Readonly<Record<string, { category?: ListCategory; confirmed: boolean }>> = {
  potential_match: { confirmed: false },
  confirmed_hit: { confirmed: true },
  pep: { category: 'pep', confirmed: false },
  adverse_media: { category: 'adverse_media', confirmed: false },
};

const PROGRAMMES: Readonly<Record<ListCategory, string>> = {
  sanctions: 'SCENARIO-MOCK',
  pep: 'Holder of an invented public office',
  adverse_media: 'Reported in an invented case',
};

/**
 * The one match of a scenario: an entry made up for it, that resembles whoever is screened. Undefined for `clear`.
 * @param threshold the match scores at least that; short of certainty it cannot reach 1, so 0.999 is its most
 * @param year the clock's calendar year
 */
export function inventMatch(
  scenario: string,
  subject: Subject,
  categories: readonly ListCategory[],
  lists: readonly WatchlistList[],
  threshold: number,
  random: Random,
  year: number,
): Match | undefined {
  const wanted = WANTED[scenario];
  if (wanted === undefined) return undefined;
  const category = wanted.category ?? categories[0] ?? 'sanctions';
  const list = random.pick(lists.filter((candidate) => candidate.category === category));
  // A token in the name asked for this; it is no part of anybody's name.
  const name = subject.name.replace(scenarioToken, ' ').replace(/\s+/g, ' ').trim() || 'Unnamed';
  const alike = random.int(88, 96) / 100;
  const score = wanted.confirmed ? 1 : Math.min(0.999, Math.max(alike, threshold));
  const country = subject.country?.toUpperCase();
  const born = birthFor(subject.dateOfBirth, wanted.confirmed, random, year);
  const document = subject.documentNumbers[0] ?? `${random.token(2).toUpperCase()}${random.int(100000, 999999)}`;
  // Surname first, as lists write it; a potential match bears another spelling too.
  const listed = wanted.confirmed ? name : name.split(' ').toReversed().join(' ');
  const entry: WatchlistEntry = {
    id: `${list.id}_${random.token(6)}`,
    list: list.id,
    type: subject.type,
    name: listed,
    aliases: wanted.confirmed ? [] : [`${listed} (spelling uncertain)`],
    ...(country === undefined ? {} : { country }),
    programme: PROGRAMMES[category],
    ...(subject.type === 'individual' ? { date_of_birth: born } : {}),
    document_numbers: wanted.confirmed ? [document] : [],
  };
  return {
    entry,
    list,
    matchedName: listed,
    byAlias: false,
    score,
    nameSimilarity: score,
    dateOfBirth: compareBirth(subject.dateOfBirth, entry.date_of_birth),
    country: compareCountry(country, country),
    document: subject.documentNumbers.length > 0 && wanted.confirmed ? 'equal' : 'absent',
  };
}

/** The date of birth given, if it is to be confirmed; another day of that year, if not; one made up, if none was given. */
function birthFor(given: string | undefined, confirmed: boolean, random: Random, year: number): string {
  if (given === undefined) return `${year - random.int(35, 70)}-0${random.int(1, 9)}-${random.int(10, 28)}`;
  if (confirmed) return given.slice(0, 10);
  const other = `${given.slice(0, 4)}-01-01`;
  return given.slice(0, 10) === other ? `${given.slice(0, 4)}-12-31` : other;
}
