import path from 'node:path';
import { defineConfig } from 'vitest/config';

// The tests of the msw door once more, with msw 3 in place of msw 2; it needs a newer Node.
export default defineConfig({
  root: path.join(import.meta.dirname, '../..'),
  resolve: { alias: [{ find: /^msw(?=$|\/)/, replacement: 'msw3' }] },
  test: {
    include: ['test/door-msw.test.ts', 'test/msw-handlers.test.ts'],
    pool: 'threads',
    testTimeout: 30_000,
  },
});
