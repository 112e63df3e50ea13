import { describe, expect, test } from 'vitest';
import { RETRYING_CLIENTS } from './clients/all.ts';
import type { RetryingClient } from './clients/client.ts';
import { payAgainst, type Payment } from './clients/till.ts';
import { codeIn, tableUnder } from './docs/page.ts';

const PAGE = 'docs/retries.md';
/** Clients wait, and the machine has other tests to run. */
const PATIENT = { timeout: 60_000 };
/** Of the fault in one's way, and the client's. */
const KEY = 'payment_order_456';

/** A client's attempts, and what it was told if that was not the payment. */
function cellOf({ attempts, told }: Payment): string {
  return 'error' in told ? `${attempts}, \`${told.error}\`` : String(attempts);
}

/**
 * Whether a cell says what came of a payment. It may name several errors: of versions of the client. Where patience runs
 * out, it may do so again on a busy machine.
 */
function fits(cell: string, payment: Payment, rule: string): boolean {
  const { attempts, told } = payment;
  if ('error' in told) return cell.startsWith('1, ') && attempts === 1 && codeIn(cell).includes(told.error);
  return cell === String(attempts) || (/^(?:timeout|delay)/.test(rule) && attempts >= Number(cell));
}

describe.concurrent('R3, R12 to R16: a payment with a key is made once, whatever fault its first attempt meets', () => {
  const rows = tableUnder(PAGE, 'Set to retry');
  const rules = rows.map(([fault = '']) => codeIn(fault)[0] ?? '');

  for (const [i, client] of RETRYING_CLIENTS.entries()) {
    test(client.name, PATIENT, async ({ expect: expectHere, skip }) => {
      if (!(await client.available())) skip(`${client.name} is not installed here`);
      const payments = await payAgainst(rules, client.safe, { key: KEY, again: true });
      const wrong = payments.flatMap(({ first, last }, row) => {
        const [rule = '', cell = ''] = [rules[row], rows[row]?.[i + 1]];
        expectHere(first.fired, rule).toBe(true);
        // Whoever was told an error has asked once more, with the same key.
        expectHere(last, rule).toMatchObject({ told: { id: last.listed[0] }, processed: 1, operations: 1 });
        expectHere(last.listed, rule).toHaveLength(1);
        return fits(cell, first, rule) ? [] : [`${rule}: the page says ${cell}, ${client.name} ${cellOf(first)}`];
      });
      expectHere(wrong).toEqual([]);
    });
  }
});

describe.concurrent('R1: without a key the same retry makes a second payment', () => {
  for (const client of RETRYING_CLIENTS) {
    test(client.name, PATIENT, async ({ expect: expectHere, skip }) => {
      if (!(await client.available())) skip(`${client.name} is not installed here`);
      const [payment] = await payAgainst(['lost-response'], client.safe);
      expectHere(payment?.last).toMatchObject({ attempts: 2, processed: 2 });
      expectHere(payment?.last.listed).toHaveLength(2);
    });
  }
});

describe.concurrent('A key made where every attempt passes makes a second payment', () => {
  const makers = RETRYING_CLIENTS.filter((client): client is Required<RetryingClient> => client.newKeys !== undefined);

  test('docs/retries.md lists these places', () => {
    expect(tableUnder(PAGE, 'Make the key once').map(([name]) => name)).toEqual(makers.map(({ name }) => name));
  });

  for (const { name, newKeys } of makers) {
    test(name, PATIENT, async ({ expect: expectHere }) => {
      const [payment] = await payAgainst(['lost-response times=1'], newKeys, { key: KEY });
      expectHere(payment?.last).toMatchObject({ attempts: 2, processed: 2, operations: 2 });
      expectHere(payment?.last.listed).toHaveLength(2);
    });
  }
});
