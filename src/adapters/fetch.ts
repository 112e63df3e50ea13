import { type Call, collectHeaders, MAX_BODY_BYTES } from '../model/call.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Outcome, Reply } from '../model/outcome.ts';
import { perform } from './perform.ts';

/** Statuses whose responses have no body (Fetch, "null body status"). */
const NULL_BODY = new Set([204, 205, 304]);
/** How often a slow body is given its share, in milliseconds. */
const TICK = 50;

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
  const call = await callOf(request);
  const outcome = await perform(begin(call), () => request.signal);
  request.signal.throwIfAborted();
  return respond(outcome, request.signal);
}

/** @throws {TypeError} when the body was read before */
async function callOf(request: Request): Promise<Call> {
  const { pathname, search } = new URL(request.url);
  const bytes = new Uint8Array(await request.arrayBuffer());
  return {
    method: request.method,
    target: pathname + search,
    headers: collectHeaders([...request.headers].flat()),
    body: bytes.length > MAX_BODY_BYTES ? 'too-large' : bytes,
    reusedConnection: false,
  };
}

function respond(outcome: Outcome, signal: AbortSignal): Response {
  switch (outcome.kind) {
    case 'reply':
      return responseOf(outcome.reply, bodyOf(outcome.reply, outcome.bytesPerSecond, signal));
    case 'reset':
      throw networkError('read ECONNRESET', 'ECONNRESET');
    case 'close':
      throw networkError('other side closed', 'UND_ERR_SOCKET');
    case 'truncate': {
      const part = new TextEncoder().encode(outcome.reply.body).subarray(0, outcome.bytes);
      return responseOf(outcome.reply, streamOf(part, outcome.bytesPerSecond, signal, cutOff()));
    }
    case 'garble':
      if (outcome.as === 'bytes') throw networkError('Parse Error: Expected HTTP/', 'HPE_INVALID_CONSTANT');
      return responseOf(outcome.reply, streamOf(new Uint8Array(), undefined, signal, cutOff()));
  }
}

function responseOf(reply: Reply, body: BodyInit | null): Response {
  const headers = new Headers();
  // `Connection` is about a connection, and here is none.
  for (const [name, value] of reply.headers) if (name !== 'Connection') headers.append(name, value);
  return new Response(NULL_BODY.has(reply.status) ? null : body, { status: reply.status, headers });
}

function bodyOf(reply: Reply, bytesPerSecond: number | undefined, signal: AbortSignal): BodyInit | null {
  // An empty text would still give the response a Content-Type.
  if (reply.body === '') return null;
  return bytesPerSecond === undefined
    ? reply.body
    : streamOf(new TextEncoder().encode(reply.body), bytesPerSecond, signal);
}

/** A body that comes at a pace, and then ends or fails. */
function streamOf(
  bytes: Uint8Array,
  bytesPerSecond: number | undefined,
  signal: AbortSignal,
  failure?: TypeError,
): ReadableStream {
  const share = bytesPerSecond === undefined ? bytes.length : Math.max(1, Math.round((bytesPerSecond * TICK) / 1000));
  let sent = 0;
  return new ReadableStream({
    async pull(controller) {
      if (sent >= bytes.length) {
        if (failure === undefined) controller.close();
        else controller.error(failure);
        return;
      }
      if (bytesPerSecond !== undefined) {
        const ms = (Math.min(share, bytes.length - sent) * 1000) / bytesPerSecond;
        await new Promise((resolve) => setTimeout(resolve, ms));
      }
      if (signal.aborted) return controller.error(signal.reason);
      controller.enqueue(bytes.slice(sent, sent + share));
      sent += share;
    },
  });
}

function networkError(message: string, code: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });
}

function cutOff(): TypeError {
  return new TypeError('terminated', {
    cause: Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' }),
  });
}
