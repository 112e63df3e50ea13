import type { Answer } from './answer.ts';
import { faultReply, secondsOf } from './faults/fault-reply.ts';
import type { CloseFault, RateLimitFault, ResetFault, StatusFault, TimeoutFault } from './faults/fault.ts';
import { delayMs, truncatedLength } from './faults/figures.ts';
import type { ActiveFault } from './faults/select.ts';
import type { ApiError } from './model/error-table.ts';
import type { Interruption, Wait, WaitEnd } from './model/exchange.ts';
import type { Outcome, Pace } from './model/outcome.ts';
import type { Visit } from './visit.ts';
import type { AttemptOutcome } from './world/journal.ts';
import { pause, until } from './waits.ts';

type Step<T> = Generator<Wait, T, WaitEnd>;

/** How processing was broken off (R13). */
export type Crash =
  | { readonly kind: 'outcome'; readonly outcome: Outcome }
  | { readonly kind: 'answer'; readonly answer: Answer; readonly store: boolean };

const CLOSE: Outcome = { kind: 'close' };
const utf8 = new TextEncoder();

/**
 * Phase `before`: lost on the way in. Nothing has happened, nothing is stored.
 * @returns what the client gets instead of an answer; undefined when the request goes on
 */
export function* faultsBefore(visit: Visit): Step<Outcome | undefined> {
  for (const active of visit.parts.plan.at('before')) {
    visit.met(active);
    const { fault } = active;
    switch (fault.kind) {
      case 'delay':
      case 'hold':
        // A client that has left while its request was on the way in takes it along.
        if ((yield* linger(visit, active)) !== 'elapsed') return lost(visit, CLOSE);
        break;
      case 'timeout':
      case 'reset':
      case 'close':
        return yield* lose(visit, active, fault);
      case 'status':
      case 'rate-limit':
        return yield* send(visit, answerOf(visit, fault, 'refused'), visit.parts.plan.onAnswer());
      default:
        throw misplaced(active);
    }
    if (visit.stale) return lost(visit, CLOSE);
  }
  return undefined;
}

/**
 * Phase `during`: the key is claimed and the work is under way (R13, R15).
 * @returns how the work was broken off; undefined when it is to be done
 */
export function* faultsDuring(visit: Visit): Step<Crash | undefined> {
  for (const active of visit.parts.plan.at('during')) {
    visit.met(active);
    const { fault } = active;
    switch (fault.kind) {
      case 'delay':
      case 'hold':
        yield* linger(visit, active);
        if (visit.stale) return undefined;
        break;
      case 'timeout':
        // The claim is held; when the time is over or the client has left, the work is done and stored all the same.
        yield* linger(visit, active);
        visit.answerLost = true;
        break;
      case 'reset':
      case 'close':
        return { kind: 'outcome', outcome: { kind: fault.kind } };
      case 'status':
        return { kind: 'answer', answer: answerOf(visit, fault, 'failed'), store: fault.store === true };
      default:
        throw misplaced(active);
    }
  }
  return undefined;
}

/** Phase `after`: all is done and stored, and the answer suffers. */
export function* faultsAfter(visit: Visit, answer: Answer): Step<Outcome> {
  if (!visit.answerLost) return yield* send(visit, answer, visit.parts.plan.at('after'));
  return lost(visit, CLOSE);
}

/** What the client gets of an answer that no fault meets. */
export function sendWhole(visit: Visit, answer: Answer): Outcome {
  conclude(visit, answer);
  return { kind: 'reply', reply: visit.reply(answer) };
}

/** What the client gets of an answer on its way out. */
export function* send(visit: Visit, first: Answer, faults: readonly ActiveFault[]): Step<Outcome> {
  let answer = first;
  let bytesPerSecond: number | undefined;
  let cut: ((paced: { pace?: Pace }) => Outcome) | undefined;
  conclude(visit, answer);
  for (const active of faults) {
    visit.met(active);
    const { fault } = active;
    switch (fault.kind) {
      case 'delay':
      case 'hold':
        yield* linger(visit, active);
        // What was done and stored was forgotten meanwhile.
        if (visit.stale) return lost(visit, CLOSE);
        break;
      case 'timeout':
      case 'reset':
      case 'close':
        return yield* lose(visit, active, fault, answer.error);
      case 'status':
        answer = answerOf(visit, fault, 'lost');
        conclude(visit, answer);
        break;
      case 'truncate': {
        const reply = visit.reply(answer);
        const bytes = truncatedLength(fault, utf8.encode(reply.body).length);
        visit.conclude('lost', answer.status, answer.error);
        cut = (paced) => ({ kind: 'truncate', reply, bytes, then: fault.then, ...paced });
        break;
      }
      case 'garble': {
        const { as } = fault;
        if (as === 'json') {
          answer = { ...answer, status: 200, body: brokenJson(answer.body), outcome: 'lost' };
          conclude(visit, answer);
          break;
        }
        const reply = visit.reply(answer);
        visit.conclude('lost', as === 'bytes' ? null : answer.status, answer.error);
        cut = () => ({ kind: 'garble', reply, as });
        break;
      }
      case 'slow':
        bytesPerSecond = fault.rate;
        break;
      default:
        throw misplaced(active);
    }
  }
  const paced =
    bytesPerSecond === undefined
      ? {}
      : { pace: { bytesPerSecond, interrupted: (by: Interruption) => visit.interrupted(by) } };
  return cut?.(paced) ?? { kind: 'reply', reply: visit.reply(answer), ...paced };
}

/**
 * What takes the answer whole: the client gets nothing, at once or after a time.
 * @param error that the answer told, which only the journal knows now
 */
function* lose(
  visit: Visit,
  active: ActiveFault,
  fault: TimeoutFault | ResetFault | CloseFault,
  error: ApiError | null = null,
): Step<Outcome> {
  if (fault.kind !== 'timeout') return lost(visit, { kind: fault.kind }, error);
  // Written down before the wait: it may last as long as the client does.
  lost(visit, CLOSE, error);
  yield* linger(visit, active);
  return CLOSE;
}

/** Waits as long as a fault says, or until a hold is released. Notes a connection that has ended. */
function* linger(visit: Visit, active: ActiveFault): Step<WaitEnd> {
  const { fault } = active;
  const { core, world, row } = visit.parts;
  let end: WaitEnd;
  if (fault.kind === 'hold') {
    const hold = {
      world: world.apiKey,
      fault: active.id,
      phase: active.phase,
      endpoint: visit.parts.endpoint,
      idempotencyKey: row.idempotencyKey,
      attempt: row.attempt,
    };
    end = yield* until((wake) => core.holds.park(hold, wake));
  } else if (fault.kind === 'delay') {
    end = yield* pause(visit.parts.world, delayMs(fault, active.salt));
  } else if (fault.kind === 'timeout') {
    end = yield* pause(visit.parts.world, fault.ms);
  } else {
    throw misplaced(active);
  }
  if (end !== 'elapsed') visit.interrupted(end);
  return end;
}

/** JSON that no parser takes: its last character is missing. */
function brokenJson(body: string): string {
  return body.length < 2 ? '{' : body.slice(0, -1);
}

function conclude(visit: Visit, answer: Answer): void {
  visit.conclude(answer.outcome, answer.status, answer.error);
}

/** Nothing arrives: the request, or its answer, is lost. */
function lost(visit: Visit, outcome: Outcome, error: ApiError | null = null): Outcome {
  visit.conclude('lost', null, error);
  return outcome;
}

function answerOf(visit: Visit, fault: StatusFault | RateLimitFault, outcome: AttemptOutcome): Answer {
  const { platform } = visit.parts.core;
  if (fault.kind === 'rate-limit') visit.exhaustRate(secondsOf(fault.retry_after));
  const { status, headers, body } = faultReply(fault, { requestId: visit.requestId, realNow: platform.now() });
  return { status, headers, body, outcome, requestId: visit.requestId, error: null };
}

/** The table of kinds allows no such phase, so this is a mistake of the mock's own. */
function misplaced(active: ActiveFault): Error {
  return new Error(`A ${active.fault.kind} fault cannot be performed in phase ${active.phase}.`);
}
