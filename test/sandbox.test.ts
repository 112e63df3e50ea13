import { describe, expect, it } from 'vitest';
import type { SandboxFixtures, SandboxSimulation, Verification } from '../src/contract/types.ts';
import { createMock } from '../src/index.ts';
import { builtInFixtures } from '../src/simulators/fixtures.ts';
import { Api, type ErrorBody } from './api.ts';

const VERIFY = { document_front: '...', country: 'MA' };

describe('POST /developers/sandbox/simulate', () => {
  it('asks for an outcome, for the calling API key, so many times', async () => {
    const mock = createMock();
    const api = new Api(mock);
    const { json } = await api.post<SandboxSimulation>('/developers/sandbox/simulate', {
      scenario: 'face_mismatch',
      config: { endpoint: 'POST /v1/identity/verify', times: 1 },
    });
    expect(json).toMatchObject({ scenario: 'face_mismatch', config: { endpoint: '/identity/verify', times: 1 } });
    const status = async (client: Api): Promise<string> =>
      (await client.post<Verification>('/identity/verify', VERIFY)).json.status;
    expect(await status(new Api(mock, 'txc_test_other'))).toBe('verified');
    expect([await status(api), await status(api)]).toEqual(['rejected', 'verified']);
  });

  it.each([
    [{}, 'missing_parameter', 'scenario', 'required'],
    [{ scenario: 'face_mismach' }, 'invalid_parameter', 'scenario', 'did you mean "face_mismatch"'],
    [{ scenario: 'review', config: { endpoint: '/kyb/verfy' } }, 'invalid_parameter', 'config.endpoint', '/kyb/verify'],
    [
      { scenario: 'thin_file', config: { endpoint: '/kyb/verify' } },
      'invalid_parameter',
      'config.endpoint',
      '/lending/assess',
    ],
    [
      { scenario: 'decline', endpoint: '/lending/assess' },
      'invalid_parameter',
      'config',
      '"endpoint" is no member here',
    ],
    [{ scenario: 'decline', config: { on: '/lending/assess' } }, 'invalid_parameter', 'config', '"on" is no member'],
    [{ scenario: 'review', config: { times: 0 } }, 'invalid_parameter', 'config.times', '1 or more'],
  ])('refuses %j', async (body, code, param, message) => {
    const { status, json } = await new Api(createMock()).post<ErrorBody>('/developers/sandbox/simulate', body);
    expect([status, json.error.code, json.error.param]).toEqual([400, code, param]);
    expect(json.error.message).toContain(message);
  });
});

describe('GET /developers/sandbox/fixtures', () => {
  it('lists every scenario and sample, each of which works as it stands', async () => {
    const api = new Api(createMock({ strict: true }));
    const { json } = await api.get<SandboxFixtures>('/developers/sandbox/fixtures');
    const apis = Object.values(json);
    expect(apis.flatMap(({ scenarios }) => scenarios).length).toBe(builtInFixtures.scenarios.length);
    const samples = apis.flatMap((one) => one.samples);
    expect(samples.length).toBe(builtInFixtures.samples.length);
    for (const { endpoint, body } of samples) {
      expect([200, 201, 422]).toContain((await api.post(endpoint, body)).status);
    }
  });

  it('shows fixtures of one’s own', async () => {
    const own = { scenarios: { scenarios: [{ name: 'vip_declined', on: '/lending/assess', extends: 'decline' }] } };
    const { json } = await new Api(createMock({ fixtures: own })).get<SandboxFixtures>('/developers/sandbox/fixtures');
    expect(json.lending.scenarios.map(({ name }) => name)).toContain('vip_declined');
  });
});

describe('POST /developers/sandbox/reset', () => {
  it('empties the calling API key’s world, and keeps fault rules, clock and journal', async () => {
    const mock = createMock({ clock: '2026-11-24T09:30:00Z', freeze: true });
    const api = new Api(mock);
    const other = new Api(mock, 'txc_test_other');
    const key = { 'Idempotency-Key': 'verification_1' };
    const made = await api.post<Verification>('/identity/verify', VERIFY, key);
    await other.post('/identity/verify', VERIFY, key);
    await api.post('/developers/webhooks', { url: 'http://127.0.0.1:1/', events: ['*'] });
    await api.post('/developers/sandbox/simulate', { scenario: 'rejected' });
    mock.world('txc_test_life').faults.add('delay ms=0 times=9');
    mock.clock.advance('1h');

    expect((await api.post('/developers/sandbox/reset')).json).toEqual({ object: 'sandbox.reset', reset: true });
    for (const list of ['/identity/verifications', '/developers/webhooks']) {
      expect((await api.get<{ total_count: number }>(list)).json.total_count).toBe(0);
    }
    const again = await api.post<Verification>('/identity/verify', VERIFY, key);
    expect(again.headers.get('idempotent-replayed')).toBeNull();
    expect([again.json.id, again.json.status]).toEqual([made.json.id, 'verified']);
    expect(again.json.created_at).toBe('2026-11-24T10:30:00.000Z');
    expect(mock.faults.list()).toMatchObject([{ kind: 'delay' }]);
    expect(mock.journal.list({ endpoint: '/identity/verify' }).length).toBe(3);
    expect((await other.post('/identity/verify', VERIFY, key)).headers.get('idempotent-replayed')).toBe('true');
  });
});

describe('sandbox calls are a part of the control plane', () => {
  it('are never faulted: a hold of every endpoint does not park the reset', async () => {
    const mock = createMock({ fault: ['hold phase=during', 'reset phase=before on=/transactions'] });
    const api = new Api(mock);
    expect((await api.post('/developers/sandbox/reset')).status).toBe(200);
    expect((await api.get('/developers/sandbox/fixtures')).status).toBe(200);
    expect(mock.faults.list().map(({ fired }) => fired)).toEqual([0, 0]);
    expect(() => mock.faults.add('reset on=/developers/sandbox/reset')).toThrow('is not an operation');
  });

  it('a reset ends what is parked or delayed in that world, and starts its scripts anew', async () => {
    const mock = createMock();
    const api = new Api(mock);
    const score = async (key: string): Promise<number> =>
      (
        await api.post(
          '/transactions/score',
          { amount: 1, currency: 'MAD', sender: { user_id: 'u' } },
          { 'Idempotency-Key': key },
        )
      ).status;
    mock.faults.script('/transactions/score', ['503', 'ok']);
    expect(await score('payment_order_1')).toBe(503);
    mock.faults.add('hold phase=during on=/kyb/verify');
    mock.faults.add('delay phase=after ms=3600000 on=/watchlist/screen');
    const parked = [
      api.post('/kyb/verify', { company: { name: 'Atlas', country: 'MA' } }),
      api.post('/watchlist/screen', { type: 'individual', name: 'Sara' }),
    ].map(async (answer) => await answer.then(String, (error: unknown) => String(error)));
    while (mock.holds.list().length === 0 || mock.journal.list().length < 3) await Promise.resolve();

    await api.post('/developers/sandbox/reset');
    expect(await Promise.all(parked)).toEqual(['TypeError: fetch failed', 'TypeError: fetch failed']);
    expect(mock.holds.list()).toEqual([]);
    expect(await score('payment_order_1')).toBe(503);
  });
});
