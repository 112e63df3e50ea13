import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { ExpiryQueue } from '../src/idempotency/expiry-queue.ts';
import { MemoryStore } from '../src/idempotency/memory-store.ts';
import type { StoredResult } from '../src/idempotency/store.ts';
import { Budget, ENTRY_BYTES, memoryBytes } from '../src/model/budget.ts';
import { storeCase } from './idempotency-store.case.ts';

const NOON = Date.parse('2026-11-24T12:00:00Z');
const DAY = 86_400_000;

storeCase('memory', ({ ttl, maxKeys, maxBytes }) => {
  let time = NOON;
  return {
    store: new MemoryStore(ttl, new Budget(maxKeys, maxBytes), () => time),
    now: () => time,
    advance: (ms) => {
      time += ms;
    },
    close: () => {},
  };
});

const result: StoredResult = { status: 200, headers: [], body: '{"id":"trs_1"}', requestId: 'req_1' };

function memory(bounds: { maxKeys?: number; maxBytes?: number; nowOf?: (world: string) => number } = {}) {
  const budget = new Budget(bounds.maxKeys ?? 1_000_000, bounds.maxBytes ?? 2 ** 40);
  const store = new MemoryStore(DAY, budget, bounds.nowOf ?? (() => NOON));
  const claim = (key: string, now: number, world = 'txc_test_a') => store.claim({ world, key }, 'same', now);
  const done = (key: string, now: number, world?: string): void => {
    const claimed = claim(key, now, world);
    if (claimed.kind !== 'claimed') throw new Error(`${key} is ${claimed.kind}.`);
    store.complete(claimed.token, result, now);
  };
  return { budget, store, claim, done };
}

describe('memory: what expiry costs', () => {
  it('takes away at most two expired records a claim, so that no claim scans and none is left after half as many', () => {
    const { budget, store, claim, done } = memory();
    const N = 10_000;
    for (let i = 0; i < N; i++) done(`order_${i}_payment`, NOON);
    expect(budget.keys).toBe(N);
    for (let i = 1; i <= N / 2; i++) {
      const claimed = claim(`new_order_${i}`, NOON + DAY);
      if (claimed.kind === 'claimed') store.release(claimed.token);
      if (budget.keys !== N - 2 * i) expect(budget.keys).toBe(N - 2 * i);
    }
    expect(budget.keys).toBe(0);
    expect(budget.bytes).toBe(0);
  });

  it('counts what a record takes: its entry, and its body once it is stored', () => {
    const { budget, store, claim } = memory();
    const claimed = claim('order_456_payment', NOON);
    expect(budget).toMatchObject({ keys: 1, bytes: ENTRY_BYTES });
    if (claimed.kind === 'claimed') store.complete(claimed.token, { ...result, body: '"سارة"' }, NOON);
    expect(budget.bytes).toBe(ENTRY_BYTES + memoryBytes('"سارة"'));
    expect(memoryBytes('"سارة"')).toBe(12);
    store.forget('txc_test_a');
    expect(budget).toMatchObject({ keys: 0, bytes: 0 });
  });

  it('R23: looks for room in every world, each by its own clock', () => {
    const clocks = new Map([['txc_test_late', NOON + DAY]]);
    const { claim, done } = memory({ maxKeys: 2, nowOf: (world) => clocks.get(world) ?? NOON });
    done('order_1_payment', NOON, 'txc_test_early');
    done('order_1_payment', NOON, 'txc_test_late');
    expect(claim('order_1_payment', NOON, 'txc_test_new').kind).toBe('claimed');
    expect(claim('order_1_payment', NOON, 'txc_test_early').kind).toBe('done');
    expect(claim('order_2_payment', NOON, 'txc_test_new').kind).toBe('full');
  });
});

describe('memory: a clock that is set back', () => {
  it('R11: a record lives until its own time, whatever was stored later under an earlier clock', () => {
    const { claim, done } = memory();
    done('tomorrow_1', NOON + DAY);
    done('today_1', NOON);
    expect(claim('today_1', NOON + DAY - 1).kind).toBe('done');
    expect(claim('today_1', NOON + DAY).kind).toBe('claimed');
    expect(claim('tomorrow_1', NOON + 2 * DAY - 1).kind).toBe('done');
    expect(claim('tomorrow_1', NOON + 2 * DAY).kind).toBe('claimed');
  });

  it('R23: a record of a later day does not keep the place of those that have expired', () => {
    const time = { now: NOON };
    const { claim, done } = memory({ maxKeys: 3, nowOf: () => time.now });
    done('tomorrow_1', NOON + DAY);
    done('today_1', NOON);
    done('today_2', NOON);
    expect(claim('today_3', NOON + DAY - 1).kind).toBe('full');
    time.now = NOON + DAY;
    expect(claim('today_3', time.now).kind).toBe('claimed');
  });

  test.prop([
    fc.array(fc.record({ by: fc.integer({ min: -2 * DAY, max: 2 * DAY }), key: fc.nat(9) }), { maxLength: 60 }),
  ])('R23: leaves nothing behind once all have expired, wherever the clock was', (moves) => {
    const { budget, store, claim } = memory();
    let now = NOON;
    let latest = NOON;
    for (const { by, key } of moves) {
      now += by;
      const claimed = claim(`order_${key}_payment`, now);
      if (claimed.kind !== 'claimed') continue;
      store.complete(claimed.token, result, now);
      latest = Math.max(latest, now);
    }
    for (let i = 0; i <= moves.length; i++) {
      const claimed = claim(`last_${i}_payment`, latest + DAY);
      if (claimed.kind === 'claimed') store.release(claimed.token);
    }
    expect(budget).toMatchObject({ keys: 0, bytes: 0 });
  });
});

describe('ExpiryQueue', () => {
  interface Item {
    readonly expiresAt: number;
    next: Item | undefined;
  }

  test.prop([fc.array(fc.nat(20)), fc.nat(20), fc.integer({ min: 1, max: 10 })])(
    'takes what is over, as often as asked, in whatever order it was added',
    (expiries, now, most) => {
      const queue = new ExpiryQueue<Item>();
      for (const expiresAt of expiries) queue.add({ expiresAt, next: undefined }, expiresAt);
      const taken: number[] = [];
      for (;;) {
        const before = taken.length;
        queue.take(
          most,
          (item) => item.expiresAt <= now,
          (item) => taken.push(item.expiresAt),
        );
        expect(taken.length - before).toBeLessThanOrEqual(most);
        if (taken.length === before) break;
      }
      const over = expiries.filter((expiresAt) => expiresAt <= now);
      expect(taken.toSorted((a, b) => a - b)).toEqual(over.toSorted((a, b) => a - b));
    },
  );
});
