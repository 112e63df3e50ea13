import type { Mock } from '../mock.ts';
import type { EventFeed } from './request.ts';

/** How many characters of events wait for a slow reader; what comes after them is left out, and counted. */
const MAX_WAITING = 1_000_000;

/**
 * The journal, live, as server-sent events: `attempt`, whose data is the attempt and whose id its number, and `dropped`,
 * with the number of attempts that a slow reader has missed.
 * @param apiKey only attempts of its world; undefined: all
 */
export function openFeed(mock: Mock, apiKey: string | undefined, wake: () => void): EventFeed {
  // The first line opens the stream, so that a reader knows that it has begun.
  let waiting = ': the journal, live\n\n';
  let dropped = 0;
  const unsubscribe = mock.onAttempt((attempt) => {
    const idle = waiting === '' && dropped === 0;
    if (waiting.length >= MAX_WAITING) dropped++;
    else waiting += `id: ${attempt.seq}\nevent: attempt\ndata: ${JSON.stringify(attempt)}\n\n`;
    if (idle) wake();
  }, apiKey);
  return {
    take: () => {
      const text = dropped === 0 ? waiting : `${waiting}event: dropped\ndata: {"dropped":${dropped}}\n\n`;
      waiting = '';
      dropped = 0;
      return text;
    },
    close: unsubscribe,
  };
}

/** A comment that an adapter sends now and then, so that proxies keep an idle stream open. */
export const HEARTBEAT = ': heartbeat\n\n';
