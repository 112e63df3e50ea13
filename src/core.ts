import type { BodyReader } from './body.ts';
import type { DeliveryQueue } from './courier.ts';
import type { IdempotencyStore } from './idempotency/store.ts';
import type { Budget } from './model/budget.ts';
import type { Clock, RealTime } from './model/clock.ts';
import type { Sha256 } from './model/sha256.ts';
import type { Settings } from './options.ts';
import type { FaultLedger } from './faults/ledger.ts';
import type { RuleSet } from './faults/rule-set.ts';
import type { Holds } from './world/holds.ts';
import type { Attempt, AttemptOutcome, Journal } from './world/journal.ts';
import type { OperationTable } from './world/operations.ts';
import type { ScenarioRules } from './world/scenario-rules.ts';
import type { Wakeups } from './wakeups.ts';
import type { Worlds } from './worlds.ts';

/** What the platform lends to the core, which has no time and no cryptography of its own. */
export interface Platform {
  readonly now: RealTime;
  readonly sha256: Sha256;
}

/** The parts of one mock, which the engine works on and `createMock` puts together. */
export interface Core {
  readonly platform: Platform;
  readonly settings: Settings;
  readonly bodies: BodyReader;
  readonly clock: Clock;
  readonly budget: Budget;
  readonly store: IdempotencyStore;
  readonly worlds: Worlds;
  readonly journal: Journal;
  /** What is set for all worlds. */
  readonly scenarios: ScenarioRules;
  readonly faults: RuleSet;
  /** Numbers the faults of all sets, and remembers those that are gone. */
  readonly ledger: FaultLedger;
  readonly holds: Holds;
  /** Webhook deliveries that are due or under way; absent until a courier comes. */
  deliveries: DeliveryQueue | undefined;
  /** Wakes worlds when something is due in them. */
  readonly wakeups: Wakeups;
  /** The operations of requests that have no world: unknown paths, and callers without a good API key. */
  readonly strangers: OperationTable;
  /** How often the whole mock has been reset. */
  resets: number;
  /** Rules and scenarios are numbered from 1 again. */
  readonly restartIds: () => void;
  /** Called with every attempt when it has ended. */
  readonly onAttempt: (attempt: Attempt) => void;
  /** Called with an attempt whose outcome has changed after its end, and what it was. */
  readonly onRevised: (attempt: Attempt, was: AttemptOutcome | null) => void;
  /** Called with a mistake of the mock's own, whose request got a 500. */
  readonly onError: (error: unknown) => void;
}

/**
 * Whether a rule that breaks connections is left anywhere: then no answer, whoever it is for, keeps a connection on which a
 * later attempt could come and be silently sent again. Always false with the option `keepAlive`.
 */
export function breaksConnections({ settings, faults, worlds }: Core): boolean {
  if (settings.keepAlive) return false;
  if (faults.breaksConnections) return true;
  for (const world of worlds.all()) if (world.faults.breaksConnections) return true;
  return false;
}
