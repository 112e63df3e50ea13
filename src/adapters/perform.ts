import type { Exchange, MaybePromise, Wait, WaitEnd } from '../model/exchange.ts';
import type { Outcome } from '../model/outcome.ts';

/** The longest that a timer can wait, about 24 days; longer ones would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * Takes an exchange to its end: what the engine waits for is waited for here.
 * @param leaving the signal that the client has hung up; asked for only when there is something to wait for
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
    return signal.aborted ? 'client-left' : 'elapsed';
  }
  if (signal.aborted) return 'client-left';
  return await new Promise<WaitEnd>((resolve) => {
    let over = false;
    let unsubscribe: (() => void) | undefined;
    const finish = (end: WaitEnd): void => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', leave);
      unsubscribe?.();
      resolve(end);
    };
    const leave = (): void => finish('client-left');
    const timer = wait.ms === undefined ? undefined : setTimeout(finish, Math.min(wait.ms, LONGEST_TIMER), 'elapsed');
    signal.addEventListener('abort', leave);
    unsubscribe = wait.early?.(() => finish('elapsed'));
    // The subscription may have woken us while it was made.
    if (over) unsubscribe?.();
  });
}
