import { type Budget, ENTRY_BYTES, memoryBytes } from '../model/budget.ts';
import { ShardedMap } from '../model/sharded-map.ts';

/** The values that lists filter by. */
export type Facets = Readonly<Record<string, string | number>>;

/** What an object turns into by itself. */
export interface Later {
  /** A moment of the world's clock. */
  readonly at: number;
  readonly body: string;
  readonly facets: Facets;
  /** The event that tells of it, and the `webhook_url` that gets it beside the endpoints. */
  readonly event?: { readonly type: string; readonly webhookUrl: string | undefined } | undefined;
}

/** An object that a client can read back. Bodies are text: the one that was answered, shared with the stored result. */
export interface StoredObject {
  readonly collection: string;
  readonly id: string;
  readonly createdAt: number;
  readonly body: string;
  readonly facets: Facets;
  readonly later: Later | undefined;
  /** What the mock itself has to know of it: the simulator's own. */
  readonly state?: object | undefined;
}

/** An object as it is at a given moment. */
export interface ObjectView {
  readonly id: string;
  readonly createdAt: number;
  readonly body: string;
  readonly facets: Facets;
}

/** What a simulator's own state takes, about. */
const STATE_BYTES = 300;

/** One object, flat, with its place in its collection. */
interface Slot {
  readonly collection: string;
  readonly id: string;
  readonly createdAt: number;
  body: string;
  facets: Facets;
  later: Later | undefined;
  state: object | undefined;
  index: number;
  bytes: number;
}

/** The objects of one collection, in the order of making; deleted ones have left their places. */
interface Shelf {
  slots: (Slot | undefined)[];
  live: number;
}

/** What one API key has made: by id, and by collection in the order of making. */
export class ObjectTable {
  readonly #budget: Budget;
  readonly #byId = new ShardedMap<Slot>();
  readonly #shelves = new Map<string, Shelf>();

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  get size(): number {
    return this.#byId.size;
  }

  /**
   * Keeps an object. Its body is counted here too, although a stored result may share the text: the result expires, the
   * object stays.
   */
  put(object: StoredObject): void {
    const { collection, id, createdAt, body, facets, later, state } = object;
    let shelf = this.#shelves.get(collection);
    if (shelf === undefined) this.#shelves.set(collection, (shelf = { slots: [], live: 0 }));
    const bytes = bytesOf(object);
    const slot: Slot = { collection, id, createdAt, body, facets, later, state, index: shelf.slots.length, bytes };
    this.#byId.set(id, slot);
    shelf.slots.push(slot);
    shelf.live++;
    this.#budget.bytes += bytes;
  }

  /** Changes the object with this id, which has to be there. */
  replace(object: StoredObject): void {
    const slot = this.#byId.get(object.id);
    if (slot === undefined) throw new Error(`There is no object ${object.id} to replace.`);
    const bytes = bytesOf(object);
    this.#budget.bytes += bytes - slot.bytes;
    const { body, facets, later, state } = object;
    Object.assign(slot, { body, facets, later, state, bytes });
  }

  /** An object with all that the mock knows of it, and not as it is now: its `later` may be due. */
  stored(collection: string, id: string): StoredObject | undefined {
    const slot = this.#byId.get(id);
    return slot?.collection === collection ? slot : undefined;
  }

  /** How many objects a collection holds. */
  count(collection: string): number {
    return this.#shelves.get(collection)?.live ?? 0;
  }

  /** @param now the world's clock */
  get(collection: string, id: string, now: number): ObjectView | undefined {
    const slot = this.#byId.get(id);
    if (slot === undefined || slot.collection !== collection) return undefined;
    return viewOf(slot, now);
  }

  /** Deletes an object; its stored result stays (R21). Returns whether there was one. */
  delete(collection: string, id: string): boolean {
    const slot = this.#byId.get(id);
    if (slot === undefined || slot.collection !== collection) return false;
    this.#byId.delete(id);
    this.#budget.bytes -= slot.bytes;
    const shelf = this.#shelves.get(collection) as Shelf;
    shelf.slots[slot.index] = undefined;
    shelf.live--;
    if (shelf.slots.length > 2 * shelf.live + 100) closeRanks(shelf);
    return true;
  }

  /** The objects of a collection, newest first, from the one after `startingAfter` (an id that `has` knows) if that is given. */
  *newestFirst(collection: string, now: number, startingAfter?: string): IterableIterator<ObjectView> {
    const objects = this.#shelves.get(collection)?.slots ?? [];
    const from = startingAfter === undefined ? objects.length : (this.#byId.get(startingAfter)?.index ?? 0);
    for (let i = from - 1; i >= 0; i--) {
      const object = objects[i];
      if (object !== undefined) yield viewOf(object, now);
    }
  }

  /** The objects made after the one named, oldest first: the way back of a list. */
  *newerThan(collection: string, now: number, id: string): IterableIterator<ObjectView> {
    const objects = this.#shelves.get(collection)?.slots ?? [];
    const from = this.#byId.get(id)?.index ?? objects.length;
    for (let i = from + 1; i < objects.length; i++) {
      const object = objects[i];
      if (object !== undefined) yield viewOf(object, now);
    }
  }

  clear(): void {
    for (const slot of this.#byId.values()) this.#budget.bytes -= slot.bytes;
    this.#byId.clear();
    this.#shelves.clear();
  }
}

/** Takes the places of deleted objects away, so that making and deleting for ever stays within bounds. */
function closeRanks(shelf: Shelf): void {
  const slots: Slot[] = [];
  for (const slot of shelf.slots) {
    if (slot === undefined) continue;
    slot.index = slots.length;
    slots.push(slot);
  }
  shelf.slots = slots;
}

function bytesOf({ body, later, state }: StoredObject): number {
  return (
    ENTRY_BYTES +
    memoryBytes(body) +
    (later === undefined ? 0 : memoryBytes(later.body)) +
    (state === undefined ? 0 : STATE_BYTES)
  );
}

/** An object as it is at a moment. */
export function viewOf(object: StoredObject, now: number): ObjectView {
  const { id, createdAt, later } = object;
  // Most objects never turn, and are their own views.
  if (later === undefined) return object;
  const form = now >= later.at ? later : object;
  return { id, createdAt, body: form.body, facets: form.facets };
}
