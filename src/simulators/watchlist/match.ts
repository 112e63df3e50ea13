import type { Fixtures, ListCategory, WatchlistEntry, WatchlistList } from '../fixtures.ts';
import { plainNumber, prepareName, type PreparedName } from './normalise.ts';
import { similarity, type Fuzziness } from './similarity.ts';

/** Who, or what, is screened. */
export interface Subject {
  readonly type: 'individual' | 'organization';
  readonly name: string;
  /** A date; of a shorter text the first four characters are the year. */
  readonly dateOfBirth?: string | undefined;
  /** Alpha-2. */
  readonly country?: string | undefined;
  readonly documentNumbers: readonly string[];
}

export interface MatchOptions {
  readonly categories: readonly ListCategory[];
  /** The least score that is reported. */
  readonly threshold: number;
  readonly fuzziness: Fuzziness;
  readonly aliases: boolean;
}

/** How a detail of the subject compares with the entry's; `absent` when one of them has none. */
export type Compared = 'equal' | 'close' | 'different' | 'absent';

export interface Match {
  readonly entry: WatchlistEntry;
  readonly list: WatchlistList;
  /** The entry's name or alias that is most like the subject's. */
  readonly matchedName: string;
  readonly byAlias: boolean;
  /** 1 if and only if the match is confirmed. Two decimals. */
  readonly score: number;
  readonly nameSimilarity: number;
  readonly dateOfBirth: Compared;
  readonly country: Compared;
  readonly document: Compared;
}

interface Row {
  readonly entry: WatchlistEntry;
  readonly list: WatchlistList;
  readonly names: readonly PreparedName[];
  readonly documents: ReadonlySet<string>;
}

/** Below this two names have nothing to do with each other, whatever threshold is asked for. */
const LEAST_SIMILARITY = 0.6;
/** The most that a match without proof comes to. */
const UNPROVEN = 0.97;
/** A document number that is on the list under another name. */
const DOCUMENT_ONLY = 0.95;

/** What agreement and contradiction add to the similarity of the names. */
const WEIGHT = {
  dateOfBirth: { equal: 0.05, close: -0.05, different: -0.2, absent: 0 },
  country: { equal: 0.02, close: 0, different: -0.04, absent: 0 },
} as const satisfies Record<string, Record<Compared, number>>;

/** A function of the fixtures, kept with them: preparing every name costs more than a screening may. */
const prepared = new WeakMap<Fixtures, readonly Row[]>();

function rowsOf(fixtures: Fixtures): readonly Row[] {
  let rows = prepared.get(fixtures);
  if (rows === undefined) {
    const lists = new Map(fixtures.watchlist.lists.map((list) => [list.id, list]));
    rows = fixtures.watchlist.entries.flatMap((entry) => {
      const list = lists.get(entry.list);
      if (list === undefined) return [];
      const names = [entry.name, ...entry.aliases].map((name) => prepareName(name, entry.type));
      return [{ entry, list, names, documents: new Set(entry.document_numbers.map(plainNumber)) }];
    });
    prepared.set(fixtures, rows);
  }
  return rows;
}

/** Compares two dates of birth. */
export function compareBirth(subject: string | undefined, entry: string | undefined): Compared {
  if (subject === undefined || subject === '' || entry === undefined) return 'absent';
  if (subject.slice(0, 10) === entry) return 'equal';
  return subject.slice(0, 4) === entry.slice(0, 4) ? 'close' : 'different';
}

/** Compares two countries, alpha-2. */
export function compareCountry(subject: string | undefined, entry: string | undefined): Compared {
  if (subject === undefined || subject === '' || entry === undefined) return 'absent';
  return subject.toUpperCase() === entry ? 'equal' : 'different';
}

/**
 * The entries that the subject may be, most alike first.
 *
 * The score is the similarity of the names, moved by the date of birth (equal +0.05, same year −0.05, another year
 * −0.20) and the country (equal +0.02, another −0.04), at most 0.97. It is 1, a confirmed hit, only when the name is the
 * same (order, case, accents and punctuation aside) and the date of birth or a document number is equal too. An equal
 * document number under another name scores at least 0.95.
 */
export function findMatches(fixtures: Fixtures, subject: Subject, options: MatchOptions): Match[] {
  const name = prepareName(subject.name, subject.type);
  const documents = subject.documentNumbers.map(plainNumber).filter((number) => number !== '');
  const matches: Match[] = [];
  for (const { entry, list, names, documents: listed } of rowsOf(fixtures)) {
    if (entry.type !== subject.type || !options.categories.includes(list.category)) continue;
    let best = 0;
    let at = 0;
    const end = options.aliases ? names.length : 1;
    for (let i = 0; i < end && best < 1; i++) {
      const alike = similarity(name, names[i] as PreparedName, options.fuzziness);
      if (alike > best) [best, at] = [alike, i];
    }
    const sameDocument = documents.some((number) => listed.has(number));
    if (best < LEAST_SIMILARITY && !sameDocument) continue;
    const dateOfBirth = compareBirth(subject.dateOfBirth, entry.date_of_birth);
    const country = compareCountry(subject.country, entry.country);
    const confirmed = best === 1 && (dateOfBirth === 'equal' || sameDocument);
    const moved = best + WEIGHT.dateOfBirth[dateOfBirth] + WEIGHT.country[country];
    const unproven = Math.min(UNPROVEN, sameDocument ? Math.max(moved, DOCUMENT_ONLY) : moved);
    // The small addend keeps 0.95 from becoming 0.94 for being 0.9499999.
    const score = confirmed ? 1 : Math.floor(unproven * 100 + 1e-6) / 100;
    if (score < options.threshold) continue;
    matches.push({
      entry,
      list,
      matchedName: (names[at] as PreparedName).written,
      byAlias: at > 0,
      score,
      nameSimilarity: Math.floor(best * 10000) / 10000,
      dateOfBirth,
      country,
      document: sameDocument ? 'equal' : documents.length > 0 && listed.size > 0 ? 'different' : 'absent',
    });
  }
  return matches.sort((a, b) => b.score - a.score);
}
