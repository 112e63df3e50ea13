import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../docs/program.ts';
import { headersOf, type Order, type Pay, PAYMENT, type RetryingClient, type Told, told } from './client.ts';

/** The options that make a payment of a URL. */
function paymentOptions(order: Order): string[] {
  const headers = Object.entries(headersOf(order)).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  return [...headers, '-d', JSON.stringify(PAYMENT), order.url];
}

async function payOne(order: Order, options: readonly string[]): Promise<Told> {
  const folder = await mkdtemp(path.join(tmpdir(), 'txcloud-mock-curl-'));
  try {
    // Into a file: what was received of a broken answer is thrown away before a retry, which standard output can't do.
    const file = path.join(folder, 'answer.json');
    const always = ['-sS', '--fail-with-body', '--max-time', String(order.patience / 1000), '-o', file];
    const { code } = await run('curl', [...always, ...options, ...paymentOptions(order)]);
    if (code !== 0) return { error: `exit ${code}` };
    return told(parsed(await readFile(file, 'utf8')));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** curl has no opinion about JSON: whoever reads the file has. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return '';
    throw error;
  }
}

function curlWith(...options: readonly string[]): Pay {
  return async (orders) => await Promise.all(orders.map(async (order) => await payOne(order, options)));
}

/** curl, whose retries don't look at the method. */
export const curl: RetryingClient = {
  name: 'curl',
  available: async () => true,
  defaults: { curl: curlWith(), 'curl --retry 3': curlWith('--retry', '3') },
  safe: curlWith('--retry', '3', '--retry-all-errors'),
};

/**
 * Makes two payments in one command, which keeps its connection for the second.
 * @returns the status of each; 0 when there was no answer
 */
export async function payTwiceWithCurl(first: Order, second: Order): Promise<number[]> {
  const always = ['-s', '-o', '/dev/null', '-w', String.raw`%{http_code}\n`];
  const { output } = await run('curl', [
    ...always,
    ...paymentOptions(first),
    '--next',
    ...always,
    ...paymentOptions(second),
  ]);
  return output.trim().split('\n').map(Number);
}
