import { describe, expect, it } from 'vitest';
import type { MockOptions } from '../../src/options.ts';
import type { Door } from '../doors.ts';
import { type Ask, BODIES, FROZEN, initOf, PAY, PAYMENT, readAnswer, start } from './client.ts';

const KEY = 'order_456_payment_attempt_1';

/** Which keys are good, what is asked first, and how many there may be: R6 to R9, R20, R23. */
export function keys(door: Door): void {
  describe('formats, order and bounds', () => {
    const good: readonly [ruling: string, key: string, options: MockOptions][] = [
      ['R6', 'a'.repeat(10), {}],
      ['R6', 'a'.repeat(255), {}],
      ['R6', 'user_123_verify_2025-01-15T10:30:00Z', {}],
      ['R6', 'order_456_payment_attempt_1', { keyFormat: 'strict' }],
      ['R6', 'x', { keyFormat: 'any' }],
      ['R6', 'an order, and a half!', { keyFormat: 'any' }],
      ['R7', '"8e03978e-40d5-43dd-bc93-6894a57f9324"', { keyFormat: 'any' }],
    ];
    it.each(good)('%s takes the key %s with %j', async (_, key, options) => {
      const { post } = await start(door, options);
      const first = await post(PAY, PAYMENT, { key });
      expect([first.status, first.headers.get('Idempotency-Key')]).toEqual([200, key]);
      expect((await post(PAY, PAYMENT, { key })).headers.get('Idempotent-Replayed')).toBe('true');
    });

    const bad: readonly [ruling: string, key: string, options: MockOptions, says: RegExp][] = [
      ['R6', 'abc123', {}, /\b6 characters\b/],
      ['R6', 'a'.repeat(9), {}, /\b9 characters\b/],
      ['R6', 'a'.repeat(256), {}, /\b256 characters\b/],
      ['R6', 'order 456 payment', {}, /U\+0020 at position 6/],
      ['R6', 'order.456.payment', {}, /'\.' at position 6/],
      ['R6', 'order_456_paiement_\u00e9t\u00e9', {}, /U\+00E9 at position 20/],
      ['R6', '2025-01-15T10:30:00Z', { keyFormat: 'strict' }, /':' at position 14/],
      ['R6', 'a'.repeat(256), { keyFormat: 'any' }, /\b256 characters\b/],
      ['R6', '\u00e9t\u00e9', { keyFormat: 'any' }, /U\+00E9 at position 1/],
      ['R7', '"8e03978e-40d5-43dd-bc93-6894a57f9324"', {}, /'"' at position 1/],
      ['R9', '', {}, /empty/],
      ['R9', '   ', {}, /empty/],
      ['R9', '', { keyFormat: 'any' }, /empty/],
    ];
    it.each(bad)('%s refuses the key %j with %j', async (_, key, options, says) => {
      const { mock, post } = await start(door, options);
      const answer = await post(PAY, PAYMENT, { key });
      expect(answer.status).toBe(400);
      expect(answer.error).toMatchObject({
        code: 'invalid_parameter',
        type: 'validation_error',
        param: 'Idempotency-Key',
        message: expect.stringMatching(says) as string,
      });
      expect(answer.headers.has('Idempotency-Key')).toBe(false);
      expect(mock.keys.list()).toEqual([]);
      expect(mock.journal.list()).toMatchObject([{ outcome: 'refused', idempotency_key: null, committed: false }]);
    });

    it('R8 refuses two Idempotency-Key headers, equal or not', async () => {
      const { open } = await start(door);
      for (const second of [KEY, 'order_456_payment_attempt_2']) {
        const init = initOf('POST', { body: PAYMENT });
        const headers = new Headers(init.headers);
        headers.append('Idempotency-Key', KEY);
        headers.append('Idempotency-Key', second);
        const answer = await readAnswer(await open.fetch(`/v1${PAY}`, { ...init, headers }));
        expect(answer.status).toBe(400);
        expect(answer.error).toMatchObject({ code: 'invalid_parameter', param: 'Idempotency-Key' });
      }
    });

    it('R20 asks in order: path, method, API key, rate, media type, key, syntax, schema', async () => {
      const { mock, send } = await start(door, { ...FROZEN, plan: 'free' });
      const wrong = { apiKey: 'txc_test_revoked', key: 'bad', headers: { 'Content-Type': 'text/plain' }, body: '{' };
      const steps: readonly (readonly [method: string, path: string, change: Ask, status: number, code: string])[] = [
        ['PUT', '/no/such/path', {}, 404, 'not_found'],
        ['PUT', PAY, {}, 405, 'method_not_allowed'],
        ['POST', PAY, {}, 401, 'key_revoked'],
        ['POST', PAY, { apiKey: 'txc_test_scoped.kyb:write' }, 403, 'forbidden'],
        ['POST', PAY, { apiKey: 'txc_test_1' }, 415, 'unsupported_media_type'],
        ['POST', PAY, { apiKey: 'txc_test_1', headers: {} }, 400, 'invalid_parameter'],
        ['POST', PAY, { apiKey: 'txc_test_1', headers: {}, key: KEY }, 400, 'invalid_request'],
        ['POST', PAY, { apiKey: 'txc_test_1', headers: {}, key: KEY, body: {} }, 400, 'missing_parameter'],
        ['POST', PAY, { apiKey: 'txc_test_1', headers: {}, key: KEY, body: PAYMENT }, 200, ''],
        [
          'POST',
          PAY,
          { apiKey: 'txc_test_1', headers: {}, key: KEY, body: { ...PAYMENT, amount: 7 } },
          409,
          'idempotency_key_conflict',
        ],
        // A replay whose body no longer parses.
        ['POST', PAY, { apiKey: 'txc_test_1', headers: {}, key: KEY }, 400, 'invalid_request'],
      ];
      for (const [method, path, change, status, code] of steps) {
        const answer = await send(method, path, { ...wrong, ...change });
        expect([answer.status, answer.error['code'] ?? '']).toEqual([status, code]);
      }
      const world = mock.world('txc_test_1');
      while (world.journal.list().length < 60) await send('GET', '/transactions', { apiKey: 'txc_test_1' });
      // The rate comes before everything that follows it, and a replay may be a 429; the record is left alone.
      expect((await send('POST', PAY, { ...wrong, apiKey: 'txc_test_1' })).status).toBe(429);
      const replay = { apiKey: 'txc_test_1', key: KEY, body: PAYMENT };
      expect((await send('POST', PAY, replay)).status).toBe(429);
      mock.clock.advance('1m');
      expect((await send('POST', PAY, replay)).headers.get('Idempotent-Replayed')).toBe('true');
    });

    it.each<{ options: MockOptions }>([{ options: { maxKeys: 3 } }, { options: { maxBytes: 4_000 } }])(
      'R23 answers 507 past its bounds rather than forget a key: $options',
      async ({ options }) => {
        const { mock, post } = await start(door, { ...FROZEN, ...options });
        const body = BODIES['/identity/sessions'];
        const ask = async (n: number) => await post('/identity/sessions', body, { key: `session_number_${n}` });
        const answers = [];
        for (let n = 0; n < 10; n++) answers.push(await ask(n));
        const made = answers.filter(({ status }) => status === 201);
        const full = answers.slice(made.length);

        expect(made.length).toBeGreaterThan(1);
        expect(full.length).toBeGreaterThan(1);
        for (const answer of full) {
          expect(answer.status).toBe(507);
          expect(answer.error).toMatchObject({ code: 'idempotency_store_full', type: 'api_error' });
        }
        // Whoever has a key keeps it; nobody gets a new one, whichever API key he comes with.
        for (const [n, answer] of made.entries()) expect((await ask(n)).text).toBe(answer.text);
        expect((await post(PAY, PAYMENT, { key: KEY, apiKey: 'txc_test_other' })).status).toBe(507);
        if (options.maxKeys !== undefined) expect((await post(PAY, PAYMENT)).status).toBe(200);

        mock.reset();
        expect((await ask(0)).status).toBe(201);
      },
    );

    it('R23 takes new keys again when old ones have expired', async () => {
      const { mock, post } = await start(door, { ...FROZEN, maxKeys: 2 });
      for (const key of ['first_key_1', 'second_key_2']) await post(PAY, PAYMENT, { key });
      expect((await post(PAY, PAYMENT, { key: 'third_key_3', apiKey: 'txc_test_other' })).status).toBe(507);
      mock.clock.advance('24h');
      expect((await post(PAY, PAYMENT, { key: 'third_key_3', apiKey: 'txc_test_other' })).status).toBe(200);
    });
  });
}
