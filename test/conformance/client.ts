import { onTestFinished } from 'vitest';
import type { Mock } from '../../src/mock.ts';
import type { MockOptions } from '../../src/options.ts';
import type { Door, OpenDoor } from '../doors.ts';

/** The API key of requests that name no other. */
export const API_KEY = 'txc_test_42';

/** A moment for clocks that stand still. */
export const NOON = '2026-11-24T12:00:00.000Z';
export const FROZEN: MockOptions = { clock: NOON, freeze: true };

/** One good body for each of the six endpoints; the first and the third are the guide's own. */
export const BODIES = {
  '/identity/verify': { document_front: '...', country: 'MA' },
  '/identity/sessions': { document_type: 'national_id', country: 'MA' },
  '/transactions/score': {
    transaction_id: 'order_456',
    amount: 1000,
    currency: 'MAD',
    sender: { user_id: 'user_123' },
  },
  '/lending/assess': {
    applicant: { id: 'user_123', first_name: 'Sara', last_name: 'Bennani' },
    loan_request: { amount: 20_000, term_months: 24 },
  },
  '/kyb/verify': { company: { name: 'Atlas Argan', country: 'MA' } },
  '/watchlist/screen': { entity: { type: 'individual', name: 'Sara Bennani' } },
} as const;

export type Endpoint = keyof typeof BODIES;
export const ENDPOINTS = Object.keys(BODIES) as readonly Endpoint[];

/** The payment of the guide, `POST /transactions/score`. */
export const PAYMENT = BODIES['/transactions/score'];
export const PAY = '/transactions/score';

/** What a request says beside its path. */
export interface Ask {
  readonly key?: string;
  /** `null` sends no `Authorization`. */
  readonly apiKey?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** An object goes as JSON, everything else as it is. */
  readonly body?: unknown;
}

/** An answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Record<string, unknown>;
  /** `error` of an error's body. */
  readonly error: Record<string, unknown>;
}

/** A client of a mock behind a door. */
export interface Client {
  readonly mock: Mock;
  readonly open: OpenDoor;
  /** @param path without `/v1` */
  send(method: string, path: string, ask?: Ask): Promise<Answer>;
  post(path: string, body: unknown, ask?: Ask): Promise<Answer>;
  get(path: string, ask?: Ask): Promise<Answer>;
}

/** Opens a door for one test; it is closed when the test ends. */
export async function start(door: Door, options: MockOptions = {}): Promise<Client> {
  const open = await door.open(options);
  onTestFinished(async () => await open.close());
  const send: Client['send'] = async (method, path, ask = {}) =>
    await readAnswer(await open.fetch(`/v1${path}`, initOf(method, ask)));
  return {
    mock: open.mock,
    open,
    send,
    post: async (path, body, ask) => await send('POST', path, { ...ask, body }),
    get: async (path, ask) => await send('GET', path, ask),
  };
}

/** What `fetch` is given for a request. */
export function initOf(method: string, ask: Ask): RequestInit {
  const { apiKey = API_KEY, body, headers, key, signal } = ask;
  const isJson = typeof body === 'object' && body !== null && Object.getPrototypeOf(body) === Object.prototype;
  return {
    method,
    headers: {
      ...(apiKey === null ? {} : { Authorization: `Bearer ${apiKey}` }),
      ...(isJson || typeof body === 'string' ? { 'Content-Type': 'application/json' } : {}),
      ...(key === undefined ? {} : { 'Idempotency-Key': key }),
      ...headers,
    },
    ...(signal === undefined ? {} : { signal }),
    ...(body === undefined ? {} : { body: isJson ? JSON.stringify(body) : (body as BodyInit) }),
  };
}

export async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  const json = parsed(text);
  const error = json['error'];
  return {
    status: response.status,
    headers: response.headers,
    text,
    json,
    error: typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : {},
  };
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** What the mock's own headers say; those of the connection and of CORS are left out. */
export function headersOf(answer: Answer): Record<string, string> {
  const transport = /^(?:date|connection|keep-alive|content-length|transfer-encoding|vary|access-control-.*)$/;
  return Object.fromEntries([...answer.headers].filter(([name]) => !transport.test(name)));
}

/** What distinguishes one answer from another: status, headers of the mock, and body, to the byte. */
export function bytesOf(answer: Answer): { status: number; headers: Record<string, string>; text: string } {
  return { status: answer.status, headers: headersOf(answer), text: answer.text };
}

/** How a client reports an answer that it did not get: the code of the connection's error, or that it was cut off. */
export async function failureOf(sending: Promise<unknown>): Promise<{ name: string; code: unknown }> {
  try {
    await sending;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const cause = error.cause;
    const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
    return { name: error.name, code };
  }
  throw new Error('The request was answered.');
}

/** Waits, without a length of time, for what other requests bring about. */
export async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; !condition(); turn++) {
    if (turn > 20_000) throw new Error(`It never came: ${condition.toString()}`);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

/**
 * Sends a request that a `hold` parks, and comes back when it is parked.
 * @returns its answer to come, wrapped so that `await` does not wait for it
 */
export async function park<T>(client: Client, sending: () => Promise<T>): Promise<{ readonly answer: Promise<T> }> {
  const before = client.mock.holds.list().length;
  const answer = sending();
  await until(() => client.mock.holds.list().length > before);
  return { answer };
}
