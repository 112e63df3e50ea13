import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { root } from './page.ts';

/** The built program. */
export const BIN = path.join(root, 'bin/txcloud-mock.js');

/** The port that pages write when they give none; the server that runs has another. */
const WRITTEN = '4010';

/** A server of a page: the built program, on a free port. */
export class PageServer {
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;
  #output = '';
  #wake: (() => void) | undefined;
  #port = '';
  /** The address as the page writes it. */
  readonly #written: string;

  private constructor(child: ChildProcess, writtenPort: string) {
    this.#child = child;
    this.#written = `127.0.0.1:${writtenPort}`;
    this.#ended = new Promise((resolve) => {
      child.on('close', (code) => {
        resolve(code);
        this.#wake?.();
      });
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        this.#output += text;
        this.#wake?.();
      });
    }
  }

  /** Starts it, and waits until it accepts connections. @param args the flags of the page; its port is taken for a free one */
  static async start(args: readonly string[], cwd: string, env: Readonly<Record<string, string>>): Promise<PageServer> {
    const child = spawn(process.execPath, [BIN, ...args, '--port', '0'], {
      cwd,
      env: { ...process.env, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const server = new PageServer(child, args[args.indexOf('--port') + 1 || args.length] ?? WRITTEN);
    await server.until((output) => /http:\/\/127\.0\.0\.1:\d+/.test(output));
    server.#port = /http:\/\/127\.0\.0\.1:(\d+)/.exec(server.#output)?.[1] ?? '';
    return server;
  }

  /** Puts this server's address where the page has the one it writes. */
  localise(text: string): string {
    return text.replaceAll(this.#written, `127.0.0.1:${this.#port}`);
  }

  /** The other way round, for what was printed. */
  delocalise(text: string): string {
    return text.replaceAll(`127.0.0.1:${this.#port}`, this.#written);
  }

  /** What it has printed so far. */
  get output(): string {
    return this.delocalise(this.#output);
  }

  /** Waits until what was printed is as wanted. @throws {Error} when it is not within 10 s, or the server has ended */
  async until(wanted: (output: string) => boolean): Promise<void> {
    const late = AbortSignal.timeout(10_000);
    while (!wanted(this.output)) {
      if (late.aborted || this.#child.exitCode !== null) {
        throw new Error(`The server has not printed what was expected, but\n${this.output}`);
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        late.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }

  /** Stops it as Ctrl-C does. Returns its exit code. */
  async stop(): Promise<number | null> {
    this.#child.kill('SIGINT');
    return await this.#ended;
  }
}
