import type { Socket } from 'node:net';
import { setImmediate, setTimeout } from 'node:timers';
import type { Interruption } from '../model/exchange.ts';
import type { Outcome } from '../model/outcome.ts';
import { writePaced } from './node-pace.ts';
import { type Extra, headBytes } from './node-wire.ts';

/** What becomes of a connection that an answer breaks. */
export type Break = Exclude<Outcome, { kind: 'reply' }>;

/** Nothing that an HTTP parser takes for the start of a response. */
const NOT_HTTP = Buffer.from('%&/()=? this is not HTTP ?=)(/&%\r\n\r\n', 'latin1');
/** Where the length of a chunk belongs, in hexadecimal digits (RFC 9112, 7.1), is something else. */
const BROKEN_CHUNK = Buffer.from('no length\r\n{"id":\r\n', 'latin1');

/**
 * Performs an outcome that the connection does not survive, on a socket whose earlier answers have all been sent.
 * @param extra as for an ordinary answer: the head must not betray what is to come
 * @returns a function to be called when the connection has ended, which stops what was still to come
 */
export function breakOff(socket: Socket, outcome: Break, extra: Extra): (by: Interruption) => void {
  switch (outcome.kind) {
    case 'reset':
      socket.resetAndDestroy();
      return nothing;
    case 'close':
      socket.destroySoon();
      return nothing;
    case 'truncate':
      return truncate(socket, outcome, extra);
    case 'garble':
      if (outcome.as === 'chunk') socket.write(headBytes(outcome.reply, extra, 'chunked'));
      socket.write(outcome.as === 'chunk' ? BROKEN_CHUNK : NOT_HTTP);
      socket.destroySoon();
      return nothing;
  }
}

function truncate(
  socket: Socket,
  outcome: Extract<Break, { kind: 'truncate' }>,
  extra: Extra,
): (by: Interruption) => void {
  const { reply, pace, then } = outcome;
  const body = Buffer.from(reply.body);
  const part = body.subarray(0, outcome.bytes);
  const head = headBytes(reply, extra, body.length);
  const end = (): void => {
    if (then === 'fin') socket.destroySoon();
    else afterTick(() => reset(socket));
  };
  if (pace === undefined) {
    socket.write(Buffer.concat([head, part]), end);
    return nothing;
  }
  socket.write(head);
  return writePaced(socket, part, pace, () => socket.write('', end));
}

/**
 * Calls `act` a timer tick later, and after Node has polled once more, so that a client has read what was sent: an RST
 * which arrives together with bytes makes some clients drop them, and others (libuv) report a FIN.
 */
export function afterTick(act: () => void): void {
  setTimeout(setImmediate, 1, act);
}

function reset(socket: Socket): void {
  if (!socket.destroyed) socket.resetAndDestroy();
}

function nothing(): void {}
