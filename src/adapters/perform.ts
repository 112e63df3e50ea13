import type { Exchange, Interruption, MaybePromise, Wait, WaitEnd } from '../model/exchange.ts';
import type { Outcome } from '../model/outcome.ts';

/** The longest that a timer can wait, about 24 days; longer ones would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** What the signal of an exchange is aborted with when it is not the client who has hung up. */
export const STOPPED = Symbol('stopped');

/**
 * How long a wait without an end keeps a process that has nothing else to do, in milliseconds: as a hung `fetch` of Node's
 * would with its socket, so that an `AbortSignal.timeout`, which does not, comes about. A test that forgets its request has
 * to wait as long.
 */
const PATIENCE = 30_000;

/**
 * Takes an exchange to its end: what the engine waits for is waited for here.
 * @param leaving the signal that the connection has ended; asked for only when there is something to wait for
 * @returns the outcome; at once when nothing had to be waited for
 */
export function perform(exchange: Exchange, leaving: () => AbortSignal): MaybePromise<Outcome> {
  const first = exchange.next();
  return first.done === true ? first.value : performWaits(exchange, first.value, leaving());
}

async function performWaits(exchange: Exchange, first: Wait, signal: AbortSignal): Promise<Outcome> {
  let wait = first;
  for (;;) {
    const end = await endOf(wait, signal).catch((error: unknown) => ({ error }));
    const next = typeof end === 'string' ? exchange.next(end) : exchange.throw(end.error);
    if (next.done === true) return next.value;
    wait = next.value;
  }
}

/** Waits until one of the ways in which a wait can end has come; leaves no timer and no listener behind. */
async function endOf(wait: Wait, signal: AbortSignal): Promise<WaitEnd> {
  if (wait.promise !== undefined) {
    await wait.promise;
    return signal.aborted ? interruption(signal) : 'elapsed';
  }
  if (signal.aborted) return interruption(signal);
  const undo: (() => void)[] = [];
  try {
    return await new Promise<WaitEnd>((resolve) => {
      const timer =
        wait.ms === undefined
          ? setTimeout(() => {}, PATIENCE)
          : setTimeout(resolve, Math.min(wait.ms, LONGEST_TIMER), 'elapsed');
      undo.push(() => clearTimeout(timer));
      const leave = (): void => resolve(interruption(signal));
      signal.addEventListener('abort', leave);
      undo.push(() => signal.removeEventListener('abort', leave));
      const unsubscribe = wait.early?.(() => resolve('elapsed'));
      if (unsubscribe !== undefined) undo.push(unsubscribe);
    });
  } finally {
    for (const step of undo) step();
  }
}

function interruption(signal: AbortSignal): Interruption {
  return signal.reason === STOPPED ? 'stopped' : 'client-left';
}
