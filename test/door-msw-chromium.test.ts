import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { describe, expect, it } from 'vitest';
import type { TestResult } from './browser/vitest.ts';
import { chromiumPath, openPage } from './chromium.ts';

const { resolve } = createRequire(import.meta.url);
const browser = path.join(import.meta.dirname, 'browser');

/** The suite as one script for a page. */
async function bundle(): Promise<string> {
  const { outputFiles } = await esbuild.build({
    entryPoints: [path.join(browser, 'suite.ts')],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    write: false,
    sourcemap: 'inline',
    plugins: [
      {
        name: 'stand-ins',
        setup(build) {
          build.onResolve({ filter: /^(?:vitest|node:crypto)$/ }, ({ path: name }) => ({
            path: path.join(browser, `${name.replace(':', '-')}.ts`),
          }));
        },
      },
    ],
  });
  return outputFiles[0]?.text ?? '';
}

/** Runs the suite in a page: every case is defined and run there, where the mock and msw's worker are. */
async function runInChromium(): Promise<TestResult[]> {
  const { page, close } = await openPage(
    new Map([
      ['/', { type: 'text/html', text: '<!doctype html><script type="module" src="/suite.js"></script>' }],
      ['/suite.js', { type: 'text/javascript', text: await bundle() }],
      [
        '/mockServiceWorker.js',
        { type: 'text/javascript', text: readFileSync(resolve('msw/mockServiceWorker.js'), 'utf8') },
      ],
    ]),
  );
  try {
    return await page.evaluate(async () => await window.runSuite());
  } finally {
    await close();
  }
}

const results = chromiumPath === undefined ? [] : await runInChromium();

describe('msw in Chromium', () => {
  it.skipIf(chromiumPath === undefined)('runs the suite', () => {
    expect(results.length).toBeGreaterThan(200);
  });

  // What is skipped is what this door has no way to show.
  for (const { name, error } of results.filter(({ state }) => state !== 'skipped')) {
    it(name, () => {
      expect(error ?? '').toBe('');
    });
  }
});
