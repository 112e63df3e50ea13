/** What can stand in an `ExpiryQueue`: linked from within, so that a place in it costs no allocation. */
export interface Expiring<Self> {
  next: Self | undefined;
}

interface Run<Item> {
  oldest: Item | undefined;
  newest: Item;
  /** When the newest expires: nothing that expires sooner may stand behind it. */
  latest: number;
}

/**
 * Items in the order of their expiry, found without a scan. All live equally long, so one queue would do, were it not
 * for a clock that is set back: what is added then expires before what stands there already, and starts a further run.
 */
export class ExpiryQueue<Item extends Expiring<Item>> {
  readonly #runs: Run<Item>[] = [];

  add(item: Item, expiresAt: number): void {
    const run = this.#runs.find(({ latest }) => latest <= expiresAt);
    if (run === undefined) {
      this.#runs.push({ oldest: item, newest: item, latest: expiresAt });
      return;
    }
    run.newest.next = item;
    run.newest = item;
    run.latest = expiresAt;
  }

  /**
   * Takes items from the old ends, up to `most` of them.
   * @param isOver whether an item has had its time
   * @param onTaken called with each item that was taken
   */
  take(most: number, isOver: (item: Item) => boolean, onTaken: (item: Item) => void): void {
    let left = most;
    for (let i = this.#runs.length - 1; i >= 0 && left > 0; i--) {
      const run = this.#runs[i] as Run<Item>;
      while (left > 0 && run.oldest !== undefined && isOver(run.oldest)) {
        const item = run.oldest;
        run.oldest = item.next;
        onTaken(item);
        left--;
      }
      if (run.oldest === undefined) this.#runs.splice(i, 1);
    }
  }
}
