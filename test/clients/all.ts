import { axios } from './axios.ts';
import type { RetryingClient } from './client.ts';
import { curl } from './curl.ts';
import { got } from './got.ts';
import { ky } from './ky.ts';
import { nodeFetch } from './node-fetch.ts';
import { ofetch } from './ofetch.ts';
import { httpx, requests } from './python.ts';
import { undici } from './undici.ts';

/** In the order of the columns of docs/retries.md. */
export const RETRYING_CLIENTS: readonly RetryingClient[] = [
  nodeFetch,
  undici,
  got,
  ky,
  axios,
  ofetch,
  requests,
  httpx,
  curl,
];
