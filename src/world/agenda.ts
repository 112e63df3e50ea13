import type { Budget } from '../model/budget.ts';

/** Something that is to happen at a moment of the world's clock. */
interface Entry {
  readonly at: number;
  /** Of two entries of one moment the one that was added first comes first. */
  readonly nth: number;
  readonly run: () => void;
}

/** What one entry costs in memory, about. */
const BYTES = 200;

/**
 * What is due in one world, in one ordered queue (a binary heap) on its clock. It starts no timer and reads no clock:
 * whoever has the clock calls `runDue`. Bounded by the mock's budget, like the objects that entries belong to.
 */
export class Agenda {
  readonly #budget: Budget;
  readonly #onEarlier: () => void;
  #heap: Entry[] = [];
  #count = 0;

  /** @param onEarlier called when something was added that is due before everything else */
  constructor(budget: Budget, onEarlier: () => void) {
    this.#budget = budget;
    this.#onEarlier = onEarlier;
  }

  get size(): number {
    return this.#heap.length;
  }

  /** When the earliest entry is due, in milliseconds; infinite when there is none. */
  get next(): number {
    return this.#heap[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  /** @param at milliseconds of the world's clock */
  add(at: number, run: () => void): void {
    const heap = this.#heap;
    const entry: Entry = { at, nth: this.#count++, run };
    let i = heap.length;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      const above = heap[parent] as Entry;
      if (!isBefore(entry, above)) break;
      heap[i] = above;
      i = parent;
    }
    heap[i] = entry;
    this.#budget.bytes += BYTES;
    if (i === 0) this.#onEarlier();
  }

  /** Runs what is due, in order; what that adds and is due too runs as well. */
  runDue(now: () => number): void {
    while (this.#heap.length > 0 && this.next <= now()) this.#take().run();
  }

  clear(): void {
    this.#budget.bytes -= this.#heap.length * BYTES;
    this.#heap = [];
  }

  #take(): Entry {
    const heap = this.#heap;
    const first = heap[0] as Entry;
    const last = heap.pop() as Entry;
    this.#budget.bytes -= BYTES;
    const size = heap.length;
    if (size === 0) return first;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= size) break;
      if (child + 1 < size && isBefore(heap[child + 1] as Entry, heap[child] as Entry)) child++;
      if (!isBefore(heap[child] as Entry, last)) break;
      heap[i] = heap[child] as Entry;
      i = child;
    }
    heap[i] = last;
    return first;
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.nth < b.nth);
}
