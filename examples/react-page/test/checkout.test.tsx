// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { setupServer } from 'msw/node';
import { createMock } from 'txcloud-mock';
import { createHandlers } from 'txcloud-mock/msw';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { Checkout } from '../src/checkout.tsx';

const mock = createMock();
const server = setupServer(...createHandlers(mock));

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => {
  cleanup();
  mock.reset();
});
afterAll(() => server.close());

/** Presses the button, and waits for what the page says then. */
async function press(button: string): Promise<string> {
  fireEvent.click(screen.getByRole('button', { name: button }));
  await screen.findByRole('button', { name: /^(?!Paying)/ });
  return (await screen.findByRole('status')).textContent;
}

it('says that a payment was approved', async () => {
  render(<Checkout orderId="order_456" />);
  expect(await press('Pay')).toBe('Paid. Thank you!');
});

it('says that a payment was declined, and offers another card', async () => {
  mock.scenarios.set('decline');
  render(<Checkout orderId="order_456" />);
  expect(await press('Pay')).toBe('Your bank declined this payment.');
  expect(screen.getByRole('button').textContent).toBe('Try another card');
});

it('takes another card for another try, which may be approved', async () => {
  mock.scenarios.set('decline', { times: 1 });
  render(<Checkout orderId="order_456" />);
  await press('Pay');
  fireEvent.change(screen.getByLabelText('Amount in MAD'), { target: { value: '500' } });
  expect(await press('Try another card')).toBe('Paid. Thank you!');
});

it.each(['status code=503 body=html attempt=1', 'garble as=json attempt=1', 'truncate share=0.5 attempt=1'])(
  'offers a retry of the same try after %s',
  async (fault) => {
    mock.faults.add(fault);
    render(<Checkout orderId="order_456" />);
    expect(await press('Pay')).toContain('please retry');
    expect(await press('Retry')).toBe('Paid. Thank you!');
    expect(mock.operations.list()).toMatchObject([{ attempts: 2, processed: 1 }]);
  },
);

it('offers a retry when the response is lost, and the order is processed once', async () => {
  const lost = mock.faults.add('lost-response attempt=1');
  render(<Checkout orderId="order_456" />);
  expect(await press('Pay')).toContain('please retry');
  expect(await press('Retry')).toBe('Paid. Thank you!');
  expect(lost.fired).toBe(1);
  expect(mock.operations.list()).toMatchObject([
    { idempotency_key: 'payment_order_456_try_1', attempts: 2, processed: 1, last: 'replayed' },
  ]);
});

it('says that an order is already paid when its amount has changed since', async () => {
  render(<Checkout orderId="order_456" />);
  expect(await press('Pay')).toBe('Paid. Thank you!');
  fireEvent.change(screen.getByLabelText('Amount in MAD'), { target: { value: '2000' } });
  expect(await press('Pay')).toContain('already paid');
});
