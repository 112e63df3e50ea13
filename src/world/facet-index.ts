import { ChunkedList } from '../model/chunked-list.ts';

/** Something that has a place in the order of its collection. */
interface Placed {
  readonly index: number;
}

const EMPTY = new ChunkedList<never>();

/** The values that lists filter by. */
export type Facets = Readonly<Record<string, string | number>>;

/**
 * The objects of one collection by the texts of their facets, each list in the order of making: what makes a filtered
 * page and its count cheap among 100,000 objects. Numbers are not in it: they are compared, and there are too many.
 */
export class FacetIndex<T extends Placed> {
  readonly #lists = new Map<string, Map<string, ChunkedList<T>>>();

  add(item: T, facets: Facets): void {
    for (const facet in facets) {
      const text = facets[facet];
      if (typeof text !== 'string') continue;
      const list = this.#listOf(facet, text);
      const last = list.at(list.length - 1);
      // Nearly always: it is new.
      if (last === undefined || last.index < item.index) list.push(item);
      else list.insert(placeOf(list, item.index), item);
    }
  }

  /** @param facets as they were when it was added */
  remove(item: T, facets: Facets): void {
    for (const facet in facets) {
      const text = facets[facet];
      if (typeof text !== 'string') continue;
      const list = this.#listOf(facet, text);
      const at = placeOf(list, item.index);
      if (list.at(at) === item) list.remove(at);
    }
  }

  /** Those with this facet, oldest first. */
  list(facet: string, text: string): Pick<ChunkedList<T>, 'at' | 'length'> {
    return this.#lists.get(facet)?.get(text) ?? EMPTY;
  }

  #listOf(facet: string, text: string): ChunkedList<T> {
    let texts = this.#lists.get(facet);
    if (texts === undefined) this.#lists.set(facet, (texts = new Map<string, ChunkedList<T>>()));
    let list = texts.get(text);
    if (list === undefined) texts.set(text, (list = new ChunkedList<T>()));
    return list;
  }
}

/** Where an item of this place stands, or would stand, in a list. */
export function placeOf(
  list: { readonly length: number; at(index: number): Placed | undefined },
  index: number,
): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list.at(middle) as Placed).index < index) low = middle + 1;
    else high = middle;
  }
  return low;
}
