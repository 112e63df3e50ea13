import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import type { Screening, ScreenRequest, WatchlistMatch } from '../src/contract/types.ts';
import { randomOf } from '../src/model/random.ts';
import { builtInFixtures, LIST_CATEGORIES, parseFixtures } from '../src/simulators/fixtures.ts';
import { countryCodes } from '../src/simulators/people/countries.ts';
import { personOf } from '../src/simulators/people/person.ts';
import type { NewObject } from '../src/simulators/simulator.ts';
import { simulateScreening } from '../src/simulators/watchlist-screen.ts';
import { schemaFaults } from './response-schema.ts';
import { bodyOf, simulationInput } from './simulation-input.ts';

const screen = (params: ScreenRequest, scenario?: string, seed?: string): Screening =>
  bodyOf<Screening>(simulateScreening(simulationInput(params, scenario, seed)));

const individual = (name: string, more: object = {}): ScreenRequest => ({
  entity: { type: 'individual', name, ...more },
});

const { entries, lists } = builtInFixtures.watchlist;
const SCENARIOS = [undefined, 'clear', 'potential_match', 'confirmed_hit', 'pep', 'adverse_media'];

const anyName = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.constantFrom(...entries.flatMap((entry) => [entry.name, ...entry.aliases])),
  fc.constantFrom(...entries.map((entry) => entry.name.slice(1))),
);
const details = {
  date_of_birth: fc.constantFrom(...entries.flatMap((entry) => entry.date_of_birth ?? [])),
  nationality: fc.constantFrom('MA', 'YE', 'GB'),
  document_number: fc.constantFrom(...entries.flatMap((entry) => entry.document_numbers)),
};
const type = fc.constantFrom('individual', 'entity', 'organization');
const options = {
  lists: fc.uniqueArray(fc.constantFrom(...LIST_CATEGORIES)),
  threshold: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(1)),
  include_aliases: fc.boolean(),
  fuzziness: fc.constantFrom('exact', 'moderate', 'fuzzy'),
};
const entity = fc.record({ type, name: anyName, ...details }, { requiredKeys: ['type', 'name'] });
const request = fc.oneof(
  fc.record({ entity, ...options }, { requiredKeys: ['entity'] }),
  fc.record({ type, name: anyName, ...details, ...options }, { requiredKeys: ['type', 'name'] }),
) as fc.Arbitrary<ScreenRequest>;
const run = { params: request, scenario: fc.constantFrom(...SCENARIOS), seed: fc.string() };

describe('a screening', () => {
  test.prop(run)('and its matches have the forms that openapi.yaml gives them', ({ params, scenario, seed }) => {
    const body = screen(params, scenario, seed);
    expect(schemaFaults('Screening', body)).toEqual([]);
    for (const match of body.matches) expect(schemaFaults('WatchlistMatch', match)).toEqual([]);
  });

  test.prop(run)('has as many hits as matches, and as its checks count together', ({ params, scenario, seed }) => {
    const body = screen(params, scenario, seed);
    const counted = Object.values(body.checks).reduce((sum, check) => sum + check.matches, 0);
    expect([body.hits, counted]).toEqual([body.matches.length, body.matches.length]);
  });

  test.prop(run)('scores no match below the threshold, and 1.0 only a confirmed hit', ({ params, scenario, seed }) => {
    const { matches, status } = screen(params, scenario, seed);
    // Short of certainty a scenario's match cannot reach a threshold of 1.
    const least = scenario === undefined ? (params.threshold ?? 0.85) : Math.min(params.threshold ?? 0.85, 0.999);
    for (const match of matches) {
      expect(match.score).toBeGreaterThanOrEqual(least);
      expect(match.similarity_score).toBe(match.score);
    }
    const sure = matches.some((match) => match.score === 1);
    expect(status).toBe(matches.length === 0 ? 'clear' : sure ? 'confirmed_hit' : 'potential_match');
  });

  test.prop(run)(
    'looks at the lists asked for only, and at one that its scenario needs',
    ({ params, scenario, seed }) => {
      const body = screen(params, scenario, seed);
      const asked = params.lists === undefined || params.lists.length === 0 ? LIST_CATEGORIES : params.lists;
      const needed = scenario === 'pep' || scenario === 'adverse_media' ? [scenario] : [];
      const expected = LIST_CATEGORIES.filter((category) => [...asked, ...needed].includes(category));
      expect(Object.keys(body.checks)).toEqual(expected);
      expect(body.screened_against.map((list) => list.id)).toEqual(
        lists.filter((list) => expected.includes(list.category)).map((list) => list.id),
      );
      for (const match of body.matches) expect(body.screened_against.map((list) => list.id)).toContain(match.list);
    },
  );

  test.prop(run)('finds with more fuzziness whatever it finds with less', ({ params }) => {
    const found = (['exact', 'moderate', 'fuzzy'] as const).map(
      (fuzziness) => new Map(screen({ ...params, fuzziness }).matches.map((match) => [entryOf(match), match.score])),
    );
    for (const [i, less] of found.slice(0, -1).entries()) {
      for (const [id, score] of less) expect(found[i + 1]?.get(id) ?? -1).toBeGreaterThanOrEqual(score);
    }
  });

  test.prop(run)('makes an object of each match, with an id of its own', ({ params, scenario, seed }) => {
    const simulation = simulateScreening(simulationInput(params, scenario, seed));
    if (simulation.kind !== 'made') throw new Error('A screening is never refused.');
    const [screening, ...matches] = simulation.objects as [NewObject, ...NewObject[]];
    const body = screening.body as Screening;
    expect(matches.map((match) => match.body)).toEqual(body.matches);
    expect(new Set(matches.map((match) => match.id)).size).toBe(body.hits);
    for (const match of matches) expect((match.body as WatchlistMatch).screening_id).toBe(body.id);
  });

  test.prop({ country: fc.constantFrom(...countryCodes()), seed: fc.string() }, { numRuns: 1000 })(
    'of somebody who is on no list is clear, even when fuzzy',
    ({ country, seed }) => {
      const person = personOf(country, randomOf(seed), 2026);
      const more = { nationality: country, date_of_birth: person.dateOfBirth };
      for (const name of [`${person.first} ${person.last}`, `${person.firstArabic} ${person.lastArabic}`]) {
        expect(screen({ ...individual(name, more), fuzziness: 'fuzzy', threshold: 0.8 }).status).toBe('clear');
      }
    },
  );

  test('gives back the entity, in either documented form', () => {
    const nested = { type: 'individual', name: 'Sara Bennani', nationality: 'MA' } as const;
    expect(screen({ entity: nested }).entity).toEqual(nested);
    expect(screen({ ...nested, threshold: 0.9 }).entity).toEqual(nested);
  });

  test('counts the dates of its lists from the clock’s year', () => {
    const dates = screen(individual('Sara Bennani')).screened_against.map((list) => list.last_updated);
    for (const date of dates) expect(date).toMatch(/^2025-12-\d\d$/);
  });
});

describe('whoever is on a list', () => {
  const only = (params: ScreenRequest): [string, number | undefined] => {
    const { status, matches } = screen(params);
    return [status, matches[0]?.score];
  };

  test.each(entries.map((entry) => [entry.name, entry] as const))(
    '%s is found by name, and confirmed by proof',
    (_, entry) => {
      const named = { entity: { type: entry.type, name: entry.name } };
      expect(only(named)).toEqual(['potential_match', 0.97]);
      expect(screen(named).hits).toBe(1);
      for (const proof of [
        ...(entry.date_of_birth === undefined ? [] : [{ date_of_birth: entry.date_of_birth }]),
        ...entry.document_numbers.map((number) => ({ document_number: number.toLowerCase() })),
      ]) {
        expect(only({ entity: { ...named.entity, ...proof } })).toEqual(['confirmed_hit', 1]);
      }
    },
  );

  test.each([
    ['in another case and order', 'TOULHARI, yazmir', ['potential_match', 0.97]],
    ['with accents', 'Yàzmîr Tôulharí', ['potential_match', 0.97]],
    ['in one word', 'YazmirToulhari', ['potential_match', 0.97]],
    ['by an alias', 'Yasmir El Toulhari', ['potential_match', 0.97]],
  ])('is found %s', (_, name, expected) => {
    expect(only(individual(name))).toEqual(expected);
  });

  test('is found under a misspelt name, with a lower score', () => {
    const [status, score] = only(individual('Yazmeer Toulhary'));
    expect(status).toBe('potential_match');
    expect(score).toBeLessThan(0.97);
  });

  test('is not found by a misspelt name when it must be exact, nor by an alias without aliases', () => {
    expect(screen({ ...individual('Yazmeer Toulhary'), fuzziness: 'exact' }).status).toBe('clear');
    expect(screen({ ...individual('The Harbourmaster'), include_aliases: false }).status).toBe('clear');
    expect(screen(individual('The Harbourmaster')).status).toBe('potential_match');
  });

  test('is somebody else if born in another year, and less surely the same if of another nationality', () => {
    expect(only(individual('Yazmir Toulhari', { date_of_birth: '1990-01-01' }))).toEqual(['clear', undefined]);
    expect(only(individual('Yazmir Toulhari', { date_of_birth: '1968-01-01' }))).toEqual(['potential_match', 0.95]);
    expect(only(individual('Yazmir Toulhari', { nationality: 'FR' }))).toEqual(['potential_match', 0.96]);
  });

  test('is found by a document number under another name', () => {
    expect(only(individual('Sara Bennani', { document_number: 'ZK 482-913' }))).toEqual(['potential_match', 0.95]);
  });

  test('is not taken for an organization, nor looked for on other lists', () => {
    expect(screen({ entity: { type: 'organization', name: 'Yazmir Toulhari' } }).status).toBe('clear');
    expect(screen({ ...individual('Yazmir Toulhari'), lists: ['pep'] }).status).toBe('clear');
  });

  test('may be somebody of the user’s own', () => {
    const fixtures = parseFixtures({
      watchlist: { entries: [{ id: 'x1', list: 'pep_lists', type: 'individual', name: 'Sara Bennani' }] },
    });
    const input = { ...simulationInput(individual('Sara Bennani')), fixtures };
    expect(bodyOf<Screening>(simulateScreening(input)).matches[0]?.list_name).toBe('PEP Lists');
  });
});

describe('a scenario wins over the data', () => {
  test.each([
    ['clear', 'clear', undefined],
    ['potential_match', 'potential_match', 'sanctions'],
    ['confirmed_hit', 'confirmed_hit', 'sanctions'],
    ['pep', 'potential_match', 'pep'],
    ['adverse_media', 'potential_match', 'adverse_media'],
  ])('%s', (scenario, status, category) => {
    for (const name of ['Yazmir Toulhari', `Sara Bennani mock:${scenario}`]) {
      const body = screen({ ...individual(name), lists: ['sanctions'] }, scenario);
      expect(body.status).toBe(status);
      expect(body.entity['name']).toBe(name);
      expect(body.matches.map((match) => match.matched_entity['category'])).toEqual(
        category === undefined ? [] : [category],
      );
      expect(JSON.stringify(body.matches.map((match) => match.name))).not.toContain('mock:');
    }
  });
});

test('a name of a megabyte is screened like any other', () => {
  expect(screen(individual('Yazmir '.repeat(150_000))).status).toBe('clear');
});

function entryOf(match: Screening['matches'][number]): string {
  return `${match.list} ${String(match.matched_entity['name'])}`;
}
