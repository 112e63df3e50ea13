import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { ShardedMap } from '../src/model/sharded-map.ts';

/** More than one map holds before it is split. */
const MANY = 4096;

type Move =
  | { readonly do: 'set' | 'delete'; readonly key: string }
  | { readonly do: 'fill' | 'empty'; readonly from: number; readonly count: number }
  | { readonly do: 'clear' };

/** Keys like any text, and keys that the fills hold too. */
const key = fc.oneof(
  fc.string({ maxLength: 20, unit: 'binary' }),
  fc.nat(2 * MANY).map((n) => `order_${n}_payment`),
  fc.constantFrom('__proto__', 'constructor', ''),
);
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constantFrom('set' as const, 'delete' as const), key }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('fill' as const, 'fill' as const, 'empty' as const),
      from: fc.nat(MANY),
      count: fc.nat(MANY + 10),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clear' as const) }) },
);

describe('ShardedMap', () => {
  test.prop([fc.array(move, { maxLength: 40 })], { numRuns: 60 })(
    'does what a Map does, before, across and after the split',
    (moves) => {
      const map = new ShardedMap<number>();
      const model = new Map<string, number>();
      let value = 0;
      const set = (key: string): void => {
        map.set(key, ++value);
        model.set(key, value);
      };
      for (const move of moves) {
        switch (move.do) {
          case 'set':
            set(move.key);
            break;
          case 'delete':
            expect(map.delete(move.key)).toBe(model.delete(move.key));
            break;
          case 'fill':
            for (let n = move.from; n < move.from + move.count; n++) set(`order_${n}_payment`);
            break;
          case 'empty':
            for (let n = move.from; n < move.from + move.count; n++) {
              map.delete(`order_${n}_payment`);
              model.delete(`order_${n}_payment`);
            }
            break;
          case 'clear':
            map.clear();
            model.clear();
            break;
        }
        expect(map.size).toBe(model.size);
        if ('key' in move) expect(map.get(move.key)).toBe(model.get(move.key));
      }
      for (const [key, expected] of model) if (map.get(key) !== expected) expect(map.get(key)).toBe(expected);
      expect([...map.values()].toSorted((a, b) => a - b)).toEqual([...model.values()].toSorted((a, b) => a - b));
    },
  );

  it('iterates in the order of insertion while there are few entries', () => {
    const map = new ShardedMap<string>();
    for (const key of ['c', 'a', 'b', 'a']) map.set(key, key);
    expect([...map.values()]).toEqual(['c', 'a', 'b']);
  });

  it.each([
    ['at the end', (n: number) => `payment_attempt_${n}`],
    ['in the middle', (n: number) => `order_${n}_payment_attempt_1`],
    ['at the start', (n: number) => `${n}_verify_2025-01-15T10:30:00Z`],
  ])('spreads keys that differ %s, so that no one map grows with all of them', (_, keyOf) => {
    const map = new ShardedMap<number>();
    for (let n = 0; n < 2 * MANY; n++) map.set(keyOf(n), n);
    // Values come shard by shard: in one shard 1, 2, 3 … would follow each other.
    const values = [...map.values()];
    const neighbours = values.filter((value, i) => i > 0 && value === (values[i - 1] as number) + 1).length;
    expect(neighbours).toBeLessThan(values.length / 20);
  });
});
