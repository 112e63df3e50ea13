import { useState } from 'react';
import { type Outcome, pay } from './txcloud.ts';

/** What the user is told, and what the button says next. */
const SCREENS: Readonly<Record<Outcome, { readonly text: string; readonly button?: string }>> = {
  approved: { text: 'Paid. Thank you!' },
  declined: { text: 'Your bank declined this payment.', button: 'Try another card' },
  'in review': { text: 'We are looking at this payment, and will write to you.' },
  'already paid': { text: 'This order is already paid, or looked at, with another amount.' },
  'no answer': { text: 'We got no answer. You are not charged twice: please retry.', button: 'Retry' },
  failed: { text: 'That went wrong. Please try again later.', button: 'Retry' },
};

/** The last step of a shop: an amount, a button, and what became of it. */
export function Checkout({ orderId }: { readonly orderId: string }) {
  const [amount, setAmount] = useState(1000);
  const [nth, setNth] = useState(1);
  const [outcome, setOutcome] = useState<Outcome | 'paying'>();

  const submit = async (): Promise<void> => {
    setOutcome('paying');
    const paid = await pay({ id: orderId, amount, nth });
    setOutcome(paid);
    if (paid === 'declined') setNth(nth + 1);
  };

  const screen = outcome === undefined || outcome === 'paying' ? undefined : SCREENS[outcome];
  return (
    <form
      className="checkout"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h1>Order {orderId}</h1>
      <label>
        Amount in MAD
        <input type="number" min="1" value={amount} onChange={(event) => setAmount(event.target.valueAsNumber)} />
      </label>
      <button disabled={outcome === 'paying'}>{outcome === 'paying' ? 'Paying…' : (screen?.button ?? 'Pay')}</button>
      {screen !== undefined && (
        <p role="status" data-outcome={outcome}>
          {screen.text}
        </p>
      )}
    </form>
  );
}
