import type { MockOptions } from '../options.ts';
import { nearestOf } from '../model/nearest.ts';
import { readFaults } from './files.ts';
import { readFixtures } from './fixture-files.ts';
import { ALL_FLAGS, type Flag, FLAGS, optionOf, PREFIX, variableOf } from './flags.ts';
import type { Env } from './io.ts';
import type { LogForm } from './request-log.ts';
import { UsageError } from './usage-error.ts';

/** What the command line and the environment ask for. */
export interface ServeFlags {
  /** The options of `startServer`. Their values are checked there. */
  readonly options: MockOptions & {
    readonly port: number;
    readonly host?: string;
    readonly corsOrigin?: readonly string[];
    readonly allowHost?: readonly string[];
    readonly controlToken?: string;
  };
  /** Undefined when nobody has asked for one. */
  readonly log: LogForm | undefined;
  readonly readyFile: string | undefined;
  /** Of `exec`: whether a fault that never fired fails the run. */
  readonly requireFired: boolean;
  /** What to call an option in an error: its flag, or the variable that it came from. */
  readonly label: (option: string) => string;
  /** Variables that look like flags and are none. */
  readonly strayVariables: readonly { readonly name: string; readonly near: string }[];
}

/** What a flag's text stands for, before the library checks it. */
type Value = string | number | boolean | readonly string[];

/** Options that are numbers to the library; all others may be text. */
const NUMBERS = new Set(['port', 'conflictStatus', 'maxKeys']);

/**
 * Puts flags and environment variables together, flags first, and reads the files that they name.
 * @param given the flags, by option name, as commander has parsed them
 * @param known the flags that the command has
 * @throws {UsageError} for what the library cannot check: files, `--log`, text where a number or a switch belongs
 */
export async function readFlags(
  given: Readonly<Record<string, unknown>>,
  env: Env,
  known: readonly Flag[] = FLAGS,
): Promise<ServeFlags> {
  const values = new Map<string, Value>();
  const labels = new Map<string, string>();
  for (const flag of known) {
    const option = optionOf(flag.name);
    const fromFlag = given[option] as Value | undefined;
    const text = env[variableOf(flag.name)];
    // An empty variable is how one is unset where it cannot be removed, such as in a compose file.
    const fromEnv = text === undefined || text === '' ? undefined : valueOf(flag, text);
    labels.set(option, fromFlag === undefined && fromEnv !== undefined ? variableOf(flag.name) : `--${flag.name}`);
    const value = fromFlag ?? fromEnv;
    if (value !== undefined) values.set(option, NUMBERS.has(option) ? numberOf(value) : value);
  }
  const label = (option: string): string => labels.get(option) ?? option;
  const take = (option: string): string | undefined => {
    const value = values.get(option);
    values.delete(option);
    return value === undefined ? undefined : String(value);
  };
  const log = logOf(take('log'), label('log'));
  const readyFile = take('readyFile');
  const requireFired = take('requireFired') === 'true';
  const [faultsFile, fixturesFolder] = [take('faults'), take('fixtures')];
  const faults = faultsFile === undefined ? undefined : await readFaults(faultsFile, label('faults'));
  const fixtures = fixturesFolder === undefined ? undefined : await readFixtures(fixturesFolder, label('fixtures'));
  const options = { port: 4010, ...Object.fromEntries(values), ...(faults === undefined ? {} : { faults }), fixtures };
  return { options, log, readyFile, requireFired, label, strayVariables: strayVariables(env) };
}

/** The value of an environment variable. */
function valueOf(flag: Flag, text: string): Value {
  if (flag.repeatable === true) return listOf(flag.name, text);
  if (flag.value !== undefined) return text;
  if (/^(?:1|true|yes|on)$/i.test(text)) return true;
  if (/^(?:0|false|no|off)$/i.test(text)) return false;
  throw new UsageError(`${variableOf(flag.name)}: ${JSON.stringify(text)} is neither true nor false.`);
}

/** Values one a line; or, in one line, with commas between them. The commas of a scoped API key are its own. */
function listOf(name: string, text: string): readonly string[] {
  const comma = name === 'api-key' ? /,(?=\s*txc_)/ : ',';
  const parts = text.includes('\n') ? text.split('\n') : text.split(comma);
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function numberOf(value: Value): Value {
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
}

const LOGS = ['pretty', 'json', 'silent'] as const;

function logOf(text: string | undefined, label: string): LogForm | undefined {
  if (text === undefined) return undefined;
  const found = LOGS.find((form) => form === text);
  if (found !== undefined) return found;
  const near = nearestOf(text, LOGS);
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  throw new UsageError(`${label}: ${JSON.stringify(text)} is not one of ${LOGS.join(', ')}.${hint}`);
}

function strayVariables(env: Env): { name: string; near: string }[] {
  const known = ALL_FLAGS.map((flag) => variableOf(flag.name));
  return Object.keys(env)
    .filter((name) => name.startsWith(PREFIX) && !known.includes(name))
    .flatMap((name) => {
      const near = nearestOf(
        name.slice(PREFIX.length),
        known.map((one) => one.slice(PREFIX.length)),
      );
      return near === undefined ? [] : [{ name, near: `${PREFIX}${near}` }];
    });
}
