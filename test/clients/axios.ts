import { type AxiosError, type AxiosInstance, create } from 'axios';
import axiosRetry, { exponentialDelay, type IAxiosRetryConfig } from 'axios-retry';
import { headersOf, type Order, PAYMENT, paying, RETRIED, type RetryingClient } from './client.ts';

/** @param retries what axios-retry is given; undefined: axios alone */
function instance(retries?: IAxiosRetryConfig): AxiosInstance {
  const made = create({
    // Without these two, an answer that is no JSON is a success whose data is a string.
    responseType: 'json',
    transitional: { silentJSONParsing: false },
  });
  if (retries !== undefined) axiosRetry(made, retries);
  return made;
}

async function post(order: Order, client: AxiosInstance): Promise<unknown> {
  return (await client.post<unknown>(order.url, PAYMENT, { headers: headersOf(order), timeout: order.patience })).data;
}

const SAFE: IAxiosRetryConfig = {
  retries: 3,
  retryCondition: (error) => isBroken(error) || RETRIED.includes(error.response?.status ?? 0),
  retryDelay: (count, error) => exponentialDelay(count, error, 10),
  shouldResetTimeout: true,
};

/** No answer, or a good one that can't be read. */
function isBroken({ response }: AxiosError): boolean {
  return response === undefined || response.status < 300;
}

/** With an interceptor that axios calls before every attempt. */
function withNewKeys(client: AxiosInstance): AxiosInstance {
  client.interceptors.request.use((config) => {
    config.headers.set('Idempotency-Key', crypto.randomUUID());
    return config;
  });
  return client;
}

/** axios, and axios-retry. */
export const axios: RetryingClient = {
  name: 'axios-retry',
  available: async () => true,
  defaults: {
    'axios.post(url)': paying(async (order) => await post(order, instance())),
    'axiosRetry(axios)': paying(async (order) => await post(order, instance({}))),
  },
  safe: paying(async (order) => await post(order, instance(SAFE))),
  newKeys: paying(async (order) => await post(order, withNewKeys(instance(SAFE)))),
};
