/** A flag of `serve` or `exec`. Its environment variable is `TXCLOUD_MOCK_` and its name in capitals. */
export interface Flag {
  /** Without dashes: `in-flight`. */
  readonly name: string;
  /** One letter. */
  readonly short?: string;
  /** What its value looks like; absent for a flag that is only there or not. */
  readonly value?: string;
  readonly repeatable?: true;
  readonly help: string;
  readonly group: string;
}

const SERVER = 'The server:';
const RESULTS = 'What it answers:';
const IDEMPOTENCY = 'Idempotency:';
const ACCESS = 'Who may ask:';
const FAULTS = 'What goes wrong:';
const OUTPUT = 'What it tells you:';

/** Every flag of `serve`, in the order of its help. */
export const FLAGS: readonly Flag[] = [
  {
    name: 'port',
    short: 'p',
    value: '<n>',
    help: 'port to listen on; 0 takes a free one (default: 4010)',
    group: SERVER,
  },
  { name: 'host', short: 'H', value: '<address>', help: 'address to listen on (default: 127.0.0.1)', group: SERVER },
  {
    name: 'cors-origin',
    value: '<origin>',
    repeatable: true,
    help: 'a web origin that may call /v1, beyond loopback ones',
    group: SERVER,
  },
  {
    name: 'allow-host',
    value: '<host>',
    repeatable: true,
    help: 'another Host name that /_mock answers to',
    group: SERVER,
  },
  { name: 'control-token', value: '<secret>', help: 'needed by /_mock when --host is not loopback', group: SERVER },

  { name: 'seed', value: '<text>', help: 'what every result is a function of (default: 1)', group: RESULTS },
  { name: 'clock', value: '<iso time>', help: "where the mock's clock starts (default: real time)", group: RESULTS },
  { name: 'freeze', help: "stops the mock's clock", group: RESULTS },
  { name: 'strict', help: 'also requires what the OpenAPI files require', group: RESULTS },
  {
    name: 'scenario',
    value: '<rule>',
    repeatable: true,
    help: "an outcome: 'face_mismatch on=/identity/verify times=1'",
    group: RESULTS,
  },
  { name: 'latency', value: '<ms|min-max>', help: 'simulated processing time (default: 0)', group: RESULTS },
  {
    name: 'async-latency',
    value: '<duration>',
    help: 'until an async verification is ready (default: 2s)',
    group: RESULTS,
  },
  {
    name: 'webhook-host',
    value: '<host>',
    repeatable: true,
    help: 'a host beyond loopback that webhooks may be sent to',
    group: RESULTS,
  },
  {
    name: 'fixtures',
    value: '<dir>',
    help: 'lists, scenarios and samples of your own, over the built-in ones',
    group: RESULTS,
  },

  {
    name: 'in-flight',
    value: '<reject|wait>',
    help: 'a second request meanwhile: a 409, or the same result (default: reject)',
    group: IDEMPOTENCY,
  },
  {
    name: 'key-format',
    value: '<documented|strict|any>',
    help: 'which keys are good (default: documented)',
    group: IDEMPOTENCY,
  },
  {
    name: 'scope',
    value: '<endpoint|account>',
    help: 'what a key is unique within (default: endpoint)',
    group: IDEMPOTENCY,
  },
  { name: 'ttl', value: '<duration>', help: 'how long a stored result lives (default: 24h)', group: IDEMPOTENCY },
  {
    name: 'conflict-status',
    value: '<409|422|400>',
    help: 'the status of a key conflict (default: 409)',
    group: IDEMPOTENCY,
  },
  { name: 'max-keys', value: '<n>', help: 'how many keys are held at most (default: 100000)', group: IDEMPOTENCY },
  {
    name: 'max-bytes',
    value: '<size>',
    help: 'how much memory results take at most (default: 512MB)',
    group: IDEMPOTENCY,
  },

  {
    name: 'api-key',
    value: '<key>',
    repeatable: true,
    help: 'only these are good (default: every txc_test_… and txc_live_…)',
    group: ACCESS,
  },
  {
    name: 'plan',
    value: '<free|starter|growth|enterprise>',
    help: 'whose rate limits apply (default: enterprise, none)',
    group: ACCESS,
  },

  {
    name: 'fault',
    value: '<rule>',
    repeatable: true,
    help: "a fault: 'lost-response on=/transactions/score attempt=1'",
    group: FAULTS,
  },
  { name: 'faults', value: '<file>', help: 'a list of faults and scripts, in JSON or YAML', group: FAULTS },
  { name: 'profile', value: '<name>', help: 'flaky, slow, lossy, outage, rate-limited or chaos', group: FAULTS },
  { name: 'keep-alive', help: 'keeps connections even while a fault is due that breaks them', group: FAULTS },

  { name: 'log', value: '<pretty|json|silent>', help: 'one line a request (default: pretty)', group: OUTPUT },
  {
    name: 'ready-file',
    value: '<path>',
    help: 'gets the URL and the process id as JSON once it listens',
    group: OUTPUT,
  },
];

const REQUIRE_FIRED: Flag = {
  name: 'require-fired',
  help: 'exits with 1 if a fault never fired, or a script was not used up',
  group: FAULTS,
};

/** Every flag of `exec`: those of `serve`, but for the port, which is a free one, and what tells others that it is up. */
export const EXEC_FLAGS: readonly Flag[] = FLAGS.filter(({ name }) => name !== 'port' && name !== 'ready-file').flatMap(
  (flag) => {
    if (flag.name === 'keep-alive') return [flag, REQUIRE_FIRED];
    return flag.name === 'log'
      ? [{ ...flag, help: 'one line a request, on stderr (default: the summary alone; silent: not even that)' }]
      : [flag];
  },
);

/** What `scenarios` takes. */
export const SCENARIO_FLAGS: readonly Flag[] = FLAGS.filter(({ name }) => name === 'fixtures');

/** Those of both commands. */
export const ALL_FLAGS: readonly Flag[] = [...FLAGS, REQUIRE_FIRED];

/** The environment variable of a flag. @example variableOf('in-flight') // 'TXCLOUD_MOCK_IN_FLIGHT' */
export function variableOf(name: string): string {
  return `${PREFIX}${name.toUpperCase().replaceAll('-', '_')}`;
}

/** What the environment variables of flags start with. */
export const PREFIX = 'TXCLOUD_MOCK_';

/** The option of the library that a flag sets. @example optionOf('in-flight') // 'inFlight' */
export function optionOf(name: string): string {
  return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
