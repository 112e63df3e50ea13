import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { ChunkedList } from '../src/model/chunked-list.ts';

const place = fc.double({ min: 0, max: 1, noNaN: true });
const moves = fc.array(
  fc.oneof(
    fc.record({ move: fc.constant('push' as const), item: fc.nat() }),
    fc.record({ move: fc.constantFrom('insert' as const, 'replace' as const), at: place, item: fc.nat() }),
    fc.record({ move: fc.constant('remove' as const), at: place }),
  ),
  { maxLength: 60 },
);

// Sizes around one chunk, two, and none: what happens at their ends is what can go wrong.
test.prop([fc.constantFrom(0, 1, 4095, 4096, 4097, 8192, 9000), moves], { numRuns: 200 })(
  'does what an array does, across its chunks',
  (size, steps) => {
    const array = Array.from({ length: size }, (_, i) => i);
    const list = new ChunkedList<number>();
    for (const item of array) list.push(item);
    for (const step of steps) {
      if (step.move === 'push') {
        array.push(step.item);
        list.push(step.item);
      } else if (step.move === 'insert') {
        const at = Math.floor(step.at * array.length);
        array.splice(at, 0, step.item);
        list.insert(at, step.item);
      } else if (array.length > 0) {
        const at = Math.min(array.length - 1, Math.floor(step.at * array.length));
        if (step.move === 'replace') {
          array[at] = step.item;
          list.replace(at, step.item);
        } else {
          array.splice(at, 1);
          list.remove(at);
        }
      }
    }
    expect([...list]).toEqual(array);
    expect(list.length).toBe(array.length);
    for (const at of [-1, 0, 4095, 4096, array.length - 1, array.length]) expect(list.at(at)).toBe(array[at]);
  },
);

test('has nothing to replace or remove beyond its end', () => {
  const list = new ChunkedList<number>();
  expect(() => list.remove(0)).toThrow(RangeError);
  expect(() => list.replace(0, 1)).toThrow('There is no item 0 in a list of 0.');
});
