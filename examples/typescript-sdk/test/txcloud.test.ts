import { type RunningServer, startServer } from 'txcloud-mock/node';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Payment, Txcloud } from '../src/txcloud.ts';

let server: RunningServer;
let txcloud: Txcloud;
beforeEach(async () => {
  server = await startServer();
  txcloud = new Txcloud({ apiKey: 'txc_test_42', baseUrl: server.baseUrl, pause: 1, timeout: 500 });
});
afterEach(async () => await server.close());

const payment: Payment = {
  transaction_id: 'order_456',
  amount: 1000,
  currency: 'MAD',
  sender: { user_id: 'user_123' },
};

it('bills once when the response is lost', async () => {
  const lost = server.mock.faults.add('lost-response attempt=1');
  const score = await txcloud.score(payment);
  expect(score.transaction_id).toBe('order_456');
  expect(lost.fired).toBe(1);
  expect(server.mock.operations.list()).toMatchObject([{ attempts: 2, processed: 1, last: 'replayed' }]);
});

it.for([
  'lost-request',
  'close phase=during',
  'timeout',
  'truncate share=0.5',
  'garble as=bytes',
  'status code=503 retry-after=0',
  'rate-limit retry-after=0',
])('bills once after %s', async (fault) => {
  const { id } = server.mock.faults.add(`${fault} attempt=1`);
  await txcloud.score(payment);
  expect(server.mock.faults.get(id)).toMatchObject({ fired: 1 });
  expect(server.mock.operations.list()).toMatchObject([{ attempts: 2, processed: 1 }]);
});

it('gives up after the last attempt, and a later call with the same key is still one payment', async () => {
  server.mock.faults.add('lost-response attempt=1-4');
  await expect(txcloud.score(payment, 'payment_order_456')).rejects.toThrow('fetch failed');
  await txcloud.score(payment, 'payment_order_456');
  expect(server.mock.operations.list()).toMatchObject([{ attempts: 5, processed: 1 }]);
});

it('does not send a conflict again: it would not go away', async () => {
  await txcloud.score(payment, 'payment_order_456');
  const other = txcloud.score({ ...payment, amount: 2000 }, 'payment_order_456');
  await expect(other).rejects.toMatchObject({ status: 409, code: 'idempotency_key_conflict' });
  expect(server.mock.operations.list()).toMatchObject([{ attempts: 2, last: 'conflict' }]);
});
