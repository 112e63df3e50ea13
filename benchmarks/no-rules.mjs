// @ts-check
// What the faults cost where no rule is set: the engine as it is against the same engine without their selection, in
// processes of their own, in turn.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { median, report, root } from './lib.mjs';

const PAIRS = Number(process.env.BENCH_PAIRS ?? 9);

/** Replays, where the engine's own share is largest. Prints nanoseconds a request. */
const RUN = `
import { createMock } from './src/mock.ts';
const mock = createMock();
const body = new TextEncoder().encode('{"amount":1000,"currency":"MAD","sender":{"user_id":"user_123"}}');
const headers = { authorization: 'Bearer txc_test_42', contentType: 'application/json', idempotencyKeys: ['payment_order_456'] };
const run = (times) => {
  for (let i = 0; i < times; i++) mock.begin({ method: 'POST', target: '/v1/transactions/score', headers, body, reusedConnection: true }).next();
};
run(30_000);
const started = process.hrtime.bigint();
run(150_000);
console.log(Number(process.hrtime.bigint() - started) / 150_000);
`;

/** No rule is ever looked for. @type {esbuild.Plugin} */
const withoutSelection = {
  name: 'without-selection',
  setup(build) {
    build.onLoad({ filter: /src\/arrive\.ts$/ }, ({ path: file }) => {
      const source = readFileSync(file, 'utf8');
      const bare = source
        .replace(/closeConnection: !quiet[^\n]*\n/, 'closeConnection: false,\n')
        .replace(/plan:\s+quiet[\s\S]*?core\.settings\.seed,\n\s*\),\n/, 'plan: NO_FAULTS,\n');
      if (bare.includes('selectFaults(')) throw new Error('no-rules.mjs no longer fits src/arrive.ts.');
      return { contents: bare, loader: 'ts' };
    });
  },
};

/** @param {string} outfile @param {esbuild.Plugin[]} plugins */
async function bundle(outfile, plugins) {
  const stdin = { contents: RUN, resolveDir: root, loader: /** @type {const} */ ('ts') };
  const { outputFiles } = await esbuild.build({
    stdin,
    plugins,
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
  });
  writeFileSync(outfile, outputFiles[0]?.text ?? '');
}

/** @param {string} file */
function nanoseconds(file) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return Number(stdout);
}

export async function noRules() {
  const folder = mkdtempSync(path.join(tmpdir(), 'txcloud-mock-bench-'));
  try {
    const [whole, bare] = [path.join(folder, 'whole.mjs'), path.join(folder, 'bare.mjs')];
    await bundle(whole, []);
    await bundle(bare, [withoutSelection]);
    const ratios = Array.from({ length: PAIRS }, () => nanoseconds(bare) / nanoseconds(whole));
    const ratio = median(ratios);
    report('engine without rules ÷ engine without faults, replays', ratio.toFixed(2), '≥ 0.97', ratio >= 0.97);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
