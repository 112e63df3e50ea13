import { startServer } from '../adapters/node.ts';
import type { Env, Io } from './io.ts';
import { LineWriter } from './line-writer.ts';
import { readFlags } from './read-flags.ts';
import { removeReadyFile, writeReadyFile } from './ready-file.ts';
import { droppedLine, formatOf, LAST_LINES_MS, report, warnOffLoopback, warnOfVariables } from './report.ts';
import { explainStart } from './start-error.ts';
import { jsonSummary, prettySummary } from './summary.ts';
import { visibleJson } from './visible.ts';

/**
 * `txcloud-mock [serve]`: runs a server until SIGINT or SIGTERM.
 * @param given the flags, by option name
 * @returns the exit code
 * @throws {UsageError} for a flag that cannot be
 * @throws {RunError} when the server cannot start, such as on a port in use
 */
export async function serve(given: Readonly<Record<string, unknown>>, env: Env, io: Io): Promise<number> {
  const flags = await readFlags(given, env);
  const { log = 'pretty', readyFile } = flags;
  if (readyFile !== undefined) await removeReadyFile(readyFile);
  const out = new LineWriter(io.stdout, (lines) => droppedLine(log, lines));
  const err = new LineWriter(io.stderr, (lines) => droppedLine('pretty', lines));
  warnOfVariables(flags, err);
  const stopped = stopSignal(io);
  const server = await startServer(flags.options).catch((error: unknown) => {
    throw explainStart(error, flags);
  });
  try {
    report(server, out, err, formatOf(log, io.stdout, env));
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
  if (log === 'pretty') out.write(prettySummary(server.mock.history()));
  if (log === 'json') out.write(jsonSummary(server.mock.history()));
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
