/** A request that a `hold` has parked. */
export interface Hold {
  readonly id: string;
  readonly world: string;
  readonly fault: string;
  readonly phase: string;
  readonly endpoint: string;
  readonly idempotencyKey: string | null;
  readonly attempt: number;
}

/** The requests that are parked until somebody releases them: what makes a race a test and not a hope. */
export class Holds {
  readonly #parked = new Map<string, { readonly hold: Hold; readonly wake: () => void }>();
  #count = 0;

  /**
   * Parks a request.
   * @param wake called once, on release
   * @returns a function that takes it off the list: the request has gone on, or its client has left
   */
  park(hold: Omit<Hold, 'id'>, wake: () => void): () => void {
    const id = `hold_${++this.#count}`;
    const parked = { hold: { id, ...hold }, wake };
    this.#parked.set(id, parked);
    // Not whoever is parked under this number by then: numbers start again at a reset, before those it let go are gone.
    return () => {
      if (this.#parked.get(id) === parked) this.#parked.delete(id);
    };
  }

  /** Holds are numbered from 1 again, once all have been released. */
  restartIds(): void {
    this.#count = 0;
  }

  list(world?: string): Hold[] {
    return [...this.#parked.values()]
      .map(({ hold }) => hold)
      .filter((hold) => world === undefined || hold.world === world);
  }

  /** Lets a request go on. Returns whether there was one. */
  release(id: string, world?: string): boolean {
    const parked = this.#parked.get(id);
    if (parked === undefined || (world !== undefined && parked.hold.world !== world)) return false;
    this.#parked.delete(id);
    parked.wake();
    return true;
  }

  /** Lets all requests of one world go on, or all. */
  releaseAll(world?: string): void {
    for (const { id } of this.list(world)) this.release(id);
  }
}
