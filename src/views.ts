import type { EventType } from './contract/operation.ts';
import type { WebhookDeliveryView } from './contract/types.ts';
import type { RecordView } from './idempotency/store.ts';
import { redactKey, redactKeysIn } from './model/redact.ts';
import type { Hold } from './world/holds.ts';
import type { Attempt, AttemptOutcome } from './world/journal.ts';
import type { Operation } from './world/operations.ts';
import type { ScenarioRule } from './world/scenario-rules.ts';
import type { Delivery } from './world/webhooks.ts';

// What the control API and the library show: one form for both, in the API's own spelling (INTERFACE.md, "Shapes").

/** One request, and what became of it. */
export interface AttemptView {
  /** Counts the requests of the mock. */
  readonly seq: number;
  /** When it came, on the mock's clock. */
  readonly at: string;
  /** Redacted; null when there was none. */
  readonly api_key: string | null;
  readonly method: string;
  readonly path: string;
  /** Method and path template; null for an unknown path. */
  readonly endpoint: string | null;
  /** Null without a valid one. */
  readonly idempotency_key: string | null;
  /** Which attempt of its operation it is, from 1. */
  readonly attempt: number;
  /** True when its connection had carried an earlier request: it may be a silent re-send. */
  readonly reused_connection: boolean;
  /** Null while it is under way. */
  readonly outcome: AttemptOutcome | null;
  /** Whether this attempt did the work. */
  readonly committed: boolean;
  readonly fault: { readonly id: string; readonly kind: string; readonly phase: string } | null;
  /** The status that was sent; null when none was. */
  readonly status: number | null;
  /** The code of the error that was answered, or that was lost with its answer. */
  readonly error_code: string | null;
  /** The member that was at fault, as the error named it; cut after 200 characters. */
  readonly error_param: string | null;
  /** Whether the client hung up before its answer. */
  readonly client_left: boolean;
  readonly request_id: string;
  /** The client's own `X-Request-ID`. */
  readonly client_request_id: string | null;
  /** Other endpoints that have used this idempotency key: allowed (R10), and often a mistake. */
  readonly key_also_used_on: readonly string[];
  /** Real time; null while it is under way. */
  readonly duration_ms: number | null;
}

/** One operation: the line that a test of billing asserts on. */
export interface OperationView {
  readonly api_key: string;
  readonly endpoint: string;
  readonly idempotency_key: string | null;
  readonly attempts: number;
  /** How often its work was done. */
  readonly processed: number;
  readonly last: AttemptOutcome | null;
}

/** One idempotency record. */
export interface KeyView {
  readonly api_key: string;
  readonly idempotency_key: string;
  /** With `scope: account` null: the key is the account's. */
  readonly endpoint: string | null;
  readonly state: 'in_flight' | 'done';
  readonly created_at: string;
  /** Null while in flight. */
  readonly expires_at: string | null;
  readonly attempts: number;
  /** The request id that replays carry; null while in flight. */
  readonly request_id: string | null;
}

/** A scenario that is set. */
export interface ScenarioView {
  readonly id: string;
  readonly scenario: string;
  readonly on: string | null;
  readonly times: number | null;
  readonly used: number;
}

/** A request that a `hold` has parked. */
export interface HoldView {
  readonly id: string;
  readonly api_key: string;
  readonly fault: string;
  readonly phase: string;
  readonly endpoint: string;
  readonly idempotency_key: string | null;
  readonly attempt: number;
}

/** The delivery of an event to one receiver. */
export type DeliveryView = WebhookDeliveryView;

/** The same, with whose it is. */
export interface SentView extends DeliveryView {
  /** Redacted. */
  readonly api_key: string;
}

/** An idempotency key as it is shown: an API key that was sent for one by mistake is redacted. */
const shownOrNull = (key: string | null | undefined): string | null =>
  key === null || key === undefined ? null : redactKeysIn(key);
const iso = (time: number): string => new Date(time).toISOString();

export function attemptView(row: Attempt): AttemptView {
  return {
    seq: row.seq,
    at: iso(row.at),
    api_key: row.apiKey,
    method: row.method,
    path: row.path,
    endpoint: row.endpoint,
    idempotency_key: shownOrNull(row.idempotencyKey),
    attempt: row.attempt,
    reused_connection: row.reusedConnection,
    outcome: row.outcome,
    committed: row.committed,
    fault: row.fault,
    status: row.status,
    error_code: row.code,
    error_param: row.param,
    client_left: row.clientLeft,
    request_id: row.requestId,
    client_request_id: row.clientRequestId,
    key_also_used_on: row.keyAlsoUsedOn,
    duration_ms: row.durationMs === null ? null : Math.round(row.durationMs * 1000) / 1000,
  };
}

export function operationView(apiKey: string, operation: Operation): OperationView {
  return {
    api_key: redactKey(apiKey),
    endpoint: operation.endpoint,
    idempotency_key: shownOrNull(operation.idempotencyKey),
    attempts: operation.attempts,
    processed: operation.processed,
    last: operation.last,
  };
}

/** @param attempts how many the operation has had */
export function keyView(
  apiKey: string,
  record: RecordView,
  endpoint: string | null,
  key: string,
  attempts: number,
): KeyView {
  return {
    api_key: redactKey(apiKey),
    idempotency_key: redactKeysIn(key),
    endpoint,
    state: record.state,
    created_at: iso(record.createdAt),
    expires_at: record.expiresAt === undefined ? null : iso(record.expiresAt),
    attempts,
    request_id: record.requestId ?? null,
  };
}

export function scenarioView(rule: ScenarioRule): ScenarioView {
  return { id: rule.id, scenario: rule.scenario, on: rule.on ?? null, times: rule.times ?? null, used: rule.used };
}

export function holdView(hold: Hold): HoldView {
  return {
    id: hold.id,
    api_key: redactKey(hold.world),
    fault: hold.fault,
    phase: hold.phase,
    endpoint: hold.endpoint,
    idempotency_key: shownOrNull(hold.idempotencyKey),
    attempt: hold.attempt,
  };
}

export function deliveryView(delivery: Delivery): DeliveryView {
  return {
    id: delivery.id,
    event_id: delivery.eventId,
    event_type: delivery.eventType as EventType,
    url: delivery.url,
    status: delivery.status,
    response_code: delivery.responseCode,
    attempts: delivery.attempts,
    created_at: iso(delivery.createdAt),
    delivered_at: delivery.deliveredAt === null ? null : iso(delivery.deliveredAt),
    next_attempt_at: delivery.nextAttemptAt === null ? null : iso(delivery.nextAttemptAt),
    reason: delivery.reason,
  };
}

export function sentView(apiKey: string, delivery: Delivery): SentView {
  const view = deliveryView(delivery);
  return { api_key: redactKey(apiKey), ...view, url: redactKeysIn(view.url) };
}
