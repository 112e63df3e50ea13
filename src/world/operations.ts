import { ShardedMap } from '../model/sharded-map.ts';
import type { AttemptOutcome } from './journal.ts';

/**
 * One operation: an endpoint used under an idempotency key or, without a valid one, with one body. Its attempts are
 * counted here, past the key's expiry and until a reset.
 */
export interface Operation {
  readonly endpoint: string;
  /** Absent for an operation that is named by its body. */
  readonly idempotencyKey: string | undefined;
  attempts: number;
  /** How often its work was committed: the line that a billing test asserts on. */
  processed: number;
  last: AttemptOutcome | null;
  /** The next operation that uses the same idempotency key, on another endpoint. */
  sibling: Operation | undefined;
}

/** An operation in the table. Those of one name are a family, which stands in the queue by the first of them. */
interface Entry extends Operation {
  readonly name: string;
  sibling: Entry | undefined;
  /** The first of the family that came after this one: a queue without an array, which would have to be copied to grow. */
  next: Entry | undefined;
}

/** The operations of one world, oldest first. Bounded: past the limit the oldest are dropped, and counted. */
export class OperationTable {
  readonly #max: number;
  readonly #byName = new ShardedMap<Entry>();
  #oldest: Entry | undefined;
  #newest: Entry | undefined;
  #size = 0;
  dropped = 0;

  /** @param max how many are kept */
  constructor(max: number) {
    this.#max = max;
  }

  get size(): number {
    return this.#size;
  }

  /**
   * The operation of a request, made when it is the first attempt.
   * @param name the idempotency key, or a line feed and the hash of the body: no key holds a line feed
   */
  of(endpoint: string, name: string, idempotencyKey: string | undefined): Operation {
    const first = this.#byName.get(name);
    for (let known = first; known !== undefined; known = known.sibling) if (known.endpoint === endpoint) return known;
    const made: Entry = {
      endpoint,
      name,
      idempotencyKey,
      attempts: 0,
      processed: 0,
      last: null,
      sibling: first,
      next: undefined,
    };
    this.#byName.set(name, made);
    this.#size++;
    if (first === undefined) this.#remember(made);
    return made;
  }

  /** The endpoints on which an idempotency key has been used. */
  endpointsOf(idempotencyKey: string): string[] {
    const endpoints: string[] = [];
    for (let known = this.#byName.get(idempotencyKey); known !== undefined; known = known.sibling)
      endpoints.push(known.endpoint);
    return endpoints;
  }

  /** Attempts so far of the operation with this key on this endpoint. */
  attemptsOf(endpoint: string, idempotencyKey: string): number {
    for (let known = this.#byName.get(idempotencyKey); known !== undefined; known = known.sibling) {
      if (known.endpoint === endpoint) return known.attempts;
    }
    return 0;
  }

  *list(): IterableIterator<Operation> {
    for (let first = this.#oldest; first !== undefined; first = first.next) {
      const family: Operation[] = [];
      for (let known = this.#byName.get(first.name); known !== undefined; known = known.sibling) family.unshift(known);
      yield* family;
    }
  }

  clear(): void {
    this.#byName.clear();
    this.#oldest = undefined;
    this.#newest = undefined;
    this.#size = 0;
    this.dropped = 0;
  }

  #remember(first: Entry): void {
    if (this.#newest === undefined) this.#oldest = first;
    else this.#newest.next = first;
    this.#newest = first;
    while (this.#size > this.#max && this.#oldest !== undefined && this.#oldest !== first) {
      const { name, next } = this.#oldest;
      for (let known = this.#byName.get(name); known !== undefined; known = known.sibling) {
        this.#size--;
        this.dropped++;
      }
      this.#byName.delete(name);
      this.#oldest = next;
    }
  }
}
