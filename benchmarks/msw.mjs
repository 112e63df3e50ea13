// @ts-check
// What the msw handlers cost over msw itself: a thousand payments against a handler that answers a text, and the import.
import { spawnSync } from 'node:child_process';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { createMock } from 'txcloud-mock';
import { createHandlers } from 'txcloud-mock/msw';
import { median, report, root } from './lib.mjs';

const REQUESTS = 1000;
const PAIRS = Number(process.env['BENCH_PAIRS'] ?? 15);
const API = 'https://api.txcloud.io/v1';

let sent = 0;

/** @param {import('msw/node').SetupServer} server */
async function thousand(server) {
  server.listen({ onUnhandledRequest: 'error' });
  const started = performance.now();
  for (let i = 0; i < REQUESTS; i++) {
    const order = `order_${++sent}`;
    const response = await fetch(`${API}/transactions/score`, {
      method: 'POST',
      headers: {
        Authorization: 'Bearer txc_test_42',
        'Content-Type': 'application/json',
        'Idempotency-Key': `payment_${order}`,
      },
      body: JSON.stringify({ transaction_id: order, amount: 1000, currency: 'MAD', sender: { user_id: 'user_123' } }),
    });
    if (response.status !== 200) throw new Error(`A payment was answered ${response.status}.`);
    await response.json();
  }
  const took = performance.now() - started;
  server.close();
  return took;
}

/** Milliseconds that importing `txcloud-mock/msw` and the mock takes once msw is there, in a process of its own. */
function importTime() {
  const script = `await import('msw'); const started = performance.now();
    await Promise.all([import('./dist/index.js'), import('./dist/msw.js')]);
    console.log(performance.now() - started);`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    encoding: 'utf8',
  });
  return Number(stdout);
}

export async function msw() {
  const imports = median(Array.from({ length: PAIRS }, importTime));
  report('import of txcloud-mock/msw over msw', `${imports.toFixed(0)} ms`, '≤ 70 ms', imports <= 70);

  const trivial = setupServer(http.post(`${API}/transactions/score`, () => HttpResponse.json({ decision: 'approve' })));
  const ours = setupServer(...createHandlers(createMock()));
  /** @type {number[]} */
  const ratios = [];
  for (let pair = -1; pair < PAIRS; pair++) {
    const [a, b] = [await thousand(ours), await thousand(trivial)];
    if (pair >= 0) ratios.push(a / b);
  }
  const ratio = median(ratios);
  report('1,000 requests through msw ÷ a trivial handler', ratio.toFixed(2), '≤ 1.50', ratio <= 1.5);
}
