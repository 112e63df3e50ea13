import { type Answer, replyOf } from './answer.ts';
import type { Operation as Route } from './contract/operation.ts';
import type { Core } from './core.ts';
import type { ActiveFault, FaultPlan } from './faults/select.ts';
import type { KeyCheck } from './idempotency/key-format.ts';
import type { Call } from './model/call.ts';
import type { ApiError } from './model/error-table.ts';
import type { Interruption } from './model/exchange.ts';
import type { Reply } from './model/outcome.ts';
import { type Attempt, type AttemptOutcome, noteError } from './world/journal.ts';
import type { Operation } from './world/operations.ts';
import type { RateStatus } from './world/rate-limits.ts';
import type { World } from './worlds.ts';

/** What a visit is made of, once the request has been routed and authenticated. */
export interface VisitParts {
  readonly core: Core;
  readonly call: Call;
  readonly route: Route;
  readonly pathParams: Readonly<Record<string, string>>;
  readonly query: string;
  /** Method and path template: `POST /transactions/score`. */
  readonly endpoint: string;
  readonly world: World;
  readonly key: KeyCheck;
  readonly operation: Operation;
  readonly plan: FaultPlan;
  readonly row: Attempt;
  readonly closeConnection: boolean;
  /** Real time, in milliseconds. */
  readonly startedAt: number;
}

/** One attempt on its way through a world: what the steps of the engine share, and its line in the journal. */
export class Visit {
  readonly parts: VisitParts;
  /** The world's generation on arrival. */
  #generation: number;
  /** What the rate-limit headers say, once the limits have been asked. */
  rate: RateStatus | undefined;
  /** Set by a `during` fault that lets the work be done but not be told. */
  answerLost = false;
  #inFlight = false;
  #interrupted = false;

  constructor(parts: VisitParts) {
    this.parts = parts;
    this.#generation = parts.world.generation;
    parts.world.active++;
  }

  get requestId(): string {
    return this.parts.row.requestId;
  }

  /** The good idempotency key of this request, if it has one. */
  get idempotencyKey(): string | undefined {
    return this.parts.key.kind === 'key' ? this.parts.key.key : undefined;
  }

  /** True when the world was reset while this request was under way: there is nothing left to commit to. */
  get stale(): boolean {
    return this.parts.world.generation !== this.#generation;
  }

  /** This very request has reset its world: it goes on in what is left. */
  renew(): void {
    this.#generation = this.parts.world.generation;
  }

  now(): number {
    return this.parts.world.clock.now();
  }

  /** Asks the rate limits; from now on the request counts as in flight (burst). */
  takeRate(): RateStatus {
    const { world, endpoint, route } = this.parts;
    this.rate = world.rates.take(endpoint, route.rateLimit, this.now());
    if (this.rate.retryAfter === undefined) {
      world.rates.enter();
      this.#inFlight = true;
    }
    return this.rate;
  }

  /** The rate-limit headers tell what a 429 tells that a fault made up. @param seconds until a request is let through again */
  exhaustRate(seconds: number): void {
    const now = this.now();
    const rate = this.rate ?? this.parts.world.rates.peek(now);
    this.rate = { ...rate, remaining: 0, reset: Math.ceil(now / 1000) + seconds };
  }

  /** Writes a fault into the journal; one that decides the answer takes the line from one that only slows it. */
  met(fault: ActiveFault): void {
    this.parts.plan.fire(fault);
    const { row } = this.parts;
    const { kind } = fault.fault;
    const slows = kind === 'delay' || kind === 'slow';
    if (row.fault === null || !slows) row.fault = { id: fault.id, kind, phase: fault.phase };
  }

  /** The reply that an answer makes, with the head that belongs to this attempt. */
  reply(answer: Answer): Reply {
    const { world, closeConnection, row } = this.parts;
    return replyOf(answer, {
      idempotencyKey: this.idempotencyKey,
      rate: this.rate ?? world.rates.peek(this.now()),
      fault: row.fault?.id,
      closeConnection,
    });
  }

  /** Decides what became of this attempt. */
  conclude(outcome: AttemptOutcome, status: number | null, error: ApiError | null = null): void {
    const { row, operation } = this.parts;
    row.outcome = outcome;
    row.status = status;
    noteError(row, error);
    operation.last = outcome;
  }

  /** The work of this attempt is done and stored. */
  committed(): void {
    this.parts.row.committed = true;
    this.parts.operation.processed++;
  }

  /** The connection has ended meanwhile: whatever is decided, nobody is told. */
  interrupted(by: Interruption): void {
    const { row } = this.parts;
    row.clientLeft ||= by === 'client-left';
    this.#interrupted = true;
    if (row.durationMs === null) return;
    // Of an answer that had been on its way, the last word is that it did not arrive whole.
    const { outcome, status } = row;
    this.conclude('lost', status);
    this.parts.core.onRevised(row, outcome);
  }

  /** The last thing that happens to a visit, however it ended. */
  leave(): void {
    const { core, world, plan, row, startedAt } = this.parts;
    world.active--;
    if (this.#inFlight) world.rates.leave();
    plan.release();
    if (this.#interrupted) this.conclude(row.outcome === 'failed' ? 'failed' : 'lost', null);
    row.durationMs = core.platform.now() - startedAt;
    core.onAttempt(row);
  }
}
