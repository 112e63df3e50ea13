import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { ControlSettings } from '../control/request.ts';
import type { Mock } from '../mock.ts';
import { collectHeaders } from '../model/call.ts';
import type { ApiError } from '../model/error-table.ts';
import type { Interruption } from '../model/exchange.ts';
import type { Outcome, Pace, Reply } from '../model/outcome.ts';
import { afterTick, type Break, breakOff } from './node-break.ts';
import { askControl, refuseStranger, sendEvents } from './node-control.ts';
import type { Cors } from './node-cors.ts';
import { fieldOf } from './node-fields.ts';
import { writePaced } from './node-pace.ts';
import { BROKEN, refusalReply, WRONG_HOST } from './node-refusal.ts';
import type { Outbox, Sender } from './node-outbox.ts';
import type { Turn } from './node-turn.ts';
import { type Extra, fieldLines, headBytes, saysClose, sendReply } from './node-wire.ts';
import { perform, STOPPED } from './perform.ts';

/** How long a client whose request was not read to its end has for reading its answer, in milliseconds. */
const LINGER_MS = 2000;
/** How many requests may wait on one connection for the one before them. */
const MAX_WAITING = 1000;
/** How many bytes their bodies may take. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;

const NONE: readonly string[] = [];
/** The clients that send a request again, unasked, when a connection that they had used before is lost: browsers, curl, Go. */
const RESENDS = /^(?:Mozilla\/|curl\/|Go-http-client\/)/;
/** Those that never do: an attempt on a connection that they had used before hides nothing. */
const NEVER_RESENDS = /^(?:node|undici|axios\/|got |node-fetch|python-(?:requests|httpx|urllib3)\/)/;
const NO_CONTENT: Reply = { status: 204, headers: [], body: '' };

/** What all connections of a server share. */
export interface House {
  readonly mock: Mock;
  readonly cors: Cors;
  readonly control: ControlSettings;
  readonly outbox: Outbox;
  /** Closes the idle ones among the retired connections now. */
  readonly closeRetired: () => void;
}

/** An answer that is about to be sent. */
interface Unsent {
  readonly turn: Turn;
  readonly reply: Reply;
  readonly extra: Extra;
}

/**
 * One connection. Its requests take turns: POSTs must not be worked on side by side (RFC 9112, 9.3.2), and an answer
 * that breaks the connection must not tear earlier ones.
 */
export class Connection implements Sender {
  readonly #house: House;
  readonly #socket: Socket;
  /** Requests that wait for their body, or for the one before them. */
  readonly #waiting: Turn[] = [];
  #waitingBytes = 0;
  /** The request that is being answered. */
  #turn: Turn | undefined;
  /** What is sent at the end of this turn of the event loop. */
  #unsent: Unsent[] = [];
  /** The last answer that was left to Node, and may still be on its way. */
  #last: ServerResponse | undefined;
  #served = 0;
  /** The client, as its last request named it. */
  #userAgent: string | undefined;
  /** The API key of its last attempt, as the Authorization header holds it. */
  #authorization: string | undefined;
  /** True when the next answer has to be the last one. */
  #closing = false;
  /** True when it is to be closed as soon as nobody uses it. */
  #retired = false;
  /** True once nothing more will be answered here. */
  #over = false;
  #pumping = false;
  /** What was wrong with a request that could not be read: answered when those before it have been. */
  #unread: ApiError | undefined;
  /** Made only for a request that waits. */
  #leaving: AbortController | undefined;
  /** Ends what an answer still has under way. */
  #stop: ((by: Interruption) => void) | undefined;
  /** True once it is the server that hangs up. */
  #stopped = false;
  readonly #signal = (): AbortSignal => (this.#leaving = new AbortController()).signal;
  readonly #whenReady = (turn: Turn): void => this.#ready(turn);

  constructor(house: House, socket: Socket) {
    this.#house = house;
    this.#socket = socket;
    // Before Node, which then closes its side too.
    socket.prependOnceListener('end', () => this.flush());
    socket.once('close', () => this.#gone());
  }

  /** Takes a request whose head has arrived. */
  take(turn: Turn): void {
    turn.read(this.#whenReady);
    if (this.#over) return;
    const busy = this.#turn !== undefined || this.#waiting.length > 0;
    turn.pipelined = busy || this.#unsent.length > 0;
    if (turn.ready && !busy) return this.#begin(turn);
    this.#waiting.push(turn);
    if (this.#waiting.length > MAX_WAITING) this.#socket.destroy();
  }

  /** Takes note that what arrived is not a request, or did not arrive in time. */
  refuse(error: ApiError): void {
    if (this.#over || this.#unread !== undefined) return;
    const last = this.#waiting.at(-1);
    // A complete one is only waiting for Node to tell so.
    if (last?.request.complete === false) this.#waiting.pop();
    this.#unread = error;
    this.#pump();
  }

  /**
   * A fault that breaks connections is due from now on: this one should not carry its attempt, which a client would
   * silently send again (DESIGN.md, "Clients re-send silently"). The next answer is its last; a fresh one may stay.
   *
   * An idle one is closed at once only if its client is known to do so, and never if it is known not to. Any other may be
   * about to send: it would send into a connection that is being closed, and lose a request that no fault met. Before the
   * control API answers the one who added the fault, those are closed on which the fault's own API key came; nobody else
   * pays for it.
   * @param apiKey whose requests the fault is for; undefined: all
   */
  retire(apiKey: string | undefined): void {
    if (this.#served === 0 && this.#turn === undefined && this.#waiting.length === 0) return;
    this.#closing = true;
    const userAgent = this.#userAgent ?? '';
    if (NEVER_RESENDS.test(userAgent)) return;
    const resends = RESENDS.test(userAgent);
    this.#retired ||= resends || apiKey === undefined || this.#authorization?.endsWith(` ${apiKey}`) === true;
    if (resends) this.closeIfIdle();
  }

  /** Closes a retired connection that nobody uses. */
  closeIfIdle(): void {
    if (!this.#retired || this.#turn !== undefined || this.#waiting.length > 0 || this.#unsent.length > 0) return;
    // Closed at once, so that the client hears of it before the answer that tells it to go on; `destroySoon` takes a turn
    // of the loop, in which a client may send into this connection.
    if (this.#socket.writableLength === 0) this.#socket.destroy();
    else this.#socket.destroySoon();
  }

  /** The server stops: a request under way may still be answered, as long as there is time, and none after it. */
  stop(): void {
    const streaming = this.#turn?.isControl === true;
    if (streaming) this.#turn?.response.end();
    this.flush();
    const sending = this.#last?.writableFinished === false;
    if (this.#turn !== undefined ? streaming : this.#waiting.length === 0) {
      if (sending || streaming) this.#socket.destroySoon();
      else this.#socket.destroy();
    }
    this.#closing = true;
  }

  /** There is no more time. */
  destroy(): void {
    this.#stopped = true;
    this.#socket.destroy();
  }

  #ready(turn: Turn): void {
    // Nobody waits yet: it became ready while `take` had it, which goes on with it.
    if (this.#over || this.#waiting.length === 0) return;
    this.#waitingBytes += turn.body.length;
    if (this.#waitingBytes > MAX_WAITING_BYTES) this.#socket.destroy();
    else this.#pump();
  }

  /** Goes on with those who wait, as far as they are ready. */
  #pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    while (this.#turn === undefined && !this.#over && this.#waiting[0]?.ready === true) {
      const turn = this.#waiting.shift() as Turn;
      this.#waitingBytes -= turn.body.length;
      this.#begin(turn);
    }
    this.#pumping = false;
    if (this.#unread !== undefined && !this.#over && this.#turn === undefined && this.#waiting.length === 0) {
      this.#answerUnread(this.#unread);
    }
  }

  #begin(turn: Turn): void {
    this.#turn = turn;
    const { mock } = this.#house;
    const { request, fields } = turn;
    const reusedConnection = this.#served++ > 0;
    this.#userAgent = fields.userAgent;
    try {
      if (fields.hosts !== 1 && (fields.hosts > 1 || request.httpVersion === '1.1')) {
        return this.#farewell(turn, refusalReply(mock, WRONG_HOST), NONE);
      }
      if (turn.isControl) return this.#control(turn);
      if (turn.isDevelopers) {
        const stranger = refuseStranger(turn, this.#house.control);
        if (stranger !== undefined) return this.#reply(turn, refusalReply(mock, stranger), NONE);
      }
      if (turn.method === 'OPTIONS' && this.#preflight(turn)) return;
      const headers = collectHeaders(request.rawHeaders);
      this.#authorization = headers.authorization;
      const exchange = mock.begin({
        method: turn.method,
        target: turn.target,
        headers,
        body: turn.body,
        reusedConnection,
      });
      const outcome = perform(exchange, this.#signal);
      if (outcome instanceof Promise) {
        void outcome.then(
          (value) => this.#deliver(turn, value),
          (error: unknown) => this.#broken(turn, error),
        );
      } else this.#deliver(turn, outcome);
    } catch (error) {
      this.#broken(turn, error);
    }
  }

  /** The control API. Its answers keep no connection that the next attempt should not come on. */
  #control(turn: Turn): void {
    const { mock, control } = this.#house;
    const reply = askControl(mock, turn, control);
    // Before the answer: its client may be about to send an attempt.
    this.#house.closeRetired();
    this.#closing ||= mock.breaksConnections();
    if (reply.kind === 'reply') return this.#reply(turn, reply, NONE);
    this.#closing = true;
    this.#stop = sendEvents(turn, reply);
  }

  /** Answers a preflight, which is nobody's attempt: it meets no fault and stands in no journal. */
  #preflight(turn: Turn): boolean {
    const { mock, cors } = this.#house;
    const { rawHeaders } = turn.request;
    const { origin } = turn.fields;
    if (origin === undefined || fieldOf(rawHeaders, 'access-control-request-method') === undefined) return false;
    const asked = fieldOf(rawHeaders, 'access-control-request-headers');
    const privateNetwork = fieldOf(rawHeaders, 'access-control-request-private-network') === 'true';
    this.#closing ||= mock.breaksConnections();
    this.#reply(turn, NO_CONTENT, cors.preflight(origin, asked, privateNetwork));
    return true;
  }

  #deliver(turn: Turn, outcome: Outcome): void {
    this.#leaving = undefined;
    if (this.#over) return;
    const { origin } = turn.fields;
    const fields = origin === undefined ? NONE : this.#house.cors.fields(origin);
    if (outcome.kind === 'reply') this.#reply(turn, outcome.reply, fields, outcome.pace);
    else this.#break(turn, outcome, fields);
  }

  #reply(turn: Turn, reply: Reply, fields: readonly string[], pace?: Pace): void {
    if (turn.body === 'too-large') return this.#farewell(turn, reply, fields);
    const { response } = turn;
    const extra = { fields, close: this.#closing };
    if (pace === undefined) {
      this.#unsent.push({ turn, reply, extra });
      this.#house.outbox.add(this);
      return this.#answered(response, reply);
    }
    const body = Buffer.from(reply.body);
    response.writeHead(reply.status, fieldLines(reply, extra, body.length));
    response.flushHeaders();
    this.#stop = writePaced(response, body, pace, () => {
      this.#stop = undefined;
      response.end();
      this.#answered(response, reply);
    });
  }

  flush(): void {
    if (this.#unsent.length === 0) return;
    const unsent = this.#unsent;
    this.#unsent = [];
    for (const { turn, reply, extra } of unsent) {
      try {
        sendReply(turn.response, reply, extra);
      } catch (error) {
        this.#broken(turn, error);
      }
    }
    // Retired while there was something to send.
    this.closeIfIdle();
  }

  #answered(response: ServerResponse, reply: Reply): void {
    this.#turn = undefined;
    this.#last = response;
    // Node closes the connection when it has sent this.
    if (this.#closing || !response.shouldKeepAlive || saysClose(reply)) this.#over = true;
    else if (this.#waiting.length > 0 || this.#unread !== undefined) this.#pump();
  }

  #break(turn: Turn, outcome: Break, fields: readonly string[]): void {
    this.#over = true;
    const extra = { fields, close: this.#closing || !turn.response.shouldKeepAlive };
    this.#whenNext(turn, () => {
      this.#stop = breakOff(this.#socket, outcome, extra);
    });
  }

  /**
   * Answers and hangs up although the client may still be sending. It is given time to read: a connection that is closed
   * with bytes unread is reset, and takes the answer along (RFC 9112, 9.6).
   */
  #farewell(turn: Turn, reply: Reply, fields: readonly string[]): void {
    this.#over = true;
    this.#whenNext(turn, () => this.#sayFarewell(reply, fields));
  }

  #sayFarewell(reply: Reply, fields: readonly string[]): void {
    this.#over = true;
    const body = Buffer.from(reply.body);
    this.#socket.end(Buffer.concat([headBytes(reply, { fields, close: true }, body.length), body]));
    const timer = setTimeout(() => this.#socket.destroy(), LINGER_MS).unref();
    this.#stop = () => clearTimeout(timer);
  }

  #answerUnread(error: ApiError): void {
    const answer = (): void => {
      if (!this.#over) this.#sayFarewell(refusalReply(this.#house.mock, error), NONE);
    };
    if (this.#last === undefined || this.#last.writableFinished) answer();
    else this.#last.once('finish', answer);
  }

  /** Calls `act` when the earlier answers of the connection have been sent, and could be read. */
  #whenNext({ response, pipelined }: Turn, act: () => void): void {
    if (!pipelined) act();
    else if (response.socket !== null) afterTick(act);
    // Node gives the socket to one response after the other.
    else response.once('socket', () => afterTick(act));
  }

  #broken(turn: Turn, error: unknown): void {
    this.#house.mock.reportError(error);
    if (!this.#over && !turn.response.headersSent) this.#reply(turn, refusalReply(this.#house.mock, BROKEN), NONE);
    else this.#socket.destroy();
  }

  #gone(): void {
    this.#over = true;
    this.#waiting.length = 0;
    this.#leaving?.abort(this.#stopped ? STOPPED : undefined);
    this.#stop?.(this.#stopped ? 'stopped' : 'client-left');
  }
}
