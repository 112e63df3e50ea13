import { fc, test } from '@fast-check/vitest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Claim,
  type ClaimToken,
  type IdempotencyStore,
  IllegalTransitionError,
  type OperationName,
  type StoredResult,
} from '../src/idempotency/store.ts';

/** What a store is opened with. */
export interface StoreSettings {
  /** Milliseconds. */
  readonly ttl: number;
  readonly maxKeys: number;
  readonly maxBytes: number;
}

/** An open store, and the clock that it expires by. */
export interface OpenStore {
  readonly store: IdempotencyStore;
  /** Milliseconds: what the suite passes on as `now`. */
  now(): number;
  /** Moves that clock forward; a shared store with a clock of its own has to follow. */
  advance(ms: number): MaybePromise<void>;
  /** Resolves once every waiter has been woken that is to be: a shared store tells of it by messages. */
  settle?(): Promise<void>;
  close(): MaybePromise<void>;
}

type MaybePromise<T> = T | Promise<T>;

const DAY = 86_400_000;
const ROOMY = { maxKeys: 100_000, maxBytes: 512 * 1024 * 1024 };

const op = (key: string, world = 'txc_test_a'): OperationName => ({ world, key });

function resultOf(body: string): StoredResult {
  return { status: 200, headers: [['Content-Type', 'application/json']], body, requestId: `req_${body}` };
}

function tokenOf(claim: Claim): ClaimToken {
  if (claim.kind !== 'claimed') throw new Error(`The claim was answered ${claim.kind}.`);
  return claim.token;
}

/**
 * What every store promises (src/idempotency/store.ts), in memory or shared, at once or by promises.
 * @param open makes an empty store; worlds of earlier tests may be reused
 */
export function storeCase(name: string, open: (settings: StoreSettings) => MaybePromise<OpenStore>): void {
  describe(`${name}: a claim and what becomes of it`, () => {
    let opened: OpenStore;
    let store: IdempotencyStore;
    beforeEach(async () => {
      opened = await open({ ttl: DAY, ...ROOMY });
      store = opened.store;
    });
    afterEach(async () => {
      await opened.close();
    });

    /** As the engine does it: at the time of the store's clock. */
    const claim = async (operation: OperationName, fingerprint = 'same'): Promise<Claim> =>
      await store.claim(operation, fingerprint, opened.now());
    const complete = async (token: ClaimToken, body: string): Promise<void> => {
      await store.complete(token, resultOf(body), opened.now());
    };

    it('R2, R3: the first is claimed, and once completed every further one gets the result as it was stored', async () => {
      await complete(tokenOf(await claim(op('order_456_payment'))), '{"id":"trs_1"}');
      const done = { kind: 'done', result: resultOf('{"id":"trs_1"}') };
      expect(await claim(op('order_456_payment'))).toEqual(done);
      expect(await claim(op('order_456_payment'))).toEqual(done);
      expect(await store.read(op('order_456_payment'), opened.now())).toEqual(done.result);
    });

    it('R3: the stored result keeps every byte', async () => {
      const body = '{"name":"سارة","nul":"\u0000","quote":"\\"","astral":"😀"}';
      await complete(tokenOf(await claim(op('order_456_payment'))), body);
      expect((await store.read(op('order_456_payment'), opened.now()))?.body).toBe(body);
    });

    it('R14: of any number of claims exactly one is claimed; the others are told that it is in flight', async () => {
      const claims = await Promise.all(Array.from({ length: 50 }, () => claim(op('order_456_payment'))));
      expect(claims.filter(({ kind }) => kind === 'claimed')).toHaveLength(1);
      expect(claims.filter(({ kind }) => kind === 'in-flight')).toHaveLength(49);
    });

    it('R4, R14: parameters are compared first, in flight and done', async () => {
      const token = tokenOf(await claim(op('order_456_payment')));
      expect(await claim(op('order_456_payment'), 'other')).toEqual({ kind: 'conflict' });
      await complete(token, '{}');
      expect(await claim(op('order_456_payment'), 'other')).toEqual({ kind: 'conflict' });
      expect((await claim(op('order_456_payment'))).kind).toBe('done');
    });

    it('R10: the same key in another world, and another key in the same world, are unrelated', async () => {
      await complete(tokenOf(await claim(op('order_456_payment', 'txc_test_a'))), '{}');
      expect((await claim(op('order_456_payment', 'txc_test_b'), 'other')).kind).toBe('claimed');
      expect((await claim(op('order_457_payment', 'txc_test_a'), 'other')).kind).toBe('claimed');
    });

    it('R11: a key is free again at exactly its ttl after the result was stored, and a replay does not extend it', async () => {
      const token = tokenOf(await claim(op('order_456_payment')));
      await opened.advance(DAY / 2);
      await complete(token, '{}');
      await opened.advance(DAY - 1);
      expect((await claim(op('order_456_payment'))).kind).toBe('done');
      expect(await claim(op('order_456_payment'), 'other')).toEqual({ kind: 'conflict' });
      await opened.advance(1);
      expect(await store.read(op('order_456_payment'), opened.now())).toBeUndefined();
      expect(await store.list('txc_test_a', opened.now())).toEqual([]);
      expect((await claim(op('order_456_payment'), 'other')).kind).toBe('claimed');
    });

    it('R13: a released claim leaves nothing behind, and the next one is claimed, whatever its parameters', async () => {
      await store.release(tokenOf(await claim(op('order_456_payment'))));
      expect(await store.read(op('order_456_payment'), opened.now())).toBeUndefined();
      expect(await store.list('txc_test_a', opened.now())).toEqual([]);
      expect((await claim(op('order_456_payment'), 'other')).kind).toBe('claimed');
    });

    it('R15: a claim lasts as long as its work does', async () => {
      const token = tokenOf(await claim(op('order_456_payment')));
      // Less than the claim timeout of a shared store (R17), after which a process counts as dead.
      await opened.advance(59_000);
      expect(await claim(op('order_456_payment'))).toEqual({ kind: 'in-flight' });
      await complete(token, '{}');
      expect((await claim(op('order_456_payment'))).kind).toBe('done');
    });

    it('refuses to end a claim twice: nothing is stored twice', async () => {
      const ends = [
        async (token: ClaimToken) => await complete(token, '{}'),
        async (token: ClaimToken) => await store.release(token),
      ];
      for (const [i, first] of ends.entries()) {
        for (const second of ends) {
          const token = tokenOf(await claim(op(`order_${i}_${ends.indexOf(second)}`)));
          await first(token);
          await expect(second(token)).rejects.toThrow(IllegalTransitionError);
        }
      }
    });

    it('refuses a token whose key is claimed by another meanwhile', async () => {
      const old = tokenOf(await claim(op('order_456_payment')));
      await store.release(old);
      const current = tokenOf(await claim(op('order_456_payment')));
      await expect((async () => await complete(old, '"stale"'))()).rejects.toThrow(IllegalTransitionError);
      await complete(current, '"current"');
      expect((await store.read(op('order_456_payment'), opened.now()))?.body).toBe('"current"');
    });

    it('lists the records of one world, oldest first', async () => {
      const first = tokenOf(await claim(op('order_1_payment')));
      const start = opened.now();
      await opened.advance(1000);
      await claim(op('order_2_payment'));
      await claim(op('order_3_payment', 'txc_test_b'));
      await complete(first, '{"n":1}');
      expect(await store.list('txc_test_a', opened.now())).toEqual([
        {
          key: 'order_1_payment',
          state: 'done',
          createdAt: start,
          expiresAt: start + 1000 + DAY,
          requestId: 'req_{"n":1}',
        },
        { key: 'order_2_payment', state: 'in_flight', createdAt: start + 1000 },
      ]);
    });

    it('forgets a world, claims in flight included, and no other', async () => {
      const parked = tokenOf(await claim(op('order_1_payment')));
      await complete(tokenOf(await claim(op('order_2_payment'))), '{}');
      await complete(tokenOf(await claim(op('order_1_payment', 'txc_test_b'))), '{}');
      let woken = 0;
      store.onSettled(op('order_1_payment'), () => woken++);
      await store.forget('txc_test_a');
      await opened.settle?.();
      expect(woken).toBe(1);
      expect(await store.list('txc_test_a', opened.now())).toEqual([]);
      await expect((async () => await complete(parked, '{}'))()).rejects.toThrow(IllegalTransitionError);
      expect((await claim(op('order_2_payment'), 'other')).kind).toBe('claimed');
      expect((await claim(op('order_1_payment', 'txc_test_b'))).kind).toBe('done');
    });

    it('R14 wait: wakes each waiter once when the claim ends, and at once when there is none', async () => {
      for (const end of ['complete', 'release'] as const) {
        const token = tokenOf(await claim(op(`order_${end}`)));
        const woken: string[] = [];
        store.onSettled(op(`order_${end}`), () => woken.push('first'));
        store.onSettled(op(`order_${end}`), () => woken.push('second'));
        const stop = store.onSettled(op(`order_${end}`), () => woken.push('left'));
        stop();
        expect(woken).toEqual([]);
        await (end === 'complete' ? complete(token, '{}') : store.release(token));
        await opened.settle?.();
        expect(woken.toSorted()).toEqual(['first', 'second']);
        store.onSettled(op(`order_${end}`), () => woken.push('late'));
        await opened.settle?.();
        expect(woken.toSorted()).toEqual(['first', 'late', 'second']);
      }
    });
  });

  describe(`${name}: bounds (R23)`, () => {
    it('takes no new key past maxKeys, keeps every old one, and has room again after expiry, release and reset', async () => {
      const opened = await open({ ttl: DAY, ...ROOMY, maxKeys: 3 });
      const { store } = opened;
      const claim = async (key: string, world?: string): Promise<Claim> =>
        await store.claim(op(key, world), 'same', opened.now());
      await store.complete(tokenOf(await claim('order_1_payment')), resultOf('{}'), opened.now());
      const second = tokenOf(await claim('order_2_payment'));
      await claim('order_3_payment', 'txc_test_b');
      expect(await claim('order_4_payment')).toEqual({ kind: 'full' });
      expect(await claim('order_4_payment', 'txc_test_c')).toEqual({ kind: 'full' });
      expect((await claim('order_1_payment')).kind).toBe('done');
      expect((await claim('order_2_payment')).kind).toBe('in-flight');

      await store.release(second);
      const fourth = tokenOf(await claim('order_4_payment'));
      expect((await claim('order_5_payment')).kind).toBe('full');
      await store.forget('txc_test_b');
      const fifth = tokenOf(await claim('order_5_payment'));

      for (const token of [fourth, fifth]) await store.complete(token, resultOf('{}'), opened.now());
      await opened.advance(DAY);
      for (const key of ['order_6_payment', 'order_7_payment', 'order_8_payment'])
        expect((await claim(key, 'txc_test_c')).kind).toBe('claimed');
      expect((await claim('order_9_payment')).kind).toBe('full');
      await opened.close();
    });

    it('takes no new key past maxBytes', async () => {
      const opened = await open({ ttl: DAY, ...ROOMY, maxBytes: 100_000 });
      const { store } = opened;
      const token = tokenOf(await store.claim(op('order_1_payment'), 'same', opened.now()));
      await store.complete(token, resultOf('x'.repeat(200_000)), opened.now());
      expect((await store.claim(op('order_2_payment'), 'same', opened.now())).kind).toBe('full');
      expect((await store.claim(op('order_1_payment'), 'same', opened.now())).kind).toBe('done');
      await opened.advance(DAY);
      expect((await store.claim(op('order_2_payment'), 'same', opened.now())).kind).toBe('claimed');
      await opened.close();
    });
  });

  describe(`${name}: any sequence of moves`, () => {
    test.prop([fc.array(move, { minLength: 20, maxLength: 80 })], { numRuns: 150 })(
      'does what a plain list of records would do',
      async (moves) => {
        const opened = await open({ ttl: TTL, maxKeys: 4, maxBytes: ROOMY.maxBytes });
        try {
          await follow(opened, moves);
        } finally {
          await opened.close();
        }
      },
    );
  });
}

const TTL = 1000;

type Move =
  | { readonly do: 'claim'; readonly world: string; readonly key: string; readonly fingerprint: string }
  | { readonly do: 'complete' | 'release'; readonly which: number }
  | { readonly do: 'advance'; readonly ms: number }
  | { readonly do: 'forget'; readonly world: string }
  | { readonly do: 'wait'; readonly world: string; readonly key: string; readonly leaves: boolean };

const worlds = ['txc_test_a', 'txc_test_b'];
const worldName = fc.constantFrom(...worlds);
const keyName = fc.constantFrom('order_1_payment', 'order_2_payment', 'order_3_payment');
const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('claim' as const),
      world: worldName,
      key: keyName,
      fingerprint: fc.constantFrom('same', 'same', 'same', 'other'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('complete' as const), which: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('release' as const), which: fc.nat() }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('advance' as const), ms: fc.constantFrom(1, TTL / 2, TTL - 1, TTL) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('forget' as const), world: worldName }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('wait' as const), world: worldName, key: keyName, leaves: fc.boolean() }),
  },
);

/** What a test remembers of one claim. */
interface Known {
  readonly world: string;
  readonly key: string;
  readonly fingerprint: string;
  readonly token: ClaimToken;
  readonly createdAt: number;
  state: 'in-flight' | 'done' | 'ended';
  body: string;
  expiresAt: number;
  /** Waiters that are to be woken when it ends, by number. */
  waiting: number[];
}

async function follow(opened: OpenStore, moves: readonly Move[]): Promise<void> {
  const { store } = opened;
  const known: Known[] = [];
  const toWake: number[] = [];
  const woken: number[] = [];
  let waits = 0;
  const live = (): Known[] =>
    known.filter(({ state, expiresAt }) => state === 'in-flight' || (state === 'done' && opened.now() < expiresAt));
  const find = (world: string, key: string): Known | undefined =>
    live().find((record) => record.world === world && record.key === key);
  const end = (record: Known, state: Known['state']): void => {
    record.state = state;
    toWake.push(...record.waiting.splice(0));
  };

  for (const move of moves) {
    switch (move.do) {
      case 'claim': {
        const { world, key, fingerprint } = move;
        const there = find(world, key);
        const claim = await store.claim(op(key, world), fingerprint, opened.now());
        if (there !== undefined) {
          if (there.fingerprint !== fingerprint) expect(claim).toEqual({ kind: 'conflict' });
          else if (there.state === 'in-flight') expect(claim).toEqual({ kind: 'in-flight' });
          else expect(claim).toEqual({ kind: 'done', result: resultOf(there.body) });
        } else if (live().length >= 4) {
          expect(claim).toEqual({ kind: 'full' });
        } else {
          const token = tokenOf(claim);
          const createdAt = opened.now();
          known.push({
            world,
            key,
            fingerprint,
            token,
            createdAt,
            state: 'in-flight',
            body: '',
            expiresAt: 0,
            waiting: [],
          });
        }
        break;
      }
      case 'complete':
      case 'release': {
        const record = known[move.which % Math.max(1, known.length)];
        if (record === undefined) break;
        const body = `{"n":${known.indexOf(record)}}`;
        const act = async (): Promise<void> => {
          await (move.do === 'complete'
            ? store.complete(record.token, resultOf(body), opened.now())
            : store.release(record.token));
        };
        if (record.state !== 'in-flight') {
          await expect(act()).rejects.toThrow(IllegalTransitionError);
          break;
        }
        await act();
        record.body = body;
        record.expiresAt = opened.now() + TTL;
        end(record, move.do === 'complete' ? 'done' : 'ended');
        break;
      }
      case 'advance':
        await opened.advance(move.ms);
        break;
      case 'forget':
        await store.forget(move.world);
        for (const record of known) if (record.world === move.world) end(record, 'ended');
        break;
      case 'wait': {
        const there = find(move.world, move.key);
        const number = ++waits;
        const stop = store.onSettled(op(move.key, move.world), () => woken.push(number));
        if (there?.state !== 'in-flight') toWake.push(number);
        else if (move.leaves) stop();
        else there.waiting.push(number);
        break;
      }
    }
    await opened.settle?.();
    expect(woken.toSorted((a, b) => a - b)).toEqual(toWake.toSorted((a, b) => a - b));
    for (const world of worlds) {
      const expected = live()
        .filter((record) => record.world === world)
        .map((record) => ({
          key: record.key,
          state: record.state === 'done' ? 'done' : 'in_flight',
          createdAt: record.createdAt,
          ...(record.state === 'done' ? { expiresAt: record.expiresAt, requestId: `req_${record.body}` } : {}),
        }));
      expect(await store.list(world, opened.now())).toEqual(expected);
      for (const { key, state, body } of live().filter((record) => record.world === world)) {
        const stored = await store.read(op(key, world), opened.now());
        expect(stored).toEqual(state === 'done' ? resultOf(body) : undefined);
      }
    }
  }
}
