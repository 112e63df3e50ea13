import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sample } from '../src/simulators/fixtures.ts';

const root = path.resolve(import.meta.dirname, '..');
const bin = path.join(root, 'bin/txcloud-mock.js');

/** A run of `txcloud-mock` as a user starts it. */
export interface Run {
  readonly process: ChildProcess;
  /** What it has written so far. */
  readonly out: () => string;
  readonly err: () => string;
  /** Settles with its exit code once it has ended. */
  readonly ended: Promise<number | null>;
}

/** Starts the built program. Without variables of the machine that could change what is tested. */
export function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Run {
  if (!existsSync(path.join(root, 'dist/cli.js'))) throw new Error('dist/cli.js is missing: run npm run build');
  const child = spawn(process.execPath, [bin, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { process: child, out: () => out, err: () => err, ended };
}

/** Runs the program to its end. */
export async function runToEnd(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: number | null; out: string; err: string }> {
  const running = run(args, env);
  const code = await running.ended;
  return { code, out: running.out(), err: running.err() };
}

/** A server of the command line. */
export interface Served extends Run, AsyncDisposable {
  readonly url: string;
  /** Sends SIGTERM, and returns the exit code. */
  readonly stop: () => Promise<number | null>;
}

/** Starts a server on a free port, and waits for its ready line. */
export async function serve(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<Served> {
  const running = run(['--port', '0', ...args], env);
  await until(() => running.out().includes('\n') || running.process.exitCode !== null);
  const url = /http:\/\/[^/"\s]+:\d+/.exec(running.out())?.[0];
  if (url === undefined) throw new Error(`It did not start: ${running.out()}${running.err()}`);
  const stop = async (): Promise<number | null> => {
    running.process.kill('SIGTERM');
    return await running.ended;
  };
  return {
    ...running,
    url,
    stop,
    [Symbol.asyncDispose]: async () => {
      running.process.kill('SIGKILL');
      await running.ended;
    },
  };
}

/** Waits until something is so; at most five seconds. */
export async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !condition(); i++) await sleep(10);
  if (!condition()) throw new Error('It did not come about within five seconds.');
}

/** A POST with a key, as a client of TXCloud sends it. */
export async function post(
  url: string,
  target: string,
  body: unknown,
  { key, apiKey = 'txc_test_42' }: { key?: string; apiKey?: string } = {},
): Promise<{ status: number; headers: Headers; text: string }> {
  const response = await fetch(`${url}/v1${target}`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Authorization: `Bearer ${apiKey}`,
      ...(key === undefined ? {} : { 'Idempotency-Key': key }),
    },
    body: JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** A call of the control API. */
export async function control(
  url: string,
  method: string,
  target: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; headers: Headers; json: Record<string, unknown> }> {
  const response = await fetch(`${url}/_mock${target}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return {
    status: response.status,
    headers: response.headers,
    json: (await response.json()) as Record<string, unknown>,
  };
}

/** The first sample request of every endpoint. */
export function firstSamples(): readonly Sample[] {
  const file = readFileSync(path.join(root, 'fixtures/samples.json'), 'utf8');
  const { samples } = JSON.parse(file) as { samples: readonly Sample[] };
  return samples.filter((sample, i) => samples.findIndex((other) => other.on === sample.on) === i);
}
