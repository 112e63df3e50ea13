import { hmacSha256 } from './node-hash.ts';
import { lookup as resolveName, type LookupAddress } from 'node:dns';
import { type ClientRequest, request as requestHttp, type RequestOptions } from 'node:http';
import type { LookupFunction } from 'node:net';
import type { Courier, WebhookPost, WebhookResult } from '../courier.ts';
import { Deliveries } from '../deliveries.ts';
import { isLoopback, withoutBrackets } from '../model/loopback.ts';

/** How long a receiver has for its answer, on real time, in milliseconds. */
const ANSWER_WITHIN = 10_000;
/** How long an attempt goes on that is to end before its time, for a receiver that is about to answer, in milliseconds. */
const PATIENCE = 1_000;
/** How many bytes of an answer are read: only its status counts. */
const MAX_ANSWER_BYTES = 64 * 1024;
/** How long the rest of an answer is read, in milliseconds. */
const REST_WITHIN = 1_000;
const STOPPED = 'the server was stopped';

/** What is thrown when a name turns out to mean another machine. */
class ForbiddenAddress extends Error {
  override readonly name = 'ForbiddenAddress';
}

/** A courier of a server, which ends with it. */
export interface NodeCourier extends Courier {
  /** Breaks off what is under way. */
  stop(): void;
}

/**
 * Sends webhooks from Node. A name is resolved for each connection and every address is looked at then, so that a name
 * which changes its mind (DNS rebinding) reaches nothing that was not allowed. Redirects are not followed.
 * @param answerWithin milliseconds of real time
 */
export function nodeCourier(answerWithin = ANSWER_WITHIN): NodeCourier {
  const underWay = new Set<ClientRequest>();
  let stopped = false;
  return {
    stop: () => {
      stopped = true;
      for (const request of underWay) request.destroy(new Error(STOPPED));
    },
    wakeIn: (ms, wake) => {
      const timer = setTimeout(wake, ms).unref();
      return () => clearTimeout(timer);
    },
    sign: hmacSha256,
    newQueue: () => new Deliveries(),
    deliver: async (post, allowHosts, signal) =>
      stopped ? { kind: 'failed', reason: STOPPED } : await deliver(post, allowHosts, signal, answerWithin, underWay),
  };
}

async function deliver(
  post: WebhookPost,
  allowHosts: readonly string[],
  signal: AbortSignal,
  answerWithin: number,
  underWay: Set<ClientRequest>,
): Promise<WebhookResult> {
  const url = new URL(post.url);
  const host = withoutBrackets(url.hostname);
  const anywhere = allowHosts.includes(url.hostname);
  const body = Buffer.from(post.body);
  // Loaded when it is needed: with TLS it takes a tenth of the time that the server takes to start.
  const request = url.protocol === 'https:' ? (await import('node:https')).request : requestHttp;
  const options: RequestOptions = {
    method: 'POST',
    // One connection for one attempt: a kept one would outlive the check of its address.
    agent: false,
    headers: [...post.headers.flat(), 'Content-Length', String(body.length), 'Host', url.host, 'Connection', 'close'],
    ...(anywhere ? {} : { lookup: lookupLoopback }),
  };
  return await new Promise<WebhookResult>((resolve) => {
    if (!anywhere && !isLoopback(host)) {
      return resolve({ kind: 'forbidden', reason: `${host} is not this machine` });
    }
    const end = (result: WebhookResult): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      resolve(result);
    };
    const sending = request(url, options);
    underWay.add(sending);
    let rest: NodeJS.Timeout | undefined;
    sending.once('close', () => {
      underWay.delete(sending);
      clearTimeout(rest);
      // Whatever happened: an attempt that came to no other end is over.
      end({ kind: 'failed', reason: 'the connection was closed before an answer' });
    });
    const giveUp = (): void => {
      sending.destroy(new Error(`no answer within ${answerWithin / 1000} s`));
    };
    let timer = setTimeout(giveUp, answerWithin).unref();
    const abort = (): void => {
      clearTimeout(timer);
      timer = setTimeout(giveUp, PATIENCE).unref();
    };
    signal.addEventListener('abort', abort);
    sending.on('response', (response) => {
      end({ kind: 'answered', status: response.statusCode ?? 0 });
      let read = 0;
      response.on('data', (bytes: Buffer) => {
        read += bytes.length;
        if (read > MAX_ANSWER_BYTES) sending.destroy();
      });
      // What is left of the answer may fail, or never come: it does not count.
      response.on('error', () => sending.destroy());
      rest = setTimeout(() => sending.destroy(), REST_WITHIN).unref();
    });
    // A receiver that would rather speak something else than HTTP.
    sending.on('upgrade', (response, socket) => {
      end({ kind: 'answered', status: response.statusCode ?? 0 });
      socket.destroy();
    });
    sending.on('error', (error: NodeJS.ErrnoException) => {
      end(
        error instanceof ForbiddenAddress
          ? { kind: 'forbidden', reason: error.message }
          : { kind: 'failed', reason: reasonOf(error) },
      );
    });
    sending.end(body);
  });
}

/** Resolves a name to addresses of this machine, or fails. */
const lookupLoopback: LookupFunction = (hostname, options, callback) => {
  resolveName(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error !== null) return callback(error, '', 0);
    const foreign = addresses.find(({ address }) => !isLoopback(address));
    const first = addresses[0];
    if (foreign !== undefined || first === undefined) {
      const meant = foreign === undefined ? 'nothing' : foreign.address;
      return callback(new ForbiddenAddress(`${hostname} means ${meant}, which is not this machine`), '', 0);
    }
    if (options.all === true) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

function reasonOf(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'ECONNREFUSED':
      return 'nobody listens there';
    case 'ECONNRESET':
      return 'the connection was reset before an answer';
    case 'ENOTFOUND':
      return 'its host is not known';
    default:
      return error.message === '' ? (error.code ?? 'no answer') : error.message;
  }
}
