import { EVENT_TYPES } from '../contract/operation.ts';
import { nearestOf } from '../model/nearest.ts';
import { show } from './rule-error.ts';
import type { Fail } from './rule-error.ts';

/** An operation of the contract, as far as rules name it. */
export interface OperationName {
  readonly operationId: string;
  /** In capitals. */
  readonly method: string;
  /** The path template, with or without `/v1`. */
  readonly path: string;
  /** Whether it honours an idempotency key. */
  readonly idempotent: boolean;
}

/** What a rule is read against. */
export interface RuleContext {
  readonly operations: readonly OperationName[];
}

/** What `on` means: its canonical text, and the operations it names. */
export interface Target {
  readonly on: string;
  readonly operationIds: readonly string[];
}

/**
 * Resolves `on`: an operationId, a path template (all its methods) or a method and a path, with or without `/v1`.
 * Canonical is the path where it names the same operations, else the operationId.
 */
export function resolveTarget(on: unknown, context: RuleContext, fail: Fail): Target {
  if (typeof on !== 'string' || on === '') return fail('"on" needs a path or an operationId', EXAMPLE);
  if (isWebhookTarget(on)) return webhookTargetOf(on, fail);
  if (on === '*' || on === '/*') return fail('"on" is no glob', 'leave on= out to meet every endpoint');
  const named = context.operations.filter((operation) => operation.operationId === on);
  if (named.length > 0) return targetOf(named, context);

  const space = on.indexOf(' ');
  const method = space < 0 ? undefined : on.slice(0, space).toUpperCase();
  const path = withoutVersion(on.slice(space + 1));
  const onPath = context.operations.filter((operation) => withoutVersion(operation.path) === path);
  const chosen = onPath.filter((operation) => method === undefined || operation.method === method);
  if (chosen.length > 0) return targetOf(chosen, context);
  if (onPath.length > 0) {
    const methods = onPath.map((operation) => operation.method).join(', ');
    return fail(`${show(path)} has no ${show(method)}`, `it has ${methods}`);
  }
  return fail(`${show(on)} is not an operation`, adviceFor(on, path, context));
}

/** Prefix of the names that deliveries go by: `webhook:transaction.scored`. */
const WEBHOOK = 'webhook:';

/** Whether `on` means webhook deliveries: an event's name after the prefix, or `*` for all. */
export function isWebhookTarget(on: string): boolean {
  return on.startsWith(WEBHOOK);
}

function webhookTargetOf(on: string, fail: Fail): Target {
  const event = on.slice(WEBHOOK.length);
  if (event === '*') return { on, operationIds: EVENT_TYPES.map((type) => WEBHOOK + type) };
  if (EVENT_TYPES.some((type) => type === event)) return { on, operationIds: [on] };
  const near = nearestOf(event, EVENT_TYPES);
  const hint = near === undefined ? `one of: *, ${EVENT_TYPES.join(', ')}` : `did you mean "${WEBHOOK}${near}"?`;
  return fail(`${show(event)} is not an event`, hint);
}

const EXAMPLE =
  'form: on=/transactions/score, on="POST /transactions/score" or on=scoreTransaction; for deliveries on=webhook:*';

function targetOf(chosen: readonly OperationName[], context: RuleContext): Target {
  const path = withoutVersion((chosen[0] as OperationName).path);
  const onPath = context.operations.filter((operation) => withoutVersion(operation.path) === path);
  const on = onPath.length === chosen.length ? path : (chosen[0] as OperationName).operationId;
  return { on, operationIds: chosen.map((operation) => operation.operationId) };
}

function withoutVersion(path: string): string {
  return path.startsWith('/v1/') ? path.slice(3) : path;
}

function adviceFor(on: string, path: string, context: RuleContext): string {
  const near = nearestTarget(on, path.replace(/\?.*/, ''), context);
  return near === undefined ? EXAMPLE : `did you mean "${near}"?`;
}

function nearestTarget(on: string, path: string, { operations }: RuleContext): string | undefined {
  const paths = operations.map((operation) => withoutVersion(operation.path));
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  if (folder === '') return nearestOf(on, [...operations.map(({ operationId }) => operationId), ...paths]);
  // The last steps alone are compared first: to `/transactions/scoer` the whole of `/transactions/{id}` is near, too.
  const steps = paths.filter((known) => known.startsWith(folder)).map((known) => known.slice(folder.length));
  const step = nearestOf(path.slice(folder.length), steps);
  if (step !== undefined) return folder + step;
  // `/identity/verifications/ver_1` names one object; rules name endpoints.
  return paths.find((candidate) => candidate.includes('{') && fits(path, candidate)) ?? nearestOf(path, paths);
}

function fits(path: string, template: string): boolean {
  const parts = path.split('/');
  const expected = template.split('/');
  return parts.length === expected.length && expected.every((part, i) => part.startsWith('{') || part === parts[i]);
}
