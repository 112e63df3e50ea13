import type { KybRequest, KybVerification } from '../../contract/types.ts';
import { LIST_CATEGORIES, type Fixtures, type ListCategory } from '../fixtures.ts';
import { findMatches } from '../watchlist/match.ts';
import { plainCompanyName } from './company.ts';

export interface CompanyScreening {
  readonly status: KybVerification['checks']['screening']['status'];
  readonly checks: KybVerification['screening']['checks'];
}

/** What is known about the screening before the lists are looked at. */
interface Given {
  readonly runs: boolean;
  readonly fixtures: Fixtures;
  /** Whether the company's own name is looked up. */
  readonly lookUp: boolean;
  readonly sanctionedDirectors: number;
}

/** As `POST /watchlist/screen` has it by default. */
const THRESHOLD = 0.85;

/** The kinds of list asked for, by kind, id or name (`sanctions`, `ofac_sdn`, `OFAC SDN`); all when none is known. */
function categoriesOf(watchlists: readonly string[] | undefined, fixtures: Fixtures): readonly ListCategory[] {
  const asked = new Set((watchlists ?? []).map((name) => name.toLowerCase()));
  const listed = fixtures.watchlist.lists.filter((list) => asked.has(list.id) || asked.has(list.name.toLowerCase()));
  const known = LIST_CATEGORIES.filter((kind) => asked.has(kind) || listed.some((list) => list.category === kind));
  return known.length > 0 ? known : LIST_CATEGORIES;
}

/** The company's screening: a sanctions hit fails it, a hit on another list calls for review (endpoints.md §5). */
export function screenCompany(params: KybRequest, given: Given): CompanyScreening {
  const asked = categoriesOf(params.screening?.watchlists, given.fixtures);
  // A director who is sanctioned by scenario is found, whichever lists were asked for.
  const categories = LIST_CATEGORIES.filter(
    (kind) => asked.includes(kind) || (kind === 'sanctions' && given.sanctionedDirectors > 0),
  );
  const { name, country, registration_number: number } = params.company;
  const matches =
    given.runs && given.lookUp
      ? findMatches(
          given.fixtures,
          {
            type: 'organization',
            name: plainCompanyName(name),
            country,
            documentNumbers: number === undefined ? [] : [number],
          },
          { categories, threshold: THRESHOLD, fuzziness: 'moderate', aliases: true },
        )
      : [];
  const check = (kind: ListCategory): { status: string; matches: number } => {
    if (!given.runs || !categories.includes(kind)) return { status: 'skipped', matches: 0 };
    const own = matches.filter((match) => match.list.category === kind).length;
    const hits = own + (kind === 'sanctions' ? given.sanctionedDirectors : 0);
    return { status: hits > 0 ? 'hit' : 'clear', matches: hits };
  };
  const checks = { sanctions: check('sanctions'), pep: check('pep'), adverse_media: check('adverse_media') };
  if (!given.runs) return { status: 'skipped', checks };
  if (checks.sanctions.matches > 0) return { status: 'failed', checks };
  return { status: checks.pep.matches + checks.adverse_media.matches > 0 ? 'review' : 'passed', checks };
}
