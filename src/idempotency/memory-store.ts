import { type Budget, ENTRY_BYTES, memoryBytes } from '../model/budget.ts';
import { ShardedMap } from '../model/sharded-map.ts';
import { type Expiring, ExpiryQueue } from './expiry-queue.ts';
import {
  type Claim,
  type ClaimToken,
  type IdempotencyStore,
  IllegalTransitionError,
  type OperationName,
  type RecordView,
  type StoredResult,
} from './store.ts';

type State =
  | { readonly kind: 'in-flight'; waiters: Set<() => void> | undefined }
  | { readonly kind: 'done'; readonly result: StoredResult; readonly expiresAt: number; readonly bytes: number }
  | { readonly kind: 'gone' };

/** One use of a key. Also the token of its claim, so that a claim costs one allocation. */
interface Entry extends ClaimToken, Expiring<Entry> {
  readonly fingerprint: string;
  readonly createdAt: number;
  state: State;
}

interface Partition {
  readonly entries: ShardedMap<Entry>;
  readonly queue: ExpiryQueue<Entry>;
}

const IN_FLIGHT: Claim = { kind: 'in-flight' };
const CONFLICT: Claim = { kind: 'conflict' };
const FULL: Claim = { kind: 'full' };
const GONE: State = { kind: 'gone' };

/** How many expired records one claim takes away: more than one, so that the queue shrinks faster than it grows. */
const RECLAIM_PER_CLAIM = 2;
/** How many it looks for when the store is full and somebody needs a place. */
const RECLAIM_WHEN_FULL = 1024;

/**
 * The default store: this process's memory. Records are kept by world, looked up in a map that never stops the process
 * to grow, and reclaimed from the old end of a queue, so that expiry costs no scan. An entry past its time is free
 * whether or not it has been reclaimed.
 */
export class MemoryStore implements IdempotencyStore {
  readonly #ttl: number;
  readonly #budget: Budget;
  readonly #nowOf: (world: string) => number;
  readonly #partitions = new Map<string, Partition>();
  #claims = 0;

  /**
   * @param ttl how long a result lives, in milliseconds (R11: 24 hours)
   * @param budget the mock's bounds (R23)
   * @param nowOf any world's clock: a full store looks for expired records in all of them
   */
  constructor(ttl: number, budget: Budget, nowOf: (world: string) => number) {
    this.#ttl = ttl;
    this.#budget = budget;
    this.#nowOf = nowOf;
  }

  claim(operation: OperationName, fingerprint: string, now: number): Claim {
    const partition = this.#partitionOf(operation.world);
    const known = partition.entries.get(operation.key);
    if (known !== undefined && !this.#expired(known, now)) {
      if (known.fingerprint !== fingerprint) return CONFLICT;
      return known.state.kind === 'done' ? { kind: 'done', result: known.state.result } : IN_FLIGHT;
    }
    if (known !== undefined) this.#drop(partition, known);
    this.#reclaim(partition, now, RECLAIM_PER_CLAIM);
    if (this.#budget.full && !this.#makeRoom()) return FULL;
    const entry: Entry = {
      world: operation.world,
      key: operation.key,
      id: ++this.#claims,
      fingerprint,
      createdAt: now,
      state: { kind: 'in-flight', waiters: undefined },
      next: undefined,
    };
    partition.entries.set(operation.key, entry);
    this.#budget.keys++;
    this.#budget.bytes += ENTRY_BYTES;
    return { kind: 'claimed', token: entry };
  }

  complete(token: ClaimToken, result: StoredResult, now: number): void {
    const { partition, entry, waiters } = this.#inFlight(token, 'complete');
    const bytes = memoryBytes(result.body);
    const expiresAt = now + this.#ttl;
    entry.state = { kind: 'done', result, expiresAt, bytes };
    this.#budget.bytes += bytes;
    partition.queue.add(entry, expiresAt);
    wakeAll(waiters);
  }

  release(token: ClaimToken): void {
    const { partition, entry, waiters } = this.#inFlight(token, 'release');
    this.#drop(partition, entry);
    wakeAll(waiters);
  }

  read(operation: OperationName, now: number): StoredResult | undefined {
    const entry = this.#partitions.get(operation.world)?.entries.get(operation.key);
    if (entry === undefined || this.#expired(entry, now) || entry.state.kind !== 'done') return undefined;
    return entry.state.result;
  }

  list(world: string, now: number): RecordView[] {
    const views: (RecordView & { id: number })[] = [];
    for (const entry of this.#partitions.get(world)?.entries.values() ?? []) {
      if (this.#expired(entry, now) || entry.state.kind === 'gone') continue;
      const done = entry.state.kind === 'done' ? entry.state : undefined;
      views.push({
        id: Number(entry.id),
        key: entry.key,
        state: done === undefined ? 'in_flight' : 'done',
        createdAt: entry.createdAt,
        ...(done === undefined ? {} : { expiresAt: done.expiresAt, requestId: done.result.requestId }),
      });
    }
    return views.sort((a, b) => a.id - b.id).map(({ id: _, ...view }) => view);
  }

  forget(world: string): void {
    const partition = this.#partitions.get(world);
    if (partition === undefined) return;
    this.#partitions.delete(world);
    for (const entry of partition.entries.values()) {
      const waiters = entry.state.kind === 'in-flight' ? entry.state.waiters : undefined;
      this.#discharge(entry);
      wakeAll(waiters);
    }
  }

  onSettled(operation: OperationName, wake: () => void): () => void {
    const entry = this.#partitions.get(operation.world)?.entries.get(operation.key);
    if (entry === undefined || entry.state.kind !== 'in-flight') {
      wake();
      return () => {};
    }
    const waiters = (entry.state.waiters ??= new Set());
    waiters.add(wake);
    return () => waiters.delete(wake);
  }

  #partitionOf(world: string): Partition {
    let partition = this.#partitions.get(world);
    if (partition === undefined) {
      partition = { entries: new ShardedMap(), queue: new ExpiryQueue() };
      this.#partitions.set(world, partition);
    }
    return partition;
  }

  #expired(entry: Entry, now: number): boolean {
    return entry.state.kind === 'done' && now >= entry.state.expiresAt;
  }

  #inFlight(
    token: ClaimToken,
    move: string,
  ): { partition: Partition; entry: Entry; waiters: Set<() => void> | undefined } {
    const partition = this.#partitions.get(token.world);
    // A token is its own entry, whose state ends with the claim: no need to look it up.
    const entry = token as Entry;
    if (partition === undefined || entry.state.kind !== 'in-flight') {
      throw new IllegalTransitionError(`Cannot ${move} the claim of ${token.key}: it is no longer in flight.`);
    }
    return { partition, entry, waiters: entry.state.waiters };
  }

  /** Takes an entry out of the map. It may still stand in the queue, which passes over what is gone. */
  #drop(partition: Partition, entry: Entry): void {
    partition.entries.delete(entry.key);
    this.#discharge(entry);
  }

  #discharge(entry: Entry): void {
    if (entry.state.kind === 'gone') return;
    this.#budget.keys--;
    this.#budget.bytes -= ENTRY_BYTES + (entry.state.kind === 'done' ? entry.state.bytes : 0);
    entry.state = GONE;
  }

  #reclaim(partition: Partition, now: number, most: number): void {
    partition.queue.take(
      most,
      (entry) => entry.state.kind !== 'done' || this.#expired(entry, now),
      (entry) => {
        if (entry.state.kind === 'done') this.#drop(partition, entry);
      },
    );
  }

  #makeRoom(): boolean {
    for (const [world, partition] of this.#partitions) {
      this.#reclaim(partition, this.#nowOf(world), RECLAIM_WHEN_FULL);
      if (!this.#budget.full) return true;
    }
    return !this.#budget.full;
  }
}

function wakeAll(waiters: Set<() => void> | undefined): void {
  if (waiters === undefined) return;
  for (const wake of waiters) wake();
}
