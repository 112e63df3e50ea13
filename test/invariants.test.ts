import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { OPERATIONS } from '../src/contract/generated/operations.ts';
import { controls } from '../src/controls.ts';
import { emptyWorld } from '../src/empty-world.ts';
import type { RuleEntry } from '../src/faults/rule-entry.ts';
import type { FaultEntry, RuleSet, ScriptInput } from '../src/faults/rule-set.ts';
import type { AttemptFacts } from '../src/faults/attempt.ts';
import type { Attempt } from '../src/world/journal.ts';
import type { World } from '../src/worlds.ts';
import { callOf, header, type RequestParts, type Rig, rigOf, Running } from './exchange-driver.ts';
import { anyRule, anyScript } from './fault-arbitraries.ts';

const TTL = 60_000;
const API_KEYS = ['txc_test_a', 'txc_test_b'] as const;
const KEYS = ['order_1_payment', 'order_2_payment'] as const;
const PATHS = ['/transactions/score', '/watchlist/screen'] as const;

/** Parameters that can be told from one another in the answer, too. */
const bodyOf = (path: (typeof PATHS)[number], variant: string): Uint8Array => {
  const name = `variant_${variant}`;
  const parameters =
    path === '/watchlist/screen'
      ? { entity: { type: 'individual', name } }
      : { amount: 1000, currency: 'MAD', sender: { user_id: 'user_123' }, metadata: { name } };
  return new TextEncoder().encode(JSON.stringify(parameters));
};
const BAD_BODY = new TextEncoder().encode('{"amount": "a lot"}');

interface Request {
  readonly apiKey: string;
  readonly path: (typeof PATHS)[number];
  readonly key: string | undefined;
  readonly variant: string;
}

type Move =
  | { readonly do: 'request'; readonly request: Request }
  | { readonly do: 'step'; readonly which: number; readonly end: 'elapsed' | 'client-left' }
  | { readonly do: 'release'; readonly which: number }
  | { readonly do: 'advance'; readonly ms: number; readonly apiKey: string | undefined }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'reset'; readonly apiKey: string | undefined }
  | { readonly do: 'empty'; readonly apiKey: string };

const moves: fc.Arbitrary<Move[]> = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        do: fc.constant('request' as const),
        request: fc.record({
          // Mostly one operation: that is where races are.
          apiKey: fc.constantFrom(API_KEYS[0], API_KEYS[0], API_KEYS[0], API_KEYS[1]),
          path: fc.constantFrom(PATHS[0], PATHS[0], PATHS[0], PATHS[1]),
          key: fc.constantFrom(...Array<string>(6).fill(KEYS[0]), KEYS[1], undefined, 'short'),
          variant: fc.constantFrom(...Array<string>(6).fill('a'), 'b', 'bad'),
        }),
      }),
    },
    {
      weight: 8,
      arbitrary: fc.record({
        do: fc.constant('step' as const),
        which: fc.nat(30),
        end: fc.constantFrom('elapsed' as const, 'elapsed' as const, 'client-left' as const),
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('release' as const), which: fc.nat(5) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('advance' as const),
        ms: fc.constantFrom(10, TTL / 2, TTL - 1, TTL, 3 * TTL),
        apiKey: fc.constantFrom(undefined, ...API_KEYS),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.nat(TTL) }) },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('reset' as const), apiKey: fc.constantFrom(undefined, ...API_KEYS) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('empty' as const), apiKey: fc.constantFrom(...API_KEYS) }),
    },
  ),
  { minLength: 10, maxLength: 50 },
);

const settings = fc.record({
  seed: fc.constantFrom('1', '2'),
  ttl: fc.constant(TTL),
  freeze: fc.boolean(),
  latency: fc.constantFrom(0, 20, '5-30'),
  inFlight: fc.constantFrom('reject' as const, 'wait' as const),
  scope: fc.constantFrom('endpoint' as const, 'endpoint' as const, 'account' as const),
  plan: fc.constantFrom('enterprise' as const, 'free' as const),
  maxKeys: fc.constantFrom(100_000, 100_000, 2),
});

const faults = fc.record({
  ofMock: fc.array(fc.oneof(anyRule(PATHS, true), anyRule(PATHS, true), anyScript(PATHS)), { maxLength: 4 }),
  ofWorld: fc.array(fc.oneof(anyRule(PATHS, true), anyScript(PATHS)), { maxLength: 2 }),
});

/** What was stored for a use of a key, from then until it expires. */
interface Lifetime {
  readonly expiresAt: number;
  readonly requestId: string;
  readonly variant: string;
  /** As the first answer that was given whole had it. */
  body: string | undefined;
  /** Answers that did not say that they were replays. */
  firsts: number;
}

/** Everything that a test knows of a mock from outside, and the checks of each step. */
class Watched {
  readonly rig: Rig;
  readonly #account: boolean;
  readonly #faults: { readonly ofMock: readonly (string | ScriptInput)[] };
  readonly pending: { readonly running: Running; readonly request: Request; touched: boolean }[] = [];
  /** Worlds that have had a request, the ones that were reset included. */
  readonly worlds = new Set<World>();
  /** By world, as it is since it was last emptied. */
  readonly #lifetimes = new Map<World, { readonly generation: number; readonly byName: Map<string, Lifetime> }>();
  readonly #arrivals = new Map<Attempt, { readonly world: World; readonly generation: number; readonly era: number }>();
  /** All rules there ever were; ids are numbered anew with each reset of the mock. */
  readonly entries = new Map<string, FaultEntry>();
  #era = 0;

  constructor(
    options: Parameters<typeof rigOf>[0],
    rules: { readonly ofMock: readonly (string | ScriptInput)[]; readonly ofWorld: readonly (string | ScriptInput)[] },
  ) {
    this.rig = rigOf(options);
    this.#account = options.scope === 'account';
    this.#faults = rules;
    this.#addRules(this.rig.core.faults, rules.ofMock);
    const world = this.rig.core.worlds.use(API_KEYS[0]) as World;
    this.#addRules(world.faults, rules.ofWorld);
  }

  reset(apiKey: string | undefined): void {
    const { core } = this.rig;
    controls(core, apiKey, () => {}).reset();
    if (apiKey !== undefined) return;
    this.#era++;
    this.#addRules(core.faults, this.#faults.ofMock);
  }

  /** As TXCloud's own sandbox reset does it: the world stays. */
  empty(apiKey: string): void {
    const { core } = this.rig;
    const world = core.worlds.get(apiKey);
    if (world !== undefined) emptyWorld(core, world);
  }

  request(request: Request): void {
    const { apiKey, path, key, variant } = request;
    const parts: RequestParts = { apiKey, path, key, body: variant === 'bad' ? BAD_BODY : bodyOf(path, variant) };
    const before = this.#seen(apiKey);
    const running = new Running(this.rig, callOf(parts));
    const world = running.world as World;
    this.worlds.add(world);
    this.#arrivals.set(running.row, { world, generation: world.generation, era: this.#era });
    this.#after({ running, request, touched: false }, before, { committed: false, outcome: null });
  }

  step(which: number, end: 'elapsed' | 'client-left', force = false): boolean {
    const at = which % Math.max(1, this.pending.length);
    const one = this.pending[at];
    if (one === undefined) return false;
    const { running, request } = one;
    const before = this.#seen(request.apiKey);
    const { committed, outcome } = running.row;
    if (force) running.force(end);
    else if (!running.step(end)) return false;
    this.pending.splice(at, 1);
    this.#after(one, before, { committed, outcome });
    return true;
  }

  /** Lets everything come to its end. */
  drain(): void {
    const { core } = this.rig;
    while (this.pending.length > 0) {
      core.holds.releaseAll();
      const at = this.pending.findIndex(({ running }) => running.left || running.canElapse);
      if (at >= 0) {
        this.step(at, 'elapsed');
        continue;
      }
      // For ever is until the client leaves; a waiter, though, must have been woken by whom it waits for.
      const forEver = this.pending.findIndex(({ running }) => running.row.fault?.kind === 'timeout');
      expect(forEver, 'a request waits for nobody').toBeGreaterThanOrEqual(0);
      this.step(forEver, 'client-left');
    }
  }

  /** The rows of one rule in the mock's era, whether or not a reset has cleared them from the journal. */
  rowsOf(): Map<string, number> {
    const rows = new Map<string, number>();
    for (const row of this.rig.ended) {
      if (row.fault === null) continue;
      const id = `${this.#arrivals.get(row)?.era} ${row.fault.id}`;
      rows.set(id, (rows.get(id) ?? 0) + 1);
    }
    return rows;
  }

  committedIn(world: World): Attempt[] {
    return this.rig.ended.filter((row) => {
      const arrival = this.#arrivals.get(row);
      return row.committed && arrival?.world === world && arrival.generation === world.generation;
    });
  }

  #addRules(set: RuleSet, rules: readonly (string | ScriptInput)[]): void {
    for (const rule of rules) set.put(rule);
    for (const { operationId } of Object.values(OPERATIONS))
      for (const entry of set.candidates(operationId)) this.entries.set(`${this.#era} ${entry.id}`, entry);
  }

  /** What a later request could see of a world, clock and rate windows apart. */
  #seen(apiKey: string): string {
    const { core } = this.rig;
    const world = core.worlds.get(apiKey);
    if (world === undefined) return '';
    const records = core.store.list(apiKey, world.clock.now());
    const processed = [...world.operations.list()].map((operation) => operation.processed).filter((n) => n > 0);
    return JSON.stringify([records, world.objects.size, world.processed.size, processed]);
  }

  #after(one: Watched['pending'][number], before: string, was: { committed: boolean; outcome: string | null }): void {
    const { running, request } = one;
    const { row } = running;
    const { world, generation } = this.#arrivals.get(row) as { world: World; generation: number };
    const stale = world.generation !== generation;
    const changed = before !== '' && this.#seen(request.apiKey) !== before;
    if (changed) one.touched = true;
    if (stale) expect(changed, 'a request from before a reset left a trace').toBe(false);
    const now = world.clock.now();
    const lifetimes = this.#lifetimesOf(world);
    const name = this.#nameOf(request);
    const life = name === undefined ? undefined : lifetimes.get(name);
    const alive = life !== undefined && now < life.expiresAt ? life : undefined;

    const committed = row.committed && !was.committed;
    const storedCrash = row.outcome === 'failed' && was.outcome === null && this.#stores(row, world);
    if ((committed || storedCrash) && name !== undefined) {
      // Invariant 1.
      expect(alive, 'the work was committed although its key was in use').toBeUndefined();
      const { requestId } = row;
      const { variant } = request;
      lifetimes.set(name, { expiresAt: now + TTL, requestId, variant, body: undefined, firsts: 0 });
    }
    if (running.outcome === undefined) {
      this.pending.push(one);
      return;
    }
    // Invariant 5, and as much for conflicts and replays.
    if (!row.committed && row.outcome !== 'failed' && !stale) expect(one.touched, 'a refusal left a trace').toBe(false);
    if (!stale) this.#answered(one, name === undefined ? undefined : lifetimes.get(name), now);
  }

  #answered({ running, request }: Watched['pending'][number], life: Lifetime | undefined, now: number): void {
    const { row, reply, outcome } = running;
    if (row.clientLeft) {
      // Nobody has been told, whatever was decided.
      expect(row).toMatchObject({ outcome: row.outcome === 'failed' ? 'failed' : 'lost', status: null });
      return;
    }
    if (reply === undefined) return;
    // Invariant 4, faulted answers included.
    for (const [, variant] of reply.body.matchAll(/variant_([a-z]+)/gi)) expect(variant).toBe(request.variant);
    const faulted = header(reply, 'X-Mock-Fault') !== undefined;
    expect(faulted).toBe(row.fault !== null);
    if (outcome?.kind !== 'reply' || faulted) return;
    const success = reply.status >= 200 && reply.status < 300;
    expect(['processed', 'replayed'].includes(row.outcome ?? '')).toBe(success || row.outcome === 'replayed');
    const replayed = header(reply, 'Idempotent-Replayed');
    expect(replayed).toBe(row.outcome === 'replayed' ? 'true' : undefined);
    if (!success && row.outcome !== 'replayed') return;
    if (this.#nameOf(request) === undefined) {
      expect(header(reply, 'X-Request-Id')).toBe(row.requestId);
      return;
    }
    expect(life !== undefined && now < life.expiresAt, 'an answer came from a record that is not there').toBe(true);
    if (life === undefined) return;
    // Invariants 4, 2 and 3.
    expect(life.variant).toBe(request.variant);
    life.body ??= reply.body;
    expect(reply.body).toBe(life.body);
    expect(header(reply, 'X-Request-Id')).toBe(life.requestId);
    if (replayed === undefined) life.firsts++;
    expect(life.firsts).toBeLessThanOrEqual(1);
  }

  /** Whether processing was broken off with an answer that is stored all the same (R13, `store=true`). */
  #stores(row: Attempt, world: World): boolean {
    const records = this.rig.core.store.list(world.apiKey, world.clock.now());
    return Array.isArray(records) && records.some(({ requestId }) => requestId === row.requestId);
  }

  #lifetimesOf(world: World): Map<string, Lifetime> {
    let known = this.#lifetimes.get(world);
    if (known?.generation !== world.generation) {
      known = { generation: world.generation, byName: new Map() };
      this.#lifetimes.set(world, known);
    }
    return known.byName;
  }

  /** What its record is kept under; undefined without a valid key. */
  #nameOf({ key, path }: Request): string | undefined {
    if (key === undefined || key === 'short') return undefined;
    return this.#account ? key : `${path} ${key}`;
  }
}

describe('the five invariants (idempotency.md)', () => {
  test.prop([settings, faults, moves], { numRuns: 2000 })(
    'hold for any faults, any interleaving, clients that leave, expiry and resets; and nothing is left behind',
    (options, rules, moves) => {
      const mock = new Watched(options, rules);
      const { core, ended, errors, real } = mock.rig;
      let requests = 0;
      for (const move of moves) {
        if (move.do === 'request') {
          mock.request(move.request);
          requests++;
        } else if (move.do === 'step') mock.step(move.which, move.end);
        else if (move.do === 'pass') real.now += move.ms;
        else if (move.do === 'reset') mock.reset(move.apiKey);
        else if (move.do === 'empty') mock.empty(move.apiKey);
        else if (move.do === 'advance') controls(core, move.apiKey, () => {}).clock.advance(move.ms);
        else {
          const holds = core.holds.list();
          const hold = holds[move.which % Math.max(1, holds.length)];
          if (hold !== undefined) core.holds.release(hold.id);
        }
      }
      mock.drain();

      expect(errors).toEqual([]);
      expect(ended).toHaveLength(requests);
      expect(ended.every(({ outcome }) => outcome !== null)).toBe(true);
      expect(core.holds.list()).toEqual([]);
      for (const world of mock.worlds) {
        expect(world.active).toBe(0);
        if (core.worlds.get(world.apiKey) !== world) continue;
        const processed = [...world.operations.list()].reduce((sum, operation) => sum + operation.processed, 0);
        expect(processed).toBe(mock.committedIn(world).length);
      }
      for (const { apiKey, clock } of core.worlds.all()) {
        const records = core.store.list(apiKey, clock.now());
        expect(records).toSatisfy(
          (list: typeof records) => Array.isArray(list) && list.every((one) => one.state === 'done'),
        );
      }
      holdAccounts(mock);
      if (options.plan === 'free') for (const world of mock.worlds) expect(burstLeft(world)).toBe(10);
      mock.reset(undefined);
      expect(core.budget).toMatchObject({ keys: 0, bytes: 0 });
    },
  );
});

/** The counts of rules are those of the journal, and no firing stays reserved for an attempt that has ended. */
function holdAccounts(mock: Watched): void {
  const rows = mock.rowsOf();
  for (const [id, entry] of mock.entries) {
    const shown = rows.get(id) ?? 0;
    // A line shows one fault: a delay or a pace gives way to the fault that decides the answer.
    const joins =
      entry.type === 'rule'
        ? entry.slot !== 'main'
        : entry.steps.some((step) => step !== 'ok' && (step.kind === 'delay' || step.kind === 'slow'));
    if (joins) expect(shown).toBeLessThanOrEqual(entry.fired);
    else expect(shown).toBe(entry.fired);
    if (entry.type === 'rule' && entry.rule.times !== undefined)
      expect(firingsLeft(entry)).toBe(entry.rule.times - entry.fired);
  }
}

function firingsLeft(entry: RuleEntry): number {
  const attempt = entry.rule.attempt?.[0] ?? 1;
  const facts: AttemptFacts = { operationId: '', endpoint: '', apiKey: '', subject: '', operation: '', attempt };
  let left = 0;
  for (; entry.couldMeet(facts); left++) entry.reserve();
  return left;
}

/** How many requests may still be under way at once. */
function burstLeft({ rates, clock }: World): number {
  let left = 0;
  for (
    ;
    left < 100 && rates.take('POST /kyb/verify', undefined, clock.now() + 86_400_000).retryAfter === undefined;
    left++
  )
    rates.enter();
  return left;
}

/** One operation, and how its client behaves. */
interface Client {
  readonly request: Request;
  readonly attempts: number;
  /** Which of its waits it does not sit out, counted over all its attempts. */
  readonly leaves: readonly boolean[];
}

const clients = fc
  .array(
    fc.record({
      apiKey: fc.constantFrom(...API_KEYS),
      path: fc.constantFrom(...PATHS),
      keyed: fc.constantFrom(true, true, false),
      attempts: fc.integer({ min: 1, max: 4 }),
      leaves: fc.array(fc.boolean(), { maxLength: 4 }),
    }),
    { minLength: 2, maxLength: 6 },
  )
  // Each has parameters of its own: ids count how often the same ones were processed.
  .map((list) =>
    list.map(({ keyed, apiKey, path, ...client }, i): Client => {
      const variant = 'abcdef'.charAt(i);
      return { ...client, request: { apiKey, path, key: keyed ? `order_${i}_payment` : undefined, variant } };
    }),
  );

/** What a client got to see of its attempts, and what the journal says of them. */
type Story = readonly unknown[];

/**
 * Lets every client make its attempts one after another.
 * @param schedule whose turn it is, at each wait and between attempts; past its end, and without one, the first client's that is not done
 */
function play(
  options: Parameters<typeof rigOf>[0],
  rules: readonly (string | ScriptInput)[],
  clients: readonly Client[],
  schedule: readonly number[],
): Story[] {
  const rig = rigOf(options);
  for (const rule of rules) rig.core.faults.put(rule);
  const players = clients.map((client) => ({
    client,
    story: [] as unknown[],
    waits: 0,
    running: undefined as Running | undefined,
  }));
  const turns = [...schedule];
  for (;;) {
    const open = players.filter(({ client, story }) => story.length < client.attempts);
    if (open.length === 0) return players.map(({ story }) => story);
    const player = open[(turns.shift() ?? 0) % open.length] as (typeof open)[number];
    const { request, leaves } = player.client;
    if (player.running === undefined) {
      const body = bodyOf(request.path, request.variant);
      player.running = new Running(rig, callOf({ apiKey: request.apiKey, path: request.path, key: request.key, body }));
    } else {
      const forEver = player.running.row.fault?.kind === 'timeout' && !player.running.canElapse;
      const leaving = player.running.left || forEver || leaves[player.waits++] === true;
      player.running.force(leaving ? 'client-left' : 'elapsed');
    }
    const { running } = player;
    if (running.outcome === undefined) continue;
    const { attempt, outcome, committed, fault, status, code, clientLeft, requestId } = running.row;
    const rates = /^X-RateLimit-/;
    const reply = running.reply && {
      ...running.reply,
      headers: running.reply.headers.filter(([name]) => !rates.test(name)),
    };
    player.story.push({
      attempt,
      outcome,
      committed,
      fault,
      status,
      code,
      clientLeft,
      requestId,
      seen: { ...running.outcome, reply, pace: running.pace },
    });
    player.running = undefined;
  }
}

describe('the same seed and the same attempts', () => {
  test.prop(
    [
      fc.constantFrom('1', '2', 'checkout'),
      fc.array(fc.oneof(anyRule(PATHS, false), anyRule(PATHS, false), anyScript(PATHS)), {
        minLength: 1,
        maxLength: 5,
      }),
      clients,
      fc.array(fc.nat(100), { maxLength: 60 }),
    ],
    { numRuns: 500 },
  )(
    'give the same faults, answers and bytes, in whatever order operations are interleaved',
    (seed, rules, list, schedule) => {
      const options = { seed, freeze: true };
      expect(play(options, rules, list, schedule)).toEqual(play(options, rules, list, []));
    },
  );
});
