/** From this many entries on the map is split, so that no shard ever grows past what one rehash can copy unnoticed. */
const SPLIT_AT = 4096;
const SHARDS = 256;

/**
 * A map for up to millions of text keys. One `Map` stops the process for 200 ms and more when it grows past 524,288
 * entries; 256 small ones grow one after another. Iteration is in insertion order only while there are few entries.
 */
export class ShardedMap<Value> {
  #shards: Map<string, Value>[] = [new Map<string, Value>()];
  #size = 0;
  /** The last key that was asked for, and its shard: who looks a key up often puts it in next. */
  #lastKey: string | undefined;
  #lastShard = this.#shards[0] as Map<string, Value>;

  get size(): number {
    return this.#size;
  }

  get(key: string): Value | undefined {
    return this.#shardOf(key).get(key);
  }

  set(key: string, value: Value): void {
    const shard = this.#shardOf(key);
    const before = shard.size;
    shard.set(key, value);
    this.#size += shard.size - before;
    if (this.#shards.length === 1 && shard.size > SPLIT_AT) this.#split();
  }

  delete(key: string): boolean {
    const deleted = this.#shardOf(key).delete(key);
    if (deleted) this.#size--;
    return deleted;
  }

  clear(): void {
    this.#shards = [new Map<string, Value>()];
    this.#lastKey = undefined;
    this.#size = 0;
  }

  *values(): IterableIterator<Value> {
    for (const shard of this.#shards) yield* shard.values();
  }

  #shardOf(key: string): Map<string, Value> {
    if (this.#shards.length === 1) return this.#shards[0] as Map<string, Value>;
    if (key === this.#lastKey) return this.#lastShard;
    this.#lastKey = key;
    return (this.#lastShard = this.#shards[shardNumber(key)] as Map<string, Value>);
  }

  #split(): void {
    const [whole] = this.#shards as [Map<string, Value>];
    this.#shards = Array.from({ length: SHARDS }, () => new Map<string, Value>());
    for (const [key, value] of whole) this.#shardOf(key).set(key, value);
  }
}

/**
 * FNV-1a over all characters, two at a time: keys may differ at either end, as `order_456_payment_attempt_1` and
 * `order_457_payment_attempt_1` do.
 */
function shardNumber(key: string): number {
  let hash = 2166136261 ^ key.length;
  // Past the end there is NaN, which counts as 0.
  for (let i = 0; i < key.length; i += 2)
    hash = Math.imul(hash ^ key.charCodeAt(i) ^ (key.charCodeAt(i + 1) << 16), 16777619);
  return (hash ^ (hash >>> 16) ^ (hash >>> 24)) & (SHARDS - 1);
}
