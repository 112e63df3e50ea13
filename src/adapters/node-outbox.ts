// Not the global one: a test may put a fake in its place, which would hold back every answer.
import { setImmediate } from 'node:timers';

/** Somebody who has something to send. */
export interface Sender {
  /** Sends what there is; nothing when it has been sent meanwhile. */
  flush(): void;
}

/**
 * Sends the answers of one turn of the event loop together, at its end. Each write wakes a client that waits for it, and
 * to wake a sleeping thread costs as much as to answer; a client that is busy with the answer before needs no waking.
 */
export class Outbox {
  #senders: Sender[] = [];
  readonly #flush = (): void => {
    const senders = this.#senders;
    this.#senders = [];
    for (const sender of senders) sender.flush();
  };

  /** @param sender flushed once for each time that it was added */
  add(sender: Sender): void {
    if (this.#senders.push(sender) === 1) setImmediate(this.#flush);
  }
}
