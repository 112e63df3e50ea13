import type { FaultKind, Phase } from './fault.ts';
import type { SHORTHANDS } from './kinds.ts';
import type { RetryAfter } from './value.ts';

/** A step of a script as an object: its kind, and the figures and the phase of its line as members (docs/faults.md). */
export interface StepObject {
  readonly kind: FaultKind | keyof typeof SHORTHANDS;
  readonly phase?: Phase | undefined;
  /** Milliseconds; of a `delay` also from the first to the second. */
  readonly ms?: number | readonly [min: number, max: number] | undefined;
  readonly dist?: 'normal' | 'lognormal' | undefined;
  readonly sd?: number | undefined;
  readonly sigma?: number | undefined;
  readonly bytes?: number | undefined;
  readonly share?: number | undefined;
  readonly then?: 'fin' | 'rst' | undefined;
  readonly as?: 'bytes' | 'chunk' | 'json' | undefined;
  /** Bytes per second. */
  readonly rate?: number | undefined;
  readonly code?: number | undefined;
  readonly body?: 'json' | 'html' | 'empty' | undefined;
  /** Seconds, or `date+<seconds>`. */
  readonly retry_after?: RetryAfter | undefined;
  /** The same. */
  readonly retryAfter?: RetryAfter | undefined;
  readonly store?: boolean | undefined;
  /** Seconds, of a `stale-timestamp`. */
  readonly by?: number | undefined;
}

/** A rule as an object: the words of its line as members (docs/faults.md). What the kind does not take is refused. */
export interface RuleObject extends StepObject {
  /** A path, an operationId, or `webhook:<event>`. */
  readonly on?: string | undefined;
  /** Glob over the idempotency key. */
  readonly key?: string | undefined;
  /** Glob over the API key. */
  readonly api_key?: string | undefined;
  /** The same. */
  readonly apiKey?: string | undefined;
  /** One, or from the first to the last, counted from 1. */
  readonly attempt?: number | readonly [first: number, last: number] | undefined;
  /** 0 to 1. */
  readonly probability?: number | undefined;
  readonly times?: number | undefined;
}
