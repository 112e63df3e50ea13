import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'examples/**/*.test.{ts,tsx}'],
    // Threads start faster than processes, and the tests that need a process of their own spawn one. Nothing in src/ has
    // state outside what a test makes, so the files share their modules: five times faster than each on its own.
    pool: 'threads',
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    allowOnly: process.env['CI'] === undefined,
  },
});
