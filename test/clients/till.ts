import { startServer } from '../../src/adapters/node.ts';
import type { Mock } from '../../src/mock.ts';
import type { Surface } from '../../src/surface.ts';
import { headersOf, type Order, type Pay, PAYMENT, type Told } from './client.ts';

/** What came of one payment. */
export interface Payment {
  readonly told: Told;
  /** How often the client sent it. */
  readonly attempts: number;
  /** How often it was processed, over all operations. */
  readonly processed: number;
  /** How many operations the server took it for. */
  readonly operations: number;
  /** The ids of the payments that are listed now. */
  readonly listed: readonly string[];
  /** Whether the fault was met. */
  readonly fired: boolean;
}

const ON = 'on=/transactions/score attempt=1';

/**
 * Lets a client pay once against each fault, side by side: one server, and for each payment an API key, a world, of its own.
 * @param rules of faults, which meet the first attempt; with `hold` the client is the second to send the payment
 * @param key under which it pays; undefined: without one
 * @param again whether whoever was told an error asks once more
 * @param patience for how long the client waits for an answer that never comes, in milliseconds
 */
export async function payAgainst(
  rules: readonly string[],
  pay: Pay,
  { key, again = false, patience = 2000 }: { key?: string; again?: boolean; patience?: number } = {},
): Promise<{ first: Payment; last: Payment }[]> {
  await using server = await startServer();
  const tills = rules.map((rule, i) => {
    const url = `${server.baseUrl}/transactions/score`;
    return new Till(server.mock, rule, {
      url,
      key,
      apiKey: `txc_test_till_${i}`,
      patience: patienceFor(rule, patience),
    });
  });
  await Promise.all(tills.map(async (till) => await till.ready()));
  const told = await pay(tills.map(({ order }) => order));
  const first = await Promise.all(tills.map(async (till, i) => await till.payment(told[i])));
  const unlucky = again ? tills.filter((_, i) => first[i] !== undefined && 'error' in first[i].told) : [];
  if (unlucky.length === 0) return first.map((payment) => ({ first: payment, last: payment }));
  const toldThen = await pay(unlucky.map(({ order }) => order));
  return await Promise.all(
    tills.map(async (till, i) => {
      const payment = first[i] as Payment;
      const at = unlucky.indexOf(till);
      return { first: payment, last: at < 0 ? payment : await till.payment(toldThen[at]) };
    }),
  );
}

/** Where one payment is made, with a fault on its first attempt. */
class Till {
  readonly order: Order;
  readonly #mock: Mock;
  readonly #world: Surface;
  readonly #fault: { readonly fired: number };
  readonly #race: Promise<void> | undefined;

  constructor(mock: Mock, rule: string, order: Order) {
    this.order = order;
    this.#mock = mock;
    this.#world = mock.world(order.apiKey);
    this.#fault = this.#world.faults.add(`${rule} ${ON}`);
    if (rule === 'hold') this.#race = this.#sendFirst();
  }

  async ready(): Promise<void> {
    if (this.#race !== undefined) await until(() => this.#world.holds.list().length === 1);
  }

  async payment(told: Told = { error: 'nothing' }): Promise<Payment> {
    await this.#race;
    const operations = this.#world.operations.list({ endpoint: '/transactions/score' });
    const headers = { Authorization: `Bearer ${this.order.apiKey}` };
    const list = await this.#mock.fetch('https://api.txcloud.io/v1/transactions', { headers });
    const { data } = (await list.json()) as { data: { id: string }[] };
    return {
      told,
      attempts: sum(operations.map(({ attempts }) => attempts)) - (this.#race === undefined ? 0 : 1),
      processed: sum(operations.map(({ processed }) => processed)),
      operations: operations.length,
      listed: data.map(({ id }) => id),
      fired: this.#fault.fired === 1,
    };
  }

  /** Sends the payment from elsewhere, as a double click would, and lets it go on when the client has met it (R14). */
  async #sendFirst(): Promise<void> {
    const { journal, holds } = this.#world;
    const body = JSON.stringify(PAYMENT);
    const sent = fetch(this.order.url, { method: 'POST', headers: headersOf(this.order), body });
    await until(() => journal.list({ outcome: 'in_progress' }).length > 0);
    holds.releaseAll();
    await (await sent).text();
  }
}

/** Short where it has to run out, in milliseconds; elsewhere so long that it never does, however busy the machine. */
function patienceFor(rule: string, short: number): number {
  return /^(?:timeout|delay)/.test(rule) ? short : 20_000;
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
