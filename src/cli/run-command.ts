import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { isatty } from 'node:tty';
import type { Env, Io } from './io.ts';
import { RunError } from './usage-error.ts';
import { visible } from './visible.ts';

/** What can be caught and means something to a command; at a SIGUSR1 that nobody catches Node starts its debugger. */
const PASSED_ON = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const;
/** Those of Ctrl-C and Ctrl-\: a terminal sends them to every process that it runs. */
const TYPED: ReadonlySet<NodeJS.Signals> = new Set(['SIGINT', 'SIGQUIT']);

/** Exit codes as shells have them. */
const NOT_EXECUTABLE = 126;
const NOT_FOUND = 127;

/**
 * Runs a command on this process's own streams, and passes signals on to it until it has ended.
 * @returns its exit code, or 128 + n when signal n ended it
 * @throws {RunError} when it cannot be started: exit code 127 if there is none, 126 if it cannot be executed
 */
export async function runCommand([file = '', ...args]: readonly string[], env: Env, io: Io): Promise<number> {
  let child: ChildProcess | undefined;
  const early: NodeJS.Signals[] = [];
  // The command has it from the terminal too; a second SIGINT would make many commands break off at once.
  const onTerminal = [0, 1, 2].some((fd) => isatty(fd));
  const pass = (signal: NodeJS.Signals): void => {
    if (child === undefined) early.push(signal);
    else if (!(onTerminal && TYPED.has(signal))) child.kill(signal);
  };
  for (const signal of PASSED_ON) io.on(signal, pass);
  try {
    const started = await start(file, args, env);
    const ended = new Promise<number>((resolve) => {
      started.on('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
    });
    // Such as of `sudo`, which is another user's process by now: it goes on, and so do we.
    started.on('error', ({ message }) =>
      io.stderr.write(`txcloud-mock: exec: a signal was not passed on: ${message}\n`),
    );
    child = started;
    for (const signal of early) started.kill(signal);
    return await ended;
  } finally {
    for (const signal of PASSED_ON) io.off(signal, pass);
  }
}

async function start(file: string, args: readonly string[], env: Env): Promise<ChildProcess> {
  if (file === '') throw cannotStart(file, 'ENOENT');
  try {
    const child = spawn(file, args, { env, stdio: 'inherit' });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve).once('error', reject);
    });
    return child;
  } catch (error) {
    throw error instanceof Error && 'code' in error ? cannotStart(file, String(error.code)) : error;
  }
}

/** What a command that there is not was probably meant to be. */
function hintFor(file: string, name: string): string {
  if (/^\w+=/.test(file)) return ` A variable of the command needs env: exec -- env ${name} <command …>`;
  return /\s/.test(file) ? ` Write it without quotes, or as a shell line: exec -- sh -c ${name}` : '';
}

function cannotStart(file: string, code: string): RunError {
  const name = JSON.stringify(visible(file));
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new RunError(`exec: there is no command ${name}.${hintFor(file, name)}`, NOT_FOUND);
  }
  const reason = code === 'EACCES' ? 'no permission, or not a program' : code;
  return new RunError(`exec: ${name} cannot be executed: ${reason}.`, NOT_EXECUTABLE);
}
