import { http, type HttpHandler, HttpResponse } from 'msw';
import { refusal, replyOf } from '../answer.ts';
import { show } from '../model/show.ts';
import type { Mock } from '../mock.ts';
import type { Outcome } from '../model/outcome.ts';
import { idOf } from '../model/random.ts';
import { onlyNames, onlyObject, OptionError } from '../option-values.ts';
import { unusedRate } from '../world/rate-limits.ts';
import { perform } from './perform.ts';
import { bodyOf, callOf, isRedirect, responseOf } from './web.ts';

/** TXCloud's two hosts, live and sandbox. */
const TXCLOUD = ['https://api.txcloud.io/v1', 'https://sandbox.api.txcloud.io/v1'];
const CALL = "createHandlers(mock, { baseUrl: 'https://api.txcloud.io/v1' })";

/** What `createHandlers` takes beside the mock. */
export interface HandlersOptions {
  /**
   * Where the client under test believes that TXCloud is: an absolute URL, which stands for the API's `/v1`.
   * @default both of https://api.txcloud.io/v1 and https://sandbox.api.txcloud.io/v1
   */
  readonly baseUrl?: string | URL | undefined;
}

/**
 * Makes msw handlers that answer from a mock, byte for byte as its server would. They take every request under their base
 * URL, whatever its method; what TXCloud doesn't know gets TXCloud's 404, and other hosts are left alone. A handler never
 * throws: a fault that loses or cuts an answer is a network error to the client, and a time-out hangs until it aborts.
 * @throws {OptionError} when `mock` is none, or for an option that can't be, with the right form
 * @example
 * const mock = createMock();
 * const server = setupServer(...createHandlers(mock)); // setupWorker in a browser
 */
export function createHandlers(mock: Mock, options: HandlersOptions = {}): HttpHandler[] {
  if (typeof mock?.begin !== 'function') {
    throw new OptionError('The first argument must be a mock, as in createHandlers(createMock()).');
  }
  return baseUrlsOf(options).map((base) => {
    // As a text it would be a pattern to msw, whose `:` and `*` have a meaning and whose parameters must be decodable.
    const underBase = new RegExp(`^${base.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?:/|$)`);
    return http.all(underBase, async ({ request }) => await answer(mock, base, request));
  });
}

/** @returns absolute URLs without a slash at the end */
function baseUrlsOf(options: HandlersOptions): readonly string[] {
  onlyObject(options, CALL);
  onlyNames(options, ['baseUrl']);
  const { baseUrl } = options;
  if (baseUrl === undefined) return TXCLOUD;
  const url =
    (typeof baseUrl === 'string' || baseUrl instanceof URL) && URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  const isBase = url !== null && /^https?:$/.test(url.protocol) && url.href === url.origin + url.pathname;
  if (!isBase) {
    throw new OptionError(
      `baseUrl: ${show(String(baseUrl))} is not an absolute http(s) URL without a query, as in ${CALL}.`,
    );
  }
  return [url.href.replace(/\/+$/, '')];
}

async function answer(mock: Mock, base: string, request: Request): Promise<Response> {
  const { origin, pathname, search } = new URL(request.url);
  const target = `/v1${(origin + pathname).slice(base.length)}${search}`;
  const call = await callOf(request, target).catch(() => undefined);
  // A body that breaks off while it is read is a connection that breaks off.
  if (call === undefined) return HttpResponse.error();
  try {
    const outcome = await perform(mock.begin(call), () => request.signal);
    return request.signal.aborted ? HttpResponse.error() : respond(outcome, request);
  } catch (error) {
    return broken(mock, request, error);
  }
}

/** The engine answers for its own mistakes; what got past it would be a 500 of msw's, with a stack. */
function broken(mock: Mock, request: Request, error: unknown): Response {
  const message = `The mock failed: ${String(error)}`;
  const answer = refusal({ code: 'internal_error', message }, idOf('req_', `${mock.settings.seed}\n${message}`));
  const reply = replyOf(answer, {
    idempotencyKey: undefined,
    rate: unusedRate(mock.settings.plan, mock.clock.now().getTime()),
    fault: undefined,
    closeConnection: false,
  });
  return responseOf(request, reply, reply.body);
}

/**
 * What msw can show of an outcome. It answers a body only as a whole: a reader of one that fails on the way gets
 * different things from `fetch`, XMLHttpRequest and `node:http`, but a network error is one to all of them.
 */
function respond(outcome: Outcome, request: Request): Response {
  if (outcome.kind !== 'reply') return HttpResponse.error();
  const { pace, reply } = outcome;
  // msw 2 would take the missing Location for `/null`, and go there; `fetch` takes such an answer as it is.
  if (isRedirect(reply) && request.redirect === 'follow') {
    Object.defineProperty(request, 'redirect', { value: 'manual' });
  }
  return responseOf(request, reply, bodyOf(reply, pace, request.signal));
}
