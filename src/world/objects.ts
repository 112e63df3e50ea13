import { type Budget, ENTRY_BYTES, memoryBytes } from '../model/budget.ts';
import { ChunkedList } from '../model/chunked-list.ts';
import { ShardedMap } from '../model/sharded-map.ts';
import { FacetIndex, type Facets, placeOf } from './facet-index.ts';

export type { Facets } from './facet-index.ts';

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

/** A facet that objects must have, as they are now: those whose time to turn has come must have been turned. */
export interface Narrowing {
  readonly facet: string;
  readonly text: string;
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
  slots: ChunkedList<Slot | undefined>;
  live: number;
  readonly byFacet: FacetIndex<Slot>;
}

const NOTHING = new ChunkedList<never>();

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
    if (shelf === undefined)
      this.#shelves.set(collection, (shelf = { slots: new ChunkedList(), live: 0, byFacet: new FacetIndex() }));
    const bytes = bytesOf(object);
    const slot: Slot = { collection, id, createdAt, body, facets, later, state, index: shelf.slots.length, bytes };
    this.#byId.set(id, slot);
    shelf.slots.push(slot);
    shelf.live++;
    shelf.byFacet.add(slot, facets);
    this.#budget.bytes += bytes;
  }

  /** Changes the object with this id, which has to be there. */
  replace(object: StoredObject): void {
    const slot = this.#byId.get(object.id);
    if (slot === undefined) throw new Error(`There is no object ${object.id} to replace.`);
    const bytes = bytesOf(object);
    this.#budget.bytes += bytes - slot.bytes;
    const { body, facets, later, state } = object;
    const shelf = this.#shelves.get(slot.collection) as Shelf;
    shelf.byFacet.remove(slot, slot.facets);
    shelf.byFacet.add(slot, facets);
    Object.assign(slot, { body, facets, later, state, bytes });
  }

  /** An object with all that the mock knows of it, and not as it is now: its `later` may be due. */
  stored(collection: string, id: string): StoredObject | undefined {
    const slot = this.#byId.get(id);
    return slot?.collection === collection ? slot : undefined;
  }

  /** How many objects a collection holds; with `narrow` how many of them have that facet. */
  count(collection: string, narrow?: Narrowing): number {
    const shelf = this.#shelves.get(collection);
    if (shelf === undefined) return 0;
    return narrow === undefined ? shelf.live : shelf.byFacet.list(narrow.facet, narrow.text).length;
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
    shelf.slots.replace(slot.index, undefined);
    shelf.live--;
    shelf.byFacet.remove(slot, slot.facets);
    if (shelf.slots.length > 2 * shelf.live + 100) closeRanks(shelf);
    return true;
  }

  /**
   * The objects of a collection, newest first, from the one after `startingAfter` (an id that is there) if that is given.
   * @param narrow only those with this facet, at no cost for the others
   */
  *newestFirst(
    collection: string,
    now: number,
    startingAfter?: string,
    narrow?: Narrowing,
  ): IterableIterator<ObjectView> {
    const list = this.#list(collection, narrow);
    const cursor = startingAfter === undefined ? undefined : this.#byId.get(startingAfter);
    const from = cursor === undefined ? list.length : narrow === undefined ? cursor.index : placeOf(list, cursor.index);
    for (let i = from - 1; i >= 0; i--) {
      const object = list.at(i);
      if (object !== undefined) yield viewOf(object, now);
    }
  }

  /** The objects made after the one named, oldest first: the way back of a list. */
  *newerThan(collection: string, now: number, id: string, narrow?: Narrowing): IterableIterator<ObjectView> {
    const list = this.#list(collection, narrow);
    const after = (this.#byId.get(id)?.index ?? list.length) + 1;
    for (let i = narrow === undefined ? after : placeOf(list, after); i < list.length; i++) {
      const object = list.at(i);
      if (object !== undefined) yield viewOf(object, now);
    }
  }

  /** In the order of making; deleted ones have left holes where it is not narrowed. */
  #list(collection: string, narrow: Narrowing | undefined): Pick<ChunkedList<Slot | undefined>, 'at' | 'length'> {
    const shelf = this.#shelves.get(collection);
    if (shelf === undefined) return NOTHING;
    return narrow === undefined ? shelf.slots : shelf.byFacet.list(narrow.facet, narrow.text);
  }

  clear(): void {
    for (const slot of this.#byId.values()) this.#budget.bytes -= slot.bytes;
    this.#byId.clear();
    this.#shelves.clear();
  }
}

/** Takes the places of deleted objects away, so that making and deleting for ever stays within bounds. */
function closeRanks(shelf: Shelf): void {
  const slots = new ChunkedList<Slot | undefined>();
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
