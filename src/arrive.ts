import { refusal, replyOf } from './answer.ts';
import { match, PATHS } from './contract/routes.ts';
import { breaksConnections, type Core } from './core.ts';
import { hasConnectionBreaking } from './faults/rule-set.ts';
import { NO_FAULTS, selectFaults } from './faults/select.ts';
import { checkKey, type KeyCheck } from './idempotency/key-format.ts';
import type { Call } from './model/call.ts';
import type { ApiError } from './model/error-table.ts';
import { nearestOf } from './model/nearest.ts';
import type { Outcome } from './model/outcome.ts';
import { idOf } from './model/random.ts';
import { redactKey, redactKeysIn } from './model/redact.ts';
import { Visit } from './visit.ts';
import { isFaultable } from './rule-context.ts';
import { authenticate, bearerOf, refuseWithout } from './world/authenticate.ts';
import { type Attempt, noteError } from './world/journal.ts';
import type { Operation } from './world/operations.ts';
import { unusedRate } from './world/rate-limits.ts';

const BASE = '/v1';
const NO_KEY: KeyCheck = { kind: 'none' };
const NO_ENDPOINTS: readonly string[] = [];

/**
 * The first steps of a request: route, authenticate, find its world and its operation (R20).
 * @returns the visit; or, for an unknown path or a caller who may not enter, what he gets: such a request has no world
 * and meets no fault
 */
export function arrive(core: Core, call: Call): Visit | Outcome {
  const startedAt = core.platform.now();
  const { path, query } = splitTarget(call.target);
  const arrival: Arrival = { core, call, path, query, startedAt };
  const matched = path.startsWith(`${BASE}/`)
    ? match(call.method, path.slice(BASE.length))
    : ({ kind: 'not-found' } as const);
  if (matched.kind === 'not-found') {
    return turnAway(arrival, null, {
      code: 'not_found',
      message: `There is no ${shown(call.method)} ${shown(path)}${hintFor(path)}`,
    });
  }
  if (matched.kind === 'method-not-allowed') {
    const allow = matched.allow.join(', ');
    const message = `${shown(call.method)} is not allowed on ${shown(path)}, which takes ${allow}.`;
    return turnAway(arrival, null, { code: 'method_not_allowed', message, headers: [['Allow', allow]] });
  }
  const { operation: route, endpoint } = matched;
  const caller = authenticate(call.headers.authorization, core.settings.apiKeys);
  if ('code' in caller) return turnAway(arrival, endpoint, caller);
  const forbidden = refuseWithout(route.permission, caller);
  if (forbidden !== undefined) return turnAway(arrival, endpoint, forbidden);
  const world = core.worlds.use(caller.apiKey);
  if (world === undefined) {
    return turnAway(arrival, endpoint, {
      code: 'idempotency_store_full',
      message: 'The mock holds as many API keys as it can; reset it.',
    });
  }
  if (world.agenda.size > 0) world.agenda.runDue(() => world.clock.now());
  const key = route.idempotent ? checkKey(call.headers.idempotencyKeys, core.settings.keyFormat) : NO_KEY;
  const idempotencyKey = key.kind === 'key' ? key.key : undefined;
  const name = idempotencyKey ?? bodyName(arrival);
  const operation = world.operations.of(endpoint, name, idempotencyKey);
  const row = enter(arrival, endpoint, operation, world, name, world.clock.now());
  const sets = [world.faults, core.faults];
  const quiet = world.faults.size === 0 && core.faults.size === 0;
  return new Visit({
    core,
    call,
    route,
    pathParams: matched.params,
    query,
    endpoint,
    world,
    key,
    operation,
    row,
    startedAt,
    closeConnection: !quiet && !core.settings.keepAlive && hasConnectionBreaking(sets),
    plan:
      quiet || !isFaultable(route)
        ? NO_FAULTS
        : selectFaults(
            sets,
            {
              operationId: route.operationId,
              endpoint,
              apiKey: caller.apiKey,
              ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
              subject: name,
              operation: `${caller.apiKey}\n${endpoint}\n${name}`,
              attempt: row.attempt,
            },
            core.settings.seed,
          ),
  });
}

interface Arrival {
  readonly core: Core;
  readonly call: Call;
  readonly path: string;
  readonly query: string;
  readonly startedAt: number;
}

/** Whose attempt it is. */
interface Caller {
  readonly apiKey: string | undefined;
  /** Redacted. */
  readonly shownKey: string | null;
}

/** Counts the attempt and opens its line in the journal. */
function enter(
  arrival: Arrival,
  endpoint: string | null,
  operation: Operation,
  caller: Caller,
  name: string,
  now: number,
): Attempt {
  const { core, call, path } = arrival;
  const { apiKey, shownKey } = caller;
  const { method } = call;
  const { clientRequestId } = call.headers;
  const attempt = ++operation.attempts;
  const row: Attempt = {
    seq: core.journal.nextSeq(),
    resets: core.resets,
    at: now,
    world: apiKey,
    apiKey: shownKey,
    method: method.slice(0, 20),
    path: redactKeysIn(path).slice(0, 200),
    endpoint,
    idempotencyKey: operation.idempotencyKey ?? null,
    attempt,
    reusedConnection: call.reusedConnection,
    requestId: idOf('req_', `${core.settings.seed}\n${apiKey ?? ''}\n${method}\n${path}\n${name}\n${attempt}`),
    clientRequestId: clientRequestId === undefined ? null : redactKeysIn(clientRequestId).slice(0, 200),
    keyAlsoUsedOn:
      operation.sibling === undefined || operation.idempotencyKey === undefined ? NO_ENDPOINTS : siblings(operation),
    outcome: null,
    committed: false,
    fault: null,
    status: null,
    code: null,
    param: null,
    clientLeft: false,
    durationMs: null,
  };
  core.journal.add(row);
  return row;
}

/** Answers a request that may not enter any world. The key that it came with is shown, redacted; nothing else is known of it. */
function turnAway(arrival: Arrival, endpoint: string | null, error: ApiError): Outcome {
  const { core, call, path, query, startedAt } = arrival;
  const now = core.clock.now();
  const apiKey = call.headers.authorization === undefined ? undefined : bearerOf(call.headers.authorization);
  // Each caller's attempts count apart, so that nobody's request ids depend on who else was turned away.
  const name = idOf('\n', `${apiKey ?? ''}\n${path}?${query}`);
  const operation = core.strangers.of(call.method.slice(0, 20), name, undefined);
  const shownKey = apiKey === undefined ? null : redactKey(apiKey);
  const row = enter(arrival, endpoint, operation, { apiKey, shownKey }, name, now);
  const answer = refusal(error, row.requestId);
  row.outcome = 'refused';
  row.status = answer.status;
  noteError(row, error);
  row.durationMs = core.platform.now() - startedAt;
  core.onAttempt(row);
  const rate = unusedRate(core.settings.plan, now);
  return {
    kind: 'reply',
    reply: replyOf(answer, {
      idempotencyKey: undefined,
      rate,
      fault: undefined,
      closeConnection: breaksConnections(core),
    }),
  };
}

/** Names an operation without a valid key by its body's bytes. No key holds a line feed, so none is mistaken for it. */
function bodyName({ core, call, path, query }: Arrival): string {
  const body = call.body === 'too-large' ? call.body : call.body.length === 0 ? '' : core.platform.sha256(call.body);
  return idOf('\n', `${path}?${query}\n${body}`);
}

function siblings(operation: Operation): string[] {
  const endpoints: string[] = [];
  for (let other = operation.sibling; other !== undefined; other = other.sibling) endpoints.push(other.endpoint);
  return endpoints;
}

/** Splits a request target, in origin or absolute form (RFC 9112, 3.2). */
function splitTarget(target: string): { path: string; query: string } {
  const origin = target.startsWith('/') ? target : target.replace(/^https?:\/\/[^/?#]*/i, '');
  const at = origin.indexOf('?');
  return at < 0 ? { path: origin, query: '' } : { path: origin.slice(0, at), query: origin.slice(at + 1) };
}

/** How the message of an unknown path ends: what it was probably meant to be, ids apart. */
function hintFor(path: string): string {
  const near = nearestOf(
    path,
    PATHS.map((known) => BASE + known),
  );
  if (near !== undefined) return `. Did you mean ${near}?`;
  return path.startsWith(`${BASE}/`) ? '.' : `; paths start with ${BASE}.`;
}

/** What a client sent, as far as an error repeats it. */
function shown(sent: string): string {
  const text = redactKeysIn(sent);
  return text.length <= 80 ? text : `${text.slice(0, 80)}…`;
}
