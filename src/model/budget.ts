/** What one entry costs beside its body: the record, its place in the maps, its journal-independent bookkeeping. */
export const ENTRY_BYTES = 512;

/** What it costs to remember how often some parameters have been processed: also those that made no object, as a 422 does. */
export const PROCESSED_BYTES = 128;

/**
 * The bounds of R23, shared by everything in one mock that keeps something for a client: stored results and objects.
 */
export class Budget {
  readonly maxKeys: number;
  readonly maxBytes: number;
  keys = 0;
  bytes = 0;

  /**
   * @param maxKeys how many idempotency keys may be held at once
   * @param maxBytes how many bytes stored results and objects may take, about
   */
  constructor(maxKeys: number, maxBytes: number) {
    this.maxKeys = maxKeys;
    this.maxBytes = maxBytes;
  }

  /** True when nothing more may be kept for a new key. */
  get full(): boolean {
    return this.keys >= this.maxKeys || this.bytes >= this.maxBytes;
  }
}

/** The text that was asked for last: a stored result and the object that it tells of share theirs. */
let known = { text: '', bytes: 0 };

/** The bytes that a text takes in memory: one a character, two as soon as one of them is not Latin-1. */
export function memoryBytes(text: string): number {
  if (text !== known.text) known = { text, bytes: /[^\0-\xff]/.test(text) ? text.length * 2 : text.length };
  return known.bytes;
}
