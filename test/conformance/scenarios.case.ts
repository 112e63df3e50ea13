import { describe, expect, it } from 'vitest';
import type { Door } from '../doors.ts';
import { BODIES, type Endpoint, FROZEN, PAY, PAYMENT, start } from './client.ts';

const KEY = 'order_456_payment_attempt_1';

/** Every scenario of every endpoint, and what of the answer shows it. */
const SCENARIOS: Readonly<Record<Endpoint, Readonly<Record<string, object>>>> = {
  '/identity/verify': {
    verified: { status: 'verified' },
    rejected: { status: 'rejected' },
    review: { status: 'review' },
    document_expired: { status: 'rejected', checks: { data_validation: { status: 'failed' } } },
    document_unreadable: { error: { code: 'document_unreadable' } },
    face_not_detected: { error: { code: 'face_not_detected' } },
    face_mismatch: { status: 'rejected', checks: { face_match: { status: 'failed', match: false } } },
    liveness_failed: { status: 'rejected', checks: { liveness: { status: 'failed', is_live: false } } },
    fraud_detected: { status: 'rejected', checks: { fraud: { status: 'failed', tampering_detected: true } } },
  },
  '/identity/sessions': { expired: { status: 'expired' } },
  '/transactions/score': {
    approve: { decision: 'approve' },
    review: { decision: 'review' },
    challenge: { decision: 'challenge' },
    decline: { decision: 'decline' },
    velocity_exceeded: { decision: 'decline', checks: { velocity: { passed: false } } },
    recipient_blocked: { decision: 'decline', checks: { recipient: { passed: false } } },
    amount_exceeded: { decision: 'decline', checks: { amount: { passed: false } } },
  },
  '/lending/assess': {
    approve: { decision: { recommendation: 'approve' } },
    approve_with_conditions: { decision: { recommendation: 'approve_with_conditions' } },
    review: { decision: { recommendation: 'review' } },
    decline: { decision: { recommendation: 'decline' } },
    thin_file: { status: 'completed' },
    income_mismatch: { income_analysis: { income_match: false } },
  },
  '/kyb/verify': {
    verified: { status: 'verified' },
    review: { status: 'review' },
    rejected: { status: 'rejected' },
    company_not_found: { error: { code: 'company_not_found' } },
    director_sanctioned: { status: 'rejected', screening: { status: 'failed' } },
    dissolved: { status: 'rejected', company: { status: 'dissolved' } },
  },
  '/watchlist/screen': {
    clear: { status: 'clear', hits: 0 },
    potential_match: { status: 'potential_match', hits: 1 },
    confirmed_hit: { status: 'confirmed_hit', hits: 1, matches: [{ score: 1 }] },
    pep: { hits: 1, checks: { pep: { matches: 1 } } },
    adverse_media: { hits: 1, checks: { adverse_media: { matches: 1 } } },
  },
};
const ROWS = Object.entries(SCENARIOS).flatMap(([path, shows]) =>
  Object.entries(shows).map(([scenario, shown]) => ({ path: path as Endpoint, scenario, shown })),
);
const STATUSES: Readonly<Record<string, number>> = { '/identity/sessions': 201 };

/** Asking for an outcome: platform.md, "Scenarios". */
export function scenarios(door: Door): void {
  describe('scenarios', () => {
    it.each(ROWS)('$path $scenario, by header, token, option and library', async ({ path, scenario, shown }) => {
      const status = 'error' in shown ? 422 : (STATUSES[path] ?? 200);
      const asked = await start(door, FROZEN);
      const byHeader = await asked.post(path, BODIES[path], { headers: { 'X-Mock-Scenario': scenario } });
      const token = { ...BODIES[path], metadata: { note: `Sara mock:${scenario}` } };
      const byToken = await asked.post(path, token, { apiKey: 'txc_test_43' });
      const optional = await start(door, { ...FROZEN, scenario: `${scenario} on=${path}` });
      const byOption = await optional.post(path, BODIES[path]);
      const set = asked.mock.scenarios.set(scenario, { on: path, times: 1 });
      const byLibrary = await asked.post(path, BODIES[path], { apiKey: 'txc_test_44' });
      const after = await asked.post(path, BODIES[path], { apiKey: 'txc_test_44' });

      for (const answer of [byHeader, byToken, byOption, byLibrary]) {
        expect([scenario, answer.status]).toEqual([scenario, status]);
        expect(answer.json).toMatchObject(shown);
      }
      // The same parameters and the same scenario: the same bytes, however it was asked for.
      expect(byOption.text).toBe(byHeader.text);
      expect(asked.mock.scenarios.list()).toEqual([{ ...set, used: 1 }]);
      expect(after.status).toBe(STATUSES[path] ?? 200);
    });

    it('is asked for in any string of the data: in a list, deep inside, in a part of a form', async () => {
      const { post } = await start(door);
      const applicant = { ...BODIES['/lending/assess'].applicant, last_name: 'Bennani mock:decline' };
      const deep = await post('/lending/assess', { ...BODIES['/lending/assess'], applicant });
      expect(deep.json).toMatchObject({ decision: { recommendation: 'decline' } });
      const listed = await post(PAY, { ...PAYMENT, metadata: { tags: [{ a: ['mock:challenge'] }] } });
      expect(listed.json).toMatchObject({ decision: 'challenge' });
      const form = new FormData();
      form.set('country', 'MA');
      form.set('document_front', new Blob(['pixels']), 'front.jpg');
      form.set('selfie', new Blob(['pixels']), 'selfie.jpg');
      form.set('metadata', '{"name":"Sara mock:face_mismatch"}');
      expect((await post('/identity/verify', form)).json).toMatchObject({ status: 'rejected' });
    });

    it('the nearest wins: the header, then the token, then the world, then the mock, then the data', async () => {
      const { mock, post } = await start(door, { scenario: 'approve on=/transactions/score' });
      const decision = async (body: object, header?: string): Promise<unknown> =>
        (await post(PAY, body, header === undefined ? {} : { headers: { 'X-Mock-Scenario': header } })).json[
          'decision'
        ];
      const token = { ...PAYMENT, metadata: { note: 'mock:challenge' } };
      expect(await decision(PAYMENT)).toBe('approve');
      mock.world('txc_test_42').scenarios.set('review');
      expect(await decision(PAYMENT)).toBe('review');
      expect(await decision(token)).toBe('challenge');
      expect(await decision(token, 'decline')).toBe('decline');
      mock.world('txc_test_42').scenarios.clear();
      expect(await decision(PAYMENT)).toBe('approve');
      expect((await post(PAY, PAYMENT, { apiKey: 'txc_test_other' })).json['decision']).toBe('approve');
    });

    it('wins over the data: a check that it needs runs and fails, whether it was asked for or not', async () => {
      const { post } = await start(door);
      const body = { ...BODIES['/identity/verify'], checks: ['ocr'] };
      const answer = await post('/identity/verify', body, { headers: { 'X-Mock-Scenario': 'face_mismatch' } });
      expect(answer.json).toMatchObject({ status: 'rejected', checks: { face_match: { status: 'failed' } } });
    });

    it('a scenario with times is used up by work that was done, and by no replay or lost attempt', async () => {
      const { mock, post } = await start(door, { fault: 'status code=500 phase=during attempt=1' });
      mock.scenarios.set('decline', { on: PAY, times: 1 });
      const failed = await post(PAY, PAYMENT, { key: KEY });
      const done = await post(PAY, PAYMENT, { key: KEY });
      const replayed = await post(PAY, PAYMENT, { key: KEY });
      expect([failed.status, done.json['decision'], replayed.json['decision']]).toEqual([500, 'decline', 'decline']);
      expect(mock.scenarios.list()).toMatchObject([{ scenario: 'decline', on: PAY, times: 1, used: 1 }]);
    });

    it.each([
      { ask: { headers: { 'X-Mock-Scenario': 'face_missmatch' } }, metadata: {}, param: 'X-Mock-Scenario' },
      { ask: {}, metadata: { name: 'Sara mock:face_missmatch' }, param: 'metadata.name' },
      { ask: {}, metadata: { names: ['Ali', 'mock:face_missmatch'] }, param: 'metadata.names[1]' },
      // A scenario of another endpoint is unknown here.
      { ask: { headers: { 'X-Mock-Scenario': 'thin_file' } }, metadata: {}, param: 'X-Mock-Scenario' },
    ])('an unknown one is a 400 that lists the known ones: $param', async ({ ask, metadata, param }) => {
      const { mock, post } = await start(door);
      const answer = await post('/identity/verify', { ...BODIES['/identity/verify'], metadata }, { key: KEY, ...ask });
      expect(answer.status).toBe(400);
      expect(answer.error).toMatchObject({ code: 'invalid_parameter', type: 'validation_error', param });
      for (const known of Object.keys(SCENARIOS['/identity/verify'])) expect(answer.error['message']).toContain(known);
      expect(mock.keys.list()).toEqual([]);
    });

    it('is no hammock', async () => {
      const { post } = await start(door);
      expect((await post(PAY, { ...PAYMENT, metadata: { note: 'hammock:blue' } })).status).toBe(200);
    });

    it('is no port of a host that is called mock', async () => {
      const { post } = await start(door);
      expect((await post(PAY, { ...PAYMENT, metadata: { callback: 'http://mock:8080/hook' } })).status).toBe(200);
    });
  });
}
