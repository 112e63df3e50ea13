import { spawn } from 'node:child_process';

/** What a program has printed, and how it ended. */
export interface Run {
  /** Both streams, as they came. */
  readonly output: string;
  /** 128 + the signal's number when a signal ended it, as a shell says. */
  readonly code: number;
}

/** Runs a program to its end. @param options `cwd`; `env`: on top of ours; `ms`: when it is killed, 20 s if absent */
export function run(
  program: string,
  args: readonly string[],
  options: { cwd?: string; env?: Readonly<Record<string, string>>; ms?: number } = {},
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: { ...process.env, NO_COLOR: '1', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: options.ms ?? 60_000,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ output, code: code ?? 128 + 15 }));
  });
}
