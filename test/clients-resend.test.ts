import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningServer, startServer } from '../src/adapters/node.ts';
import { chromiumPath } from './chromium.ts';
import { payInChromium, startChromium } from './clients/chromium.ts';
import type { Order } from './clients/client.ts';
import { payTwiceWithCurl } from './clients/curl.ts';

/** Sends two payments, one after the other, on one connection if it may. Returns the status of each; 0 for no answer. */
type PayTwice = (first: Order, second: Order) => Promise<number[]>;

const FIRST = 'payment_order_1';
const SECOND = 'payment_order_2';

let browser: Browser | undefined;

beforeAll(async () => {
  if (chromiumPath !== undefined) browser = await startChromium();
});

afterAll(async () => {
  await browser?.close();
});

function chromium(): Browser {
  if (browser === undefined) throw new Error('Chromium is not installed here.');
  return browser;
}

const RESENDERS: readonly { name: string; available: boolean; payTwice: PayTwice }[] = [
  { name: 'curl', available: true, payTwice: payTwiceWithCurl },
  {
    name: 'Chromium',
    available: chromiumPath !== undefined,
    payTwice: async (first, second) => await payInChromium(chromium(), first, second),
  },
];

function orderAt(server: RunningServer, key: string): Order {
  return { url: `${server.baseUrl}/transactions/score`, key, apiKey: 'txc_test_42', patience: 20_000 };
}

/** The attempts of the second payment, as the journal has them. */
function attemptsOf(server: RunningServer): object[] {
  return server.mock.journal
    .list({ idempotencyKey: SECOND })
    .map(({ attempt, outcome, reused_connection: reused, status }) => ({ attempt, outcome, reused, status }));
}

const LOSE_SECOND = `lost-response key=${SECOND} attempt=1`;

describe.each(RESENDERS)('$name sends again unasked on a connection that it had used', ({ available, payTwice }) => {
  test.skipIf(!available)('and so gets a fresh one while a rule would break it: every attempt is its own', async () => {
    await using server = await startServer();
    const fault = server.mock.faults.add(LOSE_SECOND);
    expect(await payTwice(orderAt(server, FIRST), orderAt(server, SECOND))).toEqual([200, 0]);
    expect(attemptsOf(server)).toEqual([{ attempt: 1, outcome: 'lost', reused: false, status: null }]);
    expect(fault.fired).toBe(1);
  });

  test.skipIf(!available)(
    'which with keepAlive hides the lost answer: the client believes in one attempt',
    async () => {
      await using server = await startServer({ keepAlive: true });
      const fault = server.mock.faults.add(LOSE_SECOND);
      expect(await payTwice(orderAt(server, FIRST), orderAt(server, SECOND))).toEqual([200, 200]);
      expect(attemptsOf(server)).toEqual([
        { attempt: 1, outcome: 'lost', reused: true, status: null },
        { attempt: 2, outcome: 'replayed', reused: false, status: 200 },
      ]);
      expect(fault.fired).toBe(1);
    },
  );
});

test.skipIf(chromiumPath === undefined)('A rule that comes later closes the connections that are idle', async () => {
  await using server = await startServer();
  const [first, second] = [orderAt(server, FIRST), orderAt(server, SECOND)];
  expect(await payInChromium(chromium(), first, second, () => void server.mock.faults.add(LOSE_SECOND))).toEqual([
    200, 0,
  ]);
  expect(attemptsOf(server)).toEqual([{ attempt: 1, outcome: 'lost', reused: false, status: null }]);
});

test.each(['/favicon.ico', '/v1/transactions'])(
  'An answer to nobody (%s without an API key) keeps no connection, either, on which an attempt could come',
  async (path) => {
    await using server = await startServer();
    server.mock.world('txc_test_42').faults.add(LOSE_SECOND);
    expect((await fetch(server.url + path)).headers.get('Connection')).toBe('close');
    await using quiet = await startServer();
    expect((await fetch(quiet.url + path)).headers.get('Connection')).toBe('keep-alive');
  },
);
