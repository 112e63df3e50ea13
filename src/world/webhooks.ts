import { type Budget, ENTRY_BYTES, memoryBytes } from '../model/budget.ts';

/** How many endpoints one API key may register. */
export const MAX_ENDPOINTS = 100;
/** How many deliveries of one API key are remembered when they have ended; those that have not all are. */
const MAX_ENDED = 1_000;

/** Where events go, and which. */
export interface Endpoint {
  readonly id: string;
  readonly url: string;
  /** Names, or `*`. */
  readonly events: readonly string[];
  readonly description: string | null;
  readonly secret: string;
  readonly status: 'active' | 'disabled';
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** An event on its way to one receiver. */
export interface Delivery {
  readonly id: string;
  /** Counts the deliveries of one world. */
  readonly seq: number;
  readonly eventId: string;
  readonly eventType: string;
  /** Absent for the `webhook_url` of a request. */
  readonly endpointId: string | undefined;
  /** Where the last attempt went, or the next one goes. */
  url: string;
  readonly secret: string;
  readonly createdAt: number;
  /** What a fault's chance is drawn from: which event of its type in this world this is, and which receiver. */
  readonly subject: string;
  /** The bytes that every attempt sends; let go when there is none to come. */
  body: string;
  status: 'pending' | 'delivered' | 'failed' | 'skipped';
  attempts: number;
  responseCode: number | null;
  deliveredAt: number | null;
  nextAttemptAt: number | null;
  /** Why the last attempt failed, or why there was none. */
  reason: string | null;
}

/** The webhook endpoints of one API key, and the last deliveries. */
export class Webhooks {
  readonly #budget: Budget;
  readonly #endpoints = new Map<string, Endpoint>();
  readonly #pending = new Set<Delivery>();
  /** In the order of ending. */
  #ended: Delivery[] = [];
  #seq = 0;
  readonly #events = new Map<string, number>();
  /** How many endpoints were ever made: what the next one's id is a function of. */
  made = 0;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** Endpoints and remembered deliveries. */
  get size(): number {
    return this.#endpoints.size + this.#pending.size + this.#ended.length;
  }

  /** Oldest first. */
  endpoints(): readonly Endpoint[] {
    return [...this.#endpoints.values()];
  }

  endpoint(id: string): Endpoint | undefined {
    return this.#endpoints.get(id);
  }

  /** Adds an endpoint, or changes the one with its id. */
  put(endpoint: Endpoint): void {
    const known = this.#endpoints.get(endpoint.id);
    this.#budget.bytes += bytesOf(endpoint) - (known === undefined ? 0 : bytesOf(known));
    this.#endpoints.set(endpoint.id, endpoint);
  }

  /** Removes an endpoint; what was still to be sent to it is not. Returns whether there was one. */
  remove(id: string): boolean {
    const known = this.#endpoints.get(id);
    if (known === undefined) return false;
    this.#endpoints.delete(id);
    this.#budget.bytes -= bytesOf(known);
    for (const delivery of this.#pending) {
      if (delivery.endpointId === id) this.settle(delivery, 'failed', 'the endpoint was deleted');
    }
    return true;
  }

  /** The endpoints that get events of this type. */
  subscribers(type: string): readonly Endpoint[] {
    if (this.#endpoints.size === 0) return NONE;
    return this.endpoints().filter(
      ({ status, events }) => status === 'active' && (events.includes(type) || events.includes('*')),
    );
  }

  /** Numbers the events of one type, from 1. */
  count(type: string): number {
    const nth = (this.#events.get(type) ?? 0) + 1;
    this.#events.set(type, nth);
    return nth;
  }

  /** Remembers a delivery that is to be made. */
  record(delivery: Omit<Delivery, 'seq'>): Delivery {
    const recorded: Delivery = { ...delivery, seq: ++this.#seq };
    this.#pending.add(recorded);
    this.#budget.bytes += ENTRY_BYTES + memoryBytes(recorded.body);
    return recorded;
  }

  /** Ends a delivery, unless it has ended, and lets its bytes go. */
  settle(delivery: Delivery, status: 'delivered' | 'failed' | 'skipped', reason: string | null): void {
    if (!this.#pending.delete(delivery)) return;
    delivery.status = status;
    delivery.reason = reason;
    delivery.nextAttemptAt = null;
    this.#budget.bytes -= memoryBytes(delivery.body);
    delivery.body = '';
    this.#ended.push(delivery);
    // Halved now and then, so that forgetting the oldest costs nothing.
    if (this.#ended.length < 2 * MAX_ENDED) return;
    this.#budget.bytes -= ENTRY_BYTES * MAX_ENDED;
    this.#ended = this.#ended.slice(MAX_ENDED);
  }

  /** Those to come, and the last 1,000 that have ended; newest first. @param endpointId only those to this endpoint */
  deliveries(endpointId?: string): readonly Delivery[] {
    return [...this.#pending, ...this.#ended.slice(-MAX_ENDED)]
      .filter((one) => endpointId === undefined || one.endpointId === endpointId)
      .sort((a, b) => b.seq - a.seq);
  }

  /** Forgets everything; what is still to be sent is not. */
  clear(): void {
    for (const id of this.#endpoints.keys()) this.remove(id);
    for (const delivery of this.#pending) this.settle(delivery, 'failed', 'the mock was reset');
    this.#budget.bytes -= this.#ended.length * ENTRY_BYTES;
    this.#ended = [];
    this.#events.clear();
    this.#seq = 0;
    this.made = 0;
  }
}

const NONE: readonly Endpoint[] = [];

function bytesOf({ url, events, description }: Endpoint): number {
  return ENTRY_BYTES + url.length * 2 + (description?.length ?? 0) * 2 + events.join().length * 2;
}
