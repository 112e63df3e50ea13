import path from 'node:path';
import { run } from '../docs/program.ts';
import { headersOf, type Pay, PAYMENT, type RetryingClient, type Told } from './client.ts';

const found = new Map<string, Promise<string | undefined>>();

/** The first Python that has a module: one in the PATH, or Debian's. */
function pythonWith(module: string): Promise<string | undefined> {
  const python = found.get(module) ?? findPython(module);
  found.set(module, python);
  return python;
}

async function findPython(module: string): Promise<string | undefined> {
  for (const python of ['python3', '/usr/bin/python3']) {
    try {
      if ((await run(python, ['-c', `import ${module}`])).code === 0) return python;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
  return undefined;
}

/** @param how what the script is told to retry with */
function payIn(module: string, how: string): Pay {
  return async (orders) => {
    const python = (await pythonWith(module)) ?? 'python3';
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
  available: async () => (await pythonWith('requests')) !== undefined,
  defaults: { 'requests.post(url)': payIn('requests', 'plain'), 'Retry(3)': payIn('requests', 'Retry') },
  safe: payIn('requests', 'safe'),
};

/** Python's httpx, which retries no request: the safe one has a loop of its own. */
export const httpx: RetryingClient = {
  name: 'Python httpx',
  available: async () => (await pythonWith('httpx')) !== undefined,
  defaults: { 'httpx.post(url)': payIn('httpx', 'plain'), 'HTTPTransport(retries=3)': payIn('httpx', 'transport') },
  safe: payIn('httpx', 'safe'),
};
