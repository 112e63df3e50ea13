// A test of Jest's, as it comes: CommonJS, and a transformer that knows no ES modules.
const { createMock } = require('txcloud-mock');
const { startServer } = require('txcloud-mock/node');

test('a lost response is answered from the stored result', async () => {
  const mock = createMock({ fault: 'lost-response attempt=1' });
  const server = await startServer({ port: 0, mock });
  const pay = () =>
    fetch(`${server.baseUrl}/transactions/score`, {
      method: 'POST',
      headers: {
        Authorization: 'Bearer txc_test_42',
        'Content-Type': 'application/json',
        'Idempotency-Key': 'order_456_payment',
      },
      body: JSON.stringify({ transaction_id: 'order_456', amount: 1000, currency: 'MAD', sender: { user_id: 'u' } }),
    });
  await expect(pay()).rejects.toThrow();
  expect((await pay()).headers.get('Idempotent-Replayed')).toBe('true');
  await server.close();
});
