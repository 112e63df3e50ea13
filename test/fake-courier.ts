import { createHmac } from 'node:crypto';
import type { Courier, DeliveryQueue, WebhookPost, WebhookResult } from '../src/courier.ts';
import { Deliveries } from '../src/deliveries.ts';
import type { Mock } from '../src/mock.ts';

/** A receiver without a network: what was sent to it, and what it answers. */
export class FakeCourier implements Courier {
  readonly posts: WebhookPost[] = [];
  /** Timers that are set. */
  timers = 0;
  #wake: (() => void) | undefined;
  /** What the receiver answers; by default a 200. */
  answer: (post: WebhookPost, nth: number) => WebhookResult | Promise<WebhookResult> = () => ({
    kind: 'answered',
    status: 200,
  });

  constructor(mock: Mock) {
    mock.attach(this);
  }

  async deliver(post: WebhookPost): Promise<WebhookResult> {
    this.posts.push(post);
    return await this.answer(post, this.posts.length);
  }

  wakeIn(_ms: number, wake: () => void): () => void {
    this.timers++;
    this.#wake = wake;
    return () => {
      this.timers--;
      this.#wake = undefined;
    };
  }

  sign(secret: string, text: string): string {
    return createHmac('sha256', secret).update(text).digest('hex');
  }

  newQueue(): DeliveryQueue {
    return new Deliveries();
  }

  /** Lets the timer go off, if one is set, and what is under way come to its end. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 50; turn++) {
      const wake = this.#wake;
      this.#wake = undefined;
      if (wake !== undefined) {
        this.timers--;
        wake();
      }
      await Promise.resolve();
    }
  }

  /** The events that were sent, in order. */
  get events(): readonly SentEvent[] {
    return this.posts.map(({ body }) => JSON.parse(body) as SentEvent);
  }

  header(nth: number, name: string): string | undefined {
    return this.posts[nth]?.headers.find(([known]) => known === name)?.[1];
  }
}

export interface SentEvent {
  readonly id: string;
  readonly type: string;
  readonly created_at: string;
  readonly data: { readonly id: string; readonly status?: string };
}
