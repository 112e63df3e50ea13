import { describe, expect, it } from 'vitest';
import type { Door } from '../doors.ts';
import { BODIES, bytesOf, ENDPOINTS, FROZEN, headersOf, PAY, PAYMENT, start } from './client.ts';

const KEY = 'order_456_payment_attempt_1';
const REQUEST_ID = /^req_[a-z0-9]{12}$/;

/** What a stored result is, and how it is answered again: R1 to R3, R12, R18, R19, R21, R22. */
export function replay(door: Door): void {
  describe('keys and replays', () => {
    it.each(ENDPOINTS)('R1 processes %s anew every time without a key, under a new id', async (path) => {
      const { mock, post } = await start(door, FROZEN);
      const answers = [await post(path, BODIES[path]), await post(path, BODIES[path]), await post(path, BODIES[path])];

      expect(new Set(answers.map(({ json }) => json['id'])).size).toBe(3);
      expect(new Set(answers.map(({ headers }) => headers.get('X-Request-Id'))).size).toBe(3);
      for (const { headers } of answers) {
        expect(headers.has('Idempotency-Key')).toBe(false);
        expect(headers.has('Idempotent-Replayed')).toBe(false);
      }
      expect(mock.operations.list()).toMatchObject([{ idempotency_key: null, attempts: 3, processed: 3 }]);
      expect(mock.keys.list()).toEqual([]);
    });

    it.each(ENDPOINTS)('R2 R3 processes %s once, and answers the same bytes from then on', async (path) => {
      const { mock, post } = await start(door, FROZEN);
      const first = await post(path, BODIES[path], { key: KEY });
      const second = await post(path, BODIES[path], { key: KEY });
      const third = await post(path, BODIES[path], { key: KEY, headers: { 'X-Request-ID': 'mine' } });

      const requestId = first.headers.get('X-Request-Id');
      const head = {
        'content-type': 'application/json',
        'idempotency-key': KEY,
        'x-ratelimit-limit': '1000000',
        'x-ratelimit-reset': String(Date.parse('2026-11-24T12:01:00Z') / 1000),
        'x-ratelimit-window': '60',
        'x-request-id': requestId,
      };
      expect(requestId).toMatch(REQUEST_ID);
      expect(first.status).toBe(path === '/identity/sessions' ? 201 : 200);
      expect(headersOf(first)).toEqual({ ...head, 'x-ratelimit-remaining': '999999' });
      for (const [replayed, remaining] of [
        [second, '999998'],
        [third, '999997'],
      ] as const) {
        expect(replayed.status).toBe(first.status);
        expect(replayed.text).toBe(first.text);
        // The limits are those of the replay; all else is the original's.
        expect(headersOf(replayed)).toEqual({
          ...head,
          'idempotent-replayed': 'true',
          'x-ratelimit-remaining': remaining,
        });
      }
      expect(mock.operations.list()).toMatchObject([{ idempotency_key: KEY, attempts: 3, processed: 1 }]);
      expect(mock.journal.list()).toMatchObject([
        { attempt: 1, outcome: 'processed', committed: true, request_id: requestId },
        { attempt: 2, outcome: 'replayed', committed: false, client_request_id: null },
        { attempt: 3, outcome: 'replayed', committed: false, client_request_id: 'mine' },
      ]);
      expect(mock.keys.list()).toMatchObject([
        {
          endpoint: `POST ${path}`,
          state: 'done',
          attempts: 3,
          request_id: requestId,
          expires_at: '2026-11-25T12:00:00.000Z',
        },
      ]);
    });

    it('R12 stores a business failure, and answers it again', async () => {
      const { mock, post } = await start(door);
      const blurred = { ...BODIES['/identity/verify'], document_front: 'mock:document_unreadable' };
      const first = await post('/identity/verify', blurred, { key: KEY });
      const second = await post('/identity/verify', blurred, { key: KEY });

      expect(first.status).toBe(422);
      expect(first.error).toMatchObject({
        code: 'document_unreadable',
        type: 'validation_error',
        param: 'document_front',
      });
      expect(first.error['request_id']).toBe(first.headers.get('X-Request-Id'));
      expect(second.status).toBe(422);
      expect(second.text).toBe(first.text);
      expect(second.headers.get('Idempotent-Replayed')).toBe('true');
      expect(mock.operations.list()).toMatchObject([{ processed: 1 }]);
    });

    it.each([
      { status: 400, body: '{"amount":', ask: {} },
      { status: 400, body: { ...PAYMENT, amount: 0 }, ask: {} },
      { status: 400, body: PAYMENT, ask: { headers: { 'X-Mock-Scenario': 'aproove' } } },
      { status: 400, body: PAYMENT, ask: { headers: { 'TXCloud-Version': '2024-01-01' } } },
      { status: 401, body: PAYMENT, ask: { apiKey: 'txc_test_revoked' } },
      { status: 403, body: PAYMENT, ask: { apiKey: 'txc_test_forbidden' } },
      { status: 415, body: 'amount=1000', ask: { headers: { 'Content-Type': 'application/x-www-form-urlencoded' } } },
    ])(
      'R12 stores no $status that came before processing, and leaves the key unused',
      async ({ status, body, ask }) => {
        const { mock, post } = await start(door);
        const refused = await post(PAY, body, { key: KEY, ...ask });
        expect(refused.status).toBe(status);
        expect(mock.keys.list()).toEqual([]);

        const other = await post(PAY, { ...PAYMENT, amount: 7 }, { key: KEY });
        expect(other.status).toBe(200);
        expect(other.headers.has('Idempotent-Replayed')).toBe(false);
      },
    );

    it('R12 stores no 413 and no 429', async () => {
      const { mock, post } = await start(door, { ...FROZEN, plan: 'free' });
      const huge = await post(PAY, 'x'.repeat(32 * 1024 * 1024 + 1), { key: KEY });
      expect(huge.status).toBe(413);
      expect(huge.error).toMatchObject({ code: 'payload_too_large' });
      for (let i = 1; i < 60; i++) await post(PAY, '{');
      const limited = await post(PAY, PAYMENT, { key: KEY });
      expect(limited.status).toBe(429);
      expect(mock.keys.list()).toEqual([]);

      mock.clock.advance('1m');
      expect((await post(PAY, PAYMENT, { key: KEY })).status).toBe(200);
    });

    it('R18 ignores a key on GET and DELETE: not checked, not stored, not echoed', async () => {
      const { mock, get, post, send } = await start(door);
      const made = await post('/identity/verify', BODIES['/identity/verify']);
      const path = `/identity/verifications/${String(made.json['id'])}`;
      for (const key of ['bad', KEY]) {
        const read = await get(path, { key });
        expect(read.status).toBe(200);
        expect(read.headers.has('Idempotency-Key')).toBe(false);
      }
      const deleted = await send('DELETE', path, { key: KEY });
      expect(deleted.headers.has('Idempotency-Key')).toBe(false);
      expect((await send('DELETE', path, { key: KEY })).status).toBe(404);
      expect(mock.keys.list()).toEqual([]);
    });

    it('R19 asks for the API key first: 401 and 403 are the same whether the key was used or not', async () => {
      const refusals = async (used: boolean): Promise<unknown[]> => {
        const { post } = await start(door, FROZEN);
        if (used) await post(PAY, PAYMENT, { key: KEY });
        const answers = [];
        for (const apiKey of [null, 'nonsense', 'txc_test_revoked', 'txc_test_forbidden', 'txc_test_scoped.kyb:read']) {
          answers.push(bytesOf(await post(PAY, PAYMENT, { key: KEY, apiKey })));
        }
        return answers;
      };
      expect(await refusals(true)).toEqual(await refusals(false));
    });

    it('R21 answers from the stored result after the object was deleted', async () => {
      const { get, post, send } = await start(door);
      const first = await post('/identity/verify', BODIES['/identity/verify'], { key: KEY });
      const path = `/identity/verifications/${String(first.json['id'])}`;
      expect((await get(path)).text).toBe(first.text);

      const deleted = await send('DELETE', path);
      expect(deleted.text).toBe(JSON.stringify({ id: first.json['id'], object: 'verification', deleted: true }));
      expect((await get(path)).status).toBe(404);
      const replayed = await post('/identity/verify', BODIES['/identity/verify'], { key: KEY });
      expect([replayed.status, replayed.text]).toEqual([200, first.text]);
    });

    it('R22 answers with the stored 201 pending after the verification has finished', async () => {
      const { get, mock, post } = await start(door, { ...FROZEN, asyncLatency: '2s' });
      const body = { ...BODIES['/identity/verify'], mode: 'async' };
      const first = await post('/identity/verify', body, { key: KEY });
      const path = `/identity/verifications/${String(first.json['id'])}`;
      expect(first.status).toBe(201);
      expect(first.json).toEqual({
        id: first.json['id'],
        object: 'identity.verification',
        status: 'pending',
        created_at: '2026-11-24T12:00:00.000Z',
      });
      mock.clock.advance(1_999);
      expect((await get(path)).text).toBe(first.text);
      mock.clock.advance(1);
      expect((await get(path)).json).toMatchObject({ id: first.json['id'], status: 'verified' });

      const replayed = await post('/identity/verify', body, { key: KEY });
      expect([replayed.status, replayed.text]).toEqual([201, first.text]);
      expect(replayed.headers.get('Idempotent-Replayed')).toBe('true');
    });
  });
}
