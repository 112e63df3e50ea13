import { describe, expect, it } from 'vitest';
import type { Door } from '../doors.ts';
import { BODIES, FROZEN, PAY, PAYMENT, start } from './client.ts';

const KEY = 'order_456_payment_attempt_1';
const HOUR = 3_600_000;

/** What a key is unique within, and for how long: R10, R11. */
export function lifetime(door: Door): void {
  describe('scope and expiry', () => {
    it('R10 knows a key by its API key and endpoint, and marks one that is used on two endpoints', async () => {
      const { mock, post } = await start(door);
      const [verify, assess] = [BODIES['/identity/verify'], BODIES['/lending/assess']];
      await post('/identity/verify', verify, { key: KEY });
      await post('/lending/assess', assess, { key: KEY });
      await post('/lending/assess', assess, { key: KEY, apiKey: 'txc_test_other' });

      expect(mock.journal.list()).toMatchObject([
        { outcome: 'processed', key_also_used_on: [] },
        { outcome: 'processed', key_also_used_on: ['POST /identity/verify'] },
        { outcome: 'processed', key_also_used_on: [] },
      ]);
    });

    it('R10 marks no request that has no key', async () => {
      const { mock, send } = await start(door);
      for (const method of ['GET', 'DELETE']) await send(method, '/identity/verifications/ver_000000000000');
      expect(mock.journal.list().map((attempt) => attempt.key_also_used_on)).toEqual([[], []]);
    });

    it('R10 with scope=account a key belongs to the API key alone', async () => {
      const { mock, post } = await start(door, { scope: 'account' });
      const first = await post('/identity/verify', BODIES['/identity/verify'], { key: KEY });
      const elsewhere = await post('/lending/assess', BODIES['/lending/assess'], { key: KEY });
      const foreign = await post('/lending/assess', BODIES['/lending/assess'], { key: KEY, apiKey: 'txc_test_other' });
      const again = await post('/identity/verify', BODIES['/identity/verify'], { key: KEY });

      expect(elsewhere.error).toMatchObject({ code: 'idempotency_key_conflict' });
      expect(foreign.status).toBe(200);
      expect(again.text).toBe(first.text);
      expect(mock.world('txc_test_42').keys.list()).toMatchObject([
        { idempotency_key: KEY, endpoint: null, attempts: 3 },
      ]);
    });

    it.each([
      { ttl: undefined, life: 24 * HOUR },
      { ttl: '90m', life: 1.5 * HOUR },
    ])(
      'R11 a key is free again at exactly its time, and no replay makes it longer: ttl=$ttl',
      async ({ ttl, life }) => {
        const { mock, post } = await start(door, { ...FROZEN, ttl });
        const first = await post(PAY, PAYMENT, { key: KEY });
        mock.clock.advance(life - 1);
        const last = await post(PAY, PAYMENT, { key: KEY });
        mock.clock.advance(1);
        expect(mock.keys.list()).toEqual([]);
        const anew = await post(PAY, PAYMENT, { key: KEY });

        expect(last.text).toBe(first.text);
        expect(anew.headers.has('Idempotent-Replayed')).toBe(false);
        expect(anew.json['id']).not.toBe(first.json['id']);
        expect(anew.headers.get('X-Request-Id')).not.toBe(first.headers.get('X-Request-Id'));
        // Expiry does not restart the count of attempts.
        expect(mock.operations.list()).toMatchObject([{ attempts: 3, processed: 2 }]);
      },
    );

    it('R11 counts from the moment of storing, not of asking', async () => {
      const { mock, post } = await start(door, { ...FROZEN, fault: 'delay ms=3600000 phase=during attempt=1' });
      const first = post(PAY, PAYMENT, { key: KEY });
      await expect.poll(() => mock.keys.list()).toMatchObject([{ state: 'in_flight', expires_at: null }]);
      mock.clock.advance(HOUR);
      await first;
      expect(mock.keys.list()).toMatchObject([
        { state: 'done', created_at: '2026-11-24T12:00:00.000Z', expires_at: '2026-11-25T13:00:00.000Z' },
      ]);
    });
  });
}
