import { describe, expect, it } from 'vitest';
import type { Door } from '../doors.ts';
import { BODIES, bytesOf, ENDPOINTS, failureOf, FROZEN, park, PAY, PAYMENT, start, until } from './client.ts';

const KEY = 'order_456_payment_attempt_1';
const ask = { key: KEY };

/** What happens while a key is claimed: R13 to R17. A `hold` makes each race a test and not a hope. */
export function races(door: Door): void {
  describe('while the first is being processed', () => {
    it.each(ENDPOINTS)('R14 refuses %s, comparing the parameters first, until the first is done', async (path) => {
      const client = await start(door, { fault: 'hold attempt=1' });
      const { mock, post } = client;
      const first = await park(client, async () => await post(path, BODIES[path], ask));
      expect(mock.keys.list()).toMatchObject([{ state: 'in_flight', expires_at: null, request_id: null }]);

      const second = await post(path, BODIES[path], ask);
      const other = await post(path, { ...BODIES[path], metadata: { other: true } }, ask);
      mock.holds.releaseAll();
      const done = await first.answer;
      const replayed = await post(path, BODIES[path], ask);

      expect(second.status).toBe(409);
      expect(second.headers.get('Retry-After')).toBe('1');
      expect(second.headers.get('Idempotency-Key')).toBe(KEY);
      expect(second.error).toMatchObject({ code: 'idempotency_request_in_progress', type: 'idempotency_error' });
      expect(other.error).toMatchObject({ code: 'idempotency_key_conflict', type: 'invalid_request_error' });
      expect(other.headers.has('Retry-After')).toBe(false);
      expect(replayed.text).toBe(done.text);
      expect(replayed.headers.get('X-Request-Id')).toBe(done.headers.get('X-Request-Id'));
      expect(mock.operations.list()).toMatchObject([{ attempts: 4, processed: 1 }]);
      expect(mock.journal.list().map(({ outcome }) => outcome)).toEqual([
        'processed',
        'in_progress',
        'conflict',
        'replayed',
      ]);
    });

    it('R14 a request without a key, or with another, goes its own way', async () => {
      const client = await start(door, { fault: `hold key=${KEY}` });
      const { mock, post } = client;
      const first = await park(client, async () => await post(PAY, PAYMENT, ask));
      expect((await post(PAY, PAYMENT)).status).toBe(200);
      expect((await post(PAY, PAYMENT, { key: 'order_457_payment_attempt_1' })).status).toBe(200);
      expect((await post(PAY, PAYMENT, { key: 'order_456_payment', apiKey: 'txc_test_other' })).status).toBe(200);
      mock.holds.releaseAll();
      expect((await first.answer).status).toBe(200);
    });

    it('R14 with inFlight=wait everybody gets the result of the first, as a replay', async () => {
      const client = await start(door, { inFlight: 'wait', fault: 'hold attempt=1' });
      const { mock, post } = client;
      const first = await park(client, async () => await post(PAY, PAYMENT, ask));
      const waiting = Array.from({ length: 20 }, async () => await post(PAY, PAYMENT, ask));
      await until(() => mock.journal.list().length === 21);
      // Parameters are compared first: a conflict does not wait.
      expect((await post(PAY, { ...PAYMENT, amount: 7 }, ask)).error['code']).toBe('idempotency_key_conflict');
      mock.holds.releaseAll();

      const done = await first.answer;
      for (const answer of await Promise.all(waiting)) {
        expect(answer.text).toBe(done.text);
        expect(answer.headers.get('Idempotent-Replayed')).toBe('true');
        expect(answer.headers.get('X-Request-Id')).toBe(done.headers.get('X-Request-Id'));
      }
      expect(mock.operations.list()).toMatchObject([{ attempts: 22, processed: 1 }]);
    });

    it('R14 with inFlight=wait one waiter is processed when the first fails, and the rest go on waiting', async () => {
      const client = await start(door, { inFlight: 'wait' });
      const { mock, post } = client;
      mock.faults.add('delay ms=3600000 phase=during attempt=1');
      mock.faults.add('status code=500 phase=during attempt=1');
      mock.clock.freeze();
      const first = post(PAY, PAYMENT, ask);
      await until(() => mock.journal.list()[0]?.fault !== null && mock.keys.list().length === 1);
      const waiting = Array.from({ length: 10 }, async () => await post(PAY, PAYMENT, ask));
      await until(() => mock.journal.list().length === 11);
      mock.clock.advance('1h');

      const answers = await Promise.all(waiting);
      expect((await first).status).toBe(500);
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
      expect(answers.filter(({ headers }) => headers.get('Idempotent-Replayed') === 'true')).toHaveLength(9);
      expect(mock.operations.list()).toMatchObject([{ attempts: 11, processed: 1 }]);
    });

    it.each([
      { inFlight: 'reject', count: 500 },
      { inFlight: 'wait', count: 100 },
    ] as const)('R14 processes one of $count at once: inFlight=$inFlight', async ({ inFlight, count }) => {
      const { mock, post } = await start(door, { ...FROZEN, inFlight, latency: 1 });
      const answers = await Promise.all(Array.from({ length: count }, async () => await post(PAY, PAYMENT, ask)));
      const made = answers.filter(({ status }) => status === 200);
      expect(mock.operations.list()).toMatchObject([{ attempts: count, processed: 1 }]);
      expect(mock.journal.list({ outcome: 'processed' })).toHaveLength(1);
      expect(new Set(made.map(({ text }) => text)).size).toBe(1);
      expect(made.filter(({ headers }) => !headers.has('Idempotent-Replayed'))).toHaveLength(1);
      if (inFlight === 'wait') expect(made).toHaveLength(count);
      for (const { error, status } of answers)
        if (status !== 200) expect(error['code']).toBe('idempotency_request_in_progress');
    });

    it.each(['reset', 'close', 'status code=500', 'status code=503 body=html', 'status code=200 body=empty'])(
      'R13 stores nothing and frees the key at once when the worker dies: %s',
      async (fault) => {
        const { mock, post } = await start(door, { fault: `${fault} phase=during attempt=1` });
        const sending = post(PAY, PAYMENT, ask);
        if (fault.startsWith('status')) expect((await sending).headers.get('X-Mock-Fault')).toBe('flt_1');
        else expect((await failureOf(sending)).name).toBe('TypeError');
        expect(mock.keys.list()).toEqual([]);
        expect(mock.journal.list()).toMatchObject([
          { outcome: 'failed', committed: false, fault: { id: 'flt_1', phase: 'during' } },
        ]);

        // Even other parameters are welcome: the key was never used.
        const retry = await post(PAY, { ...PAYMENT, amount: 7 }, ask);
        expect(retry.status).toBe(200);
        expect(retry.headers.has('Idempotent-Replayed')).toBe(false);
        expect(mock.operations.list()).toMatchObject([{ attempts: 2, processed: 1 }]);
      },
    );

    it('R13 with store=true the failure is stored, and answered again for 24 hours', async () => {
      const fault = 'status code=500 phase=during store=true attempt=1';
      const { mock, post } = await start(door, { ...FROZEN, fault });
      const first = await post(PAY, PAYMENT, ask);
      mock.clock.advance(86_399_999);
      const second = await post(PAY, PAYMENT, ask);
      mock.clock.advance(1);
      const third = await post(PAY, PAYMENT, ask);

      expect([first.status, first.error['code']]).toEqual([500, 'internal_error']);
      expect(first.headers.get('X-Mock-Fault')).toBe('flt_1');
      expect([second.status, second.text]).toEqual([500, first.text]);
      expect(second.headers.get('Idempotent-Replayed')).toBe('true');
      expect(second.headers.get('X-Request-Id')).toBe(first.headers.get('X-Request-Id'));
      expect(second.headers.has('X-Mock-Fault')).toBe(false);
      expect(third.status).toBe(200);
      expect(mock.operations.list()).toMatchObject([{ attempts: 3, processed: 1 }]);
    });

    it.each(['hold', 'timeout', 'delay ms=3600000'])(
      'R15 does the work and stores it when the client hangs up meanwhile: %s',
      async (fault) => {
        const { mock, post } = await start(door, { fault: `${fault} phase=during attempt=1` });
        const client = new AbortController();
        const left = failureOf(post(PAY, PAYMENT, { ...ask, signal: client.signal }));
        await until(() => mock.keys.list().length === 1);
        const meanwhile = await post(PAY, PAYMENT, ask);
        client.abort();
        expect((await left).name).toBe('AbortError');
        await until(() => mock.keys.list()[0]?.state === 'done');
        const retry = await post(PAY, PAYMENT, ask);

        expect(meanwhile.error['code']).toBe('idempotency_request_in_progress');
        expect(retry.status).toBe(200);
        expect(retry.headers.get('Idempotent-Replayed')).toBe('true');
        expect(retry.headers.get('X-Request-Id')).toBe(mock.journal.list()[0]?.request_id);
        expect(mock.journal.list()[0]).toMatchObject({ attempt: 1, committed: true, client_left: true });
        expect(mock.operations.list()).toMatchObject([{ attempts: 3, processed: 1 }]);
      },
    );

    it('R15 does the work of a slow mock too when the client hangs up', async () => {
      const { mock, post } = await start(door, { latency: '1h' });
      const client = new AbortController();
      const left = failureOf(post(PAY, PAYMENT, { ...ask, signal: client.signal }));
      await until(() => mock.keys.list().length === 1);
      client.abort();
      expect((await left).name).toBe('AbortError');
      await until(() => mock.keys.list()[0]?.state === 'done');
      expect(mock.operations.list()).toMatchObject([{ attempts: 1, processed: 1 }]);
    });

    it('R16 gives the result to the retry when the response was lost after processing', async () => {
      const { mock, post, get } = await start(door, { fault: 'lost-response on=/transactions/score attempt=1-2' });
      await failureOf(post(PAY, PAYMENT, ask));
      await failureOf(post(PAY, PAYMENT, ask));
      const retry = await post(PAY, PAYMENT, ask);

      expect(retry.status).toBe(200);
      expect(retry.headers.get('Idempotent-Replayed')).toBe('true');
      expect(retry.headers.get('X-Request-Id')).toBe(mock.journal.list()[0]?.request_id);
      expect((await get(`/transactions/${String(retry.json['id'])}`)).text).toBe(retry.text);
      expect((await get('/transactions')).json).toMatchObject({ total_count: 1 });
      expect(mock.journal.list({ idempotencyKey: KEY })).toMatchObject([
        { attempt: 1, outcome: 'lost', committed: true, status: null },
        { attempt: 2, outcome: 'lost', committed: false, status: null },
        { attempt: 3, outcome: 'replayed', committed: false, status: 200 },
      ]);
      expect(mock.operations.list({ idempotencyKey: KEY })).toMatchObject([{ attempts: 3, processed: 1 }]);
    });

    it('R17 keeps nothing in another mock, which answers the same all the same', async () => {
      const [one, two] = [await start(door, FROZEN), await start(door, FROZEN)];
      const first = await one.post(PAY, PAYMENT, ask);
      const second = await two.post(PAY, PAYMENT, ask);
      expect(second.headers.has('Idempotent-Replayed')).toBe(false);
      expect(bytesOf(second)).toEqual(bytesOf(first));
    });
  });
}
