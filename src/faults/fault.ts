import type { RetryAfter } from './value.ts';

/** Where on a request's way a fault strikes: nothing has happened yet; the key is claimed; all is done and stored. */
export type Phase = 'before' | 'during' | 'after';

/** TCP RST, no bytes. */
export interface ResetFault {
  readonly kind: 'reset';
}

/** TCP FIN, no bytes. */
export interface CloseFault {
  readonly kind: 'close';
}

/** Accepted and never answered. */
export interface TimeoutFault {
  readonly kind: 'timeout';
  /** Milliseconds, then the connection is closed; without it, for ever. */
  readonly ms?: number;
}

/** Late. `ms` alone is fixed, a pair is uniform between its two; `sd` is in milliseconds; `sigma` is that of the logarithm. */
export type DelayFault =
  | { readonly kind: 'delay'; readonly ms: number | readonly [min: number, max: number] }
  | { readonly kind: 'delay'; readonly ms: number; readonly dist: 'normal'; readonly sd: number }
  | { readonly kind: 'delay'; readonly ms: number; readonly dist: 'lognormal'; readonly sigma: number };

/** The head with the full Content-Length, then only part of the body: so many bytes, or that share of them. */
export type TruncateFault =
  | { readonly kind: 'truncate'; readonly bytes: number; readonly then: 'fin' | 'rst' }
  | { readonly kind: 'truncate'; readonly share: number; readonly then: 'fin' | 'rst' };

/** Not HTTP at all, a broken chunk, or bad JSON under a 200. */
export interface GarbleFault {
  readonly kind: 'garble';
  readonly as: 'bytes' | 'chunk' | 'json';
}

/** The answer comes at `rate` bytes per second. */
export interface SlowFault {
  readonly kind: 'slow';
  readonly rate: number;
}

/** Another answer than the real one. */
export interface StatusFault {
  readonly kind: 'status';
  readonly code: number;
  /** The documented error form, a page as a gateway sends it, or nothing. Absent for 204, 205 and 304, which have no body. */
  readonly body?: 'json' | 'html' | 'empty';
  readonly retry_after?: RetryAfter;
  /** Store the answer and replay it for the key's life (R13); with phase `during` only. */
  readonly store?: true;
}

/** The documented 429. */
export interface RateLimitFault {
  readonly kind: 'rate-limit';
  /** Seconds. */
  readonly retry_after: number;
}

/** Parks the request until it is released. */
export interface HoldFault {
  readonly kind: 'hold';
}

/** What a request can be made to suffer. */
export type RequestFault =
  | ResetFault
  | CloseFault
  | TimeoutFault
  | DelayFault
  | TruncateFault
  | GarbleFault
  | SlowFault
  | StatusFault
  | RateLimitFault
  | HoldFault;

/** A delivery is sent twice, one right after the other. */
export interface DuplicateFault {
  readonly kind: 'duplicate';
}

/** A delivery goes after the next one to the same receiver. */
export interface ReorderFault {
  readonly kind: 'reorder';
}

/** The signature of a delivery is that of another secret. */
export interface BadSignatureFault {
  readonly kind: 'bad-signature';
}

/** The timestamp of a delivery is old. */
export interface StaleTimestampFault {
  readonly kind: 'stale-timestamp';
  /** Seconds. */
  readonly by: number;
}

/** What a webhook delivery, and nothing else, can be made to suffer. */
export type WebhookFault = DuplicateFault | ReorderFault | BadSignatureFault | StaleTimestampFault;

/** What a client can be made to suffer. The fields are the JSON form. */
export type Fault = RequestFault | WebhookFault;

export type FaultKind = Fault['kind'];

/** Which attempts a rule meets. Every member narrows; without any, all attempts of every endpoint. */
export interface RuleTarget {
  /** A path (`/transactions/score`), all its methods, or an operationId. */
  readonly on?: string;
  /** Glob over the idempotency key: attempts without a valid key never match. */
  readonly key?: string;
  /** Glob over the API key. */
  readonly api_key?: string;
  /** The first and the last attempt of an operation that are met, counted from 1. */
  readonly attempt?: readonly [first: number, last: number];
  /** 0 to 1. A hash decides, so the same attempts are met whatever their order. */
  readonly probability?: number;
  /** How often the rule may fire at all. */
  readonly times?: number;
}

/** A fault in a phase, and which attempts it meets: what `parseRule` makes of a line or an object. Itself a valid object form. */
export type Rule = Fault & { readonly phase: Phase } & RuleTarget;

/** One step of a script: a fault in a phase, or `ok`, which lets the attempt through. */
export type Step = 'ok' | (Fault & { readonly phase: Phase });

/**
 * True when a client's connection does not survive the fault. While such a rule is unspent, answers carry
 * `Connection: close`, because clients re-send silently on a reused connection (and hide the attempt).
 */
export function breaksConnection(fault: Fault): boolean {
  switch (fault.kind) {
    case 'reset':
    case 'close':
    case 'timeout':
    case 'truncate':
      return true;
    case 'garble':
      // Bad JSON in a well-formed answer leaves the connection whole.
      return fault.as !== 'json';
    default:
      return false;
  }
}

/** Codes whose answers have no body. */
export function hasNoBody(code: number): boolean {
  return code === 204 || code === 205 || code === 304;
}

/** The places of a plan: one fault, which one delay and one pace may join. */
export type Slot = 'delay' | 'main' | 'slow';

/** The place that a fault takes in a plan. */
export function slotOf(fault: Fault): Slot {
  return fault.kind === 'delay' || fault.kind === 'slow' ? fault.kind : 'main';
}
