import { type Clock, parseTime } from './model/clock.ts';
import { parseDuration } from './model/duration.ts';
import type { RuleView } from './faults/rule-entry.ts';
import type { RuleObject, StepObject } from './faults/rule-object.ts';
import type { ScriptView } from './faults/script-entry.ts';
import type { AttemptOutcome } from './world/journal.ts';
import type { AttemptView, HoldView, KeyView, OperationView, ScenarioView, SentView } from './views.ts';

/** What one holds of a mock, or of one API key's world: the same calls, over all or over one. */
export interface Surface {
  /** Faults: rules and scripts, and how often they have fired (docs/faults.md). */
  readonly faults: FaultControls;
  /** Outcomes that are asked for ahead (platform.md, "Scenarios"). */
  readonly scenarios: ScenarioControls;
  /** The clock that keys expire by, and that timestamps are taken from. */
  readonly clock: ClockControls;
  /** Every attempt, oldest first; the last 100,000 are kept. */
  readonly journal: {
    /**
     * @throws {TypeError} for a filter that cannot be, with the nearest right word
     * @example mock.journal.list({ idempotencyKey: 'order_456_payment', limit: 10 })
     */
    list(filter?: JournalFilter): AttemptView[];
    clear(): void;
    /** How many attempts have fallen off the old end: of all API keys together, also in the world of one. */
    readonly dropped: number;
  };
  /**
   * Attempts and times processed of every operation: what a test of billing asserts on.
   * @throws {TypeError} from `list`, for a filter that cannot be
   */
  readonly operations: { list(filter?: OperationFilter): OperationView[] };
  /** The idempotency records that have not expired. */
  readonly keys: { list(): KeyView[] };
  /** Requests that a `hold` has parked. */
  readonly holds: {
    list(): HoldView[];
    /** Lets a request go on. Returns whether there was one of that id. */
    release(id: string): boolean;
    releaseAll(): void;
  };
  /** Deliveries of events to webhook endpoints and `webhook_url`s (docs/webhooks.md). */
  readonly webhooks: {
    /** In the order of making: those to come, and the last 1,000 of each API key that have ended. */
    list(): SentView[];
    /** Signs what goes to a `webhook_url`, which has no secret of its own: a function of the seed. */
    readonly secret: string;
  };
  /** As just started: what was made, counted and set is gone; rules, scenarios and clock of the options are back. */
  reset(): void;
}

/** Which attempts {@link Surface.journal} lists; absent members do not narrow. */
export interface JournalFilter {
  /** A key, or a glob: `order_*`. */
  readonly idempotencyKey?: string;
  /** `POST /transactions/score`, its path, or its operationId. */
  readonly endpoint?: string;
  readonly outcome?: AttemptOutcome;
  /** The newest so many. */
  readonly limit?: number;
}

/** Which operations {@link Surface.operations} lists; absent members do not narrow. */
export interface OperationFilter {
  /** A key, or a glob: `order_*`. */
  readonly idempotencyKey?: string;
  /** `POST /transactions/score`, its path, or its operationId. */
  readonly endpoint?: string;
}

/** A rule in place: its count is live. */
export interface FaultHandle {
  readonly id: string;
  readonly fired: number;
  remove(): void;
}

/** A script in place. */
export interface ScriptHandle extends FaultHandle {
  /** Steps that no operation has come to, or whose fault could not happen. */
  readonly unused: number;
  /** Attempts after the last step. */
  readonly overrun: number;
}

export interface FaultControls {
  /**
   * Adds a rule: one line, or its object form.
   * @throws {RuleError} with the column, the reason and the nearest right word
   * @example mock.faults.add('lost-response on=/transactions/score attempt=1')
   */
  add(rule: string | RuleObject): FaultHandle;
  /**
   * Adds a script: a fault, or `ok`, for each successive attempt of every operation of an endpoint.
   * @throws {RuleError} that says which step is wrong
   * @example mock.faults.script('/transactions/score', ['lost-response', '503 retry-after=2', 'ok'])
   */
  script(on: string, steps: readonly (string | number | StepObject)[]): ScriptHandle;
  list(): (RuleView | ScriptView)[];
  get(id: string): RuleView | ScriptView | undefined;
  /** Returns whether there was one. */
  remove(id: string): boolean;
  clear(): void;
}

export interface ScenarioControls {
  /**
   * Asks for an outcome of the requests to come; the latest that applies wins.
   * @param how `on`: a path or an operationId; `times`: for how many requests
   * @throws {RuleError} with the nearest right word
   * @example mock.scenarios.set('face_mismatch', { on: '/identity/verify', times: 1 })
   */
  set(scenario: string, how?: { readonly on?: string; readonly times?: number }): ScenarioView;
  list(): ScenarioView[];
  remove(id: string): boolean;
  clear(): void;
}

export interface ClockControls {
  now(): Date;
  readonly frozen: boolean;
  /** @throws {TypeError} when `to` is not a time */
  set(to: Date | number | string): void;
  /**
   * Moves the clock by milliseconds or a duration.
   * @throws {TypeError} when `by` is neither
   * @example mock.clock.advance('24h')
   */
  advance(by: number | string): void;
  /** Stops the clock, or with `false` lets it run on. */
  freeze(frozen?: boolean): void;
}

/** The clock as people hold it. @param clock looked up anew each time: a reset may have replaced it */
export function clockControls(clock: () => Clock): ClockControls {
  return {
    now: () => new Date(clock().now()),
    get frozen() {
      return clock().frozen;
    },
    set: (to) => clock().set(parseTime(to, 'clock')),
    advance: (by) => clock().advance(parseDuration(by, 'advance')),
    freeze: (frozen = true) => clock().freeze(frozen),
  };
}
