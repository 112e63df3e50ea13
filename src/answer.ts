import type { StoredResult } from './idempotency/store.ts';
import { type ApiError, errorBody, statusOf } from './model/error-table.ts';
import type { Reply } from './model/outcome.ts';
import type { AttemptOutcome } from './world/journal.ts';
import type { RateStatus } from './world/rate-limits.ts';

/** The field lines of every answer in JSON; one list for all, so that a stored record costs no copy of it. */
export const JSON_HEADERS: readonly (readonly [name: string, value: string])[] = [['Content-Type', 'application/json']];

/** What the engine has decided to answer, before any fault meets the answer. */
export interface Answer {
  readonly status: number;
  /** The field lines of this answer alone: `Content-Type`, `Allow`, `Retry-After`. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  readonly outcome: AttemptOutcome;
  /** The request id that the answer carries: the original one's on a replay (R3). */
  readonly requestId: string;
  /** The error that it tells, for the journal; null when it tells none, or one that a fault made up. */
  readonly error: ApiError | null;
}

/** The answer to a request that something stopped before, or instead of, processing. */
export function refusal(error: ApiError, requestId: string, outcome: AttemptOutcome = 'refused'): Answer {
  const retry = error.retryAfter === undefined ? [] : [['Retry-After', String(error.retryAfter)] as const];
  return {
    status: statusOf(error),
    headers: [...JSON_HEADERS, ...(error.headers ?? []), ...retry],
    body: errorBody(error, requestId),
    outcome,
    requestId,
    error,
  };
}

/** An answer in JSON. */
export function success(status: number, body: string, requestId: string, outcome: AttemptOutcome): Answer {
  return { status, headers: JSON_HEADERS, body, outcome, requestId, error: null };
}

/** The answer that a stored result gives, the first time and every time (R3). */
export function stored(result: StoredResult, outcome: 'processed' | 'replayed'): Answer {
  const { status, headers, body, requestId } = result;
  return { status, headers, body, outcome, requestId, error: null };
}

/** What the head of an answer says beside the answer's own. */
export interface Head {
  /** Echoed on the idempotent endpoints (R2). */
  readonly idempotencyKey: string | undefined;
  readonly rate: RateStatus;
  /** The id of a fault that met this attempt. */
  readonly fault: string | undefined;
  /** Asks the client not to send its next attempt on this connection (DESIGN.md, "Clients re-send silently"). */
  readonly closeConnection: boolean;
}

/** Puts an answer into an HTTP reply. */
export function replyOf(answer: Answer, head: Head): Reply {
  const headers = [...answer.headers, ['X-Request-Id', answer.requestId] as const];
  if (head.idempotencyKey !== undefined) headers.push(['Idempotency-Key', head.idempotencyKey]);
  if (answer.outcome === 'replayed') headers.push(['Idempotent-Replayed', 'true']);
  headers.push(
    ['X-RateLimit-Limit', String(head.rate.limit)],
    ['X-RateLimit-Remaining', String(head.rate.remaining)],
    ['X-RateLimit-Reset', String(head.rate.reset)],
    ['X-RateLimit-Window', String(head.rate.window)],
  );
  if (head.fault !== undefined) headers.push(['X-Mock-Fault', head.fault]);
  if (head.closeConnection) headers.push(['Connection', 'close']);
  return { status: answer.status, headers, body: answer.body };
}
