import { createMock } from '../../src/index.ts';

/** What a fault on the first attempt does, in the words of docs/faults.md, "Phases". */
export async function phaseReport(rule: string): Promise<[work: string, second: string]> {
  const mock = createMock();
  const { fired } = mock.faults.add(`${rule} attempt=1`);
  if (fired !== 0) throw new Error('A rule fired before any attempt.');
  const score = async (): Promise<string> => {
    const response = await mock.fetch('https://api.txcloud.io/v1/transactions/score', {
      method: 'POST',
      headers: {
        Authorization: 'Bearer txc_test_42',
        'Content-Type': 'application/json',
        'Idempotency-Key': 'payment_order_456',
      },
      body: '{"amount": 1000, "currency": "MAD", "sender": {"user_id": "user_123"}}',
    });
    return await response.text();
  };
  // What the first attempt's client is told, or not, is the other table's.
  await score().catch((error: unknown) => {
    if (!(error instanceof TypeError)) throw error;
  });
  const work = mock.operations.list()[0]?.processed === 1 ? 'done' : 'not done';
  await score();
  const second = mock.journal.list().at(-1);
  const status = second?.status === 200 ? '' : `, ${second?.status}`;
  return [work, `${second?.outcome}${status}`];
}
