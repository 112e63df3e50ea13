// @ts-check
// From spawn to the first answered POST, against the bare server's, in pairs.
import { bare, median, mock, report, start } from './lib.mjs';

const PAIRS = Number(process.env.BENCH_PAIRS ?? 15);

/** @param {readonly string[]} args */
async function firstAnswer(args) {
  const started = performance.now();
  const server = await start(args);
  const response = await fetch(`${server.url}/v1/transactions/score`, {
    method: 'POST',
    headers: {
      authorization: 'Bearer txc_test_42',
      'content-type': 'application/json',
      'idempotency-key': 'payment_order_456',
    },
    body: '{"transaction_id":"order_456","amount":1000,"currency":"MAD","sender":{"user_id":"user_123"}}',
  });
  await response.text();
  const took = performance.now() - started;
  await server.stop();
  if (response.status !== 200) throw new Error(`The first POST was answered ${response.status}.`);
  return took;
}

export async function startup() {
  const [ours, theirs, ratios] = [[], [], []].map((list) => /** @type {number[]} */ (list));
  for (let pair = -1; pair < PAIRS; pair++) {
    const [a, b] = [await firstAnswer(mock), await firstAnswer(bare)];
    if (pair < 0) continue; // warm: the file cache
    ours?.push(a);
    theirs?.push(b);
    ratios?.push(a / b);
  }
  const ratio = median(ratios ?? []);
  const detail = `≤ 1.60 (${median(ours ?? []).toFixed(0)} ms and ${median(theirs ?? []).toFixed(0)} ms)`;
  report('spawn to first answered POST ÷ bare', ratio.toFixed(2), detail, ratio <= 1.6);
}
