import { describe, expect, it } from 'vitest';
import type { PendingVerification, Verification, VerificationAudit } from '../src/contract/types.ts';
import { createMock, type Mock } from '../src/index.ts';
import { Api, type ErrorBody } from './api.ts';

const ASYNC = { document_front: '...', country: 'MA', document_type: 'passport', mode: 'async' };
const KEY = { 'Idempotency-Key': 'verification_1' };

function frozen(): Mock {
  return createMock({ clock: '2026-11-24T09:30:00Z', freeze: true });
}

async function begin(api: Api, headers: Record<string, string> = {}): Promise<string> {
  return `/identity/verifications/${(await api.post<PendingVerification>('/identity/verify', ASYNC, headers)).json.id}`;
}

async function story(api: Api, path: string): Promise<string[]> {
  const { json } = await api.get<VerificationAudit>(`${path}/audit`);
  return json.events.map(({ timestamp, event, details }) =>
    [timestamp.slice(11, 19), event.replace('verification.', ''), details['status']].filter(Boolean).join(' '),
  );
}

describe('an async verification', () => {
  it('is pending for --async-latency; a replay stays pending (R22)', async () => {
    const mock = frozen();
    const api = new Api(mock);
    const first = await api.post<PendingVerification>('/identity/verify', ASYNC, KEY);
    expect([first.status, first.json.status]).toEqual([201, 'pending']);
    const path = `/identity/verifications/${first.json.id}`;
    mock.clock.advance(1999);
    expect((await api.get<PendingVerification>(path)).json.status).toBe('pending');
    mock.clock.advance(1);
    const done = await api.get<Verification>(path);
    expect(done.json).toMatchObject({ status: 'verified', updated_at: '2026-11-24T09:30:02.000Z' });
    const replay = await api.post('/identity/verify', ASYNC, KEY);
    expect([replay.status, replay.json, replay.headers.get('idempotent-replayed')]).toEqual([201, first.json, 'true']);
    expect(await story(api, path)).toEqual(['09:30:00 created', '09:30:02 completed verified']);
  });

  it('can be cancelled while it is pending, and never finishes then', async () => {
    const mock = frozen();
    const api = new Api(mock);
    const path = await begin(api);
    mock.clock.advance('1s');
    const cancelled = await api.post<Verification>(`${path}/cancel`);
    expect([cancelled.status, cancelled.json.status]).toEqual([200, 'expired']);
    mock.clock.advance('1h');
    expect((await api.get(path)).json).toEqual(cancelled.json);
    expect((await api.get<{ total_count: number }>('/identity/verifications?status=expired')).json.total_count).toBe(1);
    const again = await api.post<ErrorBody>(`${path}/cancel`);
    expect([again.status, again.json.error.code]).toEqual([409, 'invalid_state']);
    expect(await story(api, path)).toEqual(['09:30:00 created', '09:30:01 cancelled']);
  });

  it('can be done again after it was rejected, under the same id', async () => {
    const mock = frozen();
    const api = new Api(mock);
    const path = await begin(api, { 'X-Mock-Scenario': 'face_mismatch' });
    expect((await api.post<ErrorBody>(`${path}/retry`)).json.error.code).toBe('invalid_state');
    mock.clock.advance('2s');
    const rejected = await api.get<Verification>(path);
    expect(rejected.json.status).toBe('rejected');
    mock.clock.advance('1m');
    const retried = await api.post<Verification>(`${path}/retry`, { selfie: 'another' });
    expect(retried.json).toMatchObject({ status: 'verified', updated_at: '2026-11-24T09:31:02.000Z' });
    expect([retried.json.id, retried.json.created_at]).toEqual([rejected.json.id, rejected.json.created_at]);
    expect(retried.json.checks.face_match?.status).toBe('passed');
    expect((await api.get(path)).json).toEqual(retried.json);
    expect((await api.post<ErrorBody>(`${path}/retry`)).json.error.code).toBe('invalid_state');
    expect(await story(api, path)).toEqual([
      '09:30:00 created',
      '09:30:02 completed rejected',
      '09:31:02 retried',
      '09:31:02 completed verified',
    ]);
  });

  it('keeps the last hundred lines of a story, however often a verification is done again', async () => {
    const api = new Api(createMock({ scenario: 'rejected' }));
    const verify = { document_front: 'front', country: 'MA' };
    const { id } = (await api.post<Verification>('/identity/verify', verify)).json;
    for (let i = 0; i < 60; i++)
      await api.post(`/identity/verifications/${id}/retry`, { document_front: `mock:rejected ${i}` });
    const { events } = (await api.get<{ events: { event: string }[] }>(`/identity/verifications/${id}/audit`)).json;
    expect(events.length).toBe(102);
    expect([events[0]?.event, events.at(-1)?.event]).toEqual(['verification.created', 'verification.completed']);
  });

  it('takes scenarios for the retry, a 422 among them that changes nothing', async () => {
    const api = new Api(frozen());
    const { json } = await api.post<Verification>('/identity/verify', {
      ...ASYNC,
      mode: 'sync',
      document_front: 'mock:rejected',
    });
    const path = `/identity/verifications/${json.id}`;
    const unreadable = await api.post<ErrorBody>(`${path}/retry`, undefined, {
      'X-Mock-Scenario': 'document_unreadable',
    });
    expect([unreadable.status, unreadable.json.error.code]).toEqual([422, 'document_unreadable']);
    expect((await api.get(path)).json).toEqual(json);
    expect((await api.post<Verification>(`${path}/retry`, { document_front: 'mock:review' })).json.status).toBe(
      'review',
    );
  });

  it('is nobody else’s, and gone when it is deleted', async () => {
    const mock = frozen();
    const api = new Api(mock);
    const path = await begin(api);
    for (const [method, call] of [
      ['POST', 'cancel'],
      ['POST', 'retry'],
      ['GET', 'audit'],
    ] as const) {
      expect((await new Api(mock, 'txc_test_other').send(method, `${path}/${call}`)).status).toBe(404);
    }
    await api.send('DELETE', path);
    mock.clock.advance('2s');
    expect((await api.get(path)).status).toBe(404);
    expect((await api.get(`${path}/audit`)).status).toBe(404);
  });
});
