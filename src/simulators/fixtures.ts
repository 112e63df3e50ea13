import { FORMATS } from '../contract/formats.ts';
import builtInSamples from '../../fixtures/samples.json' with { type: 'json' };
import builtInScenarios from '../../fixtures/scenarios.json' with { type: 'json' };
import builtInWatchlist from '../../fixtures/watchlist.json' with { type: 'json' };
import { FixtureError, reader } from './fixture-reader.ts';
import { scenarioSamples } from './scenario-samples.ts';

export { FixtureError };

/** The endpoints that scenarios and samples belong to: the six idempotent ones, without `/v1`. */
export const SCENARIO_ENDPOINTS = [
  '/identity/verify',
  '/identity/sessions',
  '/transactions/score',
  '/lending/assess',
  '/kyb/verify',
  '/watchlist/screen',
] as const;

export type ScenarioEndpoint = (typeof SCENARIO_ENDPOINTS)[number];

/** The kinds of list that can be asked for (endpoints.md §6). */
export const LIST_CATEGORIES = ['sanctions', 'pep', 'adverse_media'] as const;

export type ListCategory = (typeof LIST_CATEGORIES)[number];

/** A list that is screened against. */
export interface WatchlistList {
  readonly id: string;
  readonly name: string;
  readonly category: ListCategory;
  /** Month and day of the last update, in the year before the clock's: `12-30`. */
  readonly updated: string;
}

/** Somebody, or something, on a list. Invented, always. */
export interface WatchlistEntry {
  readonly id: string;
  /** A list's id. */
  readonly list: string;
  readonly type: 'individual' | 'organization';
  readonly name: string;
  readonly aliases: readonly string[];
  /** Alpha-2. */
  readonly country?: string;
  /** Why it is listed: a sanctions programme, an office held, what the press wrote. */
  readonly programme: string;
  /** `1961-04-17` */
  readonly date_of_birth?: string;
  /** Passports, identity cards, or an organization's registration numbers. */
  readonly document_numbers: readonly string[];
}

/** An outcome that can be asked for (platform.md, "Scenarios"). */
export interface Scenario {
  readonly name: string;
  readonly on: ScenarioEndpoint;
  readonly description: string;
  /** The built-in scenario that simulators know: `name` itself, or what a user's scenario extends. */
  readonly base: string;
}

/** A request that works as it stands. */
export interface Sample {
  readonly name: string;
  readonly on: ScenarioEndpoint;
  readonly description: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The data that users may replace: what stands under `fixtures/`, or a directory of their own over it. */
export interface Fixtures {
  readonly watchlist: { readonly lists: readonly WatchlistList[]; readonly entries: readonly WatchlistEntry[] };
  readonly scenarios: readonly Scenario[];
  readonly samples: readonly Sample[];
}

/** The parsed contents of a fixtures directory; each file is optional. */
export interface FixtureFiles {
  /** `watchlist.json`: `{lists: [], entries: []}` */
  readonly watchlist?: unknown;
  /** `scenarios.json`: `{scenarios: []}` */
  readonly scenarios?: unknown;
  /** `samples.json`: `{samples: []}` */
  readonly samples?: unknown;
}

/** The files of a fixtures directory, without their ending. */
export const FIXTURE_FILES = ['watchlist', 'scenarios', 'samples'] as const satisfies readonly (keyof FixtureFiles)[];

function watchlistOf(raw: unknown, under: Fixtures['watchlist']): Fixtures['watchlist'] {
  const file = reader('watchlist.json', raw);
  file.only('lists', 'entries');
  const lists = over(
    'watchlist.json, lists',
    under.lists,
    file.list('lists').map((list): WatchlistList => {
      list.only('id', 'name', 'category', 'updated');
      return {
        id: list.text('id', /^[a-z][a-z0-9_]{0,63}$/, 'lower-case letters, digits and underscores, such as "my_list"'),
        name: list.text('name'),
        category: list.oneOf('category', LIST_CATEGORIES),
        updated:
          list.optional(
            'updated',
            { test: (day) => FORMATS.date(`2025-${day}`) },
            'a month and a day, such as "12-30"',
          ) ?? '12-31',
      };
    }),
    (list) => list.id,
  );
  const listIds = lists.map((list) => list.id);
  const entries = over(
    'watchlist.json, entries',
    under.entries,
    file.list('entries').map((entry): WatchlistEntry => {
      entry.only('id', 'list', 'type', 'name', 'aliases', 'country', 'programme', 'date_of_birth', 'document_numbers');
      const country = entry.optional('country', /^[A-Z]{2}$/, 'two upper-case letters, such as "MA"');
      const born = entry.optional('date_of_birth', { test: FORMATS.date }, 'a date, such as "1961-04-17"');
      return {
        id: entry.text('id'),
        list: entry.oneOf('list', listIds),
        type: entry.oneOf('type', ['individual', 'organization']),
        name: entry.text('name', /[\p{L}\p{N}]/u, 'text with at least one letter or digit'),
        aliases: entry.texts('aliases'),
        ...(country === undefined ? {} : { country }),
        programme: entry.optional('programme') ?? 'Unspecified',
        ...(born === undefined ? {} : { date_of_birth: born }),
        document_numbers: entry.texts('document_numbers'),
      };
    }),
    (entry) => entry.id,
  );
  return { lists, entries };
}

function scenariosOf(raw: unknown, under: readonly Scenario[]): readonly Scenario[] {
  const builtIn = under.length > 0;
  const file = reader('scenarios.json', raw);
  file.only('scenarios');
  const own = file.list('scenarios').map((entry): Scenario => {
    entry.only('name', 'on', 'extends', 'description');
    const name = entry.text(
      'name',
      /^[a-z][a-z0-9_]{0,63}$/,
      'lower-case letters, digits and underscores, such as "vip_declined"',
    );
    const on = entry.oneOf('on', SCENARIO_ENDPOINTS);
    if (!builtIn) return { name, on, description: entry.text('description'), base: name };
    if (under.some((known) => known.on === on && known.name === name)) {
      throw entry.error(`${on} already has a scenario "${name}"; give yours another name.`);
    }
    const known = under.filter((scenario) => scenario.on === on).map((scenario) => scenario.name);
    const base = entry.oneOf('extends', known);
    return { name, on, description: entry.optional('description') ?? `Like ${base}.`, base };
  });
  return over('scenarios.json', under, own, (scenario) => `${scenario.on} ${scenario.name}`);
}

function samplesOf(raw: unknown, under: readonly Sample[]): readonly Sample[] {
  const file = reader('samples.json', raw);
  file.only('samples');
  const own = file.list('samples').map((entry): Sample => {
    entry.only('name', 'on', 'description', 'body');
    return {
      name: entry.text('name'),
      on: entry.oneOf('on', SCENARIO_ENDPOINTS),
      description: entry.optional('description') ?? '',
      body: entry.object('body'),
    };
  });
  return over('samples.json', under, own, (sample) => `${sample.on} ${sample.name}`);
}

/** `under`, with those of `own` that have the same identity in their places and the others after it. */
function over<T>(where: string, under: readonly T[], own: readonly T[], identity: (item: T) => string): readonly T[] {
  const merged = new Map(under.map((item) => [identity(item), item]));
  const seen = new Set<string>();
  for (const item of own) {
    const name = identity(item);
    if (seen.has(name)) throw new FixtureError(`${where}: "${name}" is there twice.`);
    seen.add(name);
    merged.set(name, item);
  }
  return [...merged.values()];
}

function merge(files: FixtureFiles, under: Fixtures): Fixtures {
  return {
    watchlist: files.watchlist === undefined ? under.watchlist : watchlistOf(files.watchlist, under.watchlist),
    scenarios: files.scenarios === undefined ? under.scenarios : scenariosOf(files.scenarios, under.scenarios),
    samples: files.samples === undefined ? under.samples : samplesOf(files.samples, under.samples),
  };
}

function builtIn(): Fixtures {
  const fixtures = merge(
    { watchlist: builtInWatchlist, scenarios: builtInScenarios, samples: builtInSamples },
    { watchlist: { lists: [], entries: [] }, scenarios: [], samples: [] },
  );
  const { scenarios, samples } = fixtures;
  return { ...fixtures, samples: [...samples, ...scenarioSamples(scenarios, samples)] };
}

/** The lists, scenarios and samples that come with the mock: the files, and a sample for each scenario. */
export const builtInFixtures: Fixtures = /* @__PURE__ */ builtIn();

/**
 * A user's fixtures over the built-in ones (`--fixtures <dir>`): entries with the same id (samples: the same endpoint
 * and name) replace the built-in ones, the others are added. A scenario of one's own is another name for a built-in one.
 * @param files the parsed JSON of each file that is there
 * @throws {FixtureError} with the file, the entry, what is wrong and the right form
 * @example parseFixtures({ scenarios: { scenarios: [{ name: 'vip_declined', on: '/lending/assess', extends: 'decline' }] } })
 */
export function parseFixtures(files: FixtureFiles): Fixtures {
  return merge(files, builtInFixtures);
}
