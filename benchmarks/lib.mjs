// @ts-check
import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const here = (/** @type {string} */ file) => path.join(root, 'benchmarks', file);

export const bare = [here('bare-server.mjs')];
export const mock = [
  path.join(root, 'bin', 'txcloud-mock.js'),
  '--port',
  '0',
  '--log',
  'silent',
  '--max-keys',
  '10000000',
  '--max-bytes',
  '8GB',
];

/** Whether a program can be run. @param {string} program */
export function has(program) {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}

/** Puts a command on one processor, where that can be done. @param {number} cpu @param {readonly string[]} command */
export function pinned(cpu, command) {
  return has('taskset') ? ['taskset', '-c', String(cpu), ...command] : [...command];
}

/**
 * Starts a server and waits for the line that tells its address.
 * @param {readonly string[]} args of node
 * @param {number} [cpu]
 */
export async function start(args, cpu) {
  const [program = '', ...rest] =
    cpu === undefined ? [process.execPath, ...args] : pinned(cpu, [process.execPath, ...args]);
  const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (url !== undefined) {
      child.stdout.resume();
      return { url, stop: () => stop(child) };
    }
  }
  throw new Error(`${args.join(' ')} ended without telling its address.`);
}

/** @param {import('node:child_process').ChildProcess} child */
async function stop(child) {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** One line of the report. @param {string} name @param {string} figure @param {string} target @param {boolean} met */
export function report(name, figure, target, met) {
  console.log(`${met ? 'met   ' : 'MISSED'}  ${name.padEnd(58)} ${figure.padStart(10)}   ${target}`);
}
