import type { Operation } from './contract/operation.ts';
import type { Parameters } from './body.ts';

/** How many bodies a generation holds. */
const MAX_BODIES = 128;
/** How long a body that is kept may be, together with the query, in characters. */
const MAX_LENGTH = 4096;

interface Recent {
  readonly operation: Operation;
  readonly query: string;
  readonly parameters: Parameters;
}

/**
 * The bodies that were read last. A retry mostly follows soon and sends the same bytes, which need no further comparison
 * (R5), nor to be parsed and validated once more. Two generations, so that to forget the oldest costs no search.
 */
export class RecentBodies {
  #young = new Map<string, Recent>();
  #old = new Map<string, Recent>();

  /** What this text meant to the same operation, with the same query; undefined: it has not been read lately. */
  find(operation: Operation, query: string, text: string): Parameters | undefined {
    if (text.length > MAX_LENGTH) return undefined;
    const known = this.#young.get(text) ?? this.#old.get(text);
    return known?.operation === operation && known.query === query ? known.parameters : undefined;
  }

  /** Keeps what has passed every check. */
  keep(operation: Operation, query: string, text: string, parameters: Parameters): void {
    if (text.length + query.length > MAX_LENGTH) return;
    if (this.#young.size === MAX_BODIES) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(text, { operation, query, parameters });
  }
}
