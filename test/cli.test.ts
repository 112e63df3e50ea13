import { mkdtempSync, readFileSync, rmSync, writeFileSync, existsSync, mkdirSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { LineWriter } from '../src/cli/line-writer.ts';
import { prettyLine } from '../src/cli/request-log.ts';
import { visible } from '../src/cli/visible.ts';
import { createMock } from '../src/mock.ts';
import { control, firstSamples, post, runToEnd, serve, until } from './cli-process.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'txcloud-mock-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

const payment = firstSamples().find(({ on }) => on === '/transactions/score')?.body ?? {};
const packageJson = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** Writes a file into a folder that is gone after the tests. */
function file(name: string, content: string): string {
  const target = path.join(folder, name);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, content);
  return target;
}

/** Writes files into a folder of their own. Returns the folder. */
function filesIn(name: string, contents: Readonly<Record<string, string>>): string {
  for (const [base, content] of Object.entries(contents)) file(path.join(name, base), content);
  return path.join(folder, name);
}

/** The lines of a JSON log, by event. */
function events(out: string, event: string): Record<string, unknown>[] {
  return out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((line) => line['event'] === event);
}

describe('commands that answer and end', () => {
  test('--version prints the version, and --help every flag and command', async () => {
    expect(await runToEnd(['--version'])).toEqual({ code: 0, out: `${packageJson.version}\n`, err: '' });
    const help = await runToEnd(['--help']);
    expect(help).toMatchObject({ code: 0, err: '' });
    for (const word of ['--port <n>', '--in-flight', '--fault <rule>', '--ready-file', 'scenarios', 'openapi']) {
      expect(help.out).toContain(word);
    }
    expect(await runToEnd(['serve', '--help'])).toEqual(help);
  });

  test('scenarios, faults and openapi say what there is', async () => {
    const [scenarios, faults, openapi] = await Promise.all(
      ['scenarios', 'faults', 'openapi'].map(async (command) => await runToEnd([command])),
    );
    expect(scenarios).toMatchObject({
      code: 0,
      out: expect.stringMatching(/POST \/identity\/verify\n(.*\n)*  face_mismatch +/) as string,
    });
    expect(faults).toMatchObject({ code: 0, out: expect.stringContaining('flaky: ') as string });
    expect(openapi?.out).toBe(readFileSync(new URL('../openapi.yaml', import.meta.url), 'utf8'));
  });
});

describe('a command line that cannot be: exit code 2, and one line that says what to write', () => {
  const SAMPLE = { samples: [{ name: 'mine', on: '/kyb/verify', body: { company: { name: 'Argan' } } }] };
  const broken = (): string => file('broken.json', '[');
  const wrong = (): string => file('wrong.yaml', '- lost-response\n- lost-respons\n');
  test.each<[what: string, args: () => string[], env: Record<string, string>, says: string]>([
    ['an unknown flag', () => ['--prot', '1'], {}, "unknown option '--prot' (Did you mean --port?)"],
    ['a flag of exec alone', () => ['--require-fired'], {}, "unknown option '--require-fired': it is a flag of exec."],
    ['an unknown command', () => ['scenarois'], {}, 'there is no command "scenarois". Did you mean scenarios?'],
    ['a flag without its value', () => ['--seed'], {}, "option '--seed <text>' argument missing"],
    ['no port', () => ['--port', '70000'], {}, '--port: 70000 is not a port. Write 0 to 65535; 0 takes a free one.'],
    [
      'no choice',
      () => ['--in-flight', 'rejekt'],
      {},
      '--in-flight: "rejekt" is not one of reject, wait. Did you mean reject?',
    ],
    ['no log', () => ['--log', 'jsn'], {}, '--log: "jsn" is not one of pretty, json, silent. Did you mean json?'],
    ['no number', () => ['--max-keys', 'many'], {}, '--max-keys: "many" is not a whole number greater than 0.'],
    ['no size', () => ['--max-bytes', 'much'], {}, '--max-bytes: "much" is not a size.'],
    ['no duration', () => ['--ttl', 'soon'], {}, '--ttl: "soon" is not a length of time. Write for example 24h'],
    [
      'no time',
      () => ['--clock', 'noon'],
      {},
      '--clock: "noon" is not a time. Write for example 2026-11-24T10:00:00Z.',
    ],
    ['no API key', () => ['--api-key', 'sk_1'], {}, '--api-key: an API key starts with txc_test_ or txc_live_'],
    [
      'a wrong range',
      () => ['--latency', '5-1'],
      {},
      '--latency: in "5-1" the first number is the larger one; write 1-5.',
    ],
    [
      'no fault',
      () => ['--fault', 'delay ms=5', '--fault', 'lost-respons'],
      {},
      `--fault 'lost-respons': column 1: "lost-respons" is not a kind of fault; did you mean "lost-response"?`,
    ],
    ['no operation', () => ['--fault', 'reset on=/transaction/score'], {}, 'did you mean "/transactions/score"?'],
    [
      'no scenario',
      () => ['--scenario', 'face_mismach'],
      {},
      `--scenario 'face_mismach': column 1: "face_mismach" is not a scenario; did you mean "face_mismatch"?`,
    ],
    [
      'no profile',
      () => ['--profile', 'flakey'],
      {},
      '--profile: "flakey" is not one of flaky, slow, lossy, outage, rate-limited, chaos. Did you mean flaky?',
    ],
    [
      'a file that is not there',
      () => ['--faults', path.join(folder, 'none.yaml')],
      {},
      'none.yaml cannot be read: it does not exist.',
    ],
    [
      'a file without a rule',
      () => ['--faults', path.join(filesIn('empty', { 'faults.yaml': '# none yet\n' }), 'faults.yaml')],
      {},
      'faults.yaml is empty: it must be a list of rules, such as - lost-response attempt=1.',
    ],
    ['a file that is not JSON', () => ['--faults', broken()], {}, 'broken.json is not JSON: '],
    [
      'a wrong entry',
      () => ['--faults', wrong()],
      {},
      '--faults: entry 2: column 1: "lost-respons" is not a kind of fault',
    ],
    ['no fixtures', () => ['--fixtures', folder], {}, 'has none of watchlist.json, scenarios.json, samples.json.'],
    [
      'a misspelt file of fixtures',
      () => ['--fixtures', filesIn('misspelt', { 'sampels.json': '{}' })],
      {},
      'misspelt has "sampels.json", which is none of watchlist.json, scenarios.json, samples.json. Did you mean samples.json?',
    ],
    [
      'an unknown file of fixtures',
      () => ['--fixtures', filesIn('unknown', { 'samples.json': '{}', 'people.json': '[]' })],
      {},
      'unknown has "people.json", which is none of watchlist.json, scenarios.json, samples.json.',
    ],
    [
      'a sample that its endpoint refuses',
      () => ['exec', '--fixtures', filesIn('refused', { 'samples.json': JSON.stringify(SAMPLE) }), '--', 'true'],
      {},
      '--fixtures: samples.json ("mine"): /kyb/verify refuses the body: `company.country` is required.',
    ],
    [
      'fixtures of scenarios',
      () => ['scenarios', '--fixtures', filesIn('wrong', { 'scenarios.json': '{"scenario": []}' })],
      {},
      '--fixtures: scenarios.json: "scenario" is not a member here; there are scenarios. Did you mean scenarios?',
    ],
    [
      'fixtures of scenarios, from a variable',
      () => ['scenarios'],
      { TXCLOUD_MOCK_FIXTURES: '/no/such/folder' },
      'TXCLOUD_MOCK_FIXTURES: /no/such/folder cannot be read: it does not exist.',
    ],
    ['a word too many', () => ['scenarios', 'all'], {}, "too many arguments for 'scenarios'."],
    ['a word too many', () => ['faults', 'reset'], {}, "too many arguments for 'faults'."],
    ['a word too many', () => ['openapi', 'yaml'], {}, "too many arguments for 'openapi'."],
    ['a word too many', () => ['wait', 'http://127.0.0.1:1', '1s'], {}, "too many arguments for 'wait'."],
    ['no address', () => ['--host', '256.1.1.1'], {}, '--host: "256.1.1.1" is not an address. Write for example'],
    [
      'a variable',
      () => [],
      { TXCLOUD_MOCK_IN_FLIGHT: 'rejekt' },
      'TXCLOUD_MOCK_IN_FLIGHT: "rejekt" is not one of reject, wait.',
    ],
    [
      'no switch',
      () => [],
      { TXCLOUD_MOCK_STRICT: 'maybe' },
      'TXCLOUD_MOCK_STRICT: "maybe" is neither true nor false.',
    ],
  ])('%s', async (_, args, env, says) => {
    const { code, out, err } = await runToEnd(args(), env);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(says);
    expect(err).toMatch(/^txcloud-mock: [^\n]+\n$/);
  });
});

test('a port in use: exit code 1, the port, and what to do', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as { port: number };
  const { code, out, err } = await runToEnd(['--port', String(port)]);
  taken.close();
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(new RegExp(`^txcloud-mock: Port ${port} of 127.0.0.1 is in use[^\\n]+\\n$`));
});

test('the ready line, the ready file, SIGTERM and the summary', async () => {
  const readyFile = file('ready.json', 'of an earlier run');
  const args = ['--seed', 'checkout', '--ready-file', readyFile];
  const faults = [
    '--fault',
    'lost-response on=/transactions/score attempt=1',
    '--fault',
    'reset phase=before on=/kyb/verify',
  ];
  await using server = await serve([...args, ...faults]);
  expect(server.out().split('\n')[0]).toBe(`txcloud-mock listening on ${server.url}/v1`);
  const ready = { event: 'ready', url: server.url, baseUrl: `${server.url}/v1`, pid: server.process.pid };
  expect(JSON.parse(readFileSync(readyFile, 'utf8'))).toEqual(ready);

  const key = 'order_456_payment';
  await expect(post(server.url, '/transactions/score', payment, { key })).rejects.toThrow('fetch failed');
  const replay = await post(server.url, '/transactions/score', payment, { key });
  expect(replay.headers.get('Idempotent-Replayed')).toBe('true');
  const other = await post(server.url, '/transactions/score', { ...payment, amount: 1 }, { key });
  expect(other.status).toBe(409);

  expect(await server.stop()).toBe(0);
  expect(existsSync(readyFile)).toBe(false);
  const lines = server.out().trim().split('\n');
  expect(lines.slice(1).map((line) => line.replaceAll(/\d+(\.\d+)? ms/g, '_ ms'))).toEqual([
    expect.stringMatching(
      /^\d\d:\d\d:\d\d\.\d{3}  POST \/v1\/transactions\/score +–    order_456_payment +#1 +_ ms  lost, work done  reset after \(flt_1\)$/,
    ),
    expect.stringMatching(/ 200  order_456_payment +#2 +_ ms  replayed$/),
    expect.stringMatching(/ 409  order_456_payment +#3 +_ ms  conflict$/),
    'Stopped after 3 requests: 0 processed, 1 replayed, 1 conflict, 1 lost; work done once.',
    'Faults that fired:',
    '  flt_1  lost-response on=/transactions/score attempt=1  1 ×',
    'Faults that never fired, so that nothing was tested with them:',
    '  flt_2  lost-request on=/kyb/verify',
  ]);
  expect(server.err()).toBe('');
});

test('--log json: ready, attempts and summary, one JSON object a line', async () => {
  await using server = await serve(['--log', 'json', '--fault', 'status code=503 on=/kyb/verify']);
  await post(server.url, '/transactions/score', payment, { key: 'order_456_payment' });
  expect(await server.stop()).toBe(0);
  expect(events(server.out(), 'ready')).toEqual([
    { event: 'ready', url: server.url, baseUrl: `${server.url}/v1`, pid: server.process.pid },
  ]);
  expect(events(server.out(), 'attempt')).toMatchObject([
    { idempotency_key: 'order_456_payment', attempt: 1, outcome: 'processed', committed: true, status: 200 },
  ]);
  expect(events(server.out(), 'summary')).toMatchObject([
    { requests: 1, processed: 1, replayed: 0, conflicts: 0, faults_fired: [], faults_never_fired: [{ id: 'flt_1' }] },
  ]);
});

test('a line of the log names the error and the member at fault, cut where it is long', async () => {
  const mock = createMock();
  const asked = { ...payment, metadata: { ['m'.repeat(300)]: 'mock:no_such_outcome' } };
  const init = { method: 'POST', headers: { Authorization: 'Bearer txc_test_42', 'Content-Type': 'application/json' } };
  for (const body of [asked, { ...payment, amount: -1 }])
    await mock.fetch('http://127.0.0.1/v1/transactions/score', { ...init, body: JSON.stringify(body) });
  await mock.fetch('http://127.0.0.1/v1/nothing', init);
  const lines = mock.journal.list().map((row) => prettyLine(false)(row, new Date(0)).split('  ').at(-1));
  expect(lines).toEqual([
    `refused invalid_parameter (metadata.${'m'.repeat(50)}…)`,
    'refused invalid_parameter (amount)',
    'refused not_found',
  ]);
});

test('--log silent writes the ready line and nothing else', async () => {
  await using server = await serve(['--log', 'silent']);
  await post(server.url, '/transactions/score', payment);
  expect(await server.stop()).toBe(0);
  expect(server.out()).toBe(`txcloud-mock listening on ${server.url}/v1\n`);
});

test('what clients send cannot act on the terminal', async () => {
  await using server = await serve(['--log', 'json']);
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  // A C1 control sequence introducer, raw: Node lets it pass in a header's value.
  const head = 'GET /v1/a HTTP/1.1\r\nHost: localhost\r\nX-Request-ID: a\u009b2Jb\r\nConnection: close\r\n\r\n';
  socket.end(Buffer.from(head, 'latin1'));
  await once(socket.resume(), 'close');
  await server.stop();
  expect(server.out()).toContain('a\\u009b2Jb');
  // No control character but the ends of lines, and no colours, since this is no terminal.
  expect(server.out()).not.toMatch(/[^\n\P{Cc}]/u);
  expect(visible('a\u001b[2J\u0085\u202eb\u2028\ud800')).toBe('a\\u001b[2J\\u0085\\u202eb\\u2028\\ud800');
});

test('a live API key: one warning a run, and never the key', async () => {
  await using server = await serve();
  const apiKey = 'txc_live_4f9a0c2b7d1e8a63';
  for (let i = 0; i < 3; i++) await post(server.url, '/transactions/score', payment, { apiKey });
  await server.stop();
  expect(server.err()).toMatch(/^txcloud-mock: a live API key \(txc_live_…8a63\) [^\n]+\n$/);
  expect(server.out()).not.toContain(apiKey);
});

test('a live API key is told of as soon as it comes, in a header of any form', async () => {
  await using server = await serve(['--fault', 'timeout']);
  const leaving = new AbortController();
  const headers = { Authorization: 'txc_live_4f9a0c2b7d1e8a63', 'Content-Type': 'application/json' };
  const hung = { method: 'POST', headers, body: JSON.stringify(payment), signal: leaving.signal };
  const ended = fetch(`${server.url}/v1/transactions/score`, hung).catch(() => undefined);
  await expect.poll(() => server.err()).toContain('a live API key (txc_live_…8a63)');
  leaving.abort();
  await ended;
});

test('environment variables stand for flags, and flags win', async () => {
  const env = {
    TXCLOUD_MOCK_SEED: 'from the environment',
    TXCLOUD_MOCK_FREEZE: 'true',
    TXCLOUD_MOCK_CLOCK: '2026-11-24T10:00:00Z',
    TXCLOUD_MOCK_STRICT: '0',
    TXCLOUD_MOCK_FAULT: 'lost-response attempt=1,delay ms=1-2 attempt=2',
    TXCLOUD_MOCK_SCENARIO: 'face_mismatch on=/identity/verify\nclear on=/watchlist/screen\n',
    TXCLOUD_MOCK_API_KEY: 'txc_test_scoped.kyb:read,kyb:write,txc_test_2',
    TXCLOUD_MOCK_LOG: '',
    TXCLOUD_MOCK_REDY_FILE: 'x',
  };
  await using server = await serve(['--clock', '2027-01-01T00:00:00Z'], env);
  const health = await control(server.url, 'GET', '/health');
  expect(health.json).toMatchObject({
    seed: 'from the environment',
    clock: { now: '2027-01-01T00:00:00.000Z', frozen: true },
  });
  const faults = await control(server.url, 'GET', '/faults');
  expect(faults.json['data']).toMatchObject([{ rule: 'lost-response attempt=1' }, { rule: 'delay ms=1-2 attempt=2' }]);
  const scenarios = await control(server.url, 'GET', '/scenarios');
  expect(scenarios.json['data']).toMatchObject([{ scenario: 'face_mismatch' }, { scenario: 'clear' }]);
  const scoped = await post(server.url, '/lending/assess', {}, { apiKey: 'txc_test_scoped.kyb:read,kyb:write' });
  expect(scoped.status).toBe(403);
  expect((await post(server.url, '/lending/assess', {})).status).toBe(401);
  expect(server.err()).toBe(
    "txcloud-mock: TXCLOUD_MOCK_REDY_FILE is no flag's. Did you mean TXCLOUD_MOCK_READY_FILE?\n",
  );
});

test('--faults takes YAML and JSON, --fixtures a folder, and reset comes back to both', async () => {
  const yaml = file(
    'faults.yaml',
    '- lost-request attempt=1 on=/kyb/verify\n- on: /transactions/score\n  script: [503 retry-after=2, ok]\n',
  );
  const json = file(
    'faults.json',
    '{"faults": [{"kind": "status", "code": 503, "on": "/transactions/score", "attempt": 1}]}',
  );
  const scenarios = '{"scenarios": [{"name": "vip_declined", "on": "/transactions/score", "extends": "decline"}]}';
  const own = filesIn('fixtures', { 'scenarios.json': scenarios, 'README.md': 'Ours.', '.gitkeep': '' });
  const fixtures = ['--fixtures', own, '--scenario', 'vip_declined'];
  for (const faults of [yaml, json]) {
    await using server = await serve(['--faults', faults, ...fixtures]);
    const key = 'order_456_payment';
    for (let round = 0; round < 2; round++) {
      expect((await post(server.url, '/transactions/score', payment, { key })).status).toBe(503);
      const answer = await post(server.url, '/transactions/score', payment, { key });
      expect(JSON.parse(answer.text)).toMatchObject({ decision: 'decline' });
      expect((await control(server.url, 'POST', '/reset', {})).status).toBe(200);
    }
  }
});

test('off loopback without a token the server starts, and says that the control API is off', async () => {
  await using server = await serve(['--host', '0.0.0.0']);
  expect((await post(server.url, '/transactions/score', payment)).status).toBe(200);
  expect((await control(server.url, 'GET', '/health')).status).toBe(403);
  expect(server.err()).toMatch(/^txcloud-mock: [^\n]*\/_mock is off\.\n$/);
});

test('SIGINT stops it, hung requests included, and the summary counts them', async () => {
  await using server = await serve(['--fault', 'timeout']);
  const hung = Array.from(
    { length: 20 },
    async () => await post(server.url, '/transactions/score', payment).catch(() => 'lost'),
  );
  const waiting = async (): Promise<unknown> => (await control(server.url, 'GET', '/operations')).json['data'];
  while (JSON.stringify(await waiting()).match(/"attempts":20/) === null);
  server.process.kill('SIGINT');
  expect(await server.ended).toBe(0);
  expect(await Promise.all(hung)).toEqual(Array.from({ length: 20 }, () => 'lost'));
  expect(server.out()).toContain('Stopped after 20 requests');
});

test('a reader that goes away does not take the server with it', async () => {
  await using server = await serve();
  server.process.stdout?.destroy();
  for (let i = 0; i < 3; i++) expect((await post(server.url, '/transactions/score', payment)).status).toBe(200);
  server.process.kill('SIGTERM');
  await until(() => server.process.exitCode !== null);
  expect(server.process.exitCode).toBe(0);
});

test('a reader that stops reading does not hold up the end', async () => {
  await using server = await serve(['--log', 'json']);
  server.process.stdout?.pause();
  const ask = async (): Promise<void> => void (await (await fetch(`${server.url}/v1/${'x'.repeat(900)}`)).text());
  for (let i = 0; i < 20; i++) await Promise.all(Array.from({ length: 20 }, ask));
  server.process.kill('SIGTERM');
  await until(() => server.process.exitCode !== null);
  expect(server.process.exitCode).toBe(0);
});

test('a slow reader makes lines go missing, not memory grow', async () => {
  let taken = '';
  let next: () => void = () => {};
  const slow = new Writable({
    write: (chunk, _encoding, callback) => {
      taken += String(chunk);
      next = callback;
    },
  });
  const writer = new LineWriter(slow, (lines) => `${lines} missing`);
  const line = 'x'.repeat(999);
  for (let i = 0; i < 5000; i++) {
    writer.write(line);
    if (i % 100 === 0) await setImmediate();
  }
  expect(slow.writableLength).toBeLessThan(1_100_000);
  const end = writer.end(5000);
  for (let i = 0; i < 5; i++) {
    next();
    await setImmediate();
  }
  expect(await end).toBe(true);
  const missing = Number(/^(\d+) missing$/m.exec(taken)?.[1]);
  expect(missing + taken.split(line).length - 1).toBe(5000);
});

/** The date of the machine, and a count of requests: here they come in another order. */
const VARYING = new Set(['date', 'x-ratelimit-remaining']);

test('two processes with one seed and one frozen clock give the same bytes', async () => {
  const args = ['--seed', 'same', '--clock', '2026-11-24T10:00:00Z', '--freeze', '--log', 'silent'];
  await using one = await serve(args);
  await using other = await serve(args, { TZ: 'Africa/Casablanca', LANG: 'ar_MA.UTF-8' });
  const samples = firstSamples();
  expect(samples.length).toBe(6);
  const answers = async (url: string, order: typeof samples): Promise<Map<string, unknown>> => {
    const rows = new Map<string, unknown>();
    for (const { on, body } of order) {
      const { status, headers, text } = await post(url, on, body, { key: 'same_key_0001' });
      rows.set(on, { status, text, headers: [...headers].filter(([name]) => !VARYING.has(name)) });
    }
    return rows;
  };
  const expected = await answers(one.url, samples);
  expect(await answers(other.url, samples.toReversed())).toEqual(expected);
  for (const row of expected.values()) expect(row).not.toMatchObject({ status: 500 });
});
