// @ts-check
// Requests a second against the bare server's, in pairs: server on one processor, load on the other, 32 connections.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { bare, has, median, mock, pinned, report, root, start } from './lib.mjs';

const SECONDS = Number(process.env.BENCH_SECONDS ?? 4);
const PAIRS = Number(process.env.BENCH_PAIRS ?? 5);
let runs = 0;

/** @param {string} url @param {'first' | 'replay'} mode */
function load(url, mode) {
  const script = path.join(root, 'benchmarks', 'score.lua');
  const args = ['-t1', '-c32', `-d${SECONDS}s`, '-s', script, url, '--', mode, `run${++runs}`];
  const [program = '', ...rest] = pinned(1, ['wrk', ...args]);
  const { stdout, stderr, status } = spawnSync(program, rest, { encoding: 'utf8' });
  const rate = Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]);
  if (status !== 0 || !(rate > 0) || /Non-2xx|Socket errors/.test(stdout))
    throw new Error(`wrk failed:\n${stdout}${stderr}`);
  return rate;
}

/**
 * @param {readonly string[]} one
 * @param {readonly string[]} other
 * @param {'first' | 'replay'} mode
 */
async function ratio(one, other, mode) {
  const ratios = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    const rates = [];
    for (const args of [one, other]) {
      const server = await start(args, 0);
      try {
        load(server.url, mode); // warm
        rates.push(load(server.url, mode));
      } finally {
        await server.stop();
      }
    }
    ratios.push((rates[0] ?? 0) / (rates[1] ?? 1));
  }
  return median(ratios);
}

export async function throughput() {
  if (!has('wrk')) {
    console.log('skipped  throughput: wrk is not installed (Debian: apt-get install wrk)');
    return;
  }
  const first = await ratio(mock, bare, 'first');
  report('first-time keyed POST /transactions/score ÷ bare', first.toFixed(2), '≥ 0.45 (aim 0.6)', first >= 0.45);
  const replay = await ratio(mock, bare, 'replay');
  report('replays ÷ bare', replay.toFixed(2), '≥ 0.65 (aim 0.8)', replay >= 0.65);
  const rules = Array.from({ length: 100 }, (_, i) => [
    '--fault',
    `status code=503 on=/transactions/score key=never_${i}_*`,
  ]).flat();
  const withRules = await ratio([...mock, ...rules], mock, 'first');
  report(
    'first-time with 100 status rules that do not match ÷ without',
    withRules.toFixed(2),
    '≥ 0.90',
    withRules >= 0.9,
  );
}
