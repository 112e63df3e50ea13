/** What the page shows once a payment has been tried. */
export type Outcome = 'approved' | 'declined' | 'in review' | 'already paid' | 'no answer' | 'failed';

/** An order that is to be paid. */
export interface Order {
  readonly id: string;
  /** In dirhams. */
  readonly amount: number;
  /** Which try to pay it is, from 1: a new one begins when the one before it was declined, and at no other time. */
  readonly nth: number;
}

const OUTCOMES: Readonly<Record<string, Outcome>> = {
  approve: 'approved',
  challenge: 'in review',
  decline: 'declined',
  review: 'in review',
  // The key is known, with another amount.
  idempotency_key_conflict: 'already paid',
  // The first attempt is still at work: nobody knows yet, as if no answer had come.
  idempotency_request_in_progress: 'no answer',
};

/**
 * Has TXCloud score one try to pay an order. The key is that try's own, so however often this is called, TXCloud processes
 * it once; without an answer nobody knows whether it has, and the same call asks again. A declined try stays declined: its
 * key answers so for 24 hours, and another card needs another key.
 */
export async function pay(order: Order): Promise<Outcome> {
  try {
    const response = await fetch('https://api.txcloud.io/v1/transactions/score', {
      method: 'POST',
      headers: {
        // A real page would ask its own backend, which keeps the key to itself.
        Authorization: 'Bearer txc_test_42',
        'Content-Type': 'application/json',
        'Idempotency-Key': `payment_${order.id}_try_${order.nth}`,
      },
      body: JSON.stringify({
        transaction_id: order.id,
        amount: order.amount,
        currency: 'MAD',
        sender: { user_id: 'user_123' },
      }),
    });
    const { decision, error } = (await response.json()) as { decision?: string; error?: { code: string } };
    return OUTCOMES[decision ?? error?.code ?? ''] ?? 'failed';
  } catch (error) {
    // The connection was lost, or what came is not TXCloud's: a gateway's page, or half an answer.
    if (error instanceof TypeError || error instanceof SyntaxError) return 'no answer';
    throw error;
  }
}
