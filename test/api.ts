import { expect } from 'vitest';
import { match } from '../src/contract/routes.ts';
import type { Mock } from '../src/mock.ts';
import { schemaFaults } from './response-schema.ts';

/** An answer, with its JSON as the test wants to see it. */
export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly json: T;
}

/** What of an error a test looks at. */
export interface ErrorBody {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly param?: string;
    readonly retry_after?: number;
  };
}

/** A client of one API key, that sends JSON and holds every answer against openapi.yaml. */
export class Api {
  readonly #send: (request: Request) => Promise<Response>;
  readonly #apiKey: string;

  /** @param to a mock, or the base URL of a server, which ends in `/v1` */
  constructor(to: Mock | string, apiKey = 'txc_test_life') {
    this.#apiKey = apiKey;
    const base = typeof to === 'string' ? to : 'https://api.txcloud.io/v1';
    this.#send = async (request) => {
      const { pathname, search } = new URL(request.url);
      const moved = new Request(base + pathname.replace(/^\/v1/, '') + search, request);
      return await (typeof to === 'string' ? fetch(moved) : to.fetch(moved));
    };
  }

  async get<T>(path: string): Promise<Answer<T>> {
    return await this.send<T>('GET', path);
  }

  async post<T>(path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return await this.send<T>('POST', path, body, headers);
  }

  async send<T>(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer<T>> {
    const response = await this.#send(
      new Request(`https://api.txcloud.io/v1${path}`, {
        method,
        headers: {
          Authorization: `Bearer ${this.#apiKey}`,
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
    const json = (await response.json()) as T;
    expect(faultsOf(method, path, response, json), `${method} ${path} ${JSON.stringify(json)}`).toEqual([]);
    return { status: response.status, headers: response.headers, json };
  }
}

function faultsOf(method: string, path: string, response: Response, json: unknown): readonly string[] {
  if (!response.ok) return schemaFaults('Error', json);
  const route = match(method, path.replace(/\?.*/, ''));
  if (route.kind !== 'route') throw new Error(`There is no ${method} ${path}.`);
  return schemaFaults(route.operation, json, response.status);
}
