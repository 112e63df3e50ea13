import { describe, expect, test } from 'vitest';
import { RETRYING_CLIENTS } from './clients/all.ts';
import type { RetryingClient } from './clients/client.ts';
import { payAgainst, type Payment } from './clients/till.ts';
import { codeIn, tableUnder } from './docs/page.ts';

const PAGE = 'docs/retries.md';
/** Clients wait, and the machine has other tests to run. */
const PATIENT = { timeout: 120_000 };
/** Of the fault in one's way, and the client's. */
const KEY = 'payment_order_456';

/** For how long a client waits for an answer that never comes, in milliseconds; and then, on a machine too busy for that. */
const PATIENCE = [2000, 10_000];

/** A line of the table: a fault, and the attempts that each client took, in the order of the columns. */
interface Row {
  readonly rule: string;
  readonly cells: readonly string[];
}

/** A client's attempts, and what it was told if that was not the payment. */
function cellOf({ attempts, told }: Payment): string {
  return 'error' in told ? `${attempts}, \`${told.error}\`` : String(attempts);
}

/**
 * Whether a cell says what came of a payment. It may name several errors: of versions of the client. Where patience runs
 * out, it may do so again on a busy machine.
 */
function fits(cell: string, payment: Payment, isTimed: boolean): boolean {
  const { attempts, told } = payment;
  if ('error' in told) return cell.startsWith('1, ') && attempts === 1 && codeIn(cell).includes(told.error);
  return cell === String(attempts) || (isTimed && attempts >= Number(cell));
}

/** Whether the fault was met, the payment made once, and its client told so: at the latest when it asked once more. */
function isPaidOnce({ first, last }: { first: Payment; last: Payment }): boolean {
  const { told, processed, operations, listed } = last;
  return (
    first.fired && processed === 1 && operations === 1 && listed.length === 1 && 'id' in told && told.id === listed[0]
  );
}

/** What the page says that did not come true, of one client. */
async function untrueOf(
  client: RetryingClient,
  rows: readonly Row[],
  column: number,
  [patience = 0, ...longer]: readonly number[],
): Promise<string[]> {
  const payments = await payAgainst(
    rows.map(({ rule }) => rule),
    client.safe,
    { key: KEY, again: true, patience },
  );
  const late: Row[] = [];
  const untrue: string[] = [];
  for (const [i, row] of rows.entries()) {
    const { first, last } = payments[i] as (typeof payments)[number];
    const cell = row.cells[column] ?? '';
    const isTimed = /^(?:timeout|delay)/.test(row.rule);
    if (isPaidOnce({ first, last }) && fits(cell, first, isTimed)) continue;
    if (isTimed && last.processed <= 1 && longer.length > 0) late.push(row);
    else
      untrue.push(`${row.rule}: the page says ${cell}, ${client.name} ${cellOf(first)}, then ${JSON.stringify(last)}`);
  }
  return late.length === 0 ? untrue : [...untrue, ...(await untrueOf(client, late, column, longer))];
}

describe.concurrent('R3, R12 to R16: a payment with a key is made once, whatever fault its first attempt meets', () => {
  const rows = tableUnder(PAGE, 'Set to retry').map(([fault = '', ...cells]) => ({
    rule: codeIn(fault)[0] ?? '',
    cells,
  }));

  for (const [i, client] of RETRYING_CLIENTS.entries()) {
    test(client.name, PATIENT, async ({ expect: expectHere, skip }) => {
      if (!(await client.available())) skip(`${client.name} is not installed here`);
      expectHere(await untrueOf(client, rows, i, PATIENCE)).toEqual([]);
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
