import * as chai from 'chai';
import type { Assertion } from 'vitest';
import { JestAsymmetricMatchers, JestChaiExpect, JestExtend } from '@vitest/expect';
import { startTests, type VitestRunner } from '@vitest/runner';

// What stands in a page for `vitest`, whose own entry needs Node: its runner and its assertions, which don't.
export { afterAll, afterEach, beforeAll, beforeEach, describe, it, onTestFinished, test } from '@vitest/runner';

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

/** How long `expect.poll` tries, in milliseconds. */
const PATIENCE = 1000;

export const expect = Object.assign((value: unknown, message?: string) => chai.expect(value, message), chai.expect, {
  /** The matchers that the suite asks after: each is tried until it holds. */
  poll: (read: () => unknown) => ({
    toMatchObject: async (expected: object) =>
      await holds(() => (chai.expect(read()) as unknown as Assertion).toMatchObject(expected)),
  }),
});

async function holds(assert: () => void): Promise<void> {
  const end = performance.now() + PATIENCE;
  for (;;) {
    try {
      return assert();
    } catch (error) {
      if (performance.now() > end) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** One test, as the page tells Node about it. */
export interface TestResult {
  readonly name: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  /** Why it failed. */
  readonly error?: string;
}

/**
 * Runs the tests that `define` defines, one after another.
 * @param beyond names of tests that are left out
 * @throws {Error} when one of them names no test
 */
export async function runInPage(define: () => void, beyond: readonly RegExp[]): Promise<TestResult[]> {
  const runner: VitestRunner = {
    config: {
      root: '/',
      setupFiles: [],
      name: undefined,
      passWithNoTests: false,
      testNamePattern: undefined,
      allowOnly: false,
      sequence: { seed: 1, hooks: 'stack', setupFiles: 'list' },
      chaiConfig: undefined,
      maxConcurrency: 1,
      testTimeout: 30_000,
      hookTimeout: 30_000,
      retry: 0,
      includeTaskLocation: false,
      tags: [],
      tagsFilter: undefined,
      strictTags: false,
    },
    importFile: (_file, source) => {
      if (source === 'collect') define();
    },
    onCollected: (files) => {
      const tests = files.flatMap(testsOf);
      for (const pattern of beyond) {
        const left = tests.filter(({ name }) => pattern.test(name));
        if (left.length === 0) throw new Error(`No test is named ${String(pattern)}.`);
        for (const test of left) test.mode = 'skip';
      }
    },
  };
  const files = await startTests(['/suite'], runner);
  return files.flatMap(({ tasks, result }) => {
    const loading = (result?.errors ?? []).map(
      ({ message }) => ({ name: 'the suite', state: 'failed', error: message }) as const,
    );
    return [...loading, ...tasks.flatMap((task) => resultsOf(task, ''))];
  });
}

function testsOf(suite: { readonly tasks: Task[] }): Task[] {
  return suite.tasks.flatMap((task) => (task.type === 'suite' ? testsOf(task) : [task]));
}

type Task = Awaited<ReturnType<typeof startTests>>[number]['tasks'][number];

function resultsOf(task: Task, prefix: string): TestResult[] {
  const name = prefix === '' ? task.name : `${prefix} > ${task.name}`;
  if (task.type === 'suite') return task.tasks.flatMap((inner) => resultsOf(inner, name));
  const errors = task.result?.errors?.map(({ message, stack }) => `${message}\n${stack ?? ''}`) ?? [];
  switch (task.result?.state ?? task.mode) {
    case 'pass':
      return [{ name, state: 'passed' }];
    case 'skip':
    case 'todo':
      return [{ name, state: 'skipped' }];
    default:
      return [{ name, state: 'failed', error: errors.join('\n') }];
  }
}
