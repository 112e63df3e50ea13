import { type Budget, ENTRY_BYTES, memoryBytes } from '../model/budget.ts';
import { ShardedMap } from '../model/sharded-map.ts';

/** The values that lists filter by. */
export type Facets = Readonly<Record<string, string | number>>;

/** An object that a client can read back. Bodies are text: the one that was answered, shared with the stored result. */
export interface StoredObject {
  readonly collection: string;
  readonly id: string;
  readonly createdAt: number;
  readonly body: string;
  readonly facets: Facets;
  /** What it turns into by itself at a moment of the world's clock. */
  readonly later: { readonly at: number; readonly body: string; readonly facets: Facets } | undefined;
}

/** An object as it is at a given moment. */
export interface ObjectView {
  readonly id: string;
  readonly createdAt: number;
  readonly body: string;
  readonly facets: Facets;
}

/** An object in its place: one allocation for both, since there may be millions. */
interface Slot extends StoredObject {
  /** Its place in its collection. */
  readonly index: number;
  readonly bytes: number;
}

/** What one API key has made: by id, and by collection in the order of making. */
export class ObjectTable {
  readonly #budget: Budget;
  readonly #byId = new ShardedMap<Slot>();
  readonly #collections = new Map<string, (Slot | undefined)[]>();

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
    const later = object.later === undefined ? 0 : memoryBytes(object.later.body);
    const bytes = ENTRY_BYTES + memoryBytes(object.body) + later;
    let collection = this.#collections.get(object.collection);
    if (collection === undefined) this.#collections.set(object.collection, (collection = []));
    const { id, createdAt, body, facets } = object;
    const slot: Slot = {
      collection: object.collection,
      id,
      createdAt,
      body,
      facets,
      later: object.later,
      index: collection.length,
      bytes,
    };
    this.#byId.set(id, slot);
    collection.push(slot);
    this.#budget.bytes += bytes;
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
    (this.#collections.get(collection) as (Slot | undefined)[])[slot.index] = undefined;
    this.#budget.bytes -= slot.bytes;
    return true;
  }

  /** The objects of a collection, newest first, from the one after `startingAfter` (an id that `has` knows) if that is given. */
  *newestFirst(collection: string, now: number, startingAfter?: string): IterableIterator<ObjectView> {
    const objects = this.#collections.get(collection) ?? [];
    const from = startingAfter === undefined ? objects.length : (this.#byId.get(startingAfter)?.index ?? 0);
    for (let i = from - 1; i >= 0; i--) {
      const object = objects[i];
      if (object !== undefined) yield viewOf(object, now);
    }
  }

  /** The objects made after the one named, oldest first: the way back of a list. */
  *newerThan(collection: string, now: number, id: string): IterableIterator<ObjectView> {
    const objects = this.#collections.get(collection) ?? [];
    const from = this.#byId.get(id)?.index ?? objects.length;
    for (let i = from + 1; i < objects.length; i++) {
      const object = objects[i];
      if (object !== undefined) yield viewOf(object, now);
    }
  }

  clear(): void {
    for (const slot of this.#byId.values()) this.#budget.bytes -= slot.bytes;
    this.#byId.clear();
    this.#collections.clear();
  }
}

function viewOf(object: StoredObject, now: number): ObjectView {
  const { id, createdAt, later } = object;
  const form = later !== undefined && now >= later.at ? later : object;
  return { id, createdAt, body: form.body, facets: form.facets };
}
