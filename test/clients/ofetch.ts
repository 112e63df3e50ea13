import { type FetchOptions, ofetch as request } from 'ofetch';
import { headersOf, type Order, PAYMENT, paying, RETRIED, type RetryingClient } from './client.ts';

async function post(order: Order, options: FetchOptions<'json'>): Promise<unknown> {
  return await request<unknown>(order.url, {
    method: 'POST',
    headers: headersOf(order),
    body: PAYMENT,
    timeout: order.patience,
    // Without it, an answer that is no JSON is a success whose data is a string.
    parseResponse: (text: string): unknown => JSON.parse(text),
    ...options,
  });
}

/** @param order its patience is for every attempt: of the option `timeout`, the retries get a signal that has gone off */
function safe({ patience }: Order): FetchOptions<'json'> {
  return {
    retry: 3,
    retryStatusCodes: RETRIED,
    // In milliseconds; ofetch itself does not look at Retry-After.
    retryDelay: ({ response }) => Number(response?.headers.get('Retry-After') ?? 0) * 1000,
    onRequest: ({ options }) => void (options.signal = AbortSignal.timeout(patience)),
  };
}

/** A hook that ofetch calls before every attempt. */
const onRequest: FetchOptions['onRequest'] = ({ options }) => {
  options.headers.set('Idempotency-Key', crypto.randomUUID());
};

/** ofetch, which retries once by default, but not a POST. */
export const ofetch: RetryingClient = {
  name: 'ofetch',
  available: async () => true,
  defaults: { 'ofetch(url)': paying(async (order) => await post(order, {})) },
  safe: paying(async (order) => await post(order, safe(order))),
  newKeys: paying(async (order) => await post(order, { ...safe(order), onRequest })),
};
