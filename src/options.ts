import { PROFILE_NAMES, type ProfileName } from './faults/profiles.ts';
import { MAX_RULES } from './faults/rule-set.ts';
import type { KeyFormat } from './idempotency/key-format.ts';
import { parseTime } from './model/clock.ts';
import { isPlainObject } from './model/plain-object.ts';
import {
  apiKeysOf,
  checked,
  count,
  duration,
  flag,
  hostName,
  latencyOf,
  listOf,
  oneOf,
  onlyNames,
  onlyObject,
  OptionError,
  positive,
  size,
  text,
} from './option-values.ts';
import {
  builtInFixtures,
  FIXTURE_FILES,
  type FixtureFiles,
  type Fixtures,
  parseFixtures,
} from './simulators/fixtures.ts';
import type { Plan } from './world/rate-limits.ts';
import { MAX_SCENARIO_RULES } from './world/scenario-rules.ts';

/**
 * The options of a mock: the flags of the command line, in camelCase.
 * @example createMock({ seed: 'checkout', strict: true, ttl: '1h' })
 */
export interface MockOptions {
  /** What every result is a function of. @default '1' */
  readonly seed?: string | number | undefined;
  /** Where the mock's clock starts. @default real time */
  readonly clock?: Date | number | string | undefined;
  /** Whether the mock's clock stands still. @default false */
  readonly freeze?: boolean | undefined;
  /** Also require what TXCloud's OpenAPI files require, and check base64 and formats (endpoints.md). @default false */
  readonly strict?: boolean | undefined;
  /** Simulated processing time: milliseconds, a duration, or `min-max` in milliseconds. The key is held meanwhile. @default 0 */
  readonly latency?: number | string | undefined;
  /** What a second request gets while the first is being processed: a 409 at once, or the first one's result (R14). @default 'reject' */
  readonly inFlight?: InFlight | undefined;
  /** Which idempotency keys are good (R6). @default 'documented' */
  readonly keyFormat?: KeyFormat | undefined;
  /** What a key is unique within, beside the API key (R10). @default 'endpoint' */
  readonly scope?: Scope | undefined;
  /** How long a stored result lives: milliseconds or a duration (R11). @default '24h' */
  readonly ttl?: number | string | undefined;
  /** The status of a key conflict (R4). @default 409 */
  readonly conflictStatus?: ConflictStatus | undefined;
  /** How many idempotency keys are held at most (R23). @default 100_000 */
  readonly maxKeys?: number | undefined;
  /** How much memory stored results and objects take at most: bytes or a size such as `512MB` (R23). @default '512MB' */
  readonly maxBytes?: number | string | undefined;
  /** The plan whose rate limits apply; `enterprise` enforces none (platform.md). @default 'enterprise' */
  readonly plan?: Plan | undefined;
  /** The only good API keys. @default every key that starts txc_test_ or txc_live_ */
  readonly apiKey?: string | readonly string[] | undefined;
  /** How long an async verification stays pending, on the mock's clock. @default '2s' */
  readonly asyncLatency?: number | string | undefined;
  /** Hosts beyond loopback that webhooks may be sent to: `hooks.ci`. */
  readonly webhookHost?: string | readonly string[] | undefined;
  /** Scenarios that are set from the start, one line each: `face_mismatch on=/identity/verify times=1`. */
  readonly scenario?: string | readonly string[] | undefined;
  /** Faults that are set from the start, one line each: `lost-response on=/transactions/score attempt=1`. */
  readonly fault?: string | readonly string[] | undefined;
  /** The parsed content of a file of faults: a list of rules and scripts (docs/faults.md). */
  readonly faults?: unknown;
  /** A ready-made list of faults (docs/faults.md). @default none */
  readonly profile?: ProfileName | undefined;
  /**
   * Whether connections are kept although a fault is due that breaks them. Clients re-send silently on a kept
   * connection, and so hide an attempt (docs/faults.md). @default false
   */
  readonly keepAlive?: boolean | undefined;
  /** The parsed files of a fixtures directory of your own, over the built-in ones. */
  readonly fixtures?: FixtureFiles | undefined;
}

/** See {@link MockOptions.inFlight}. */
export type InFlight = 'reject' | 'wait';
/** See {@link MockOptions.conflictStatus}. */
export type ConflictStatus = 409 | 422 | 400;
/** See {@link MockOptions.scope}. */
export type Scope = 'endpoint' | 'account';

/** The options, checked and filled in. */
export interface Settings {
  readonly seed: string;
  readonly clock: number | undefined;
  readonly freeze: boolean;
  readonly strict: boolean;
  readonly latency: { readonly min: number; readonly max: number };
  readonly inFlight: InFlight;
  readonly keyFormat: KeyFormat;
  readonly scope: Scope;
  readonly ttl: number;
  readonly conflictStatus: ConflictStatus;
  readonly maxKeys: number;
  readonly maxBytes: number;
  readonly plan: Plan;
  readonly apiKeys: ReadonlySet<string> | undefined;
  readonly asyncLatency: number;
  readonly webhookHosts: readonly string[];
  readonly scenarios: readonly string[];
  readonly fault: readonly string[];
  readonly faults: unknown;
  readonly profile: ProfileName | undefined;
  readonly keepAlive: boolean;
  readonly fixtures: Fixtures;
}

const NAMES: Readonly<Record<keyof MockOptions, true>> = {
  seed: true,
  clock: true,
  freeze: true,
  strict: true,
  latency: true,
  inFlight: true,
  keyFormat: true,
  scope: true,
  ttl: true,
  conflictStatus: true,
  maxKeys: true,
  maxBytes: true,
  plan: true,
  apiKey: true,
  asyncLatency: true,
  webhookHost: true,
  scenario: true,
  fault: true,
  faults: true,
  profile: true,
  keepAlive: true,
  fixtures: true,
};

/** The name of every option of a mock. */
export const OPTION_NAMES: readonly string[] = Object.keys(NAMES);

/**
 * Checks options and fills in the defaults.
 * @throws {OptionError} for an unknown option or a value that cannot be, with the right form
 */
export function readOptions(options: MockOptions): Settings {
  onlyObject(options, "createMock({ seed: 'checkout' })");
  onlyNames(options, OPTION_NAMES);
  return {
    seed: text('seed', options.seed ?? '1'),
    clock: options.clock === undefined ? undefined : checked('clock', () => parseTime(options.clock ?? 0, 'clock')),
    freeze: flag('freeze', options.freeze),
    strict: flag('strict', options.strict),
    latency: latencyOf(options.latency ?? 0),
    inFlight: oneOf('inFlight', options.inFlight ?? 'reject', ['reject', 'wait']),
    keyFormat: oneOf('keyFormat', options.keyFormat ?? 'documented', ['documented', 'strict', 'any']),
    scope: oneOf('scope', options.scope ?? 'endpoint', ['endpoint', 'account']),
    ttl: positive('ttl', duration('ttl', options.ttl ?? '24h')),
    conflictStatus: oneOf('conflictStatus', options.conflictStatus ?? 409, [409, 422, 400]),
    maxKeys: count('maxKeys', options.maxKeys ?? 100_000),
    maxBytes: size('maxBytes', options.maxBytes ?? '512MB'),
    plan: oneOf('plan', options.plan ?? 'enterprise', ['free', 'starter', 'growth', 'enterprise']),
    apiKeys: apiKeysOf(options.apiKey),
    asyncLatency: duration('asyncLatency', options.asyncLatency ?? '2s'),
    webhookHosts: listOf('webhookHost', options.webhookHost).map(hostName),
    scenarios: atMost(MAX_SCENARIO_RULES, 'scenario', listOf('scenario', options.scenario)),
    fault: atMost(MAX_RULES, 'fault', listOf('fault', options.fault)),
    faults: options.faults,
    profile: options.profile === undefined ? undefined : oneOf('profile', options.profile, PROFILE_NAMES),
    keepAlive: flag('keepAlive', options.keepAlive),
    fixtures: options.fixtures === undefined ? builtInFixtures : fixturesOf(options.fixtures),
  };
}

function atMost<T>(most: number, option: string, list: readonly T[]): readonly T[] {
  if (list.length <= most) return list;
  throw new OptionError(`${option}: it can be given ${most} times at most, not ${list.length}.`);
}

function fixturesOf(files: FixtureFiles): Fixtures {
  if (!isPlainObject(files))
    throw new OptionError('fixtures: it must be an object: { watchlist, scenarios, samples }.');
  for (const name of Object.keys(files)) oneOf('fixtures', name, FIXTURE_FILES);
  return parseFixtures(files);
}
