import { describe, expect, it } from 'vitest';
import { createMock } from '../../src/mock.ts';
import type { Door } from '../doors.ts';
import {
  type Answer,
  BODIES,
  bytesOf,
  type Client,
  ENDPOINTS,
  failureOf,
  FROZEN,
  initOf,
  NOON,
  park,
  PAY,
  PAYMENT,
  readAnswer,
  start,
  until,
} from './client.ts';

const KEY = 'order_456_payment_attempt_1';
const MINE = 'txc_test_mine';
const YOURS = 'txc_test_yours';
const [me, you] = [
  { apiKey: MINE, key: KEY },
  { apiKey: YOURS, key: KEY },
];

/** One API key, one world; one clock; the same seed, the same bytes: DESIGN.md and endpoints.md, "Deterministic". */
export function worlds(door: Door): void {
  describe('determinism', () => {
    it('two mocks with one seed and one frozen clock give equal bytes in any order, and through this door those of fetch', async () => {
      const ask = async ({ post }: Client, n: number): Promise<[number, unknown]> => {
        const path = ENDPOINTS[n % ENDPOINTS.length] ?? PAY;
        return [n, bytesOf(await post(path, { ...BODIES[path], metadata: { n } }, { key: `operation_${n}` }))];
      };
      const numbers = Array.from({ length: 12 }, (_, n) => n);
      // The remaining rate tells the order; the limits of one API key are the only thing that may.
      const sorted = (rows: [number, unknown][]) =>
        JSON.stringify(rows.sort(([a], [b]) => a - b)).replaceAll(/"x-ratelimit-remaining":"\d+"/g, '');

      const [one, two, other] = [
        await start(door, FROZEN),
        await start(door, FROZEN),
        await start(door, { ...FROZEN, seed: 'other' }),
      ];
      const inOrder: [number, unknown][] = [];
      for (const n of numbers) inOrder.push(await ask(one, n));
      const backwards: [number, unknown][] = [];
      for (const n of [...numbers].reverse()) backwards.push(await ask(two, n));
      const differently = await Promise.all(numbers.map(async (n) => await ask(other, n)));
      const mock = createMock(FROZEN);
      const inProcess = await Promise.all(
        numbers.map(async (n): Promise<[number, unknown]> => {
          const path = ENDPOINTS[n % ENDPOINTS.length] ?? PAY;
          const init = initOf('POST', { body: { ...BODIES[path], metadata: { n } }, key: `operation_${n}` });
          return [n, bytesOf(await readAnswer(await mock.fetch(`https://api.txcloud.io/v1${path}`, init)))];
        }),
      );

      expect(sorted(backwards)).toBe(sorted(inOrder));
      expect(sorted(inProcess)).toBe(sorted(inOrder));
      expect(sorted(differently)).not.toBe(sorted(inOrder));
    });

    it('refusals are the same bytes in any order too, whoever else was refused before', async () => {
      const asks = [{ apiKey: 'txc_test_revoked' }, { apiKey: null }, { apiKey: 'txc_test_revoked.2' }, {}];
      const run = async (order: readonly number[]): Promise<unknown> => {
        const { send } = await start(door, FROZEN);
        const answers: [number, unknown][] = [];
        for (const n of order)
          answers.push([n, bytesOf(await send('PUT', n === 3 ? '/no/such' : '/transactions', asks[n]))]);
        for (const n of order) answers.push([n + 9, bytesOf(await send('GET', '/transactions', asks[n]))]);
        return answers.sort(([a], [b]) => a - b);
      };
      expect(await run([3, 1, 0, 2])).toEqual(await run([0, 1, 2, 3]));
    });

    it('an API key changes ids and request ids, and nothing else of a result', async () => {
      const { post } = await start(door, FROZEN);
      const [mine, yours] = [await post(PAY, PAYMENT, me), await post(PAY, PAYMENT, you)];
      expect({ ...mine.json, id: null }).toEqual({ ...yours.json, id: null });
      expect(mine.json['id']).not.toBe(yours.json['id']);
      expect(mine.headers.get('X-Request-Id')).not.toBe(yours.headers.get('X-Request-Id'));
    });

    it('request ids tell operations and attempts apart, and are the same in every run', async () => {
      const run = async (): Promise<(string | null)[]> => {
        const { get, post } = await start(door);
        const answers: Answer[] = [
          await post(PAY, PAYMENT),
          await post(PAY, PAYMENT),
          await post(PAY, { ...PAYMENT, amount: 7 }),
          await post(PAY, PAYMENT, { key: KEY }),
          await post(PAY, { ...PAYMENT, amount: 7 }, { key: KEY }),
          await get('/transactions'),
          await get('/transactions'),
          await get('/transactions?limit=1'),
          await get('/transactions', { apiKey: null }),
        ];
        return answers.map(({ headers }) => headers.get('X-Request-Id'));
      };
      const ids = await run();
      expect(new Set(ids).size).toBe(ids.length);
      expect(await run()).toEqual(ids);
    });

    it('the time enters as timestamps, and as the year that document dates are counted from', async () => {
      const { mock, post } = await start(door, FROZEN);
      const first = await post('/transactions/score', PAYMENT, me);
      mock.clock.advance('1h');
      const later = await post('/transactions/score', PAYMENT, you);
      expect(first.json['created_at']).toBe(NOON);
      expect(later.json).toEqual({ ...first.json, id: later.json['id'], created_at: '2026-11-24T13:00:00.000Z' });
    });
  });

  describe('one API key, one world', () => {
    it('keys, objects, journal, operations, scenarios and faults of one are nothing to another', async () => {
      const { get, mock, post } = await start(door);
      const [mine, yours] = [mock.world(MINE), mock.world(YOURS)];
      mine.scenarios.set('decline', { on: PAY });
      yours.faults.add('lost-response on=/transactions/score attempt=1');
      const made = await post(PAY, PAYMENT, me);
      await failureOf(post(PAY, { ...PAYMENT, amount: 7 }, you));

      expect(made.json['decision']).toBe('decline');
      expect((await post(PAY, { ...PAYMENT, amount: 7 }, you)).json['decision']).not.toBe('decline');
      expect((await get(`/transactions/${String(made.json['id'])}`, { apiKey: YOURS })).status).toBe(404);
      expect(mine.operations.list({ idempotencyKey: KEY })).toMatchObject([{ attempts: 1, processed: 1 }]);
      expect(yours.operations.list({ idempotencyKey: KEY })).toMatchObject([{ attempts: 2, processed: 1 }]);
      expect(mock.operations.list({ idempotencyKey: KEY })).toHaveLength(2);
      expect(mine.journal.list({ endpoint: PAY })).toHaveLength(1);
      expect(mine.keys.list()).toHaveLength(1);
      expect([mine.faults.list(), yours.scenarios.list()]).toEqual([[], []]);
    });

    it('a world follows the clock of the mock until it is set itself', async () => {
      const { mock, post } = await start(door, FROZEN);
      const [mine, yours] = [mock.world(MINE), mock.world(YOURS)];
      const times = async (): Promise<unknown[]> => [
        (await post(PAY, PAYMENT, { apiKey: MINE })).json['created_at'],
        (await post(PAY, PAYMENT, { apiKey: YOURS })).json['created_at'],
      ];
      expect(await times()).toEqual([NOON, NOON]);
      mine.clock.set('2030-01-01T00:00:00Z');
      expect(await times()).toEqual(['2030-01-01T00:00:00.000Z', NOON]);
      mock.clock.advance('24h'); // moves all
      expect(await times()).toEqual(['2030-01-02T00:00:00.000Z', '2026-11-25T12:00:00.000Z']);
      yours.clock.advance('1h'); // moves one
      expect(await times()).toEqual(['2030-01-02T00:00:00.000Z', '2026-11-25T13:00:00.000Z']);
      mock.clock.set(NOON); // overrides all
      expect(await times()).toEqual([NOON, NOON]);
      yours.clock.freeze(false);
      expect([mine.clock.frozen, yours.clock.frozen]).toEqual([true, false]);
      mock.clock.freeze(); // overrides all
      expect([mine.clock.frozen, yours.clock.frozen]).toEqual([true, true]);
      expect(await times()).toEqual([NOON, NOON]);
    });

    it('a key of one world expires by its own clock', async () => {
      const { mock, post } = await start(door, FROZEN);
      await post(PAY, PAYMENT, me);
      await post(PAY, PAYMENT, you);
      mock.world(MINE).clock.advance('24h');
      expect((await post(PAY, PAYMENT, me)).headers.has('Idempotent-Replayed')).toBe(false);
      expect((await post(PAY, PAYMENT, you)).headers.get('Idempotent-Replayed')).toBe('true');
    });
  });

  describe('reset', () => {
    it('is as just started: the same requests get the same bytes, and rules and clock of the options are back', async () => {
      const options = { ...FROZEN, fault: 'status code=503 times=1', scenario: 'review on=/transactions/score' };
      const { get, mock, post } = await start(door, options);
      const run = async (): Promise<unknown[]> => [
        bytesOf(await post(PAY, PAYMENT, me)),
        bytesOf(await post(PAY, PAYMENT, me)),
        bytesOf(await post(PAY, PAYMENT, me)),
        bytesOf(await get('/transactions', me)),
        bytesOf(await get('/transactions', { apiKey: null })),
        mock.journal.list().map((row) => ({ ...row, duration_ms: null, reused_connection: null })),
        mock.operations.list(),
        mock.keys.list(),
        mock.faults.list(),
        mock.scenarios.list(),
        mock.totals(),
      ];
      const first = await run();
      mock.faults.add('lost-response');
      mock.scenarios.set('decline');
      mock.clock.advance('7d');
      mock.world(MINE).clock.set('2030-01-01T00:00:00Z');
      mock.reset();
      expect([mock.journal.list(), mock.operations.list(), mock.keys.list()]).toEqual([[], [], []]);
      expect(mock.clock.now().toISOString()).toBe(NOON);
      expect(mock.totals().requests).toBe(0);
      expect(await run()).toEqual(first);
    });

    it('of one world leaves the others alone', async () => {
      const { get, mock, post } = await start(door);
      await post(PAY, PAYMENT, me);
      await post(PAY, PAYMENT, you);
      mock.world(MINE).reset();
      expect(mock.operations.list()).toHaveLength(1);
      expect((await post(PAY, PAYMENT, me)).headers.has('Idempotent-Replayed')).toBe(false);
      expect((await post(PAY, PAYMENT, you)).headers.get('Idempotent-Replayed')).toBe('true');
      expect((await get('/transactions', { apiKey: YOURS })).json['total_count']).toBe(1);
    });

    it.each([
      { fault: 'hold phase=before', inFlight: 'reject' },
      { fault: 'hold phase=during', inFlight: 'wait' },
      { fault: 'hold phase=after', inFlight: 'wait' },
      { fault: 'delay ms=3600000 phase=during', inFlight: 'wait' },
      { fault: 'timeout phase=during', inFlight: 'reject' },
      { fault: 'timeout phase=after', inFlight: 'reject' },
    ] as const)('closes requests under way, which find nothing to commit to: $fault', async ({ fault, inFlight }) => {
      const client = await start(door, { ...FROZEN, inFlight });
      const { mock, post } = client;
      mock.world(MINE).faults.add(`${fault} times=1`);
      const first = failureOf(post(PAY, PAYMENT, me));
      await until(() => mock.journal.list()[0]?.fault !== undefined && mock.journal.list()[0]?.fault !== null);
      const waiting = fault === 'hold phase=during' ? [failureOf(post(PAY, PAYMENT, me))] : [];
      await until(() => mock.journal.list().length === 1 + waiting.length);
      mock.world(MINE).reset();
      const anew = await post(PAY, PAYMENT, me);
      expect(anew.status).toBe(200);
      expect(anew.headers.has('Idempotent-Replayed')).toBe(false);
      for (const closed of [first, ...waiting]) expect((await closed).name).toBe('TypeError');
      expect(mock.holds.list()).toEqual([]);
      expect(mock.operations.list()).toMatchObject([{ attempts: 1, processed: 1 }]);
      expect((await post(PAY, PAYMENT, me)).text).toBe(anew.text);
    });

    it('while a request is parked leaves nothing of it in journal, operations and rules', async () => {
      const client = await start(door, { fault: 'hold times=1' });
      const { mock, post } = client;
      const first = await park(client, async () => await failureOf(post(PAY, PAYMENT, me)));
      mock.reset();
      expect((await first.answer).name).toBe('TypeError');
      expect([mock.journal.list(), mock.operations.list(), mock.holds.list()]).toEqual([[], [], []]);
      expect(mock.faults.list()).toMatchObject([{ id: 'flt_1', fired: 0 }]);
    });
  });
}
