// @ts-check
// Packs the package as a release would, and looks at what users would get: files, size, entry points, types.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { report } from './lib/report.mjs';
import { root } from './lib/sources.mjs';
import { toolPath } from './lib/tools.mjs';

/** Megabytes (1,000,000 bytes), installed. */
const BUDGET = 9;

const NEEDED = [
  'LICENSE',
  'README.md',
  'openapi.yaml',
  'bin/txcloud-mock.js',
  'dist/index.js',
  'dist/index.cjs',
  'dist/msw.js',
  'dist/msw.cjs',
  'dist/node.js',
  'dist/node.cjs',
  'dist/node-in-a-browser.js',
  'dist/cli.js',
  'dist/types/index.d.ts',
  'dist/types/index.d.cts',
  'dist/types/adapters/msw.d.ts',
  'dist/types/adapters/node.d.ts',
  'dist/THIRD-PARTY-LICENSES',
];

/** @typedef {{ filename: string, size: number, unpackedSize: number, files: { path: string }[] }} Packed */

const folder = mkdtempSync(path.join(tmpdir(), 'txcloud-mock-pack-'));
try {
  // --ignore-scripts: dist/ has just been built, and building it again here would race with the other checks.
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const output = execFileSync('npm', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const packed = /** @type {Packed[]} */ (JSON.parse(output))[0];
  if (packed === undefined) throw new Error('npm pack answered an empty list');

  /** @type {string[]} */
  const findings = [];
  const names = new Set(packed.files.map((file) => file.path));
  for (const name of NEEDED) if (!names.has(name)) findings.push(`package.json: the package lacks ${name}`);
  for (const name of names) {
    if (/^(?:src|test|scripts)\//.test(name)) findings.push(`package.json: the package should not contain ${name}`);
  }

  const size = packed.unpackedSize / 1e6;
  if (size > BUDGET) findings.push(`package.json: ${size.toFixed(2)} MB installed, more than ${BUDGET} MB`);

  const tarball = path.join(folder, packed.filename);
  for (const [tool, ...rest] of [
    ['publint', 'run', tarball, '--strict'],
    // Resolution before Node 16 knows no subpaths, and a YAML file has no types.
    ['@arethetypeswrong/cli', tarball, '--profile', 'node16', '--exclude-entrypoints', './openapi.yaml'],
  ]) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [toolPath(tool ?? ''), ...rest], {
      cwd: root,
      encoding: 'utf8',
    });
    if (status !== 0) findings.push(`${tool}:`, stdout, stderr);
  }
  report(findings, `${names.size} files, ${(packed.size / 1e6).toFixed(2)} MB packed, ${size.toFixed(2)} MB installed`);
} finally {
  rmSync(folder, { recursive: true });
}
