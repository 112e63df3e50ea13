import { spawn } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { newerNode } from './tools.ts';

const root = path.join(import.meta.dirname, '..');

/** What we read of vitest's JSON report. */
interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

async function runWithMsw3(node: string): Promise<Report> {
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/msw3/vitest.config.ts', '--reporter=json'];
  const child = spawn(node, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  for await (const part of child.stdout.setEncoding('utf8')) output += String(part);
  return JSON.parse(output.slice(output.indexOf('{'))) as Report;
}

describe('msw 3 in Node 24', () => {
  it.skipIf(newerNode === undefined)('passes what msw 2 passes', { timeout: 180_000 }, async () => {
    const { numPassedTests, testResults } = await runWithMsw3(newerNode ?? '');
    const failed = testResults.flatMap(({ message, assertionResults }) => [
      ...(message === '' ? [] : [message]),
      ...assertionResults.filter(({ status }) => status !== 'passed').map(({ fullName }) => fullName),
    ]);
    expect(failed).toEqual([]);
    expect(numPassedTests).toBeGreaterThan(250);
  });
});
