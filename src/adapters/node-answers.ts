import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { clearTimeout, setTimeout } from 'node:timers';
import type { Interruption } from '../model/exchange.ts';
import type { Pace, Reply } from '../model/outcome.ts';
import { afterTick, type Break, breakOff } from './node-break.ts';
import type { Outbox, Sender } from './node-outbox.ts';
import { writePaced } from './node-pace.ts';
import type { Turn } from './node-turn.ts';
import { type Extra, fieldLines, headBytes, sendReply } from './node-wire.ts';

/** How many bytes of answers may wait for a client to read them until its next request is worked on. */
const MAX_UNREAD_BYTES = 1024 * 1024;
/** How long a client whose request was not read to its end has for reading its answer, in milliseconds. */
const LINGER_MS = 2000;

/** An answer that is about to be sent. */
interface Unsent {
  readonly turn: Turn;
  readonly reply: Reply;
  readonly extra: Extra;
}

/** How the answers of one connection go out, each behind the one before it. Which there are is for the connection to say. */
export class Answers implements Sender {
  readonly #socket: Socket;
  readonly #outbox: Outbox;
  readonly #onSent: () => void;
  readonly #onError: (turn: Turn, error: unknown) => void;
  /** What is sent at the end of this turn of the event loop. */
  #unsent: Unsent[] = [];
  /** The last one that was left to Node, and may still be on its way. */
  #last: ServerResponse | undefined;
  /** The bytes of those that are on their way, as far as their requests did not wait for them. */
  #unreadBytes = 0;
  /** Ends what one still has under way. */
  #stop: ((by: Interruption) => void) | undefined;

  /**
   * @param onSent called when some have been handed over, or read
   * @param onError called when one could not be sent
   */
  constructor(socket: Socket, outbox: Outbox, onSent: () => void, onError: (turn: Turn, error: unknown) => void) {
    this.#socket = socket;
    this.#outbox = outbox;
    this.#onSent = onSent;
    this.#onError = onError;
  }

  /** Whether one waits for the end of this turn of the event loop. */
  get waiting(): boolean {
    return this.#unsent.length > 0;
  }

  /** Whether one has been left to Node, and may still be on its way. */
  get sending(): boolean {
    return this.#last?.writableFinished === false;
  }

  /** Whether the client has to read some before there may be more. */
  get blocked(): boolean {
    return this.#unreadBytes >= MAX_UNREAD_BYTES;
  }

  /** Sends an answer whole, at the end of this turn of the event loop. */
  send(turn: Turn, reply: Reply, extra: Extra): void {
    this.#unsent.push({ turn, reply, extra });
    this.#last = turn.response;
    this.#outbox.add(this);
    if (!turn.pipelined) return;
    const { length } = reply.body;
    this.#unreadBytes += length;
    turn.response.once('finish', () => {
      const wasBlocked = this.blocked;
      this.#unreadBytes -= length;
      if (wasBlocked && !this.blocked) this.#onSent();
    });
  }

  /** Sends an answer at a pace. @param done called when the last of it has been handed over */
  sendPaced(turn: Turn, reply: Reply, extra: Extra, pace: Pace, done: () => void): void {
    const { response } = turn;
    const body = Buffer.from(reply.body);
    response.writeHead(reply.status, fieldLines(reply, extra, body.length));
    response.flushHeaders();
    this.#stop = writePaced(response, body, pace, () => {
      this.#stop = undefined;
      this.#last = response;
      response.end();
      done();
    });
  }

  /** Performs what the connection does not survive. */
  break(turn: Turn, outcome: Break, extra: Extra): void {
    this.#whenNext(turn, () => {
      this.#stop = breakOff(this.#socket, outcome, extra);
    });
  }

  /**
   * Answers and hangs up although the client may still be sending. It is given time to read: a connection that is closed
   * with bytes unread is reset, and takes the answer along (RFC 9112, 9.6).
   */
  farewell(turn: Turn, reply: Reply, fields: readonly string[]): void {
    this.#whenNext(turn, () => this.#sayFarewell(reply, fields));
  }

  /** The same to a request that could not be read. @param reply made when its turn has come; undefined: nothing is to be said any more */
  farewellToUnread(reply: () => Reply | undefined): void {
    const answer = (): void => {
      const said = reply();
      if (said !== undefined) this.#sayFarewell(said, []);
    };
    if (this.sending) this.#last?.once('finish', answer);
    else answer();
  }

  /** What is being sent ends with something else than an answer: a stream of events. */
  onStop(stop: () => void): void {
    this.#stop = stop;
  }

  flush(): void {
    if (this.#unsent.length === 0) return;
    const unsent = this.#unsent;
    this.#unsent = [];
    for (const { turn, reply, extra } of unsent) {
      try {
        sendReply(turn.response, reply, extra);
      } catch (error) {
        this.#onError(turn, error);
      }
    }
    this.#onSent();
  }

  /** The connection has ended, and with it what was still being sent. */
  interrupt(by: Interruption): void {
    this.#stop?.(by);
    this.#stop = undefined;
  }

  #sayFarewell(reply: Reply, fields: readonly string[]): void {
    const body = Buffer.from(reply.body);
    this.#socket.end(Buffer.concat([headBytes(reply, { fields, close: true }, body.length), body]));
    const timer = setTimeout(() => this.#socket.destroy(), LINGER_MS).unref();
    this.#stop = () => clearTimeout(timer);
  }

  /** Calls `act` when the earlier answers of the connection have been sent, and could be read. */
  #whenNext({ response, pipelined }: Turn, act: () => void): void {
    if (!pipelined) act();
    else if (response.socket !== null) afterTick(act);
    // Node gives the socket to one response after the other.
    else response.once('socket', () => afterTick(act));
  }
}
