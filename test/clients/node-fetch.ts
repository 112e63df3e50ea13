import { setTimeout as sleep } from 'node:timers/promises';
import { headersOf, type Order, PAYMENT, paying, RETRIED, type RetryingClient } from './client.ts';

/** An answer that is an error. */
class StatusError extends Error {
  override readonly name = 'StatusError';
  readonly status: number;

  constructor(status: number) {
    super(`The answer was a ${status}.`);
    this.status = status;
  }
}

async function post(order: Order): Promise<unknown> {
  const response = await fetch(order.url, {
    method: 'POST',
    headers: headersOf(order),
    body: JSON.stringify(PAYMENT),
    signal: AbortSignal.timeout(order.patience),
  });
  if (!response.ok) throw new StatusError(response.status);
  // Inside the retried function: an answer that breaks off, or is no JSON, is retried as well.
  return await response.json();
}

/** Whatever is not an answer, and answers that may be others next time. */
function isRetryable(error: unknown): boolean {
  return !(error instanceof StatusError) || RETRIED.includes(error.status);
}

/** The guide's "Safe Retry Pattern", as it stands there; the key can be given. */
async function safeRequest<T>(
  fn: (idempotencyKey: string) => Promise<T>,
  maxRetries = 3,
  idempotencyKey: string = crypto.randomUUID(),
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await fn(idempotencyKey);
    } catch (error) {
      // Safe to retry with same key
      if (!isRetryable(error) || attempt >= maxRetries - 1) throw error;
      await sleep(1000 * Math.pow(2, attempt));
    }
  }
}

/** Node's own fetch, which does not retry. */
export const nodeFetch: RetryingClient = {
  name: 'Node fetch',
  available: async () => true,
  defaults: { 'fetch(url)': paying(post) },
  safe: paying(
    async (order) => await safeRequest(async (key) => await post({ ...order, key: order.key && key }), 3, order.key),
  ),
  newKeys: paying(async (order) => await safeRequest(async () => await post({ ...order, key: crypto.randomUUID() }))),
};
