import { isLoopback } from '../control/guards.ts';
import type { RunningServer } from '../adapters/node.ts';
import type { Env } from './io.ts';
import type { LineWriter } from './line-writer.ts';
import type { ServeFlags } from './read-flags.ts';
import { type AttemptFormat, jsonLine, type LogForm, prettyLine } from './request-log.ts';
import { visibleJson } from './visible.ts';

/** How long the last lines may take to a slow reader, in milliseconds. */
export const LAST_LINES_MS = 250;

/**
 * Writes what happens to a server: attempts, mistakes of the mock's own, and one warning when a real secret comes in.
 * @param format of the lines for attempts; undefined: none
 */
export function report(
  { mock }: RunningServer,
  out: LineWriter,
  err: LineWriter,
  format: AttemptFormat | undefined,
): void {
  if (format !== undefined) mock.onAttempt((attempt) => out.write(format(attempt, new Date())));
  mock.onError((error) => err.write(`txcloud-mock: a mistake of the mock's own, please report it: ${stackOf(error)}`));
  const stopWatching = mock.onLiveKey((apiKey) => {
    stopWatching();
    err.write(
      `txcloud-mock: a live API key (${apiKey}) has reached this mock. Use a txc_test_ key here, and replace the live one if others can read this.`,
    );
  });
}

/** Warns of variables that look like flags. */
export function warnOfVariables({ strayVariables }: ServeFlags, err: LineWriter): void {
  for (const { name, near } of strayVariables) err.write(`txcloud-mock: ${name} is no flag's. Did you mean ${near}?`);
}

/** Warns of a control API that is off. */
export function warnOffLoopback({ options }: ServeFlags, err: LineWriter): void {
  const { host = '127.0.0.1', controlToken } = options;
  if (isLoopback(host) || controlToken !== undefined) return;
  err.write(
    `txcloud-mock: listening beyond loopback (${host}) without --control-token, so the control API /_mock is off.`,
  );
}

/** @param stream where the lines go: colours are for terminals, unless the environment says otherwise */
export function formatOf(log: LogForm, stream: NodeJS.WriteStream, env: Env): AttemptFormat | undefined {
  if (log === 'silent') return undefined;
  if (log === 'json') return jsonLine;
  return prettyLine(stream.isTTY && !isSet(env['NO_COLOR']) && env['TERM'] !== 'dumb');
}

/** The line that stands for so many lines that were left out. */
export function droppedLine(log: LogForm, lines: number): string {
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
