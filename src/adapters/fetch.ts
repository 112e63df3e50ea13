import type { Call } from '../model/call.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Outcome } from '../model/outcome.ts';
import { perform } from './perform.ts';
import { bodyOf, callOf, isRedirect, responseOf, streamOf } from './web.ts';

/**
 * Answers a WHATWG `Request` as TXCloud would, in this process. What a socket would show of a fault comes as near as
 * `fetch` can: a lost connection is its `TypeError: fetch failed`, a body that is cut off fails while it is read, a
 * time-out hangs until the request is aborted.
 * @param begin the engine
 * @throws {TypeError} as `fetch` does, when the connection is lost
 * @throws the signal's reason, as `fetch` does, when the request is aborted
 */
export async function fetchFrom(begin: (call: Call) => Exchange, request: Request): Promise<Response> {
  request.signal.throwIfAborted();
  const { pathname, search } = new URL(request.url);
  const call = await callOf(request, pathname + search);
  const outcome = await perform(begin(call), () => request.signal);
  request.signal.throwIfAborted();
  return respond(outcome, request);
}

function respond(outcome: Outcome, request: Request): Response {
  const { signal } = request;
  switch (outcome.kind) {
    case 'reply':
      if (request.redirect === 'error' && isRedirect(outcome.reply)) throw networkError('unexpected redirect');
      return responseOf(request, outcome.reply, bodyOf(outcome.reply, outcome.pace, signal));
    case 'reset':
      throw networkError('read ECONNRESET', 'ECONNRESET');
    case 'close':
      throw networkError('other side closed', 'UND_ERR_SOCKET');
    case 'truncate': {
      const part = new TextEncoder().encode(outcome.reply.body).subarray(0, outcome.bytes);
      return responseOf(request, outcome.reply, streamOf(part, outcome.pace, signal, cutOff()));
    }
    case 'garble':
      if (outcome.as === 'bytes') throw networkError('Parse Error: Expected HTTP/', 'HPE_INVALID_CONSTANT');
      return responseOf(request, outcome.reply, streamOf(new Uint8Array(), undefined, signal, cutOff()));
  }
}

function networkError(message: string, code?: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(message), code && { code }) });
}

function cutOff(): TypeError {
  return new TypeError('terminated', {
    cause: Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' }),
  });
}
