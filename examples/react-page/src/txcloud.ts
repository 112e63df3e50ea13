/** What the page shows once a payment has been tried. */
export type Outcome = 'approved' | 'declined' | 'in review' | 'already paid' | 'no answer' | 'failed';

/** An order that is to be paid. */
export interface Order {
  readonly id: string;
  /** In dirhams. */
  readonly amount: number;
}

const OUTCOMES: Readonly<Record<string, Outcome>> = {
  approve: 'approved',
  challenge: 'in review',
  decline: 'declined',
  review: 'in review',
  // The key is known, with another amount. (A 409 may also say that the first attempt is still at work.)
  idempotency_key_conflict: 'already paid',
};

/**
 * Has TXCloud score the payment of an order. The key is the order's own, so however often this is called, TXCloud
 * processes it once; without an answer nobody knows whether it has, and the same call asks again.
 */
export async function pay(order: Order): Promise<Outcome> {
  let response: Response;
  try {
    response = await fetch('https://api.txcloud.io/v1/transactions/score', {
      method: 'POST',
      headers: {
        // A real page would ask its own backend, which keeps the key to itself.
        Authorization: 'Bearer txc_test_42',
        'Content-Type': 'application/json',
        'Idempotency-Key': `payment_${order.id}`,
      },
      body: JSON.stringify({
        transaction_id: order.id,
        amount: order.amount,
        currency: 'MAD',
        sender: { user_id: 'user_123' },
      }),
    });
  } catch (error) {
    if (error instanceof TypeError) return 'no answer';
    throw error;
  }
  const { decision, error } = (await response.json()) as { decision?: string; error?: { code: string } };
  return OUTCOMES[decision ?? error?.code ?? ''] ?? 'failed';
}
