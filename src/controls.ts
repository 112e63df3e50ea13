import type { Core } from './core.ts';
import { atOnce, emptyWorld } from './empty-world.ts';
import { defaultSecret } from './events.ts';
import type { FaultEntry, RuleSet } from './faults/rule-set.ts';
import { JOURNAL_FILTERS, OPERATION_FILTERS, readFilters } from './filters.ts';
import { readScenario } from './scenario-line.ts';
import {
  clockControls,
  type FaultControls,
  type ScenarioControls,
  type ScriptHandle,
  type Surface,
} from './surface.ts';
import { attemptView, holdView, keyView, operationView, scenarioView, sentView } from './views.ts';
import { isApiKey } from './world/authenticate.ts';
import type { Attempt } from './world/journal.ts';
import type { ScenarioRules } from './world/scenario-rules.ts';
import type { World } from './worlds.ts';

/**
 * The controls over the whole mock, or over one world. A reset replaces worlds, so everything is looked up when it is
 * asked for.
 * @param apiKey undefined: the whole mock
 * @param afterReset what else a reset has to put back
 * @throws {TypeError} when `apiKey` has not the form of an API key
 */
export function controls(core: Core, apiKey: string | undefined, afterReset: () => void): Surface {
  if (apiKey !== undefined && !isApiKey(apiKey)) {
    throw new TypeError('An API key starts with txc_test_ or txc_live_, for example txc_test_42.');
  }
  const scope = scopeOf(core, apiKey);
  return {
    faults: faultControls(scope),
    scenarios: scenarioControls(core, scope),
    clock: clockControls(() => (apiKey === undefined ? core.clock : scope.world(apiKey).clock)),
    journal: {
      list: (filter = {}) => {
        const { idempotencyKey, endpoint, outcome, limit } = readFilters(JOURNAL_FILTERS, filter);
        const rows: Attempt[] = [];
        for (const row of core.journal.rows()) {
          if (apiKey !== undefined && row.world !== apiKey) continue;
          if (idempotencyKey?.(row.idempotencyKey) === false) continue;
          if (endpoint !== undefined && !endpoint.includes(row.endpoint ?? '')) continue;
          if (outcome !== undefined && row.outcome !== outcome) continue;
          rows.push(row);
        }
        return (limit === undefined ? rows : rows.slice(Math.max(0, rows.length - limit))).map(attemptView);
      },
      clear: () => core.journal.clear(apiKey),
      get dropped() {
        return core.journal.dropped;
      },
    },
    operations: {
      list: (filter = {}) => {
        const { idempotencyKey, endpoint } = readFilters(OPERATION_FILTERS, filter);
        return scope.worlds().flatMap((world) =>
          [...world.operations.list()]
            .filter((operation) => idempotencyKey?.(operation.idempotencyKey) !== false)
            .filter((operation) => endpoint === undefined || endpoint.includes(operation.endpoint))
            .map((operation) => operationView(world.apiKey, operation)),
        );
      },
    },
    keys: { list: () => scope.worlds().flatMap((world) => keysOf(core, world)) },
    holds: {
      list: () => core.holds.list(apiKey).map(holdView),
      release: (id) => core.holds.release(id, apiKey),
      releaseAll: () => core.holds.releaseAll(apiKey),
    },
    webhooks: {
      list: () =>
        scope.worlds().flatMap((world) => {
          world.agenda.runDue(() => world.clock.now());
          return [...world.webhooks.deliveries()].reverse().map((delivery) => sentView(world.apiKey, delivery));
        }),
      secret: defaultSecret(core),
    },
    reset: () => {
      for (const world of scope.worlds()) resetWorld(core, world);
      if (apiKey === undefined) resetMock(core);
      afterReset();
    },
  };
}

/** Which worlds and rule sets the controls are about. */
interface Scope {
  /** Rules that are added here go to the first. */
  ruleSets(): readonly [RuleSet, ...RuleSet[]];
  scenarioRules(): readonly [ScenarioRules, ...ScenarioRules[]];
  /** Those that exist. */
  worlds(): readonly World[];
  /** @throws {RangeError} when the mock holds as many worlds as it can */
  world(apiKey: string): World;
}

function scopeOf(core: Core, apiKey: string | undefined): Scope {
  const world = (key: string): World => {
    const found = core.worlds.use(key);
    if (found === undefined) throw new RangeError('The mock holds as many API keys as it can; reset it.');
    return found;
  };
  if (apiKey !== undefined) {
    return {
      ruleSets: () => [world(apiKey).faults],
      scenarioRules: () => [world(apiKey).scenarios],
      worlds: () => [core.worlds.get(apiKey)].filter((found) => found !== undefined),
      world,
    };
  }
  return {
    ruleSets: () => [core.faults, ...[...core.worlds.all()].map((one) => one.faults)],
    scenarioRules: () => [core.scenarios, ...[...core.worlds.all()].map((one) => one.scenarios)],
    worlds: () => [...core.worlds.all()],
    world,
  };
}

function faultControls(scope: Scope): FaultControls {
  const get: FaultControls['get'] = (id) => {
    for (const set of scope.ruleSets()) {
      const found = set.get(id);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const remove = (id: string): boolean => scope.ruleSets().some((set) => set.remove(id));
  return {
    add: (rule) => handleOf(scope, (set) => set.add(rule)),
    script: (on, steps) => handleOf(scope, (set) => set.script(on, steps)),
    list: () => scope.ruleSets().flatMap((set) => set.list()),
    get,
    remove,
    clear: () => {
      for (const set of scope.ruleSets()) set.clear();
    },
  };
}

/** A handle holds the entry itself, not its id: after a reset another rule may have that. */
function handleOf(scope: Scope, addTo: (set: RuleSet) => FaultEntry): ScriptHandle {
  const [set] = scope.ruleSets();
  const entry = addTo(set);
  const script = (): { unused: number; overrun: number } =>
    entry.type === 'script' ? entry.view() : { unused: 0, overrun: 0 };
  return {
    id: entry.id,
    get fired() {
      return entry.fired;
    },
    get unused() {
      return script().unused;
    },
    get overrun() {
      return script().overrun;
    },
    remove: () => {
      set.drop(entry);
    },
  };
}

function scenarioControls(core: Core, scope: Scope): ScenarioControls {
  return {
    set: (scenario, how = {}) =>
      scenarioView(scope.scenarioRules()[0].add(readScenario(scenario, how, core.settings.fixtures))),
    list: () => scope.scenarioRules().flatMap((rules) => rules.list().map(scenarioView)),
    remove: (id) => scope.scenarioRules().some((rules) => rules.remove(id)),
    clear: () => {
      for (const rules of scope.scenarioRules()) rules.clear();
    },
  };
}

function keysOf(core: Core, world: World): ReturnType<typeof keyView>[] {
  return atOnce(core.store.list(world.apiKey, world.clock.now())).map((record) => {
    const account = core.settings.scope === 'account';
    // "POST /transactions/score <key>": an endpoint holds one space, and a key may hold any number.
    const at = account ? -1 : record.key.indexOf(' ', record.key.indexOf(' ') + 1);
    const endpoint = account ? null : record.key.slice(0, at);
    const key = record.key.slice(at + 1);
    const attempts = (endpoint === null ? world.operations.endpointsOf(key) : [endpoint])
      .map((one) => world.operations.attemptsOf(one, key))
      .reduce((sum, count) => sum + count, 0);
    return keyView(world.apiKey, record, endpoint, key, attempts);
  });
}

/** Ends a world: requests under way find nothing to commit to, parked ones go on and are closed. */
function resetWorld(core: Core, world: World): void {
  emptyWorld(core, world);
  world.clock.reset();
  world.faults.clear();
  core.worlds.remove(world.apiKey);
  core.journal.clear(world.apiKey);
}

function resetMock(core: Core): void {
  core.clock.reset();
  core.scenarios.clear();
  core.faults.clear();
  core.resets++;
  core.journal.clear();
  core.strangers.clear();
  core.holds.restartIds();
  core.restartIds();
}
