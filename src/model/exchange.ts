import type { Outcome } from './outcome.ts';

/** A value, or a promise of it: a promise only where a shared store is behind the engine. */
export type MaybePromise<T> = T | Promise<T>;

/**
 * Something the engine waits for. The core never sleeps: it yields the wait, and the adapter's `perform` ends it.
 * A wait without `ms` ends only by `early` or when the client leaves.
 */
export interface Wait {
  /** Milliseconds of real time. */
  readonly ms?: number;
  /** Calls `wake` when the wait is over before its time (a frozen clock was moved, a hold released, a key settled). Returns a function that unsubscribes. */
  readonly early?: (wake: () => void) => () => void;
  /** Answers of a shared store: the exchange goes on with the settled value. */
  readonly promise?: Promise<unknown>;
}

/** How a wait ended: by itself (or early), or because there is nobody to answer any more. */
export type WaitEnd = 'elapsed' | Interruption;

/** Who ended a connection before the answer was told: the client hung up, or the server was stopped. */
export type Interruption = 'client-left' | 'stopped';

/** One request on its way through the engine: yields what it must wait for, returns what the client gets. */
export type Exchange = Generator<Wait, Outcome, WaitEnd>;
