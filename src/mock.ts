import { fetchFrom } from './adapters/fetch.ts';
import { BodyReader } from './body.ts';
import { controls } from './controls.ts';
import { breaksConnections, type Core, type Platform } from './core.ts';
import type { Courier } from './courier.ts';
import { exchange } from './engine.ts';
import { readFaultFile } from './faults/file.ts';
import { FaultLedger } from './faults/ledger.ts';
import { PROFILES } from './faults/profiles.ts';
import { RuleSet } from './faults/rule-set.ts';
import { MemoryStore } from './idempotency/memory-store.ts';
import { Budget } from './model/budget.ts';
import type { Call } from './model/call.ts';
import { Clock } from './model/clock.ts';
import type { Exchange } from './model/exchange.ts';
import { redactKey } from './model/redact.ts';
import { portableSha256 } from './model/sha256.ts';
import { type MockOptions, readOptions, type Settings } from './options.ts';
import { RULE_CONTEXT } from './rule-context.ts';
import { readScenarioLine } from './scenario-line.ts';
import type { Surface } from './surface.ts';
import { Totals, type TotalsView } from './totals.ts';
import { type AttemptView, attemptView } from './views.ts';
import { Holds } from './world/holds.ts';
import { type Attempt, Journal } from './world/journal.ts';
import { OperationTable } from './world/operations.ts';
import { ScenarioRules } from './world/scenario-rules.ts';
import { Wakeups } from './wakeups.ts';
import { Worlds } from './worlds.ts';

/** How many attempts the journal keeps. */
const MAX_ATTEMPTS = 100_000;
/** How many operations of a world are counted at least: few keys are no reason to forget attempts. */
const MIN_OPERATIONS = 10_000;
/** How many operations of requests without a world are counted. */
const MAX_STRANGERS = 10_000;

/** TXCloud on your own machine: one engine, with all its worlds. */
export interface Mock extends Surface {
  /** The options, checked and filled in. */
  readonly settings: Settings;
  /**
   * Answers a request in this process, as `fetch` would: `https://api.txcloud.io/v1/…`, whatever the host.
   * @throws {TypeError} `fetch failed`, as `fetch` does, when a fault loses the connection
   * @example await mock.fetch(new Request('https://api.txcloud.io/v1/transactions', { headers: { Authorization: 'Bearer txc_test_42' } }))
   */
  fetch(input: Request | URL | string, init?: RequestInit): Promise<Response>;
  /** The same controls for what belongs to one API key. @throws {TypeError} when it has not the form of an API key */
  world(apiKey: string): Surface;
  /** What has happened since the start or the last reset. */
  totals(): TotalsView;
  /** What has happened since the start, resets or not, with the faults that have been removed: for a closing summary. */
  history(): TotalsView;
  /**
   * Calls `listener` with every attempt that has ended. Returns a function that unsubscribes.
   * @param apiKey only the attempts of its world; absent: all
   */
  onAttempt(listener: (attempt: AttemptView) => void, apiKey?: string): () => void;
  /**
   * Calls `listener` with the live API key of every request to the API that carries one, redacted, as soon as it comes: a
   * real secret has reached a mock. Returns a function that unsubscribes.
   */
  onLiveKey(listener: (apiKey: string) => void): () => void;
  /** Calls `listener` with mistakes of the mock's own, whose requests got a 500. Returns a function that unsubscribes. */
  onError(listener: (error: unknown) => void): () => void;
  /** For adapters: the way of one request, which `perform` takes to its end. */
  begin(call: Call): Exchange;
  /**
   * For adapters: lends the mock a way out for its webhooks, and a timer for what is due. Of several couriers the latest
   * is used. Returns a function that takes it back: without another one, what is to be sent after that is skipped.
   */
  attach(courier: Courier): () => void;
  /** For adapters: reports a mistake of the mock's own that happened outside an exchange. */
  reportError(error: unknown): void;
  /**
   * For adapters with connections: whether a fault that breaks them is due in any world. A kept connection would hide
   * its attempt, because clients re-send silently on one; always false with the option `keepAlive`.
   */
  breaksConnections(): boolean;
  /**
   * Calls `listener` when such a fault is added, with the API key whose requests it is for; undefined: all of them.
   * Returns a function that unsubscribes.
   */
  onBreakingFault(listener: (apiKey: string | undefined) => void): () => void;
}

/**
 * Makes a mock. It opens no port and starts no timer; two mocks share nothing.
 * @throws {OptionError} for an unknown option or a value that cannot be, with the right form
 * @throws {RuleError} for a fault or scenario that is none, with the nearest right word
 * @example
 * const mock = createMock({ seed: 'checkout' });
 * mock.faults.add('lost-response on=/transactions/score attempt=1');
 */
export function createMock(options: MockOptions = {}): Mock {
  return createMockOn({ now: () => Date.now(), sha256: portableSha256 }, options);
}

/** As `createMock`, with the time and the hash function of a platform. */
export function createMockOn(platform: Platform, options: MockOptions): Mock {
  const settings = readOptions(options);
  const attemptListeners = new Set<{ apiKey: string | undefined; listener: (attempt: AttemptView) => void }>();
  const liveKeyListeners = new Set<(apiKey: string) => void>();
  const errorListeners = new Set<(error: unknown) => void>();
  const breakingListeners = new Set<(apiKey: string | undefined) => void>();
  const totals = new Totals();
  const couriers: Courier[] = [];
  const core = buildCore(platform, settings, {
    onAttempt: (attempt) => {
      totals.count(attempt);
      if (attemptListeners.size === 0) return;
      const view = attemptView(attempt);
      for (const { apiKey, listener } of attemptListeners) {
        if (apiKey === undefined || apiKey === attempt.world) listener(view);
      }
    },
    onRevised: (attempt, was) => totals.revise(attempt, was),
    onError: (error) => {
      for (const listener of errorListeners) listener(error);
    },
    onBreakingFault: (apiKey) => {
      if (settings.keepAlive) return;
      for (const listener of breakingListeners) listener(apiKey);
    },
  });
  applyRules(core);
  const surface = controls(core, undefined, () => {
    totals.reset(core.resets);
    applyRules(core);
  });
  const begin = (call: Call): Exchange => {
    if (liveKeyListeners.size > 0) {
      // Also where it is not as a header should hold it.
      const apiKey = /txc_live_\S+/.exec(call.headers.authorization ?? '')?.[0];
      if (apiKey !== undefined) for (const listener of liveKeyListeners) listener(redactKey(apiKey));
    }
    return exchange(core, call);
  };
  return {
    ...surface,
    settings,
    begin,
    fetch: async (input, init) => await fetchFrom(begin, new Request(input, init)),
    // Undefined is what an unset variable of a JavaScript caller holds, and would mean the whole mock.
    world: (apiKey) => controls(core, apiKey ?? '', () => {}),
    totals: () => totals.view(core),
    history: () => totals.history(core),
    onAttempt: (listener, apiKey) => subscribe(attemptListeners, { apiKey, listener }),
    onLiveKey: (listener) => subscribe(liveKeyListeners, listener),
    onError: (listener) => subscribe(errorListeners, listener),
    attach: (courier) => {
      const queue = (core.deliveries ??= courier.newQueue());
      const use = (): void => {
        queue.courier = couriers.at(-1);
        core.wakeups.use(queue.courier);
      };
      couriers.push(courier);
      use();
      return () => {
        const at = couriers.indexOf(courier);
        if (at >= 0) couriers.splice(at, 1);
        use();
      };
    },
    reportError: core.onError,
    breaksConnections: () => breaksConnections(core),
    onBreakingFault: (listener) => subscribe(breakingListeners, listener),
  };
}

/** Puts the parts of one mock together, without the faults and scenarios of its options. */
export function buildCore(
  platform: Platform,
  settings: Settings,
  {
    onBreakingFault,
    ...events
  }: {
    onAttempt: (attempt: Attempt) => void;
    onRevised: Core['onRevised'];
    onError: (error: unknown) => void;
    onBreakingFault: (apiKey: string | undefined) => void;
  },
): Core {
  const clock = Clock.create(platform.now, settings.clock, settings.freeze);
  const budget = new Budget(settings.maxKeys, settings.maxBytes);
  const ledger = new FaultLedger();
  let scenarioIds = 0;
  const newRuleSet = (apiKey?: string): RuleSet => new RuleSet(RULE_CONTEXT, ledger, () => onBreakingFault(apiKey));
  const nextScenarioId = (): number => ++scenarioIds;
  const store = new MemoryStore(settings.ttl, budget, (world) => worlds.get(world)?.clock.now() ?? clock.now());
  // An operation outlives its key, so that attempts go on counting; twice the keys is room for both.
  const maxOperations = Math.max(MIN_OPERATIONS, settings.maxKeys * 2);
  const wakeups = new Wakeups(platform.now);
  const worlds = new Worlds(
    {
      clock,
      budget,
      plan: settings.plan,
      maxOperations,
      nextScenarioId,
      newRuleSet,
      onEarlier: (world) => wakeups.note(world),
    },
    (apiKey) => store.forget(apiKey),
  );
  return {
    platform,
    settings,
    bodies: new BodyReader(settings.strict, platform.sha256),
    clock,
    budget,
    store,
    worlds,
    journal: new Journal(MAX_ATTEMPTS),
    scenarios: new ScenarioRules(nextScenarioId),
    faults: newRuleSet(),
    ledger,
    holds: new Holds(),
    deliveries: undefined,
    wakeups,
    strangers: new OperationTable(MAX_STRANGERS),
    resets: 0,
    restartIds: () => {
      ledger.restart();
      scenarioIds = 0;
    },
    ...events,
  };
}

/** The faults and scenarios of the options: what a reset comes back to. */
function applyRules(core: Core): void {
  const { fault, faults, fixtures, profile, scenarios } = core.settings;
  for (const line of scenarios) core.scenarios.add(readScenarioLine(line, fixtures));
  for (const rule of fault) core.faults.add(rule);
  if (faults !== undefined) {
    for (const input of readFaultFile(faults, RULE_CONTEXT)) core.faults.put(input);
  }
  if (profile !== undefined) for (const rule of PROFILES[profile]) core.faults.add(rule);
  for (const entry of core.faults.entries()) core.ledger.stands(entry);
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
