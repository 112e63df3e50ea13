import { readFileSync } from 'node:fs';
import { Ajv2020, type AnySchemaObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { OPERATIONS } from '../src/contract/generated/operations.ts';
import type { Operation } from '../src/contract/operation.ts';
import { match } from '../src/contract/routes.ts';
import { createMock, type Mock } from '../src/index.ts';
import { builtInFixtures } from '../src/simulators/fixtures.ts';

const spec = parse(readFileSync(new URL('../openapi.yaml', import.meta.url), 'utf8')) as AnySchemaObject;
const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
ajv.addSchema(spec, 'openapi');

const { samples, scenarios } = builtInFixtures;
const clock = '2026-11-24T09:30:00Z';
const base = 'https://api.txcloud.io/v1';

interface Answered {
  readonly status: number;
  readonly json: { readonly id: string; readonly data: readonly { readonly id: string }[] };
}

const validators = new Map<string, ValidateFunction>();

function validatorOf(place: string): ValidateFunction {
  let validate = validators.get(place);
  if (validate === undefined) validators.set(place, (validate = ajv.compile({ $ref: `openapi${place}` })));
  return validate;
}

function operationOf(method: string, path: string): Operation {
  const route = match(method, path.replace(/\?.*/, ''));
  if (route.kind !== 'route') throw new Error(`There is no ${method} ${path}.`);
  return route.operation;
}

/** Sends a request and holds the answer against what openapi.yaml says of this operation and status. */
async function send(mock: Mock, method: string, path: string, body?: object, scenario?: string): Promise<Answered> {
  const operation = operationOf(method, path);
  const answer = await mock.fetch(`${base}${path}`, {
    method,
    headers: {
      Authorization: 'Bearer txc_test_contract',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(scenario === undefined ? {} : { 'X-Mock-Scenario': scenario }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const json = (await answer.json()) as Answered['json'];
  const place = encodeURI(
    `#/paths/${operation.path.replaceAll('/', '~1')}/${method.toLowerCase()}/responses/${answer.status}`,
  );
  const described = answer.ok ? `${place}/content/application~1json/schema` : '#/components/schemas/Error';
  const validate = validatorOf(described);
  expect(validate(json), `${method} ${path} ${scenario ?? ''} ${JSON.stringify(validate.errors)}`).toBe(true);
  expect(answer.headers.get('x-request-id')).toMatch(/^req_[a-z0-9]{12}$/);
  return { status: answer.status, json };
}

/** Which request each example of an answer answers, an example of its own operation, and the scenario that it asks for. */
const ANSWERS: readonly (readonly [path: string, request: string, example: string, scenario: string])[] = [
  ['/identity/verify', 'guide', 'Verification', ''],
  ['/identity/verify', 'async', 'PendingVerification', ''],
  ['/identity/sessions', 'card', 'Session', ''],
  ['/transactions/score', 'guide', 'TransactionScore', ''],
  ['/lending/assess', 'salaried', 'LendingAssessment', ''],
  ['/kyb/verify', 'company', 'KybVerification', ''],
  ['/watchlist/screen', 'entity', 'Screening', ''],
  ['/watchlist/screen', 'entity', 'WatchlistMatch', 'potential_match'],
];

interface Examples {
  readonly paths: Record<string, { post: { requestBody: { content: Record<string, { examples: Named }> } } }>;
  readonly components: { readonly examples: Named };
}
type Named = Readonly<Record<string, { readonly value: object }>>;

describe('the examples of openapi.yaml', () => {
  it.each(ANSWERS)('of POST %s show for %s what a new mock answers: %s', async (path, request, example, scenario) => {
    const { paths, components } = spec as unknown as Examples;
    const body = paths[path]?.post.requestBody.content['application/json']?.examples[request]?.value;
    const answer = await createMock({ clock, freeze: true }).fetch(`${base}${path}`, {
      method: 'POST',
      headers: {
        Authorization: 'Bearer txc_test_42',
        'Content-Type': 'application/json',
        ...(scenario === '' ? {} : { 'X-Mock-Scenario': scenario }),
      },
      body: JSON.stringify(body),
    });
    const json = (await answer.json()) as { matches: readonly object[] };
    expect(scenario === '' ? json : json.matches[0]).toEqual(components.examples[example]?.value);
  });
});

describe('every answer keeps to openapi.yaml', () => {
  it.each(samples.map((sample) => [sample.name, sample] as const))('sample %s', async (_name, sample) => {
    const mock = createMock({ clock, freeze: true, strict: true });
    const { status, json } = await send(mock, 'POST', sample.on, sample.body);
    if (status >= 400) return;
    const { collection } = operationOf('POST', sample.on);
    const read = Object.values(OPERATIONS).find((row) => row.action === 'read' && row.collection === collection);
    const path = read?.path.replace('{id}', json.id) ?? '';
    await send(mock, 'GET', path);
    // An async verification is ready by then, a session expired.
    mock.clock.advance('1h');
    await send(mock, 'GET', path);
  });

  it.each(scenarios.map(({ name, on }) => [name, on] as const))('scenario %s on %s', async (name, on) => {
    const mock = createMock({ clock, freeze: true });
    for (const sample of samples.filter((sample) => sample.on === on && !sample.name.startsWith('scenario_'))) {
      const { status } = await send(mock, 'POST', on, sample.body, name);
      expect([200, 201, 422]).toContain(status);
    }
  });

  it('lists, matches and deletions', async () => {
    const mock = createMock({ clock, freeze: true });
    for (const { on, body } of samples) await send(mock, 'POST', on, body);
    for (const { action, path } of Object.values(OPERATIONS)) {
      if (action !== 'list') continue;
      const { json } = await send(mock, 'GET', `${path}?limit=100`);
      expect(json.data.length, path).toBeGreaterThan(0);
    }
    const matches = await send(mock, 'GET', '/watchlist/matches?limit=1');
    await send(mock, 'GET', `/watchlist/matches/${matches.json.data[0]?.id ?? ''}`);
    const verifications = await send(mock, 'GET', '/identity/verifications?limit=1');
    const path = `/identity/verifications/${verifications.json.data[0]?.id ?? ''}`;
    expect((await send(mock, 'DELETE', path)).status).toBe(200);
    expect((await send(mock, 'DELETE', path)).status).toBe(404);
  });
});
