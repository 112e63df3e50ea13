import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { ControlSettings } from '../control/request.ts';
import type { Mock } from '../mock.ts';
import { collectHeaders } from '../model/call.ts';
import type { ApiError } from '../model/error-table.ts';
import type { Outcome, Pace, Reply } from '../model/outcome.ts';
import { Answers } from './node-answers.ts';
import type { Break } from './node-break.ts';
import { askControl, refuseStranger, sendEvents } from './node-control.ts';
import type { Cors } from './node-cors.ts';
import { fieldOf } from './node-fields.ts';
import { BROKEN, refusalReply, WRONG_HOST } from './node-refusal.ts';
import type { Outbox } from './node-outbox.ts';
import { Reuse } from './node-reuse.ts';
import type { Turn } from './node-turn.ts';
import { type Extra, saysClose } from './node-wire.ts';
import { perform, STOPPED } from './perform.ts';

/** How many requests may wait on one connection for the one before them. */
const MAX_WAITING = 1000;
/** How many bytes their bodies may take. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;

const NONE: readonly string[] = [];
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

/**
 * One connection. Its requests take turns: POSTs must not be worked on side by side (RFC 9112, 9.3.2), and an answer
 * that breaks the connection must not tear earlier ones.
 */
export class Connection {
  readonly #house: House;
  readonly #socket: Socket;
  readonly #answers: Answers;
  readonly #reuse: Reuse;
  /** Requests that wait for their body, or for the one before them. */
  readonly #waiting: Turn[] = [];
  #waitingBytes = 0;
  /** The request that is being answered. */
  #turn: Turn | undefined;
  /** True once nothing more will be answered here. */
  #over = false;
  #pumping = false;
  /** What was wrong with a request that could not be read: answered when those before it have been. */
  #unread: ApiError | undefined;
  /** Made only for a request that waits. */
  #leaving: AbortController | undefined;
  /** True once it is the server that hangs up. */
  #stopped = false;
  readonly #signal = (): AbortSignal => (this.#leaving = new AbortController()).signal;
  readonly #whenReady = (turn: Turn): void => this.#ready(turn);

  constructor(house: House, socket: Socket) {
    this.#house = house;
    this.#socket = socket;
    this.#answers = new Answers(
      socket,
      house.outbox,
      () => {
        this.#pump();
        this.closeIfIdle();
      },
      (turn, error) => this.#broken(turn, error),
    );
    this.#reuse = new Reuse(
      socket,
      () => house.mock.breaksConnections(),
      () => this.#turn === undefined && this.#waiting.length === 0 && !this.#answers.waiting,
    );
    // Before Node, which then closes its side too; and before whatever the client does next, on another connection (R15).
    socket.prependOnceListener('end', () => {
      this.#answers.flush();
      if (this.#turn !== undefined) this.#gone();
    });
    socket.prependOnceListener('error', () => this.#gone());
    socket.once('close', () => this.#gone());
  }

  /** Takes a request whose head has arrived. */
  take(turn: Turn): void {
    this.#reuse.begun();
    turn.read(this.#whenReady);
    if (this.#over) return;
    const busy = this.#turn !== undefined || this.#waiting.length > 0;
    turn.pipelined = busy || this.#answers.waiting || this.#answers.sending;
    if (turn.ready && !busy && !this.#answers.blocked) return this.#begin(turn);
    this.#waiting.push(turn);
    if (this.#waiting.length > MAX_WAITING) this.#socket.destroy();
  }

  /**
   * Takes note that what arrived is not a request, or did not arrive in time.
   * @param ended whether the client has ended its side in the middle of one
   */
  refuse(error: ApiError, ended: boolean): void {
    // Node ends its side too only where nothing was wrong.
    if (this.#over && ended) this.#socket.end();
    if (this.#over || this.#unread !== undefined) return;
    const last = this.#waiting.at(-1);
    // A complete one is only waiting for Node to tell so.
    if (last?.request.complete === false) this.#waiting.pop();
    this.#unread = error;
    this.#pump();
  }

  /** A fault that breaks connections is due from now on. @param apiKey whose requests it is for; undefined: all */
  retire(apiKey: string | undefined): void {
    this.#reuse.retire(apiKey);
  }

  /** Closes a retired connection that nobody uses. */
  closeIfIdle(): void {
    this.#reuse.closeIfIdle();
  }

  /** The server stops: a request under way may still be answered, as long as there is time, and none after it. */
  stop(): void {
    const streaming = this.#turn?.isControl === true;
    if (streaming) this.#turn?.response.end();
    this.#answers.flush();
    if (this.#turn !== undefined ? streaming : this.#waiting.length === 0) {
      if (this.#answers.sending || streaming) this.#socket.destroySoon();
      else this.#socket.destroy();
    }
    this.#reuse.closing = true;
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
    while (this.#turn === undefined && !this.#over && !this.#answers.blocked && this.#waiting[0]?.ready === true) {
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
    const reusedConnection = this.#reuse.serve(fields.userAgent);
    try {
      if (fields.hosts !== 1 && (fields.hosts > 1 || request.httpVersion === '1.1')) {
        return this.#farewell(turn, refusalReply(mock, WRONG_HOST, turn), NONE);
      }
      if (turn.isControl) return this.#control(turn);
      if (turn.isDevelopers) {
        const stranger = refuseStranger(turn, this.#house.control);
        if (stranger !== undefined) return this.#reply(turn, refusalReply(mock, stranger, turn), NONE);
      }
      if (turn.method === 'OPTIONS' && this.#preflight(turn)) return;
      const headers = collectHeaders(request.rawHeaders);
      this.#reuse.calledBy(headers.authorization);
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
    this.#reuse.closeWhileDue();
    if (reply.kind === 'reply') return this.#reply(turn, reply, NONE);
    this.#reuse.closing = true;
    this.#answers.onStop(sendEvents(turn, reply));
  }

  /** Answers a preflight, which is nobody's attempt: it meets no fault and stands in no journal. */
  #preflight(turn: Turn): boolean {
    const { cors } = this.#house;
    const { rawHeaders } = turn.request;
    const { origin } = turn.fields;
    if (origin === undefined || fieldOf(rawHeaders, 'access-control-request-method') === undefined) return false;
    const asked = fieldOf(rawHeaders, 'access-control-request-headers');
    const privateNetwork = fieldOf(rawHeaders, 'access-control-request-private-network') === 'true';
    this.#reuse.closeWhileDue();
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
    const extra = { fields, close: this.#reuse.closing };
    if (pace === undefined) {
      this.#answers.send(turn, reply, extra);
      this.#answered(turn.response, reply, extra);
    } else this.#answers.sendPaced(turn, reply, extra, pace, () => this.#answered(turn.response, reply, extra));
  }

  /** @param extra as it was sent: what has been decided since is for the next answer */
  #answered(response: ServerResponse, reply: Reply, { close }: Extra): void {
    this.#turn = undefined;
    // Node closes the connection when it has sent this.
    if (close || !response.shouldKeepAlive || saysClose(reply)) this.#over = true;
    else if (this.#waiting.length > 0 || this.#unread !== undefined) this.#pump();
  }

  #break(turn: Turn, outcome: Break, fields: readonly string[]): void {
    this.#over = true;
    this.#answers.break(turn, outcome, { fields, close: this.#reuse.closing || !turn.response.shouldKeepAlive });
  }

  #farewell(turn: Turn, reply: Reply, fields: readonly string[]): void {
    this.#over = true;
    this.#answers.farewell(turn, reply, fields);
  }

  #answerUnread(error: ApiError): void {
    this.#answers.farewellToUnread(() => {
      if (this.#over) return undefined;
      this.#over = true;
      return refusalReply(this.#house.mock, error);
    });
  }

  #broken(turn: Turn, error: unknown): void {
    this.#house.mock.reportError(error);
    if (!this.#over && !turn.response.headersSent)
      this.#reply(turn, refusalReply(this.#house.mock, BROKEN, turn), NONE);
    else this.#socket.destroy();
  }

  /** The client has hung up, or the server has. */
  #gone(): void {
    this.#over = true;
    this.#reuse.begun();
    this.#waiting.length = 0;
    this.#leaving?.abort(this.#stopped ? STOPPED : undefined);
    this.#answers.interrupt(this.#stopped ? 'stopped' : 'client-left');
  }
}
