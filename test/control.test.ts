import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { fc, test as property } from '@fast-check/vitest';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type RunningServer, startServer } from '../src/adapters/node.ts';
import { controlReply } from '../src/control/control.ts';
import { openFeed } from '../src/control/events.ts';
import { guard } from '../src/control/guards.ts';
import { createMock } from '../src/mock.ts';
import { control, firstSamples, post } from './cli-process.ts';
import { RawClient } from './raw-socket.ts';

const payment = firstSamples().find(({ on }) => on === '/transactions/score')?.body ?? {};
const key = 'order_456_payment';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer({
    seed: 'control',
    clock: '2026-11-24T10:00:00Z',
    freeze: true,
    fault: ['delay ms=1 on=/kyb/verify'],
  });
});
afterAll(async () => await server.close());
beforeEach(() => server.mock.reset());

const ask = async (method: string, target: string, body?: unknown, headers?: Record<string, string>) =>
  await control(server.url, method, target, body, headers);

/** A call with headers that `fetch` would not let one set. */
async function raw(
  method: string,
  target: string,
  headers: Record<string, string>,
  body = '',
): Promise<{ status: number | undefined; headers: NodeJS.Dict<string | string[]>; json: unknown }> {
  return await new Promise((resolve, reject) => {
    const outgoing = request(`${server.url}/_mock${target}`, { method, headers }, (response) => {
      text(response).then(
        (content) =>
          resolve({ status: response.statusCode, headers: response.headers, json: JSON.parse(content) as unknown }),
        reject,
      );
    });
    outgoing.on('error', reject).end(body);
  });
}

describe('what the calls do', () => {
  test('health shows version, seed, clock and uptime', async () => {
    const { status, json } = await ask('GET', '/health');
    expect(status).toBe(200);
    expect(json).toEqual({
      status: 'ok',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
      seed: 'control',
      clock: { now: '2026-11-24T10:00:00.000Z', frozen: true },
      uptime: expect.any(Number) as number,
    });
  });

  test('a key lives 24 hours of the mock’s clock, which a call moves (R11)', async () => {
    const first = await post(server.url, '/transactions/score', payment, { key });
    const replay = await post(server.url, '/transactions/score', payment, { key });
    expect(replay.headers.get('Idempotent-Replayed')).toBe('true');
    expect((await ask('GET', '/keys')).json['data']).toMatchObject([
      { idempotency_key: key, state: 'done', attempts: 2, expires_at: '2026-11-25T10:00:00.000Z' },
    ]);
    expect((await ask('PUT', '/clock', { advance: '24h' })).json).toEqual({
      now: '2026-11-25T10:00:00.000Z',
      frozen: true,
    });
    expect((await ask('GET', '/keys')).json['data']).toEqual([]);
    const again = await post(server.url, '/transactions/score', payment, { key });
    expect(again.headers.get('Idempotent-Replayed')).toBeNull();
    expect(again.text).not.toBe(first.text);
    expect((await ask('GET', '/operations')).json['data']).toMatchObject([
      { endpoint: 'POST /transactions/score', idempotency_key: key, attempts: 3, processed: 2, last: 'processed' },
    ]);
  });

  test('the clock is set, moved and frozen in one call, or not at all', async () => {
    const all = await ask('PUT', '/clock', { now: '2027-01-01T00:00:00Z', advance: '90s', freeze: true });
    expect(all.json).toEqual({ now: '2027-01-01T00:01:30.000Z', frozen: true });
    const refused = await ask('PUT', '/clock', { now: '2028-01-01T00:00:00Z', freeze: false, advance: 'a while' });
    expect(refused.json['error']).toMatchObject({ code: 'invalid_parameter', param: 'advance' });
    expect((await ask('GET', '/clock')).json).toEqual(all.json);
    expect((await ask('PUT', '/clock', { advance: 1e15 })).json['error']).toMatchObject({ param: 'advance' });
    expect((await ask('PUT', '/clock', { advence: '1h' })).json['error']).toMatchObject({
      message: expect.stringContaining('Did you mean advance?') as string,
    });
    expect((await ask('PUT', '/clock', {})).json['error']).toMatchObject({ code: 'missing_parameter' });
    expect((await ask('PUT', '/clock', { freeze: false })).json).toMatchObject({ frozen: false });
  });

  test('refusals to web pages have ids of their own requests, the same in every run', async () => {
    const refused = async (path: string): Promise<string | null> => {
      const headers = { Origin: 'http://evil.example', Authorization: 'Bearer txc_test_42' };
      const response = await fetch(`${server.url}/v1/developers${path}`, { headers });
      expect(response.status).toBe(403);
      return response.headers.get('X-Request-Id');
    };
    const [webhooks, fixtures] = [await refused('/webhooks'), await refused('/sandbox/fixtures')];
    expect(webhooks).toMatch(/^req_/);
    expect(fixtures).not.toBe(webhooks);
    expect(await refused('/webhooks')).toBe(webhooks);
  });

  test('faults are added in every form, counted, shown and removed', async () => {
    const rule = await ask('POST', '/faults', { rule: 'lost-response on=/transactions/score attempt=1' });
    expect(rule).toMatchObject({ status: 201, json: { id: 'flt_2', kind: 'reset', phase: 'after', fired: 0 } });
    const form = await ask('POST', '/faults', { kind: 'status', code: 503, on: '/lending/assess', attempt: [1, 2] });
    expect(form.json).toMatchObject({ id: 'flt_3', code: 503, attempt: [1, 2] });
    const script = await ask('POST', '/faults', { on: '/watchlist/screen', script: ['503 retry-after=2', 'ok'] });
    expect(script.json).toMatchObject({ id: 'scr_1', fired: 0, unused: 2, overrun: 0 });

    await expect(post(server.url, '/transactions/score', payment, { key })).rejects.toThrow('fetch failed');
    expect((await ask('GET', '/faults/flt_2')).json).toMatchObject({ fired: 1 });
    expect((await ask('DELETE', '/faults/flt_2')).json).toMatchObject({ fired: 1, deleted: true });
    expect((await ask('GET', '/faults/flt_2')).status).toBe(404);
    expect((await ask('GET', '/faults')).json['data']).toHaveLength(3);
    expect((await ask('DELETE', '/faults')).json).toEqual({ object: 'list', data: [] });
    // A reset comes back to the options.
    await ask('POST', '/reset', {});
    expect((await ask('GET', '/faults')).json['data']).toMatchObject([
      { id: 'flt_1', rule: 'delay ms=1 on=/kyb/verify' },
    ]);
  });

  test.each([
    [{ rule: 'lost-response on=/transactions/score attemp=1' }, 'rule', 'column 38: "attemp" is not a word'],
    [{ rule: 'rate-limit retry-after=1 phase=after' }, 'rule', 'phase'],
    [{ rule: 'reset on=/transaction/score' }, 'rule', 'did you mean "/transactions/score"?'],
    [{ kind: 'statos', code: 503 }, 'kind', 'did you mean "status"?'],
    [{ on: '/kyb/verify', script: ['ok', 'lost-respons'] }, undefined, 'step 2: column 1: "lost-respons"'],
    [{ rule: 5 }, 'rule', '5 is not a line'],
    [{}, 'kind', 'kind'],
  ])('the fault %j is refused, with the place and the right word', async (body, param, says) => {
    const { status, json } = await ask('POST', '/faults', body);
    expect(status).toBe(400);
    const error = {
      code: 'invalid_parameter',
      type: 'validation_error',
      message: expect.stringContaining(says) as string,
    };
    expect(json['error']).toMatchObject(param === undefined ? error : { ...error, param });
  });

  test('the journal is filtered, and a filter that means nothing is refused', async () => {
    await post(server.url, '/transactions/score', payment, { key });
    await post(server.url, '/transactions/score', payment, { key });
    await post(server.url, '/transactions/score', { ...payment, amount: 1 }, { key });
    await post(server.url, '/lending/assess', {}, { key: 'another_key_1' });
    const outcomes = async (query: string): Promise<unknown[]> =>
      ((await ask('GET', `/journal?${query}`)).json['data'] as { outcome: unknown }[]).map(({ outcome }) => outcome);
    expect(await outcomes('')).toEqual(['processed', 'replayed', 'conflict', 'refused']);
    expect(await outcomes(`idempotency_key=${key}&limit=2`)).toEqual(['replayed', 'conflict']);
    expect(await outcomes('outcome=replayed')).toEqual(['replayed']);
    for (const endpoint of ['/lending/assess', '/v1/lending/assess', 'POST%20/lending/assess', 'createAssessment']) {
      expect(await outcomes(`endpoint=${endpoint}`), endpoint).toEqual(['refused']);
    }
    for (const [query, says] of [
      ['outcome=replaid', 'did you mean \\"replayed\\"?'],
      ['limit=2&limit=3', 'is there twice'],
      ['limit=0', 'whole number'],
      ['endpoint=/transaction/score', 'did you mean \\"/transactions/score\\"?'],
      ['idempotencykey=x', 'Did you mean idempotency_key?'],
    ] as const) {
      const refused = await ask('GET', `/journal?${query}`);
      expect(refused.status).toBe(400);
      expect((refused.json['error'] as { param: string }).param).toBe(query.split('=')[0]);
      expect(JSON.stringify(refused.json)).toContain(says);
    }
    expect((await ask('DELETE', '/journal')).json).toEqual({ object: 'list', data: [], dropped: 0 });
  });

  test('a wrong step of a script is told by its place; the member at fault is the script', async () => {
    for (const step of ['duplicate', { kind: 'resett' }, 'hold']) {
      const { status, json } = await ask('POST', '/faults', { on: 'getTransaction', script: ['ok', step] });
      expect(status).toBe(400);
      expect(json['error']).toMatchObject({ param: 'script', message: expect.stringContaining('step 2: ') as string });
    }
  });

  test('scenarios are set by name or by line', async () => {
    const set = await ask('POST', '/scenarios', { scenario: 'decline', on: '/transactions/score', times: 1 });
    expect(set).toMatchObject({
      status: 201,
      json: { scenario: 'decline', on: '/transactions/score', times: 1, used: 0 },
    });
    expect(JSON.parse((await post(server.url, '/transactions/score', payment)).text)).toMatchObject({
      decision: 'decline',
    });
    expect((await ask('POST', '/scenarios', { rule: 'approve on=/transactions/score' })).status).toBe(201);
    expect((await ask('GET', '/scenarios')).json['data']).toMatchObject([{ used: 1 }, { scenario: 'approve' }]);
    for (const body of [
      { scenario: 'declyne' },
      { rule: 'declyne' },
      { scenario: 5 },
      { scenario: 'decline', on: 5 },
      { rule: 'decline', times: 1 },
    ]) {
      expect((await ask('POST', '/scenarios', body)).status).toBe(400);
    }
    expect((await ask('DELETE', '/scenarios')).json).toEqual({ object: 'list', data: [] });
  });

  test('a hold is listed and released', async () => {
    await ask('POST', '/faults', { rule: 'hold on=/transactions/score' });
    const held = post(server.url, '/transactions/score', payment, { key });
    let holds: { id: string }[] = [];
    while (holds.length === 0) holds = (await ask('GET', '/holds')).json['data'] as { id: string }[];
    expect(holds).toMatchObject([{ endpoint: 'POST /transactions/score', idempotency_key: key, phase: 'during' }]);
    expect((await ask('POST', '/holds/hold_99/release', {})).status).toBe(404);
    expect((await ask('POST', `/holds/${holds[0]?.id}/release`, {})).json).toEqual({
      id: holds[0]?.id,
      released: true,
    });
    expect((await held).status).toBe(200);
  });

  test('with an API key a call sees and touches that key’s world only', async () => {
    const mine = { Authorization: 'Bearer txc_test_mine' };
    await post(server.url, '/transactions/score', payment, { key, apiKey: 'txc_test_mine' });
    await post(server.url, '/transactions/score', payment, { key, apiKey: 'txc_test_other' });
    expect((await ask('GET', '/keys')).json['data']).toHaveLength(2);
    expect((await ask('GET', '/keys', undefined, mine)).json['data']).toHaveLength(1);
    await ask('POST', '/faults', { rule: 'status code=503' }, mine);
    await ask('PUT', '/clock', { advance: '25h' }, mine);
    expect((await post(server.url, '/transactions/score', payment, { key, apiKey: 'txc_test_mine' })).status).toBe(503);
    const other = await post(server.url, '/transactions/score', payment, { key, apiKey: 'txc_test_other' });
    expect(other.headers.get('Idempotent-Replayed')).toBe('true');
    await ask('POST', '/reset', {}, mine);
    expect((await ask('GET', '/operations')).json['data']).toMatchObject([{ processed: 1, last: 'replayed' }]);
    for (const Authorization of ['Bearer sk_1', 'Basic x']) {
      expect((await ask('GET', '/keys', undefined, { Authorization })).status).toBe(401);
    }
  });

  test('events are the journal, live; of one world with an API key', async () => {
    const all = await fetch(`${server.url}/_mock/events`);
    const mine = await fetch(`${server.url}/_mock/events`, { headers: { Authorization: 'Bearer txc_test_mine' } });
    expect(all.headers.get('Content-Type')).toBe('text/event-stream');
    await post(server.url, '/transactions/score', payment, { key, apiKey: 'txc_test_other' });
    await post(server.url, '/transactions/score', payment, { key, apiKey: 'txc_test_mine' });
    expect(await readEvents(all, 2)).toMatchObject([{ seq: 1, outcome: 'processed' }, { seq: 2 }]);
    expect(await readEvents(mine, 1)).toMatchObject([{ seq: 2, idempotency_key: key }]);
  });

  test('a reader of events that is too slow misses some, and is told how many', async () => {
    const mock = createMock();
    let woken = 0;
    const feed = openFeed(mock, undefined, () => woken++);
    expect(feed.take()).toBe(': the journal, live\n\n');
    const count = 3000;
    for (let i = 0; i < count; i++) {
      await mock.fetch(`https://api.txcloud.io/v1/${'x'.repeat(200)}`);
    }
    expect(woken).toBe(1);
    const text = feed.take();
    expect(text.length).toBeLessThan(1_010_000);
    const told = Number(/event: dropped\ndata: \{"dropped":(\d+)\}/.exec(text)?.[1]);
    expect(text.split('event: attempt\n').length - 1 + told).toBe(count);
    feed.close();
    await mock.fetch('https://api.txcloud.io/v1/x');
    expect(feed.take()).toBe('');
  });
});

/** The data of the first so many events of a stream, which is then left. */
async function readEvents(response: Response, count: number): Promise<unknown[]> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let received = '';
  while (received.split('data: ').length <= count || !received.endsWith('\n\n')) {
    received += (await reader?.read())?.value ?? '';
  }
  await reader?.cancel();
  return [...received.matchAll(/^event: attempt\ndata: (.*)$/gm)].map(([, data]) => JSON.parse(data ?? '') as unknown);
}

describe('what is refused', () => {
  const own = (): string => new URL(server.url).host;
  test.each<[what: string, headers: () => Record<string, string>, status: number]>([
    ['its own Host', () => ({ Host: own() }), 200],
    ['localhost, whatever the port', () => ({ Host: 'localhost:1' }), 200],
    ['IPv6 loopback', () => ({ Host: '[::1]:4010' }), 200],
    ['a foreign Host (DNS rebinding)', () => ({ Host: 'evil.example' }), 403],
    ['a Host with more behind its brackets', () => ({ Host: '[::1]evil.example' }), 403],
    ['a Host with a name for a port', () => ({ Host: 'localhost:evil.example' }), 403],
    ['a Host that is a path', () => ({ Host: 'evil.example/.localhost' }), 403],
    ['a Host that only starts like loopback', () => ({ Host: '127.0.0.1.evil.example' }), 403],
    ['a page of its own', () => ({ Host: own(), Origin: server.url, 'Sec-Fetch-Site': 'same-origin' }), 200],
    ['a page of another origin', () => ({ Host: own(), Origin: 'https://evil.example' }), 403],
    ['a page of another port', () => ({ Host: own(), Origin: 'http://localhost:3000' }), 403],
    ['a page without an origin', () => ({ Host: own(), Origin: 'null' }), 403],
    ['a page that asks without Origin', () => ({ Host: own(), 'Sec-Fetch-Site': 'cross-site' }), 403],
    ['a page of the same site', () => ({ Host: own(), 'Sec-Fetch-Site': 'same-site' }), 403],
    ['somebody who typed the address', () => ({ Host: own(), 'Sec-Fetch-Site': 'none' }), 200],
  ])('%s', async (_, headers, status) => {
    const answer = await raw('GET', '/faults', headers());
    expect(answer.status).toBe(status);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  test.each([
    ['Authorization: Bearer txc_test_42', 'Authorization: Bearer txc_test_43', 401],
    ['Content-Type: application/json', 'Content-Type: text/plain', 415],
    ['Origin: https://evil.example', `Origin: http://localhost`, 403],
    ['Sec-Fetch-Site: none', 'Sec-Fetch-Site: cross-site', 403],
  ])('two lines where one belongs: %s, %s', async (first, second, status) => {
    const type = first.startsWith('Content-Type') ? [] : ['Content-Type: application/json'];
    const lines = ['POST /_mock/reset HTTP/1.1', 'Host: localhost', 'Connection: close', 'Content-Length: 0', ...type];
    const client = new RawClient(server.port).send([...lines, first, second, '', ''].join('\r\n'));
    expect((await client.reply()).status).toBe(status);
    client.close();
  });

  test('what a page could send without asking: no JSON, no change', async () => {
    await post(server.url, '/transactions/score', payment, { key });
    for (const type of [undefined, 'text/plain', 'application/x-www-form-urlencoded', 'application/jsonx']) {
      const headers = type === undefined ? {} : { 'Content-Type': type };
      expect(await raw('POST', '/reset', headers)).toMatchObject({
        status: 415,
        json: { error: { code: 'unsupported_media_type' } },
      });
      expect((await raw('PUT', '/clock', headers, '{"advance": "25h"}')).status).toBe(415);
    }
    expect((await ask('GET', '/keys')).json['data']).toHaveLength(1);
    // The header alone is what a page cannot send: a reset needs no body.
    expect((await raw('POST', '/reset', { 'Content-Type': 'application/json; charset=utf-8' })).status).toBe(200);
    for (const body of ['all', '[]', '{"all": true}', 'null']) {
      for (const call of ['/reset', '/holds/hold_1/release']) {
        const { status } = await raw('POST', call, { 'Content-Type': 'application/json' }, body);
        expect([call, body, status]).toEqual([call, body, 400]);
      }
    }
    expect((await ask('GET', '/keys')).json['data']).toEqual([]);
  });

  test('unknown paths, other methods, broken and too large bodies', async () => {
    const type = { 'Content-Type': 'application/json' };
    expect(await raw('GET', '/journl', {})).toMatchObject({
      status: 404,
      json: { error: { message: expect.stringContaining('/_mock/journal?') as string } },
    });
    expect(await raw('GET', '', {})).toMatchObject({ status: 404 });
    expect(await raw('PUT', '/reset', type)).toMatchObject({ status: 405, headers: { allow: 'POST' } });
    expect(await raw('OPTIONS', '/faults', {})).toMatchObject({ status: 405, headers: { allow: 'GET, POST, DELETE' } });
    expect(await raw('POST', '/faults', type, '{')).toMatchObject({
      status: 400,
      json: { error: { code: 'invalid_request' } },
    });
    expect((await raw('POST', '/faults', type, '[]')).status).toBe(400);
    expect((await raw('POST', '/faults', type)).status).toBe(400);
    const large = `{"rule": "${'x'.repeat(1024 * 1024)}"}`;
    expect(await raw('POST', '/faults', type, large)).toMatchObject({
      status: 413,
      json: { error: { code: 'payload_too_large' } },
    });
  });

  test('off loopback the token decides, and without one the control API is off', () => {
    const host = '0.0.0.0';
    const call = (given: string | undefined, controlToken: string | undefined) => () =>
      guard({ host: 'localhost:4010', controlToken: given }, { host, allowHost: [], controlToken });
    expect(call('secret', 'secret')).not.toThrow();
    expect(call(undefined, undefined)).toThrow('is off');
    expect(call('', undefined)).toThrow('is off');
    expect(call(undefined, 'secret')).toThrow('is missing');
    for (const wrong of ['', 'secre', 'secrets', 'Secret', 'secretsecret']) {
      expect(call(wrong, 'secret')).toThrow(/^X-Mock-Control-Token does not hold/);
    }
    const named = (name: string, allowHost: string[]) => () =>
      guard({ host: name, controlToken: 't' }, { host, allowHost, controlToken: 't' });
    expect(named('mock:4010', ['mock'])).not.toThrow();
    expect(named('MOCK', ['mock'])).not.toThrow();
    expect(named('mocks', ['mock'])).toThrow('--allow-host');
    expect(named('0.0.0.0', [])).toThrow('--allow-host');
  });

  property.prop([
    fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
    fc.constantFrom(
      '/faults',
      '/faults/flt_1',
      '/clock',
      '/scenarios',
      '/reset',
      '/holds/x/release',
      '/journal',
      '/keys',
    ),
    fc.oneof(
      fc.json(),
      fc.string(),
      fc
        .dictionary(
          fc.constantFrom(
            'rule',
            'kind',
            'on',
            'script',
            'now',
            'advance',
            'freeze',
            'scenario',
            'times',
            'attempt',
            'code',
            '__proto__',
          ),
          fc.oneof(
            fc.jsonValue(),
            fc.constantFrom('reset', 'status', 503, '/kyb/verify', ['ok'], [{ kind: 'reset' }], 'decline'),
          ),
        )
        .map((value) => JSON.stringify(value)),
    ),
  ])('whatever is sent, the answer is documented and nothing throws', (method, path, body) => {
    const reply = controlReply(
      createMock(),
      {
        method,
        target: `/_mock${path}`,
        headers: { host: 'localhost', contentType: 'application/json' },
        body: new TextEncoder().encode(body),
      },
      { host: '127.0.0.1', allowHost: [], controlToken: undefined, version: '0', uptime: () => 0 },
    );
    expect([200, 201, 400, 404, 405]).toContain(reply.status);
    if (reply.kind === 'reply') expect(() => JSON.parse(reply.body) as unknown).not.toThrow();
  });
});
