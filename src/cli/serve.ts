import { startServer } from '../adapters/node.ts';
import { isLoopback } from '../control/guards.ts';
import type { Env, Io } from './io.ts';
import { LineWriter } from './line-writer.ts';
import { readFlags, type ServeFlags } from './read-flags.ts';
import { removeReadyFile, writeReadyFile } from './ready-file.ts';
import { type AttemptFormat, jsonLine, type LogForm, prettyLine } from './request-log.ts';
import { explainStart } from './start-error.ts';
import { jsonSummary, prettySummary } from './summary.ts';
import { visibleJson } from './visible.ts';

type Server = Awaited<ReturnType<typeof startServer>>;

/** How long the last lines may take to a slow reader, in milliseconds. */
const LAST_LINES_MS = 250;

/**
 * `txcloud-mock [serve]`: runs a server until SIGINT or SIGTERM.
 * @param given the flags, by option name
 * @returns the exit code
 * @throws {UsageError} for a flag that cannot be
 * @throws {RunError} when the server cannot start, such as on a port in use
 */
export async function serve(given: Readonly<Record<string, unknown>>, env: Env, io: Io): Promise<number> {
  const flags = await readFlags(given, env);
  const { log, readyFile } = flags;
  if (readyFile !== undefined) await removeReadyFile(readyFile);
  const out = new LineWriter(io.stdout, (lines) => droppedLine(log, lines));
  const err = new LineWriter(io.stderr, (lines) => droppedLine('pretty', lines));
  for (const { name, near } of flags.strayVariables)
    err.write(`txcloud-mock: ${name} is no flag's. Did you mean ${near}?`);

  const stopped = stopSignal(io);
  const server = await startServer(flags.options).catch((error: unknown) => {
    throw explainStart(error, flags);
  });
  try {
    report(server, out, err, formatOf(log, io, env));
    warnOffLoopback(flags, err);
    const ready = { url: server.url, baseUrl: server.baseUrl, pid: io.pid };
    if (readyFile !== undefined)
      await writeReadyFile(readyFile, `${JSON.stringify({ event: 'ready', ...ready })}\n`, io.pid);
    out.write(
      log === 'json' ? visibleJson({ event: 'ready', ...ready }) : `txcloud-mock listening on ${server.baseUrl}`,
    );
    await stopped;
  } finally {
    await server.close();
    if (readyFile !== undefined) await removeReadyFile(readyFile);
  }
  if (log === 'pretty') out.write(prettySummary(server.mock.totals()));
  if (log === 'json') out.write(jsonSummary(server.mock.totals()));
  const taken = await Promise.all([out.end(LAST_LINES_MS), err.end(LAST_LINES_MS)]);
  // Lines that nobody takes would keep the process for ever.
  if (taken.includes(false)) io.exit(0);
  return 0;
}

/** Settles at the first SIGINT or SIGTERM; the second one ends the process where it stands. */
async function stopSignal(io: Io): Promise<void> {
  await new Promise<void>((resolve) => {
    let stopping = false;
    const stop = (_signal: NodeJS.Signals, number: number): void => {
      if (stopping) io.exit(128 + number);
      stopping = true;
      resolve();
    };
    io.on('SIGINT', stop).on('SIGTERM', stop);
  });
}

/** Writes the log: attempts, mistakes of the mock's own, and one warning when a real secret comes in. */
function report({ mock }: Server, out: LineWriter, err: LineWriter, format: AttemptFormat | undefined): void {
  if (format !== undefined) mock.onAttempt((attempt) => out.write(format(attempt, new Date())));
  mock.onError((error) => err.write(`txcloud-mock: a mistake of the mock's own, please report it: ${stackOf(error)}`));
  const stopWatching = mock.onAttempt(({ api_key: apiKey }) => {
    if (apiKey?.startsWith('txc_live_') !== true) return;
    stopWatching();
    err.write(
      `txcloud-mock: a live API key (${apiKey}) has reached this mock. Use a txc_test_ key here, and replace the live one if others can read this.`,
    );
  });
}

function formatOf(log: LogForm, io: Io, env: Env): AttemptFormat | undefined {
  if (log === 'silent') return undefined;
  if (log === 'json') return jsonLine;
  return prettyLine(io.stdout.isTTY && !isSet(env['NO_COLOR']) && env['TERM'] !== 'dumb');
}

function warnOffLoopback({ options }: ServeFlags, err: LineWriter): void {
  const { host = '127.0.0.1', controlToken } = options;
  if (isLoopback(host) || controlToken !== undefined) return;
  err.write(
    `txcloud-mock: listening beyond loopback (${host}) without --control-token, so the control API /_mock is off.`,
  );
}

function droppedLine(log: LogForm, lines: number): string {
  return log === 'json'
    ? visibleJson({ event: 'dropped', lines })
    : `… ${lines} lines left out: they came faster than they were read`;
}

function isSet(text: string | undefined): boolean {
  return text !== undefined && text !== '';
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
