import { describe, expect, test } from 'vitest';
import type { Screening, ScreenRequest } from '../src/contract/types.ts';
import type { OperationId } from '../src/contract/operation.ts';
import { validateBody } from '../src/contract/validate.ts';
import { nearestOf } from '../src/model/nearest.ts';
import {
  builtInFixtures,
  FixtureError,
  parseFixtures,
  SCENARIO_ENDPOINTS,
  type FixtureFiles,
  type ScenarioEndpoint,
} from '../src/simulators/fixtures.ts';
import { findScenario, scenarioNames, scenariosFor, scenarioToken } from '../src/simulators/scenarios.ts';
import { simulateScreening } from '../src/simulators/watchlist-screen.ts';
import { bodyOf, simulationInput } from './simulation-input.ts';

const OPERATIONS: Readonly<Record<ScenarioEndpoint, OperationId>> = {
  '/identity/verify': 'createVerification',
  '/identity/sessions': 'createSession',
  '/transactions/score': 'scoreTransaction',
  '/lending/assess': 'createAssessment',
  '/kyb/verify': 'verifyBusiness',
  '/watchlist/screen': 'screenEntity',
};

/** What platform.md lists. */
const DOCUMENTED: Readonly<Record<ScenarioEndpoint, string>> = {
  '/identity/verify':
    'verified rejected review document_expired document_unreadable face_not_detected face_mismatch liveness_failed fraud_detected',
  '/identity/sessions': 'expired',
  '/transactions/score': 'approve review challenge decline velocity_exceeded recipient_blocked amount_exceeded',
  '/lending/assess': 'approve approve_with_conditions review decline thin_file income_mismatch',
  '/kyb/verify': 'verified review rejected company_not_found director_sanctioned dissolved',
  '/watchlist/screen': 'clear potential_match confirmed_hit pep adverse_media',
};

describe('the catalogue of scenarios', () => {
  test.each(SCENARIO_ENDPOINTS)('of %s is the documented one', (path) => {
    expect(scenariosFor(builtInFixtures, path).map((scenario) => scenario.name)).toEqual(DOCUMENTED[path].split(' '));
  });

  test('finds a name on each of its endpoints', () => {
    const on = findScenario(builtInFixtures, 'review').map((scenario) => scenario.on);
    expect(on).toEqual(['/identity/verify', '/transactions/score', '/lending/assess', '/kyb/verify']);
    expect(findScenario(builtInFixtures, 'reviewed')).toEqual([]);
    expect(nearestOf('reviewed', scenarioNames(builtInFixtures))).toBe('review');
  });
});

describe('the samples', () => {
  test.each(builtInFixtures.samples.map((sample) => [sample.on, sample.name, sample] as const))(
    '%s %s is a good request, in strict mode too',
    (on, _, { body }) => {
      expect(validateBody(OPERATIONS[on], body, false)).toBeUndefined();
      expect(validateBody(OPERATIONS[on], body, true)).toBeUndefined();
    },
  );

  test('ask for every scenario by a token, once', () => {
    const asked = builtInFixtures.samples.flatMap(({ on, body }) => {
      const token = scenarioToken.exec(JSON.stringify(body))?.[1];
      return token === undefined ? [] : [`${on} ${token}`];
    });
    expect(asked).toEqual(builtInFixtures.scenarios.map((scenario) => `${scenario.on} ${scenario.name}`));
  });

  test('have somebody who is on a list, and somebody who is not', () => {
    const statusOf = (name: string): string => {
      const sample = builtInFixtures.samples.find((candidate) => candidate.name === name);
      return bodyOf<Screening>(simulateScreening(simulationInput(sample?.body as unknown as ScreenRequest))).status;
    };
    expect(statusOf('unlisted')).toBe('clear');
    expect(statusOf('listed_and_born')).toBe('confirmed_hit');
    for (const name of ['listed', 'listed_misspelt', 'listed_pep', 'listed_organization']) {
      expect([name, statusOf(name)]).toEqual([name, 'potential_match']);
    }
  });
});

describe('fixtures of one’s own', () => {
  test('are laid over the built-in ones', () => {
    const own = parseFixtures({
      scenarios: { scenarios: [{ name: 'vip_declined', on: '/lending/assess', extends: 'decline' }] },
      watchlist: {
        lists: [{ id: 'in_house', name: 'In-house list', category: 'adverse_media' }],
        entries: [
          { id: 'ofac_sdn_01', list: 'ofac_sdn', type: 'individual', name: 'Replaced' },
          { id: 'mine', list: 'in_house', type: 'organization', name: 'Added' },
        ],
      },
      samples: { samples: [{ name: 'mine', on: '/kyb/verify', body: { company: { name: 'A', country: 'MA' } } }] },
    });
    expect(findScenario(own, 'vip_declined')).toEqual([
      { name: 'vip_declined', on: '/lending/assess', description: 'Like decline.', base: 'decline' },
    ]);
    expect(own.watchlist.entries.length).toBe(builtInFixtures.watchlist.entries.length + 1);
    expect(own.watchlist.entries[0]?.name).toBe('Replaced');
    expect(own.samples.at(-1)?.name).toBe('mine');
    expect(builtInFixtures.watchlist.entries[0]?.name).not.toBe('Replaced');
  });

  const entry = { id: 'x', list: 'pep_lists', type: 'individual', name: 'X' };
  test.each<[FixtureFiles, string]>([
    [{ watchlist: [] }, 'watchlist.json: must be a JSON object.'],
    [
      { watchlist: { entires: [] } },
      'watchlist.json: "entires" is not a member here; there are lists, entries. Did you mean entries?',
    ],
    [
      { watchlist: { entries: [entry, { ...entry, id: 'y', list: 'pep_list' }] } },
      'watchlist.json, entries[1] ("y"): "list" must be one of',
    ],
    [
      { watchlist: { entries: [{ ...entry, date_of_birth: '17/04/1961' }] } },
      '"date_of_birth" must be a date, such as "1961-04-17".',
    ],
    [{ watchlist: { entries: [{ ...entry, name: '' }] } }, 'watchlist.json, entries[0] ("x"): "name" must be text'],
    [{ watchlist: { entries: [{ ...entry, aliases: ['A', 1] }] } }, '"aliases[1]" must be text.'],
    [{ watchlist: { entries: [entry, entry] } }, 'watchlist.json, entries: "x" is there twice.'],
    [
      { scenarios: { scenarios: [{ name: 'mine', on: '/lending/assess' }] } },
      '"extends" is missing; it must be one of approve,',
    ],
    [
      { scenarios: { scenarios: [{ name: 'mine', on: '/lending/assess', extends: 'declined' }] } },
      'Did you mean decline?',
    ],
    [
      { scenarios: { scenarios: [{ name: 'review', on: '/kyb/verify', extends: 'verified' }] } },
      'already has a scenario "review"',
    ],
    [
      { scenarios: { scenarios: [{ name: 'Mine!', on: '/kyb/verify', extends: 'verified' }] } },
      '"name" must be lower-case letters',
    ],
    [{ watchlist: { entries: [{ ...entry, date_of_birth: '2026-13-45' }] } }, '"date_of_birth" must be a date'],
    [
      { watchlist: { lists: [{ id: 'a', name: 'A', category: 'pep', updated: '02-30' }] } },
      '"updated" must be a month',
    ],
    [{ samples: { samples: [{ name: 'mine', on: '/kyb', body: {} }] } }, '"on" must be one of /identity/verify,'],
    [{ samples: { samples: [{ name: 'mine', on: '/kyb/verify', body: [] }] } }, '"body" must be a JSON object.'],
  ])('are refused in words: %j', (files, message) => {
    expect(() => parseFixtures(files)).toThrow(FixtureError);
    expect(() => parseFixtures(files)).toThrow(message);
  });
});
