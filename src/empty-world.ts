import type { Core } from './core.ts';
import { PROCESSED_BYTES } from './model/budget.ts';
import type { MaybePromise } from './model/exchange.ts';
import type { World } from './worlds.ts';

/**
 * Takes everything away that requests have made or set in a world: objects, keys, counts, scenarios, webhooks, rate
 * windows, and what was to come. Requests under way find nothing to commit to. Faults, clock and journal are not touched.
 */
export function emptyWorld(core: Core, world: World): void {
  world.generation++;
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
}

/** What only a store in this process can answer. */
export function atOnce<T>(value: MaybePromise<T>): T {
  if (value instanceof Promise) throw new TypeError('The store is shared: this call would have to wait for it.');
  return value;
}
