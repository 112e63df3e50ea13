// @ts-check
// What a stored record weighs, and whether a million of them ever stop the process.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { report, root } from './lib.mjs';

/** @typedef {{ recordBytes: number, longestPause: number, longestCollection: number, keysLeft: number, keys: number }} Figures */

/** Runs million.mjs in a process of its own. @returns {Figures} */
function measure() {
  const script = path.join(root, 'benchmarks', 'million.mjs');
  const flags = ['--expose-gc', '--max-old-space-size=8192'];
  const { stdout, status, stderr } = spawnSync(process.execPath, [...flags, script], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`million.mjs failed:\n${stderr}`);
  /** @type {unknown} */
  const figures = JSON.parse(stdout);
  return /** @type {Figures} */ (figures);
}

export function memory() {
  const { recordBytes, longestPause, longestCollection, keysLeft, keys } = measure();
  const count = (/** @type {number} */ n) => n.toLocaleString('en');
  report('bytes of a stored record beside its body', count(recordBytes), '≤ 1,024', recordBytes <= 1024);
  report(
    `longest pause of our own, ${count(keys)} keys stored and expired`,
    `${longestPause.toFixed(0)} ms`,
    `≤ 50 ms (longest garbage collection ${longestCollection.toFixed(0)} ms; ${count(keysLeft)} keys left)`,
    longestPause <= 50,
  );
}
