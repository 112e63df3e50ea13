import type { Courier } from './courier.ts';
import type { World } from './worlds.ts';

/** The longest that a timer can wait, about 24 days. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** What is held for a world that has something to come. */
type StopListening = () => void;

/**
 * Wakes worlds when something is due in them: one timer for all, set to the earliest. Worlds whose clocks stand still
 * wait until they are moved. Without a courier there is no timer, and what is due runs when the world is next used or its
 * clock is moved.
 */
export class Wakeups {
  readonly #now: () => number;
  readonly #waiting = new Map<World, StopListening>();
  #courier: Courier | undefined;
  /** Real time that the timer is set to. */
  #at = Number.POSITIVE_INFINITY;
  #cancel: (() => void) | undefined;

  /** @param now real time, in milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Sets, changes or takes away whose timer is used. */
  use(courier: Courier | undefined): void {
    this.#disarm();
    this.#courier = courier;
    this.#armAll();
  }

  /** Something in this world is due earlier than all else in it. */
  note(world: World): void {
    if (!this.#waiting.has(world)) {
      const stop = world.clock.onMove(() => {
        this.#run(world);
        this.#arm(world);
      });
      this.#waiting.set(world, stop);
    }
    this.#arm(world);
  }

  /** The world has nothing to come any more: it was reset. */
  forget(world: World): void {
    this.#waiting.get(world)?.();
    this.#waiting.delete(world);
    if (this.#waiting.size === 0) this.#disarm();
  }

  #run(world: World): void {
    world.agenda.runDue(() => world.clock.now());
    if (world.agenda.size === 0) this.forget(world);
  }

  #arm(world: World): void {
    const wait = waitOf(world);
    if (this.#courier === undefined || wait === Number.POSITIVE_INFINITY) return;
    const now = this.#now();
    const ms = Math.max(0, Math.ceil(wait));
    if (now + ms >= this.#at) return;
    this.#disarm();
    this.#at = now + ms;
    this.#cancel = this.#courier.wakeIn(Math.min(ms, LONGEST_TIMER), () => {
      this.#at = Number.POSITIVE_INFINITY;
      this.#cancel = undefined;
      for (const waiting of this.#waiting.keys()) this.#run(waiting);
      this.#armAll();
    });
  }

  #armAll(): void {
    let first: World | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const world of this.#waiting.keys()) {
      const wait = waitOf(world);
      if (wait < least) [first, least] = [world, wait];
    }
    if (first !== undefined) this.#arm(first);
  }

  #disarm(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#at = Number.POSITIVE_INFINITY;
  }
}

/** How long until something is due in a world, in milliseconds; infinite while its clock stands still before that. */
function waitOf(world: World): number {
  const wait = world.agenda.next - world.clock.now();
  return wait > 0 && world.clock.frozen ? Number.POSITIVE_INFINITY : wait;
}
