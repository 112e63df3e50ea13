import type { Core } from './core.ts';
import type { Delivery } from './world/webhooks.ts';
import type { World } from './worlds.ts';

/** One attempt at a delivery: what goes over the wire. */
export interface WebhookPost {
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Sent as its UTF-8 bytes, which the signature is of. */
  readonly body: string;
}

/** How an attempt ended. */
export type WebhookResult =
  /** Whatever the status: a redirect is an answer too, and is not followed. */
  | { readonly kind: 'answered'; readonly status: number }
  /** No answer: refused, reset, too late. */
  | { readonly kind: 'failed'; readonly reason: string }
  /** Not attempted, and never to be: the host is not this machine, and was not allowed. */
  | { readonly kind: 'forbidden'; readonly reason: string };

/**
 * What a platform lends to a mock that is to send webhooks: a way out, a timer, and all that is for sending only, which a
 * page need not load. A mock without one records its deliveries as skipped.
 */
export interface Courier {
  /**
   * Makes one attempt. Never rejects, and ends in bounded time.
   * @param allowHosts hosts beyond loopback that may be sent to
   * @param signal ends the attempt before its time; an answer that is about to come still counts
   */
  deliver(post: WebhookPost, allowHosts: readonly string[], signal: AbortSignal): Promise<WebhookResult>;
  /**
   * Calls `wake` once, after a length of real time.
   * @returns a function that prevents it
   */
  wakeIn(ms: number, wake: () => void): () => void;
  /** HMAC-SHA256 of a text's UTF-8 bytes, in hex. */
  sign(secret: string, text: string): string;
  /** What keeps the deliveries of one mock; asked for once, a later courier sends from the same. */
  newQueue(): DeliveryQueue;
}

/** The deliveries of one mock that are due, or under way. */
export interface DeliveryQueue {
  /** The way out, while the mock has one. */
  courier: Courier | undefined;
  /** Sends an event to a receiver: now, and again as long as it has to. */
  begin(core: Core, world: World, delivery: Delivery): void;
  /** Lets go of what waits in a world that was emptied; attempts under way end by themselves. */
  forget(apiKey: string): void;
}
