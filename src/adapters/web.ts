import { type Call, type CallHeaders, collectHeaders, HEADER_NAMES, MAX_BODY_BYTES } from '../model/call.ts';
import type { Pace, Reply } from '../model/outcome.ts';

/** Statuses whose responses have no body (Fetch, "null body status"). */
const NULL_BODY = new Set([204, 205, 304]);
/** Statuses that point elsewhere (Fetch, "redirect status"); the mock's never say where. */
const REDIRECT = new Set([301, 302, 303, 307, 308]);
/** How often a slow body is given its share, in milliseconds. */
const TICK = 50;

/**
 * The parts of a WHATWG `Request`, as the engine takes them.
 * @param target path and query, which start with `/v1`
 * @throws {TypeError} when the body was read before
 */
export async function callOf(request: Request, target: string): Promise<Call> {
  const bytes = new Uint8Array(await request.arrayBuffer());
  return {
    method: request.method,
    target,
    headers: headersOf(request.headers),
    body: bytes.length > MAX_BODY_BYTES ? 'too-large' : bytes,
    reusedConnection: false,
  };
}

/** Asked for one by one: to list all of them sorts and copies them first. */
function headersOf(headers: Headers): CallHeaders {
  const fields: string[] = [];
  for (const name of HEADER_NAMES) {
    const value = headers.get(name);
    if (value !== null) fields.push(name, value);
  }
  return collectHeaders(fields);
}

/**
 * A `Response` with the head of a reply. The body is left out where the status, or the method of the request, lets it
 * have none (RFC 9110, 9.3.2).
 */
export function responseOf(request: Request, reply: Reply, body: BodyInit): Response {
  // `Connection` is about a connection, and here is none.
  const headers = reply.headers
    .filter(([name]) => name !== 'Connection')
    .map(([name, value]): [string, string] => [name, value]);
  const bare = request.method === 'HEAD' || NULL_BODY.has(reply.status);
  return new Response(bare ? null : body, { status: reply.status, headers });
}

/** Whether `fetch` treats a reply as a redirect. */
export function isRedirect({ status }: Reply): boolean {
  return REDIRECT.has(status);
}

/**
 * The whole body of a reply.
 * @param pace absent: at once
 * @param signal ends a slow body when the client has hung up
 */
export function bodyOf(reply: Reply, pace: Pace | undefined, signal: AbortSignal): BodyInit {
  // A text would bring a Content-Type of its own where a reply without a body has none.
  if (pace === undefined && reply.body !== '') return reply.body;
  const bytes = new TextEncoder().encode(reply.body);
  return pace === undefined ? bytes : streamOf(bytes, pace, signal);
}

/**
 * A body that comes at a pace, and then ends or fails.
 * @param pace absent: at once
 * @param failure what its reader gets in place of the end
 */
export function streamOf(
  bytes: Uint8Array,
  pace: Pace | undefined,
  signal: AbortSignal,
  failure?: TypeError,
): ReadableStream {
  const bytesPerSecond = pace?.bytesPerSecond;
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
      if (signal.aborted) {
        pace?.interrupted('client-left');
        return controller.error(signal.reason);
      }
      controller.enqueue(bytes.slice(sent, sent + share));
      sent += share;
    },
    cancel: () => pace?.interrupted('client-left'),
  });
}
