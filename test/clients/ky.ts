import request, { type Options } from 'ky';
import { headersOf, type Order, PAYMENT, paying, RETRIED, type RetryingClient } from './client.ts';

async function post(order: Order, options: Options): Promise<unknown> {
  return await request
    .post(order.url, { headers: headersOf(order), json: PAYMENT, timeout: order.patience, ...options })
    .json();
}

const yes = (): boolean => true;
const no = (): boolean => false;

const SAFE = {
  retry: {
    limit: 3,
    methods: ['post'],
    statusCodes: RETRIED,
    afterStatusCodes: RETRIED,
    // In milliseconds. Where there is no Retry-After, ky waits until X-RateLimit-Reset: up to a minute.
    maxRetryAfter: 1000,
    retryOnTimeout: true,
    backoffLimit: 100,
  },
  hooks: {
    afterResponse: [
      // ky's own retries end with the head of an answer. This one reads the body, too.
      async (_request, _options, response) => {
        const isWhole = async (): Promise<boolean> => await response.json().then(yes, no);
        return response.ok && !(await isWhole()) ? request.retry() : undefined;
      },
    ],
  },
} satisfies Options;

/** ky, whose retries are on by default, but not for POST. */
export const ky: RetryingClient = {
  name: 'ky',
  available: async () => true,
  defaults: { 'ky.post(url)': paying(async (order) => await post(order, {})) },
  safe: paying(async (order) => await post(order, SAFE)),
};
