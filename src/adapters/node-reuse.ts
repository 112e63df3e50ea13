import type { Socket } from 'node:net';
import { clearTimeout, setImmediate, setTimeout } from 'node:timers';

/** A connection on which nothing has come for so long was opened ahead, in milliseconds: browsers do that. */
const AHEAD_MS = 1000;
/**
 * The clients that never send a request again, unasked, when a connection is lost that they had used before. Any other that
 * has a name may: browsers, curl and Go do, and whatever is built on them goes by a name of its own.
 */
const NEVER_RESENDS = /^(?:node|undici|axios\/|got |node-fetch|python-(?:requests|httpx|urllib3)\/)/;

/**
 * Whether a connection may carry one more request. While a fault that breaks connections is due, one that had carried an
 * earlier request should not carry its attempt, which a client would silently send again (DESIGN.md, "Clients re-send
 * silently").
 */
export class Reuse {
  readonly #socket: Socket;
  readonly #breaksConnections: () => boolean;
  readonly #isIdle: () => boolean;
  #served = 0;
  /** The client, as its last request named it. */
  #userAgent: string | undefined;
  /** The API key of its last attempt, as the Authorization header holds it. */
  #authorization: string | undefined;
  /** True when it is to be closed as soon as nobody uses it. */
  #retired = false;
  /** True for one that was opened ahead of its first request. */
  #ahead = false;
  readonly #aheadTimer: NodeJS.Timeout;
  /** True when the next answer has to be the last one. */
  closing = false;

  /**
   * @param breaksConnections whether such a fault is due, for whomever
   * @param isIdle whether no request of this connection is under way
   */
  constructor(socket: Socket, breaksConnections: () => boolean, isIdle: () => boolean) {
    this.#socket = socket;
    this.#breaksConnections = breaksConnections;
    this.#isIdle = isIdle;
    this.#aheadTimer = setTimeout(() => {
      // What has come is read first: if this process has stood still, it is not the client who was silent.
      setImmediate(() => {
        this.#ahead = true;
        this.#closeIfAhead();
      });
    }, AHEAD_MS).unref();
  }

  /** The head of a request has arrived, or the connection has ended: it is not one opened ahead. */
  begun(): void {
    clearTimeout(this.#aheadTimer);
  }

  /** Takes note of a request that is worked on now. @returns whether the connection had carried one before */
  serve(userAgent: string | undefined): boolean {
    this.#userAgent = userAgent;
    return this.#served++ > 0;
  }

  /** Takes note of whose attempt it is. */
  calledBy(authorization: string | undefined): void {
    this.#authorization = authorization;
  }

  /** This answer is the last if such a fault is due: the next attempt should not come here. */
  closeWhileDue(): void {
    this.closing ||= this.#breaksConnections();
  }

  /**
   * Such a fault is due from now on. The next answer is the connection's last; a fresh one may stay, but not one that was
   * opened ahead, which a browser treats as one that it has used.
   *
   * An idle one is closed at once if its client may re-send, and never if it is known not to: it may be about to send, would
   * send into a connection that is being closed, and lose a request that no fault met. Of clients without a name those are
   * closed on which the fault's own API key came, before the control API answers the one who added the fault.
   * @param apiKey whose requests the fault is for; undefined: all
   */
  retire(apiKey: string | undefined): void {
    if (this.#served === 0 && this.#isIdle()) return this.#closeIfAhead();
    this.closing = true;
    const userAgent = this.#userAgent ?? '';
    if (NEVER_RESENDS.test(userAgent)) return;
    const resends = userAgent !== '';
    this.#retired ||= resends || apiKey === undefined || this.#authorization?.endsWith(` ${apiKey}`) === true;
    if (resends) this.closeIfIdle();
  }

  /** Closes a retired connection that nobody uses. */
  closeIfIdle(): void {
    if (!this.#retired || !this.#isIdle()) return;
    // Closed at once, so that the client hears of it before the answer that tells it to go on; `destroySoon` takes a turn
    // of the loop, in which a client may send into this connection.
    if (this.#socket.writableLength === 0) this.#socket.destroy();
    else this.#socket.destroySoon();
  }

  #closeIfAhead(): void {
    if (this.#ahead && this.#socket.bytesRead === 0 && this.#breaksConnections()) this.#socket.destroy();
  }
}
