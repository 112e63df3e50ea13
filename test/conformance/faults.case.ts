import { describe, expect, it } from 'vitest';
import type { Door } from '../doors.ts';
import {
  type Answer,
  type Client,
  failureOf,
  FROZEN,
  initOf,
  PAY,
  PAYMENT,
  park,
  readAnswer,
  start,
  until,
} from './client.ts';

const KEY = 'order_456_payment_attempt_1';
const ask = { key: KEY };
const OUTCOMES = { answered: 'processed', lost: 'lost', refused: 'refused' } as const;

/** What the client sees of the first attempt. */
type Sees = 'the answer' | 'a reset' | 'a close' | 'a cut' | 'garbage' | 'bad JSON' | number;

/** A fault on the first attempt. What was done shows in what the second attempt gets: a replay, or an answer of its own. */
interface Row {
  readonly fault: string;
  readonly sees: Sees;
  readonly outcome: keyof typeof OUTCOMES;
  readonly done: boolean;
}

const ROWS: readonly Row[] = [
  { fault: 'reset phase=before', sees: 'a reset', outcome: 'lost', done: false },
  { fault: 'close phase=before', sees: 'a close', outcome: 'lost', done: false },
  { fault: 'timeout phase=before ms=1', sees: 'a close', outcome: 'lost', done: false },
  { fault: 'delay phase=before ms=1', sees: 'the answer', outcome: 'answered', done: true },
  { fault: 'status phase=before code=503', sees: 503, outcome: 'refused', done: false },
  { fault: 'rate-limit phase=before', sees: 429, outcome: 'refused', done: false },
  { fault: 'timeout phase=during ms=1', sees: 'a close', outcome: 'lost', done: true },
  { fault: 'delay phase=during ms=1-2', sees: 'the answer', outcome: 'answered', done: true },
  { fault: 'reset phase=after', sees: 'a reset', outcome: 'lost', done: true },
  { fault: 'close phase=after', sees: 'a close', outcome: 'lost', done: true },
  { fault: 'timeout phase=after ms=1', sees: 'a close', outcome: 'lost', done: true },
  { fault: 'delay phase=after ms=1 dist=lognormal sigma=0.5', sees: 'the answer', outcome: 'answered', done: true },
  { fault: 'truncate bytes=20', sees: 'a cut', outcome: 'lost', done: true },
  { fault: 'truncate bytes=20 then=rst', sees: 'a cut', outcome: 'lost', done: true },
  { fault: 'truncate bytes=0', sees: 'a cut', outcome: 'lost', done: true },
  { fault: 'garble as=bytes', sees: 'garbage', outcome: 'lost', done: true },
  { fault: 'garble as=chunk', sees: 'garbage', outcome: 'lost', done: true },
  { fault: 'garble as=json', sees: 'bad JSON', outcome: 'lost', done: true },
  { fault: 'slow rate=20000', sees: 'the answer', outcome: 'answered', done: true },
  { fault: 'status phase=after code=502 body=html', sees: 502, outcome: 'lost', done: true },
];

/** Every fault in every phase, as far as this door can show it; phase `during` of those that kill the worker is R13. */
export function faults(door: Door): void {
  describe('faults', () => {
    it.each(ROWS)('$fault: the client sees $sees, done: $done', async ({ fault, sees, outcome, done }) => {
      const client = await start(door, { ...FROZEN, fault: `${fault} attempt=1` });
      // Frozen clocks would let delays wait for a move: these are so short that real time is quick enough.
      const first = await look(door, client, sees);
      const { mock, post } = client;
      await until(() => mock.journal.list()[0]?.duration_ms !== null);
      const [row] = mock.journal.list();
      const [rule] = mock.faults.list();
      const kind = fault.slice(0, fault.indexOf(' '));
      expect(row).toMatchObject({
        outcome: OUTCOMES[outcome],
        committed: done,
        fault: { id: rule?.id, kind, phase: /phase=(\w+)/.exec(fault)?.[1] ?? 'after' },
        client_left: false,
      });
      expect(rule?.fired).toBe(1);
      if (first !== undefined) expect(first.headers.get('X-Mock-Fault')).toBe(rule?.id);

      const second = await post(PAY, PAYMENT, ask);
      expect(second.status).toBe(200);
      expect(second.headers.has('X-Mock-Fault')).toBe(false);
      expect(second.headers.get('Idempotent-Replayed')).toBe(done ? 'true' : null);
      expect(second.headers.get('X-Request-Id') === row?.request_id).toBe(done);
      expect(mock.operations.list()).toMatchObject([{ attempts: 2, processed: 1 }]);
      if (sees === 'the answer') expect(first?.text).toBe(second.text);
      if (sees === 'bad JSON') expect(first?.text).toBe(second.text.slice(0, -1));
    });

    it.runIf(door.shows.hang).each([
      { phase: 'before', done: false },
      { phase: 'during', done: true },
      { phase: 'after', done: true },
    ])('timeout phase=$phase: the client waits until it gives up, done: $done', async ({ phase, done }) => {
      const { mock, post } = await start(door, { fault: `timeout phase=${phase} attempt=1` });
      const client = new AbortController();
      const left = failureOf(post(PAY, PAYMENT, { ...ask, signal: client.signal }));
      await until(() => mock.journal.list()[0]?.fault !== undefined && mock.journal.list()[0]?.fault !== null);
      client.abort();
      expect((await left).name).toBe('AbortError');
      await until(() => mock.journal.list()[0]?.duration_ms !== null);
      expect(mock.journal.list()).toMatchObject([
        { outcome: 'lost', committed: done, status: null, client_left: true },
      ]);
      const retry = await post(PAY, PAYMENT, ask);
      expect(retry.headers.get('Idempotent-Replayed')).toBe(done ? 'true' : null);
    });

    it.each(['before', 'during', 'after'])('hold phase=%s parks until it is released', async (phase) => {
      const client = await start(door, { fault: `hold phase=${phase} attempt=1` });
      const { mock, post } = client;
      const first = await park(client, async () => await post(PAY, PAYMENT, ask));
      const [hold] = mock.holds.list();
      expect(hold).toMatchObject({ fault: 'flt_1', phase, endpoint: `POST ${PAY}`, idempotency_key: KEY, attempt: 1 });
      expect(mock.operations.list()).toMatchObject([{ processed: phase === 'after' ? 1 : 0 }]);
      expect(mock.keys.list().map(({ state }) => state)).toEqual(
        { before: [], during: ['in_flight'], after: ['done'] }[phase],
      );

      expect(mock.world('txc_test_other').holds.release(hold?.id ?? '')).toBe(false);
      expect(mock.holds.release(hold?.id ?? '')).toBe(true);
      expect(mock.holds.release(hold?.id ?? '')).toBe(false);
      expect((await first.answer).headers.get('X-Mock-Fault')).toBe('flt_1');
      expect(mock.holds.list()).toEqual([]);
    });

    it.runIf(door.shows.hang).each(['delay ms=60000', 'hold', 'slow rate=10'])(
      '%s phase=after: an answer whose client has left is lost, and what was done is done',
      async (fault) => {
        const { mock, post } = await start(door, { fault: `${fault} phase=after attempt=1` });
        const client = new AbortController();
        const left = failureOf(post(PAY, PAYMENT, { ...ask, signal: client.signal }));
        await until(() => mock.operations.list()[0]?.processed === 1);
        client.abort();
        expect((await left).name).toBe('AbortError');
        await until(() => mock.journal.list()[0]?.client_left === true);
        await until(() => mock.journal.list()[0]?.duration_ms !== null);
        // Of a slow answer the head has arrived.
        const status = fault.startsWith('slow') ? 200 : null;
        expect(mock.journal.list()).toMatchObject([{ outcome: 'lost', committed: true, status }]);
        expect(mock.operations.list()).toMatchObject([{ processed: 1, last: 'lost' }]);
        expect(mock.totals()).toMatchObject({ requests: 1, processed: 0, lost: 1, committed: 1 });
        expect((await post(PAY, PAYMENT, ask)).headers.get('Idempotent-Replayed')).toBe('true');
      },
    );

    it('a client that leaves a hold phase=before takes its request along', async () => {
      const client = await start(door, { fault: 'hold phase=before attempt=1' });
      const { mock, post } = client;
      const leaving = new AbortController();
      const first = await park(
        client,
        async () => await failureOf(post(PAY, PAYMENT, { ...ask, signal: leaving.signal })),
      );
      leaving.abort();
      expect((await first.answer).name).toBe('AbortError');
      await until(() => mock.holds.list().length === 0);
      expect(mock.journal.list()).toMatchObject([{ outcome: 'lost', committed: false, client_left: true }]);
      expect(mock.keys.list()).toEqual([]);
    });

    it('with a frozen clock a delay ends when the clock is moved past it, and not before', async () => {
      const { mock, post } = await start(door, { ...FROZEN, fault: 'delay ms=60000 attempt=1' });
      let answered = false;
      const first = post(PAY, PAYMENT, ask).finally(() => (answered = true));
      await until(() => mock.operations.list()[0]?.processed === 1);
      mock.clock.advance(59_999);
      expect((await post(PAY, PAYMENT, ask)).status).toBe(200);
      expect(answered).toBe(false);
      mock.clock.set('2026-11-24T12:01:00Z');
      expect((await first).status).toBe(200);
    });

    it('a clock that is frozen meanwhile ends a delay as well', async () => {
      const { mock, post } = await start(door, { fault: 'delay ms=3600000 attempt=1' });
      let answered = false;
      const first = post(PAY, PAYMENT, ask).finally(() => (answered = true));
      await until(() => mock.operations.list()[0]?.processed === 1);
      mock.clock.freeze();
      mock.clock.advance('59m');
      expect((await post(PAY, PAYMENT, ask)).status).toBe(200);
      expect(answered).toBe(false);
      mock.clock.advance('1m');
      expect((await first).status).toBe(200);
    });

    it('a fault meets an attempt and never the record: a replay can be lost like any other answer', async () => {
      const { mock, post } = await start(door, { fault: ['reset attempt=2', 'status code=500 phase=after attempt=3'] });
      const first = await post(PAY, PAYMENT, ask);
      await failureOf(post(PAY, PAYMENT, ask));
      expect((await post(PAY, PAYMENT, ask)).status).toBe(500);
      expect(bytes(await post(PAY, PAYMENT, ask))).toEqual(bytes(first));
      expect(mock.operations.list()).toMatchObject([{ attempts: 4, processed: 1 }]);
    });

    it.each([301, 302, 303, 307, 308])(
      'a %d comes as it is: it has no Location to follow (Fetch, 4.4)',
      async (code) => {
        const { get, mock, post } = await start(door, { fault: `status code=${code}` });
        for (const answer of [await post(PAY, PAYMENT, ask), await get('/transactions')])
          expect([answer.status, answer.text, answer.headers.get('Location')]).toEqual([code, '{}', null]);
        expect(mock.journal.list().map(({ path, status }) => [path, status])).toEqual([
          [`/v1${PAY}`, code],
          ['/v1/transactions', code],
        ]);
      },
    );

    it('a refusal can be lost too, and stores nothing', async () => {
      const { mock, post } = await start(door, { fault: 'lost-response attempt=1' });
      await failureOf(post(PAY, { amount: 1 }, ask));
      expect(mock.journal.list()).toMatchObject([{ outcome: 'lost', committed: false }]);
      expect((await post(PAY, PAYMENT, ask)).headers.has('Idempotent-Replayed')).toBe(false);
    });
  });
}

/** Sends the first attempt and looks at what comes back. */
async function look(door: Door, { open, post }: Client, sees: Sees): Promise<Answer | undefined> {
  const { shows } = door;
  switch (sees) {
    case 'a reset':
    case 'a close': {
      const { name, code } = await failureOf(post(PAY, PAYMENT, ask));
      expect(name).toBe('TypeError');
      if (shows.connectionReset) expect(code).toBe(sees === 'a reset' ? 'ECONNRESET' : 'UND_ERR_SOCKET');
      return undefined;
    }
    case 'a cut': {
      if (!shows.truncation) {
        expect((await failureOf(post(PAY, PAYMENT, ask))).name).toBe('TypeError');
        return undefined;
      }
      const response = await open.fetch(`/v1${PAY}`, initOf('POST', { ...ask, body: PAYMENT }));
      expect(response.status).toBe(200);
      expect((await failureOf(readAnswer(response))).name).toBe('TypeError');
      return undefined;
    }
    case 'garbage':
      expect((await failureOf(post(PAY, PAYMENT, ask))).name).toBe('TypeError');
      return undefined;
    case 'bad JSON': {
      const answer = await post(PAY, PAYMENT, ask);
      expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, 'application/json']);
      expect(() => JSON.parse(answer.text) as unknown).toThrow(SyntaxError);
      return answer;
    }
    default: {
      const answer = await post(PAY, PAYMENT, ask);
      expect(answer.status).toBe(sees === 'the answer' ? 200 : sees);
      return answer;
    }
  }
}

function bytes(answer: Answer): unknown {
  return [answer.status, answer.text, answer.headers.get('X-Request-Id')];
}
