import type { ApiError } from '../model/error-table.ts';
import { redactKeysIn } from '../model/redact.ts';

/** What became of an attempt. */
export type AttemptOutcome =
  /** The work was done by this attempt. */
  | 'processed'
  /** The stored result was answered again. */
  | 'replayed'
  /** Refused: the key was used with other parameters (R4). */
  | 'conflict'
  /** Refused: the first attempt is still being processed (R14). */
  | 'in_progress'
  /** Refused before processing: authentication, limits, a bad request. */
  | 'refused'
  /** The request, or its answer, was lost by a fault; `committed` tells on which side. */
  | 'lost'
  /** Processing failed, by a fault, and nothing was stored (R13). */
  | 'failed'
  /** A GET or DELETE was answered. */
  | 'read';

/** One attempt, as the journal keeps it and as `GET /_mock/journal` shows it. */
export interface Attempt {
  readonly seq: number;
  /** How often the mock had been reset when it came: totals leave out what came before. */
  readonly resets: number;
  /** The world's clock when the request arrived, in milliseconds. */
  readonly at: number;
  /** The world that it belongs to; undefined for a request without a good API key. */
  readonly world: string | undefined;
  /** Redacted. */
  readonly apiKey: string | null;
  readonly method: string;
  readonly path: string;
  /** Method and path template; null for an unknown path. */
  readonly endpoint: string | null;
  readonly idempotencyKey: string | null;
  /** Which attempt of its operation this is, from 1. */
  readonly attempt: number;
  readonly reusedConnection: boolean;
  readonly requestId: string;
  readonly clientRequestId: string | null;
  /** Other endpoints on which this idempotency key has been used: allowed (R10), and often a mistake. */
  readonly keyAlsoUsedOn: readonly string[];
  /** Null while the attempt is under way. */
  outcome: AttemptOutcome | null;
  /** True once the work of this attempt is done and stored. */
  committed: boolean;
  fault: { readonly id: string; readonly kind: string; readonly phase: string } | null;
  /** Null while no status has been, or ever will be, sent. */
  status: number | null;
  /** The code of the error that was answered, or would have been if a fault had not taken the answer. */
  code: string | null;
  /** The member that was at fault. */
  param: string | null;
  clientLeft: boolean;
  durationMs: number | null;
}

/** How much of a member's name is kept: where it is one that nobody knows, its client chose the length. */
const MAX_PARAM = 200;

/** Writes down what error an attempt was answered. */
export function noteError(row: Attempt, error: ApiError | null): void {
  row.code = error?.code ?? null;
  row.param = error?.param === undefined ? null : redactKeysIn(error.param.slice(0, MAX_PARAM));
}

/** The last attempts of all worlds, oldest first. Bounded; what fell off the old end is counted. */
export class Journal {
  readonly #max: number;
  #rows: Attempt[] = [];
  /** Where the oldest row stands once the ring is full. */
  #start = 0;
  #seq = 0;
  dropped = 0;

  /** @param max how many rows are kept */
  constructor(max: number) {
    this.#max = max;
  }

  nextSeq(): number {
    return ++this.#seq;
  }

  add(row: Attempt): void {
    if (this.#rows.length < this.#max) {
      this.#rows.push(row);
      return;
    }
    this.#rows[this.#start] = row;
    this.#start = (this.#start + 1) % this.#max;
    this.dropped++;
  }

  /** Oldest first. */
  *rows(): IterableIterator<Attempt> {
    for (let i = 0; i < this.#rows.length; i++) yield this.#rows[(this.#start + i) % this.#rows.length] as Attempt;
  }

  /** Forgets the rows of one world; or all, and counts from 1 again. */
  clear(world?: string): void {
    if (world === undefined) {
      this.dropped = 0;
      this.#seq = 0;
      this.#rows = [];
    } else {
      this.#rows = [...this.rows()].filter((row) => row.world !== world);
    }
    this.#start = 0;
  }
}
