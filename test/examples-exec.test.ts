import path from 'node:path';
import { describe, test } from 'vitest';
import { runToEnd } from './cli-process.ts';
import { pythonWith } from './tools.ts';

const examples = path.join(import.meta.dirname, '../examples');
const python = pythonWith('requests');

/** Each is a script that fails unless its payment was processed once. */
const SCRIPTS = [
  { name: 'shell', command: ['sh', path.join(examples, 'shell/pay.sh')], says: 'paid once\n' },
  {
    name: 'python',
    command: python === undefined ? undefined : [python, path.join(examples, 'python/pay.py')],
    says: 'approve: 2 attempts, processed 1 time(s)\n',
  },
];

const FAULTS = ['lost-response', 'truncate share=0.5', 'status code=503'];

for (const { name, command, says } of SCRIPTS) {
  describe.concurrent(`examples/${name} under exec`, () => {
    test.for(FAULTS)('pays once after %s', { timeout: 60_000 }, async (fault, { expect, skip }) => {
      if (command === undefined) return skip('Python has no requests: apt-get install python3-requests');
      const args = ['exec', '--fault', `${fault} attempt=1`, '--require-fired', '--', ...command];
      const { code, out, err } = await runToEnd(args);
      expect({ code, out }, err).toEqual({ code: 0, out: says });
    });

    test('fails where a payment is processed more than once', { timeout: 60_000 }, async ({ expect, skip }) => {
      if (command === undefined) return skip('Python has no requests: apt-get install python3-requests');
      // The key has expired when the retry comes, which waits as it is told.
      const fault = 'status code=503 phase=after retry-after=1 attempt=1';
      const args = ['exec', '--ttl', '1ms', '--fault', fault, '--require-fired', '--', ...command];
      expect(await runToEnd(args)).toMatchObject({ code: 1 });
    });
  });
}
