import { got as request, type OptionsOfJSONResponseBody } from 'got';
import { headersOf, type Order, PAYMENT, paying, RETRIED, type RetryingClient } from './client.ts';

async function post(order: Order, options: OptionsOfJSONResponseBody): Promise<unknown> {
  const always = { headers: headersOf(order), json: PAYMENT, timeout: { request: order.patience } };
  return await request.post<unknown>(order.url, { ...always, ...options, responseType: 'json', resolveBodyOnly: true });
}

const SAFE = {
  retry: {
    limit: 3,
    methods: ['POST'],
    statusCodes: RETRIED,
    errorCodes: [
      'ECONNREFUSED',
      'ECONNRESET',
      'ENOTFOUND',
      'EPIPE',
      'ERR_BODY_PARSE_FAILURE',
      'ERR_READING_RESPONSE_STREAM',
      'ETIMEDOUT',
      'HPE_INVALID_CHUNK_SIZE',
      'HPE_INVALID_CONSTANT',
    ],
    // Without it a Retry-After longer than the time-out is not waited for.
    maxRetryAfter: 60_000,
  },
} satisfies OptionsOfJSONResponseBody;

/** A hook that got calls before every attempt. */
const HOOKS = {
  beforeRequest: [
    ({ headers }: { headers: object }) => void Object.assign(headers, { 'idempotency-key': crypto.randomUUID() }),
  ],
};

/** got, whose retries are on by default, but not for POST. */
export const got: RetryingClient = {
  name: 'got',
  available: async () => true,
  defaults: { 'got.post(url)': paying(async (order) => await post(order, {})) },
  safe: paying(async (order) => await post(order, SAFE)),
  newKeys: paying(async (order) => await post(order, { ...SAFE, hooks: HOOKS })),
};
