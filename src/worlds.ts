import type { RuleSet } from './faults/rule-set.ts';
import type { Budget } from './model/budget.ts';
import type { Clock } from './model/clock.ts';
import { redactKey } from './model/redact.ts';
import { ShardedMap } from './model/sharded-map.ts';
import { Agenda } from './world/agenda.ts';
import { ObjectTable } from './world/objects.ts';
import { OperationTable } from './world/operations.ts';
import { type Plan, RateLimits } from './world/rate-limits.ts';
import { ScenarioRules } from './world/scenario-rules.ts';
import { Webhooks } from './world/webhooks.ts';

/** How many API keys one mock serves at once (platform.md, "Authentication"). */
export const MAX_WORLDS = 10_000;
/** How many idle empty worlds make room at once, when all places are taken. */
const EVICT = 100;

/** Everything that belongs to one API key and to no other. */
export interface World {
  readonly apiKey: string;
  /** The API key as journal and log show it. */
  readonly shownKey: string;
  readonly clock: Clock;
  readonly objects: ObjectTable;
  readonly operations: OperationTable;
  /** How often exactly these parameters have been processed, by their fingerprint: what makes repeats get new ids. */
  readonly processed: ShardedMap<number>;
  readonly scenarios: ScenarioRules;
  readonly faults: RuleSet;
  readonly rates: RateLimits;
  /** What is to happen in it by itself. */
  readonly agenda: Agenda;
  readonly webhooks: Webhooks;
  /** Wakes the requests that wait in it: called when the world is emptied. */
  readonly waiting: Set<() => void>;
  /** Counts resets: an exchange that began before one has nothing to commit to. */
  generation: number;
  /** True once an answer was stored that no work was done for (R13, `store=true`). */
  keepsAnswer: boolean;
  /** Requests under way. */
  active: number;
  /** When the last request came, counted in requests of the mock. */
  lastUsed: number;
}

/** What every world is made with. */
export interface WorldSettings {
  readonly clock: Clock;
  readonly budget: Budget;
  readonly plan: Plan;
  readonly maxOperations: number;
  readonly nextScenarioId: () => number;
  readonly newRuleSet: (apiKey: string) => RuleSet;
  /** Called when something in a world is due before all else in it. */
  readonly onEarlier: (world: World) => void;
}

/** The worlds of one mock. */
export class Worlds {
  readonly #settings: WorldSettings;
  readonly #worlds = new Map<string, World>();
  /** Called with each world that made room for another. */
  readonly #onEvict: (apiKey: string) => void;
  #uses = 0;

  constructor(settings: WorldSettings, onEvict: (apiKey: string) => void) {
    this.#settings = settings;
    this.#onEvict = onEvict;
  }

  get(apiKey: string): World | undefined {
    return this.#worlds.get(apiKey);
  }

  all(): IterableIterator<World> {
    return this.#worlds.values();
  }

  /** The world of an API key, made if need be; undefined when all places are taken by worlds that hold something. */
  use(apiKey: string): World | undefined {
    let world = this.#worlds.get(apiKey);
    if (world === undefined) {
      if (this.#worlds.size >= MAX_WORLDS && !this.#evict()) return undefined;
      world = this.#make(apiKey);
      this.#worlds.set(apiKey, world);
    }
    world.lastUsed = ++this.#uses;
    return world;
  }

  remove(apiKey: string): void {
    this.#worlds.delete(apiKey);
  }

  #make(apiKey: string): World {
    const { clock, budget, plan, maxOperations, nextScenarioId, newRuleSet, onEarlier } = this.#settings;
    const world: World = {
      apiKey,
      shownKey: redactKey(apiKey),
      clock: clock.follow(),
      objects: new ObjectTable(budget),
      operations: new OperationTable(maxOperations),
      processed: new ShardedMap(),
      scenarios: new ScenarioRules(nextScenarioId),
      faults: newRuleSet(apiKey),
      rates: new RateLimits(plan),
      agenda: new Agenda(budget, () => onEarlier(world)),
      webhooks: new Webhooks(budget),
      waiting: new Set(),
      generation: 0,
      keepsAnswer: false,
      active: 0,
      lastUsed: 0,
    };
    return world;
  }

  #evict(): boolean {
    const idle = [...this.#worlds.values()].filter(isEmpty).sort((a, b) => a.lastUsed - b.lastUsed);
    for (const world of idle.slice(0, EVICT)) {
      world.clock.reset();
      this.#worlds.delete(world.apiKey);
      this.#onEvict(world.apiKey);
    }
    return idle.length > 0;
  }
}

/** True for a world that nobody would miss: nothing was processed in it, and nothing is set for it. */
function isEmpty(world: World): boolean {
  return (
    world.active === 0 &&
    !world.keepsAnswer &&
    !world.clock.isOwn &&
    world.processed.size === 0 &&
    world.objects.size === 0 &&
    world.scenarios.size === 0 &&
    world.webhooks.size === 0 &&
    world.agenda.size === 0 &&
    world.faults.size === 0
  );
}
