// @ts-check
// Bundles the mock and its msw handlers as a frontend would, and holds what is promised there: nothing of Node's, nothing
// that a strict content security policy forbids, and a size that a page can carry.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import { report } from './lib/report.mjs';
import { root } from './lib/sources.mjs';

/** Kilobytes (1,000 bytes), minified and compressed, lazy chunks included. */
const BUDGET = 90;

if (!existsSync(path.join(root, 'dist/index.js'))) throw new Error('dist/index.js is missing: run npm run build');

const { outputFiles, metafile } = await esbuild.build({
  stdin: { contents: "export * from './dist/index.js';\nexport * from './dist/msw.js';", resolveDir: root },
  absWorkingDir: root,
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'browser',
  // What counts is what comes on top of msw.
  external: ['node:*', 'msw'],
  write: false,
  metafile: true,
  logLevel: 'silent',
});

/** @type {string[]} */
const findings = [];
for (const { imports } of Object.values(metafile.outputs)) {
  for (const { path: name } of imports) {
    if (name !== 'msw') findings.push(`dist/index.js: needs ${name}, which no browser has`);
  }
}
const text = outputFiles.map((file) => file.text).join('\n');
if (/\beval\(|\bnew Function\b/.test(text))
  findings.push('dist/index.js: makes code of text, which a strict CSP forbids');
if (/\bprocess\.(?:env|argv|cwd|exit|nextTick)\b/.test(text))
  findings.push('dist/index.js: reads process, which is Node’s');

const size = gzipSync(text, { level: 9 }).length / 1000;
if (size > BUDGET) findings.push(`dist/index.js: ${size.toFixed(1)} kB compressed in a page, more than ${BUDGET} kB`);

report(findings, `the mock and its handlers run in a browser: ${size.toFixed(1)} of ${BUDGET} kB compressed`);
