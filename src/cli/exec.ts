import { randomUUID } from 'node:crypto';
import { startServer } from '../adapters/node.ts';
import type { TotalsView } from '../totals.ts';
import { EXEC_FLAGS } from './flags.ts';
import type { Env, Io } from './io.ts';
import { LineWriter } from './line-writer.ts';
import { readFlags, type ServeFlags } from './read-flags.ts';
import { droppedLine, formatOf, LAST_LINES_MS, report, warnOffLoopback, warnOfVariables } from './report.ts';
import { runCommand } from './run-command.ts';
import { explainStart } from './start-error.ts';
import { jsonSummary, prettySummary } from './summary.ts';

/**
 * `txcloud-mock exec -- <command>`: starts a server on a free port, runs the command with its address and a fresh API key
 * in the environment, and stops it. Standard output is the command's own; all that is said goes to stderr.
 * @param command the program and its arguments
 * @param given the flags, by option name
 * @returns the command's exit code, 128 + n when signal n ended it; with `--require-fired` 1 in place of 0 when a fault
 *   never fired
 * @throws {UsageError} for a flag that cannot be
 * @throws {RunError} when the server cannot start, or the command cannot: then with 127 or 126 for its exit code
 */
export async function exec(
  command: readonly string[],
  given: Readonly<Record<string, unknown>>,
  env: Env,
  io: Io,
): Promise<number> {
  const flags = await readFlags(given, env, EXEC_FLAGS);
  const log = flags.log ?? 'pretty';
  const err = new LineWriter(io.stderr, (lines) => droppedLine(log, lines));
  warnOfVariables(flags, err);
  const server = await startServer({ ...flags.options, port: 0 }).catch((error: unknown) => {
    throw explainStart(error, flags);
  });
  let code: number;
  try {
    report(server, err, err, flags.log === undefined ? undefined : formatOf(log, io.stderr, env));
    warnOffLoopback(flags, err);
    const variables = { TXCLOUD_BASE_URL: server.baseUrl, TXCLOUD_API_KEY: apiKeyFor(flags) };
    code = await runCommand(command, { ...env, ...variables, ...besideProxy(env) }, io);
  } finally {
    await server.close();
  }
  const totals = server.mock.history();
  if (log !== 'silent') err.write(log === 'json' ? jsonSummary(totals) : prettySummary(totals));
  const missed = flags.requireFired ? whatWasMissed(totals) : undefined;
  if (missed !== undefined) err.write(`txcloud-mock: ${flags.label('requireFired')}: ${missed}`);
  const exitCode = code === 0 && missed !== undefined ? 1 : code;
  // Lines that nobody takes would keep the process for ever.
  if (!(await err.end(LAST_LINES_MS))) io.exit(exitCode);
  return exitCode;
}

/** A key that no other run has, and so a world of its own; or the first of `--api-key`, as no other would be good. */
function apiKeyFor({ options: { apiKey } }: ServeFlags): string {
  const only = typeof apiKey === 'string' ? apiKey : apiKey?.[0];
  return only ?? `txc_test_${randomUUID().replaceAll('-', '')}`;
}

/** Where clients go through a proxy, this machine is not to be asked for there. */
function besideProxy(env: Env): Env {
  const proxied = Object.keys(env).some((name) => /^(?:https?|all)_proxy$/i.test(name));
  if (!proxied) return {};
  const hosts = [env['no_proxy'] ?? env['NO_PROXY'], '127.0.0.1'].filter(Boolean).join(',');
  return { no_proxy: hosts, NO_PROXY: hosts };
}

/** What of the faults tested nothing, in words; undefined when all of them fired. */
function whatWasMissed({ faults_fired: fired, faults_never_fired: unfired }: TotalsView): string | undefined {
  if (fired.length + unfired.length === 0) return 'no fault was set: nothing was tested. Set one with --fault <rule>.';
  const scripts = unfired.filter(({ unused }) => unused !== undefined).length;
  const rules = unfired.length - scripts;
  const parts = [
    ...(rules > 0 ? [`${rules} ${rules === 1 ? 'fault' : 'faults'} never fired`] : []),
    ...(scripts > 0 ? [`${scripts} ${scripts === 1 ? 'script was' : 'scripts were'} not used up`] : []),
  ];
  if (parts.length === 0) return undefined;
  return `${parts.join(', ')}: what ${unfired.length === 1 ? 'it stands' : 'they stand'} for was not tested.`;
}
