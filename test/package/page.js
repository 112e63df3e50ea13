// A page of a user's: the mock behind msw's worker, built by Vite.
import { setupWorker } from 'msw/browser';
import { createMock } from 'txcloud-mock';
import { createHandlers } from 'txcloud-mock/msw';

const mock = createMock({ fault: 'lost-response attempt=1' });
await setupWorker(...createHandlers(mock)).start({ quiet: true });

async function pay() {
  const response = await fetch('https://api.txcloud.io/v1/transactions/score', {
    method: 'POST',
    headers: {
      Authorization: 'Bearer txc_test_42',
      'Content-Type': 'application/json',
      'Idempotency-Key': 'order_456_payment',
    },
    body: JSON.stringify({ transaction_id: 'order_456', amount: 1000, currency: 'MAD', sender: { user_id: 'u' } }),
  });
  return response.headers.get('Idempotent-Replayed');
}
const lost = await pay().catch((error) => error.name);
document.title = `lost: ${lost}, replayed: ${await pay()}`;
