import { setupWorker } from 'msw/browser';
import { describe, expect, it } from 'vitest';
import { conforms } from '../adapters.case.ts';
import { failureOf, PAY, PAYMENT, start } from '../conformance/client.ts';
import { mswDoorOn } from '../msw-door-on.ts';
import { runInPage, type TestResult } from './vitest.ts';

declare global {
  interface Window {
    /** For Node, which waits for it. */
    runSuite: () => Promise<TestResult[]>;
  }
}

// The suite waits a turn of the event loop at a time; a timer of a page would wait four milliseconds.
const turns = new MessageChannel();
const waiting: (() => void)[] = [];
turns.port1.addEventListener('message', () => waiting.shift()?.());
turns.port1.start();
Object.assign(window, {
  setImmediate: (turn: () => void) => {
    waiting.push(turn);
    turns.port2.postMessage(null);
  },
});

const worker = setupWorker();
/** In a page: msw's service worker. */
const door = mswDoorOn('msw in Chromium', worker);

/** What no page can show, whatever answers its requests. */
const BEYOND: readonly RegExp[] = [
  // msw's worker does not tell the page that a client has left.
  /when the client hangs up/,
  /^timeout phase=.*the client waits until it gives up/,
  /^a client that leaves a hold/,
  /an answer whose client has left is lost/,
  // Chromium hands a service worker no header with letters beyond ASCII.
  /^R6 refuses the key .*é/,
  // A body of 32 MB takes half a minute through a service worker.
  /^R12 stores no 413/,
];

function define(): void {
  conforms(door);
  describe(`only through the door "${door.name}"`, () => {
    it('a time-out hangs until the client aborts, and its retry gets the stored result', async () => {
      const { mock, post } = await start(door, { fault: 'timeout attempt=1' });
      const left = failureOf(post(PAY, PAYMENT, { key: 'order_456_payment', signal: AbortSignal.timeout(200) }));
      expect((await left).name).toBe('TimeoutError');
      expect(mock.operations.list()).toMatchObject([{ attempts: 1, processed: 1 }]);
      const retry = await post(PAY, PAYMENT, { key: 'order_456_payment' });
      expect(retry.headers.get('Idempotent-Replayed')).toBe('true');
    });
  });
}

window.runSuite = async () => {
  await worker.start({ quiet: true, onUnhandledRequest: 'error' });
  return await runInPage(define, BEYOND);
};
