/** Something that has a place in the order of its collection. */
interface Placed {
  readonly index: number;
}

/** The values that lists filter by. */
export type Facets = Readonly<Record<string, string | number>>;

/**
 * The objects of one collection by the texts of their facets, each list in the order of making: what makes a filtered
 * page and its count cheap among 100,000 objects. Numbers are not in it: they are compared, and there are too many.
 */
export class FacetIndex<T extends Placed> {
  readonly #lists = new Map<string, Map<string, T[]>>();

  add(item: T, facets: Facets): void {
    for (const facet in facets) {
      const text = facets[facet];
      if (typeof text !== 'string') continue;
      const list = this.#listOf(facet, text);
      const last = list[list.length - 1];
      // Nearly always: it is new.
      if (last === undefined || last.index < item.index) list.push(item);
      else list.splice(placeOf(list, item.index), 0, item);
    }
  }

  /** @param facets as they were when it was added */
  remove(item: T, facets: Facets): void {
    for (const facet in facets) {
      const text = facets[facet];
      if (typeof text !== 'string') continue;
      const list = this.#listOf(facet, text);
      const at = placeOf(list, item.index);
      if (list[at] === item) list.splice(at, 1);
    }
  }

  /** Those with this facet, oldest first. */
  list(facet: string, text: string): readonly T[] {
    return this.#lists.get(facet)?.get(text) ?? [];
  }

  #listOf(facet: string, text: string): T[] {
    let texts = this.#lists.get(facet);
    if (texts === undefined) this.#lists.set(facet, (texts = new Map<string, T[]>()));
    let list = texts.get(text);
    if (list === undefined) texts.set(text, (list = []));
    return list;
  }
}

/** Where an item of this place stands, or would stand, in a list. */
export function placeOf(list: readonly Placed[], index: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] as Placed).index < index) low = middle + 1;
    else high = middle;
  }
  return low;
}
