import path from 'node:path';
import { run } from '../docs/program.ts';
import { pythonWith } from '../tools.ts';
import { headersOf, type Pay, PAYMENT, type RetryingClient, type Told } from './client.ts';

/** @param how what the script is told to retry with */
function payIn(module: 'requests' | 'httpx', how: string): Pay {
  return async (orders) => {
    const python = pythonWith(module) ?? 'python3';
    const script = path.join(import.meta.dirname, `pay_${module}.py`);
    const input = orders.map((order) => ({
      url: order.url,
      headers: headersOf(order),
      body: JSON.stringify(PAYMENT),
      timeout: order.patience / 1000,
    }));
    const { code, output } = await run(python, [script, JSON.stringify(input), how]);
    if (code !== 0) throw new Error(`${script} failed:\n${output}`);
    return JSON.parse(output) as Told[];
  };
}

/** Python's requests, with urllib3's Retry. */
export const requests: RetryingClient = {
  name: 'Python requests',
  available: async () => pythonWith('requests') !== undefined,
  defaults: { 'requests.post(url)': payIn('requests', 'plain'), 'Retry(3)': payIn('requests', 'Retry') },
  safe: payIn('requests', 'safe'),
};

/** Python's httpx, which retries no request: the safe one has a loop of its own. */
export const httpx: RetryingClient = {
  name: 'Python httpx',
  available: async () => pythonWith('httpx') !== undefined,
  defaults: { 'httpx.post(url)': payIn('httpx', 'plain'), 'HTTPTransport(retries=3)': payIn('httpx', 'transport') },
  safe: payIn('httpx', 'safe'),
};
