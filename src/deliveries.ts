import type { Core } from './core.ts';
import type { Courier, DeliveryQueue, WebhookResult } from './courier.ts';
import { attempt, faultOf, planOf, postOf } from './delivery-attempt.ts';
import { delayMs } from './faults/figures.ts';
import { type ActiveFault, type FaultPlan, NO_FAULTS } from './faults/select.ts';
import type { Delivery } from './world/webhooks.ts';
import type { World } from './worlds.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How long after an attempt that failed the next one is due (platform.md, "Webhooks"): seven attempts in all. */
export const RETRY_AFTER: readonly number[] = [1 * MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 12 * HOUR, 24 * HOUR];

/** How long a `reorder` waits for another delivery to go first. */
const HELD_AT_MOST = MINUTE;
/** How many attempts are under way at once, in all and of one API key: as many as it may have endpoints. */
const MAX_UNDER_WAY = 256;
const MAX_UNDER_WAY_OF_ONE = 100;

/** One attempt that is due. */
interface Job {
  readonly world: World;
  readonly delivery: Delivery;
  /** When it was due: the next one is counted from here, so that a clock that is moved far makes all that it passed. */
  readonly dueAt: number;
  plan: FaultPlan;
}

/** The attempts for one receiver, which go one after another: events arrive in the order in which they happened. */
interface Lane {
  readonly name: string;
  readonly apiKey: string;
  busy: boolean;
  readonly queue: Job[];
  /** Those that a `reorder` makes go after the next. */
  held: Job[];
}

/** The deliveries of one mock that are due, or under way. */
export class Deliveries implements DeliveryQueue {
  readonly #lanes = new Map<string, Lane>();
  /** Those that a `delay` keeps from their lane. */
  readonly #delayed = new Set<Job>();
  #underWay = 0;
  readonly #underWayOf = new Map<string, number>();
  courier: Courier | undefined;

  begin(core: Core, world: World, delivery: Delivery): void {
    this.#beginAttempt(core, world, delivery, delivery.createdAt);
  }

  /** @param dueAt when it should begin: the next one is counted from here */
  #beginAttempt(core: Core, world: World, delivery: Delivery, dueAt: number): void {
    if (delivery.status !== 'pending') return;
    if (!aim(world, delivery)) return;
    const job: Job = { world, delivery, dueAt, plan: planOf(core, world, delivery) };
    const delay = faultOf(job.plan, 'delay');
    if (delay?.fault.kind !== 'delay') return this.#add(core, job);
    job.plan.fire(delay);
    const at = world.clock.now() + delayMs(delay.fault, delay.salt);
    delivery.nextAttemptAt = at;
    this.#delayed.add(job);
    world.agenda.add(at, () => {
      this.#delayed.delete(job);
      this.#add(core, job);
    });
  }

  /** Hands in an attempt that is due. */
  #add(core: Core, job: Job): void {
    const { apiKey } = job.world;
    const name = `${apiKey}\n${job.delivery.url}`;
    let lane = this.#lanes.get(name);
    if (lane === undefined) this.#lanes.set(name, (lane = { name, apiKey, busy: false, queue: [], held: [] }));
    const reorder = faultOf(job.plan, 'reorder');
    if (reorder === undefined) lane.queue.push(job);
    else this.#hold(core, lane, job, reorder);
    this.#pump(core, lane);
  }

  forget(apiKey: string): void {
    for (const job of this.#delayed) {
      if (job.world.apiKey !== apiKey) continue;
      this.#delayed.delete(job);
      job.plan.release();
    }
    for (const lane of this.#lanes.values()) {
      if (lane.apiKey !== apiKey) continue;
      for (const job of lane.queue.splice(0)) job.plan.release();
      lane.held = [];
      // What is under way still has its receiver: what comes next waits for it.
      if (!lane.busy) this.#lanes.delete(lane.name);
    }
  }

  /** Holds a delivery back until another one to the same receiver has gone, or a minute has passed. */
  #hold(core: Core, lane: Lane, job: Job, reorder: ActiveFault): void {
    job.plan.fire(reorder);
    job.plan.release();
    job.plan = NO_FAULTS;
    lane.held.push(job);
    job.world.agenda.add(job.world.clock.now() + HELD_AT_MOST, () => {
      if (!lane.held.includes(job)) return;
      lane.held = lane.held.filter((held) => held !== job);
      this.#add(core, job);
    });
  }

  /** Starts what may start. */
  #pump(core: Core, lane: Lane): void {
    if (lane.busy || this.#isFull(lane.apiKey)) return;
    const job = lane.queue.shift();
    if (job === undefined) {
      if (lane.held.length === 0) this.#lanes.delete(lane.name);
      return;
    }
    lane.busy = true;
    this.#count(lane.apiKey, 1);
    void this.#run(core, job).then(
      () => this.#next(core, lane),
      (error: unknown) => {
        core.onError(error);
        this.#next(core, lane);
      },
    );
  }

  /** One attempt has ended: those that were held back go next. */
  #next(core: Core, lane: Lane): void {
    lane.busy = false;
    const othersWait = this.#isFull(lane.apiKey);
    this.#count(lane.apiKey, -1);
    lane.queue.unshift(...lane.held);
    lane.held = [];
    if (!othersWait) return this.#pump(core, lane);
    // Last in the row: a receiver that never answers must not have the place that it has just left.
    this.#lanes.delete(lane.name);
    this.#lanes.set(lane.name, lane);
    for (const other of this.#lanes.values()) {
      if (this.#underWay >= MAX_UNDER_WAY) break;
      this.#pump(core, other);
    }
  }

  #isFull(apiKey: string): boolean {
    return this.#underWay >= MAX_UNDER_WAY || (this.#underWayOf.get(apiKey) ?? 0) >= MAX_UNDER_WAY_OF_ONE;
  }

  #count(apiKey: string, by: 1 | -1): void {
    this.#underWay += by;
    const count = (this.#underWayOf.get(apiKey) ?? 0) + by;
    if (count === 0) this.#underWayOf.delete(apiKey);
    else this.#underWayOf.set(apiKey, count);
  }

  async #run(core: Core, job: Job): Promise<void> {
    const { world, delivery, plan } = job;
    const { courier } = this;
    // Things may have changed while it waited for its turn.
    if (delivery.status !== 'pending' || !aim(world, delivery)) return plan.release();
    if (courier === undefined) {
      plan.release();
      return world.webhooks.settle(delivery, 'skipped', 'the server that sends webhooks was stopped');
    }
    delivery.attempts++;
    delivery.nextAttemptAt = null;
    const post = postOf(courier, world, delivery, plan);
    const duplicate = faultOf(plan, 'duplicate');
    if (duplicate !== undefined) plan.fire(duplicate);
    plan.release();
    const { webhookHosts } = core.settings;
    const result = await attempt(courier, world, post, webhookHosts);
    if (duplicate !== undefined) await attempt(courier, world, post, webhookHosts);
    this.#conclude(core, job, result);
  }

  #conclude(core: Core, { world, delivery, dueAt }: Job, result: WebhookResult): void {
    // The endpoint was deleted, or the world reset, meanwhile.
    if (delivery.status !== 'pending') return;
    delivery.responseCode = result.kind === 'answered' ? result.status : delivery.responseCode;
    if (result.kind === 'answered' && result.status >= 200 && result.status < 300) {
      delivery.deliveredAt = world.clock.now();
      return world.webhooks.settle(delivery, 'delivered', null);
    }
    if (result.kind === 'forbidden') return world.webhooks.settle(delivery, 'skipped', result.reason);
    delivery.reason = result.kind === 'answered' ? `answered ${result.status}` : result.reason;
    const wait = RETRY_AFTER[delivery.attempts - 1];
    if (wait === undefined) return world.webhooks.settle(delivery, 'failed', delivery.reason);
    delivery.nextAttemptAt = dueAt + wait;
    world.agenda.add(dueAt + wait, () => this.#beginAttempt(core, world, delivery, dueAt + wait));
  }
}

/**
 * Points a retry to where its endpoint is by now.
 * @returns false when nobody listens there any more: the delivery is settled
 */
function aim(world: World, delivery: Delivery): boolean {
  const endpoint = world.webhooks.endpoint(delivery.endpointId ?? '');
  if (endpoint === undefined || delivery.attempts === 0) return true;
  if (endpoint.status === 'disabled') {
    world.webhooks.settle(delivery, 'skipped', 'the endpoint was disabled');
    return false;
  }
  delivery.url = endpoint.url;
  return true;
}
