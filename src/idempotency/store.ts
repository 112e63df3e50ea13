import type { MaybePromise } from '../model/exchange.ts';

/** What came out of processing, and is answered again as it is (R3, R12). */
export interface StoredResult {
  readonly status: number;
  /** The field lines that belong to the result itself: its `Content-Type`, for one. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  /** The request id of the attempt that was processed. */
  readonly requestId: string;
}

/**
 * Names an operation in a store: whose it is, and the key within that world. With `scope: endpoint` the key carries the
 * endpoint (R10).
 */
export interface OperationName {
  readonly world: string;
  readonly key: string;
}

/** The right to complete or release one claim: of no use once that claim has ended. */
export interface ClaimToken extends OperationName {
  readonly id: number | string;
}

/**
 * What a store answers to a claim.
 *
 *     (free) ──claim──▶ in flight ──complete──▶ done ──expiry──▶ (free)
 *                           └──────release────▶ (free)
 */
export type Claim =
  /** It was free and is the caller's now, who must complete or release it. */
  | { readonly kind: 'claimed'; readonly token: ClaimToken }
  /** Somebody else is processing these very parameters (R14). */
  | { readonly kind: 'in-flight' }
  /** Processed: answer with this (R3). */
  | { readonly kind: 'done'; readonly result: StoredResult }
  /** In flight or done with other parameters (R4). */
  | { readonly kind: 'conflict' }
  /** The store is at its bounds and takes no new key (R23). */
  | { readonly kind: 'full' };

/** One record as `GET /_mock/keys` shows it. */
export interface RecordView {
  readonly key: string;
  readonly state: 'in_flight' | 'done';
  readonly createdAt: number;
  /** Absent while in flight. */
  readonly expiresAt?: number;
  readonly requestId?: string;
}

/**
 * Where idempotency keys live. Every store keeps the same promises, and passes the same suite
 * (`test/idempotency-store.case.ts`):
 *
 * - Of any number of claims of a free operation exactly one is `claimed`; parameters are compared before the state is told (R14).
 * - `complete` and `release` of a token whose claim has ended throw `IllegalTransitionError`: nothing is stored twice.
 * - A record is free again at `completed + ttl` exactly, by the clock that the caller passes in (R11).
 * - Expiry costs no scan.
 *
 * Methods of a store in this process answer at once; those of a shared one answer promises.
 */
export interface IdempotencyStore {
  /**
   * @param fingerprint equal for equal parameters, and for no others
   * @param now the world's clock, in milliseconds
   */
  claim(operation: OperationName, fingerprint: string, now: number): MaybePromise<Claim>;
  /** Stores the result of a claim; it lives for the store's ttl from `now`. */
  complete(token: ClaimToken, result: StoredResult, now: number): MaybePromise<void>;
  /** Gives a claim back with nothing stored (R13). */
  release(token: ClaimToken): MaybePromise<void>;
  /** The stored result of an operation, if it is done and not expired. */
  read(operation: OperationName, now: number): MaybePromise<StoredResult | undefined>;
  /** The unexpired records of one world, oldest first. */
  list(world: string, now: number): MaybePromise<RecordView[]>;
  /** Forgets everything of one world, claims in flight included: their tokens are void. */
  forget(world: string): MaybePromise<void>;
  /** Calls `wake` once when the claim now in flight ends, or at once when none is. Returns a function that unsubscribes. */
  onSettled(operation: OperationName, wake: () => void): () => void;
}

/** A claim was completed or released that was not, or no longer, in flight: a mistake in the caller, or a reset meanwhile. */
export class IllegalTransitionError extends Error {
  override readonly name = 'IllegalTransitionError';
}
