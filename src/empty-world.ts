import type { Core } from './core.ts';
import { PROCESSED_BYTES } from './model/budget.ts';
import type { MaybePromise } from './model/exchange.ts';
import type { World } from './worlds.ts';

/**
 * Takes everything away that requests have made or set in a world: objects, keys, counts, scenarios, webhooks, rate
 * windows, and what was to come. Requests under way find nothing to commit to: whatever they wait for is over, and they are
 * closed. Fault rules, clock and journal stay; scripts start anew, as the counts of attempts do.
 */
export function emptyWorld(core: Core, world: World): void {
  world.generation++;
  world.keepsAnswer = false;
  atOnce(core.store.forget(world.apiKey));
  world.objects.clear();
  world.operations.clear();
  core.budget.bytes -= world.processed.size * PROCESSED_BYTES;
  world.processed.clear();
  world.scenarios.clear();
  world.rates.clear();
  world.agenda.clear();
  world.webhooks.clear();
  core.wakeups.forget(world);
  core.deliveries?.forget(world.apiKey);
  for (const set of [core.faults, world.faults]) set.forget(world.apiKey);
  core.holds.releaseAll(world.apiKey);
  for (const wake of world.waiting) wake();
}

/** What only a store in this process can answer. */
export function atOnce<T>(value: MaybePromise<T>): T {
  if (value instanceof Promise) throw new TypeError('The store is shared: this call would have to wait for it.');
  return value;
}
