import { type Deed, planAction } from './actions/act.ts';
import { type Answer, JSON_HEADERS, refusal, stored, success } from './answer.ts';
import { arrive } from './arrive.ts';
import { checkMedia, checkVersion, NO_PARAMETERS, type Parameters } from './body.ts';
import type { Core } from './core.ts';
import { faultsAfter, faultsBefore, faultsDuring, send, sendWhole } from './fault-steps.ts';
import { NO_FAULTS } from './faults/select.ts';
import type { ClaimToken, OperationName } from './idempotency/store.ts';
import type { Call } from './model/call.ts';
import type { ApiError } from './model/error-table.ts';
import type { Exchange, Wait, WaitEnd } from './model/exchange.ts';
import type { Outcome } from './model/outcome.ts';
import { randomOf } from './model/random.ts';
import { type Proposal, propose, type Task } from './propose.ts';
import { read } from './reads.ts';
import { askedScenario } from './scenario-choice.ts';
import { Visit } from './visit.ts';
import { pause, settled, until } from './waits.ts';

/** A step that may wait. */
type Step<T> = Generator<Wait, T, WaitEnd>;

/** What a step decides: an answer, which may still suffer on its way out, or what the client gets as it is. */
type Decision =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'final'; readonly outcome: Outcome };

/** Work that may be committed; or that turned out not to be possible: nothing has happened, and nothing is stored. */
type Prepared =
  | { readonly kind: 'proposed'; readonly proposal: Proposal }
  | { readonly kind: 'refused'; readonly error: ApiError };

const ACT = { kind: 'act' } as const;
const IN_PROGRESS: ApiError = {
  code: 'idempotency_request_in_progress',
  message: 'The first request with this idempotency key is still being processed',
  retryAfter: 1,
};
const FULL: ApiError = {
  code: 'idempotency_store_full',
  message:
    'The mock holds as much as it may, and forgets nothing: reset it, or start it with larger --max-keys and --max-bytes.',
};

/**
 * The way of a request, from its parts to what the client gets. This file alone knows the order of the steps (R20,
 * DESIGN.md). It sleeps for nothing: it yields each wait, and whoever performs the exchange ends it.
 */
export function* exchange(core: Core, call: Call): Exchange {
  const visit = arrive(core, call);
  if (!(visit instanceof Visit)) return visit;
  // To start a generator that has nothing to do costs more than most of what is done here.
  const faulty = visit.parts.plan !== NO_FAULTS;
  try {
    const lost = faulty ? yield* faultsBefore(visit) : undefined;
    if (lost !== undefined) return lost;
    const step = decide(visit);
    const decision =
      step.kind === 'task' ? yield* underKey(visit, step) : step.kind === 'act' ? yield* act(visit) : step;
    if (decision.kind === 'final') return decision.outcome;
    return faulty ? yield* faultsAfter(visit, decision.answer) : sendWhole(visit, decision.answer);
  } catch (error) {
    core.onError(error);
    return { kind: 'reply', reply: visit.reply(broken(visit, error)) };
  } finally {
    visit.leave();
  }
}

/** The rate limit, then everything that stops a request before it is processed, in the order of R20. */
function decide(visit: Visit): Decision | Task | { readonly kind: 'act' } {
  const { call, core, key, query, route } = visit.parts;
  const { retryAfter } = visit.takeRate();
  if (retryAfter !== undefined) {
    return refused(visit, {
      code: 'rate_limit_exceeded',
      message: `Too many requests; try again in ${retryAfter} s.`,
      retryAfter,
    });
  }
  const unknownVersion = checkVersion(call.headers.version);
  if (unknownVersion !== undefined) return refused(visit, unknownVersion);
  if (route.action === 'act') return ACT;
  if (route.action !== 'create') return { kind: 'answer', answer: read(visit) };
  const media = checkMedia(route, call);
  if (media.kind === 'bad') return refused(visit, media.error);
  if (key.kind === 'bad') return refused(visit, key.error);
  const body = core.bodies.read(route, media, query);
  if (body.kind === 'bad') return refused(visit, body.error);
  const { params, fingerprint } = body.parameters;
  const asked = askedScenario(core.settings.fixtures, route.path, call.headers.scenario, body.parameters);
  if (asked.kind === 'bad') return refused(visit, asked.error);
  return { kind: 'task', params, fingerprint, scenario: asked.scenario };
}

/** What neither makes, reads, lists nor deletes: a function of its own does it. Keys of such requests are ignored (R18). */
function* act(visit: Visit): Step<Decision> {
  const { call, core, query, route } = visit.parts;
  let parameters: Parameters = NO_PARAMETERS;
  const mayChange = route.method === 'POST' || route.method === 'PUT';
  // Where the contract knows no body, one that is sent must be JSON all the same: what it was meant to be is not guessed.
  if (route.bodyRequired || (mayChange && call.body.length > 0)) {
    const media = checkMedia(route, call);
    if (media.kind === 'bad') return refused(visit, media.error);
    const body = core.bodies.read(route, media, query);
    if (body.kind === 'bad') return refused(visit, body.error);
    parameters = body.parameters;
  }
  if (mayChange) {
    return yield* work(visit, () => prepared(visit, planAction(visit, parameters)), undefined);
  }
  const deed = planAction(visit, parameters);
  if (deed.kind === 'refused') return refused(visit, deed.error);
  deed.commit?.(visit.now());
  return { kind: 'answer', answer: success(deed.status, deed.body, visit.requestId, 'read') };
}

function prepared(visit: Visit, deed: Deed): Prepared {
  if (deed.kind === 'refused') return deed;
  const { status, body, commit } = deed;
  const result = { status, headers: JSON_HEADERS, body, requestId: visit.requestId };
  return { kind: 'proposed', proposal: { result, commit: (now) => commit?.(now) } };
}

/** Processes a request once for all that carry its key (R2 to R4, R14), or every time when it has none (R1). */
function* underKey(visit: Visit, task: Task): Step<Decision> {
  const { core, endpoint, world } = visit.parts;
  const { conflictStatus, inFlight, scope } = core.settings;
  const key = visit.idempotencyKey;
  if (key === undefined) {
    if (core.budget.bytes >= core.budget.maxBytes) return refused(visit, FULL);
    return yield* work(visit, proposing(visit, task), undefined);
  }
  const operation: OperationName = { world: world.apiKey, key: scope === 'account' ? key : `${endpoint} ${key}` };
  for (;;) {
    const claimed = core.store.claim(operation, task.fingerprint, visit.now());
    const claim = claimed instanceof Promise ? yield* settled(claimed) : claimed;
    switch (claim.kind) {
      case 'claimed':
        return yield* work(visit, proposing(visit, task), claim.token);
      case 'done':
        return { kind: 'answer', answer: stored(claim.result, 'replayed') };
      case 'conflict': {
        const message = 'Idempotency key already used with different request parameters';
        const error: ApiError = { code: 'idempotency_key_conflict', message, status: conflictStatus };
        return { kind: 'answer', answer: refusal(error, visit.requestId, 'conflict') };
      }
      case 'full':
        return refused(visit, FULL);
      case 'in-flight': {
        if (inFlight === 'reject')
          return { kind: 'answer', answer: refusal(IN_PROGRESS, visit.requestId, 'in_progress') };
        // Whoever wakes first claims anew: if the first attempt failed, one waiter is processed and the rest go on waiting.
        const end = yield* until((wake) => core.store.onSettled(operation, wake));
        if (end !== 'elapsed') visit.interrupted(end);
        if (end !== 'elapsed' || visit.stale) return gone(visit);
      }
    }
  }
}

/** Does the work of a claimed operation: takes its time, suffers its `during` faults, simulates, commits. */
function* work(visit: Visit, prepare: () => Prepared, token: ClaimToken | undefined): Step<Decision> {
  const { core, world } = visit.parts;
  const { store } = core;
  let held = token;
  try {
    const latency = latencyOf(visit);
    const end = latency > 0 ? yield* pause(visit.parts.world, latency) : 'elapsed';
    // The work is done all the same (R15).
    if (end !== 'elapsed') visit.interrupted(end);
    if (visit.stale) return gone(visit);
    const crash = visit.parts.plan === NO_FAULTS ? undefined : yield* faultsDuring(visit);
    if (visit.stale) return gone(visit);
    if (crash !== undefined) {
      const result = crash.kind === 'answer' && crash.store ? crash.answer : undefined;
      if (held !== undefined) {
        const ended = result === undefined ? store.release(held) : store.complete(held, result, visit.now());
        held = undefined;
        yield* settled(ended);
        world.keepsAnswer ||= result !== undefined;
      }
      if (crash.kind === 'answer') {
        return { kind: 'final', outcome: yield* send(visit, crash.answer, visit.parts.plan.onAnswer()) };
      }
      visit.conclude('failed', null);
      return { kind: 'final', outcome: crash.outcome };
    }
    const preparation = prepare();
    if (preparation.kind === 'refused') return refused(visit, preparation.error);
    const { result, commit } = preparation.proposal;
    const now = visit.now();
    const completed = held === undefined ? undefined : store.complete(held, result, now);
    held = undefined;
    if (completed instanceof Promise) yield* settled(completed);
    commit(now);
    visit.committed();
    return { kind: 'answer', answer: stored(result, 'processed') };
  } catch (error) {
    // A mistake of the mock's own: the key must not stay claimed for it.
    if (held !== undefined && !visit.stale) yield* settled(store.release(held));
    throw error;
  }
}

function proposing(visit: Visit, task: Task): () => Prepared {
  return () => ({ kind: 'proposed', proposal: propose(visit, task) });
}

function refused(visit: Visit, error: ApiError): Decision {
  return { kind: 'answer', answer: refusal(error, visit.requestId) };
}

/** The world was reset, or the client has left, while the request waited: there is nobody to answer. */
function gone(visit: Visit): Decision {
  visit.conclude('lost', null);
  return { kind: 'final', outcome: { kind: 'close' } };
}

/** A mistake of the mock's own. The client is told what it was: this is a test, and somebody wants to know. */
function broken(visit: Visit, error: unknown): Answer {
  const message = `The mock failed: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
  const answer = refusal({ code: 'internal_error', message }, visit.requestId, 'failed');
  visit.conclude(answer.outcome, answer.status, answer.error);
  return answer;
}

/** Simulated processing time, in milliseconds: a function of the attempt, so that it is the same in every run. */
function latencyOf(visit: Visit): number {
  const { min, max } = visit.parts.core.settings.latency;
  return min === max ? min : randomOf(`latency\n${visit.requestId}`).int(min, max);
}
