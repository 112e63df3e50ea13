import type { Writable } from 'node:stream';
import type { Interruption } from '../model/exchange.ts';
import type { Pace } from '../model/outcome.ts';

/** How often a slow body is given its share, in milliseconds. */
const TICK = 50;

/**
 * Writes bytes at a pace, no faster than the reader takes them.
 * @param done called when the last of them has been handed over
 * @returns a function to be called when the connection has ended: nothing more is written, and `done` is not called
 */
export function writePaced(
  sink: Writable,
  bytes: Uint8Array,
  { bytesPerSecond, interrupted }: Pace,
  done: () => void,
): (by: Interruption) => void {
  const share = Math.max(1, Math.round((bytesPerSecond * TICK) / 1000));
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let sent = 0;
  let due = performance.now();
  const schedule = (): void => {
    if (stopped) return;
    if (sent >= bytes.length) {
      stopped = true;
      return done();
    }
    const now = performance.now();
    // A late timer is made up for; a reader who did not keep up is not.
    due = Math.max(due, now - TICK) + (Math.min(share, bytes.length - sent) * 1000) / bytesPerSecond;
    timer = setTimeout(write, Math.max(0, due - now));
  };
  const write = (): void => {
    const part = bytes.subarray(sent, sent + share);
    sent += part.length;
    if (sink.write(part)) schedule();
    else sink.once('drain', schedule);
  };
  schedule();
  return (by) => {
    if (stopped) return;
    stopped = true;
    clearTimeout(timer);
    interrupted(by);
  };
}
