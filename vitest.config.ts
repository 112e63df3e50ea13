import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Threads start faster than processes, and the tests that need a process of their own spawn one.
    pool: 'threads',
    testTimeout: 30_000,
    hookTimeout: 30_000,
    allowOnly: process.env['CI'] === undefined,
    // The same output everywhere: no summary that repaints, no colours in a log.
    reporters: ['default'],
  },
});
