/** So many items a chunk, a power of two: no copy is longer. */
const BITS = 12;
const CHUNK = 1 << BITS;

/**
 * A list for up to millions of items. An array of a million stops the process for 100 ms and more when it has to grow,
 * because all of it is copied, past the garbage collector's barriers; here only the last chunk ever grows.
 */
export class ChunkedList<T> {
  /** All of them full, but the last. */
  readonly #chunks: T[][] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** The item at an index; undefined beyond the end. */
  at(index: number): T | undefined {
    return this.#chunks[index >> BITS]?.[index & (CHUNK - 1)];
  }

  push(item: T): void {
    const last = this.#chunks.at(-1);
    if (last === undefined || last.length === CHUNK) this.#chunks.push([item]);
    else last.push(item);
    this.#length++;
  }

  /** Puts an item in the place of another. @throws {RangeError} beyond the end */
  replace(index: number, item: T): void {
    this.#chunkOf(index)[index & (CHUNK - 1)] = item;
  }

  /** Makes room before the item at an index, or at the end. */
  insert(index: number, item: T): void {
    if (index === this.#length) return this.push(item);
    this.#chunkOf(index).splice(index & (CHUNK - 1), 0, item);
    this.#length++;
    // What is one too many in a chunk is the first of the next.
    for (let i = index >> BITS; (this.#chunks[i]?.length ?? 0) > CHUNK; i++) {
      const surplus = this.#chunks[i]?.pop() as T;
      const next = this.#chunks[i + 1];
      if (next === undefined) this.#chunks.push([surplus]);
      else next.unshift(surplus);
    }
  }

  /** Takes an item away and closes the gap. @throws {RangeError} beyond the end */
  remove(index: number): void {
    this.#chunkOf(index).splice(index & (CHUNK - 1), 1);
    this.#length--;
    for (let i = (index >> BITS) + 1; i < this.#chunks.length; i++) {
      this.#chunks[i - 1]?.push(this.#chunks[i]?.shift() as T);
    }
    if (this.#chunks.at(-1)?.length === 0) this.#chunks.pop();
  }

  *[Symbol.iterator](): IterableIterator<T> {
    for (const chunk of this.#chunks) yield* chunk;
  }

  #chunkOf(index: number): T[] {
    const chunk = index >= 0 && index < this.#length ? this.#chunks[index >> BITS] : undefined;
    if (chunk === undefined) throw new RangeError(`There is no item ${index} in a list of ${this.#length}.`);
    return chunk;
  }
}
