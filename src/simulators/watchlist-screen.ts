import type { Screening, ScreenRequest, WatchlistMatch } from '../contract/types.ts';
import { LIST_CATEGORIES, type Fixtures, type ListCategory, type WatchlistList } from './fixtures.ts';
import type { NewEvent, NewObject, SimulationInput, Simulator } from './simulator.ts';
import { inventMatch } from './watchlist/invented.ts';
import { findMatches, type Match } from './watchlist/match.ts';
import { entityOf, subjectOf } from './watchlist/subject.ts';

/** endpoints.md §6 */
const DEFAULT_THRESHOLD = 0.85;

/**
 * `POST /watchlist/screen` (endpoints.md §6): the fixtures' watchlist decides; a scenario wins over it with an entry made
 * up for whoever is screened, and adds the list that it needs to those asked for.
 *
 * Where the contract is silent: aliases are included and fuzziness is `moderate` unless the request says otherwise.
 */
export const simulateScreening: Simulator<ScreenRequest> = (input) => {
  const { params, fixtures, now, id, random } = input;
  const entity = entityOf(params);
  const screeningId = id('scr_');
  const date = new Date(now);
  const processing = random.int(40, 180);
  const { matches: found, categories } = screen(input, date.getUTCFullYear());

  const matches = found.map((match, nth): WatchlistMatch => ({
    id: id('mat_', nth),
    screening_id: screeningId,
    status: 'pending',
    list: match.list.id,
    list_name: match.list.name,
    name: match.matchedName,
    score: match.score,
    similarity_score: match.score,
    match_score: match.score,
    screened_entity: entity,
    matched_entity: listedEntity(match),
    matched_entry: listedEntity(match),
    match_details: details(match),
    match_analysis: details(match),
  }));
  const body: Screening = {
    id: screeningId,
    object: 'watchlist.screening',
    created_at: date.toISOString(),
    status: statusOf(found),
    hits: matches.length,
    entity,
    matches,
    checks: Object.fromEntries(
      categories.map((category) => {
        const own = found.filter((match) => match.list.category === category);
        return [category, { status: statusOf(own), matches: own.length }];
      }),
    ),
    screened_against: screenedAgainst(fixtures, categories, date.getUTCFullYear()),
    risk_level: levelOf(found),
    processing_time_ms: processing,
    ...(params.metadata === undefined ? {} : { metadata: params.metadata }),
  };
  const objects: NewObject[] = [
    { collection: 'screenings', id: screeningId, body, facets: { status: body.status } },
    ...matches.map((match): NewObject => ({
      collection: 'matches',
      id: match.id,
      body: match,
      facets: { status: match.status, score: match.score },
    })),
  ];
  const events: NewEvent[] = [
    { type: 'watchlist.screening.completed', body },
    ...matches.map((match): NewEvent => ({ type: 'watchlist.match.found', body: match })),
  ];
  return { kind: 'made', status: 200, body, objects, events };
};

/** The matches, and the categories that were screened in the end, in the order of the contract. */
function screen(
  { params, scenario, fixtures, random }: SimulationInput<ScreenRequest>,
  year: number,
): { matches: Match[]; categories: ListCategory[] } {
  const asked = new Set<ListCategory>(
    params.lists === undefined || params.lists.length === 0 ? LIST_CATEGORIES : params.lists,
  );
  const threshold = params.threshold ?? DEFAULT_THRESHOLD;
  const subject = subjectOf(entityOf(params));
  const inOrder = (): ListCategory[] => LIST_CATEGORIES.filter((category) => asked.has(category));
  if (scenario === undefined) {
    const matches = findMatches(fixtures, subject, {
      categories: inOrder(),
      threshold,
      fuzziness: params.fuzziness ?? 'moderate',
      aliases: params.include_aliases ?? true,
    });
    return { matches, categories: inOrder() };
  }
  const match = inventMatch(scenario, subject, inOrder(), fixtures.watchlist.lists, threshold, random, year);
  if (match !== undefined) asked.add(match.list.category);
  return { matches: match === undefined ? [] : [match], categories: inOrder() };
}

/** A confirmed hit outweighs any number of potential ones. */
function statusOf(matches: readonly Match[]): 'clear' | 'potential_match' | 'confirmed_hit' {
  if (matches.length === 0) return 'clear';
  return matches.some((match) => match.score === 1) ? 'confirmed_hit' : 'potential_match';
}

/** Sanctions weigh one level more than the other lists, a confirmed hit one more than a potential match. */
function levelOf(matches: readonly Match[]): 'low' | 'medium' | 'high' | 'critical' {
  const levels = ['low', 'medium', 'high', 'critical'] as const;
  const weights = matches.map((match) => 1 + Number(match.list.category === 'sanctions') + Number(match.score === 1));
  return levels[Math.max(0, ...weights)] ?? 'critical';
}

/** The entry as it stands on its list; `XX` for a country that the list does not say. */
function listedEntity({ entry, list }: Match): WatchlistMatch['matched_entry'] {
  return {
    list: list.name,
    name: entry.name,
    aliases: [...entry.aliases],
    category: list.category,
    country: entry.country ?? 'XX',
    details: {
      type: entry.type,
      programme: entry.programme,
      ...(entry.date_of_birth === undefined ? {} : { date_of_birth: entry.date_of_birth }),
      document_numbers: [...entry.document_numbers],
    },
    sources: [{ name: list.name, reference: entry.id }],
  };
}

function details(match: Match): WatchlistMatch['match_details'] {
  return {
    matched_name: match.matchedName,
    matched_on: [
      match.byAlias ? 'alias' : 'name',
      ...(match.dateOfBirth === 'equal' ? ['date_of_birth'] : []),
      ...(match.country === 'equal' ? ['nationality'] : []),
      ...(match.document === 'equal' ? ['document_number'] : []),
    ],
    name_similarity: match.nameSimilarity,
    date_of_birth: match.dateOfBirth,
    nationality: match.country,
    document_number: match.document,
  };
}

function screenedAgainst(
  fixtures: Fixtures,
  categories: readonly ListCategory[],
  year: number,
): Screening['screened_against'] {
  const { lists, entries } = fixtures.watchlist;
  return lists
    .filter((list) => categories.includes(list.category))
    .map((list: WatchlistList) => ({
      id: list.id,
      name: list.name,
      category: list.category,
      entries: entries.filter((entry) => entry.list === list.id).length,
      // In the year before the clock's: never in its future, and the same on every day of the year.
      last_updated: `${year - 1}-${list.updated}`,
    }));
}
