// @ts-check
// Bundles the mock and its msw handlers as a frontend would, and holds what is promised there: nothing of Node's, nothing
// that a strict content security policy forbids, and a size that a page can carry.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { report } from './lib/report.mjs';
import { root } from './lib/sources.mjs';

/** Kilobytes (1,000 bytes) that a page with msw grows by, minified and compressed, lazy chunks included. */
const BUDGET = 90;

const MSW = "import { http } from 'msw'; import { setupWorker } from 'msw/browser'; console.log(http, setupWorker);";
const OURS =
  "import { createMock } from 'txcloud-mock'; import { createHandlers } from 'txcloud-mock/msw'; console.log(createMock, createHandlers);";

/**
 * The code of a page, as Vite builds it.
 * @param {string} contents of its only module
 * @returns {Promise<string>}
 */
async function pageOf(contents) {
  const entry = path.join(root, 'page.js');
  const result = await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'page',
        resolveId: (id) => (id === entry ? entry : undefined),
        load: (id) => (id === entry ? contents : undefined),
      },
    ],
    build: {
      write: false,
      target: 'es2022',
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 1000,
      rolldownOptions: { input: entry },
    },
  });
  const outputs = [result].flat().flatMap((one) => ('output' in one ? one.output : []));
  return outputs.map((part) => (part.type === 'chunk' ? part.code : '')).join('\n');
}

/** @param {string} text */
function kilobytes(text) {
  return gzipSync(text, { level: 9 }).length / 1000;
}

if (!existsSync(path.join(root, 'dist/index.js'))) throw new Error('dist/index.js is missing: run npm run build');
const ours = await pageOf(OURS);
const size = kilobytes(await pageOf(MSW + OURS)) - kilobytes(await pageOf(MSW));

/** @type {string[]} */
const findings = [];
for (const [, name] of ours.matchAll(/\b(?:from|import)\s*\(?["'](node:[^"']+|__vite-browser-external[^"']*)["']/g)) {
  findings.push(`dist/index.js: needs ${name}, which no browser has`);
}
if (/\beval\(|\bnew Function\b/.test(ours))
  findings.push('dist/index.js: makes code of text, which a strict CSP forbids');
if (/\bprocess\.(?:env|argv|cwd|exit|nextTick)\b/.test(ours))
  findings.push('dist/index.js: reads process, which is Node’s');
if (size > BUDGET)
  findings.push(`dist/index.js: adds ${size.toFixed(1)} kB to a page with msw, more than ${BUDGET} kB`);

report(findings, `the mock and its handlers run in a browser: ${size.toFixed(1)} of ${BUDGET} kB compressed`);
