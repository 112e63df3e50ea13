import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import { createServer as createNetServer } from 'node:net';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { run, runToEnd, serve, until } from './cli-process.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'txcloud-mock-exec-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The command that runs a script with Node. */
function node(script: string): string[] {
  return ['--', process.execPath, '--input-type=module', '-e', script];
}

/** Scores a payment, and again when there was no answer; prints what the answer says of a replay. */
const PAY = `
  const pay = () => fetch(process.env.TXCLOUD_BASE_URL + '/transactions/score', {
    method: 'POST',
    headers: {
      Authorization: 'Bearer ' + process.env.TXCLOUD_API_KEY,
      'Content-Type': 'application/json',
      'Idempotency-Key': 'payment_order_456',
    },
    body: JSON.stringify({ amount: 1000, currency: 'MAD', sender: { user_id: 'user_123' } }),
  });
  const answer = await pay().catch(pay);
  console.log(answer.status, answer.headers.get('Idempotent-Replayed'));`;

describe('exec', () => {
  test('the command has the address and a fresh API key, and stdout to itself; the summary is on stderr', async () => {
    const script = 'console.log(process.env.TXCLOUD_BASE_URL, process.env.TXCLOUD_API_KEY, process.env.OTHER)';
    const runs = await Promise.all(
      [1, 2].map(async () => await runToEnd(['exec', ...node(script)], { OTHER: 'kept' })),
    );
    for (const { code, out, err } of runs) {
      expect(code).toBe(0);
      expect(out).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1 txc_test_[0-9a-f]{32} kept\n$/);
      expect(err).toBe('Stopped after 0 requests: 0 processed, 0 replayed, 0 conflicts.\n');
    }
    expect(runs[0]?.out).not.toBe(runs[1]?.out);
  });

  test('R16: a command that retries with its key has its payment processed once', async () => {
    const fault = ['--fault', 'lost-response attempt=1', '--require-fired'];
    const { code, out, err } = await runToEnd(['exec', ...fault, ...node(PAY)]);
    expect({ code, out }).toEqual({ code: 0, out: '200 true\n' });
    expect(err).toBe(
      'Stopped after 2 requests: 0 processed, 1 replayed, 0 conflicts, 1 lost; work done once.\n' +
        'Faults that fired:\n  flt_1  lost-response attempt=1  1 ×\n',
    );
  });

  test('--require-fired: 1 when a fault never fired or a script has steps left; a failure keeps its own code', async () => {
    const faults = file(
      'faults.yaml',
      '- lost-response on=/kyb/verify\n- on: /transactions/score\n  script: [ok, ok]\n',
    );
    const args = ['exec', '--require-fired', '--faults', faults];
    const passed = await runToEnd([...args, ...node(PAY)]);
    expect(passed.code).toBe(1);
    expect(passed.err).toMatch(
      /\ntxcloud-mock: --require-fired: 1 fault never fired, 1 script was not used up: [^\n]+\n$/,
    );
    expect((await runToEnd([...args, ...node(`${PAY}; process.exitCode = 7`)])).code).toBe(7);
    expect((await runToEnd(['exec', '--faults', faults, ...node(PAY)])).code).toBe(0);
    const without = await runToEnd(['exec', '--require-fired', ...node(PAY)]);
    expect(without).toMatchObject({
      code: 1,
      err: expect.stringContaining('--require-fired: no fault was set: nothing'),
    });
    const env = { TXCLOUD_MOCK_REQUIRE_FIRED: 'true', TXCLOUD_MOCK_FAULT: 'lost-request on=/kyb/verify' };
    const byVariable = await runToEnd(['exec', ...node(PAY)], env);
    expect(byVariable).toMatchObject({ code: 1, err: expect.stringContaining('mock: TXCLOUD_MOCK_REQUIRE_FIRED: 1 ') });
  });

  test('where a proxy is set, the command does not ask it for the mock', async () => {
    const script = 'console.log(process.env.NO_PROXY, process.env.no_proxy)';
    const [with_, without] = await Promise.all([
      runToEnd(['exec', ...node(script)], { HTTP_PROXY: 'http://127.0.0.1:3128', NO_PROXY: 'ci.example' }),
      runToEnd(['exec', ...node(script)]),
    ]);
    expect(with_.out).toBe('ci.example,127.0.0.1 ci.example,127.0.0.1\n');
    expect(without.out).toBe('undefined undefined\n');
  });

  test('a script with fewer steps than attempts shows in the summary', async () => {
    const faults = file('overrun.yaml', '- on: /transactions/score\n  script: [lost-response]\n');
    const [pretty, json] = await Promise.all(
      ['pretty', 'json'].map(
        async (log) => await runToEnd(['exec', '--log', log, '--faults', faults, ...node(`${PAY}; await pay()`)]),
      ),
    );
    const script = 'on=/transactions/score ["lost-response"]';
    expect(pretty?.err).toContain(`those passed through:\n  scr_1  ${script}  2 more\n`);
    expect(JSON.parse(json?.err.trim().split('\n').at(-1) ?? '')).toMatchObject({
      event: 'summary',
      scripts_overrun: [{ id: 'scr_1', rule: script, overrun: 2 }],
    });
  });

  test('--require-fired: counts what the command removed or reset, and what it removed that had never fired', async () => {
    const script = (unused: boolean): string => `
      const mock = (method, path, body) => fetch(new URL('/_mock' + path, process.env.TXCLOUD_BASE_URL), {
        method, headers: { 'Content-Type': 'application/json' }, body: body && JSON.stringify(body),
      });
      ${PAY};
      for (const rule of ['reset attempt=3-4 on=/transactions/score', 'reset attempt=5-6 on=/transactions/score']) {
        await mock('POST', '/faults', { rule });
        await pay().catch(() => pay()).catch(() => {});
        await mock('DELETE', '/faults');
      }
      ${unused ? "await mock('POST', '/faults', { rule: 'lost-response on=/kyb/verify' });" : ''}
      await mock('POST', '/reset');
      await pay().catch(() => {});`;
    const run = async (unused: boolean): ReturnType<typeof runToEnd> =>
      await runToEnd(['exec', '--require-fired', '--fault', 'lost-request attempt=1', ...node(script(unused))]);
    const tidy = await run(false);
    expect(tidy.err).toMatch(/^Stopped after 7 requests/);
    expect(tidy.err).toContain('  lost-request attempt=1  2 ×\n');
    expect(tidy.err).toContain('  lost-response on=/transactions/score attempt=3-4  2 ×\n');
    expect(tidy.code).toBe(0);
    const idle = await run(true);
    expect(idle.err).toContain('  lost-response on=/kyb/verify\n');
    expect(idle.code).toBe(1);
  });

  test('--log writes to stderr; silent leaves out the summary too', async () => {
    const [pretty, json, silent] = await Promise.all(
      ['pretty', 'json', 'silent'].map(async (log) => await runToEnd(['exec', '--log', log, ...node(PAY)])),
    );
    for (const done of [pretty, json, silent]) expect(done).toMatchObject({ code: 0, out: '200 null\n' });
    expect(pretty?.err).toMatch(/ POST \/v1\/transactions\/score .* processed\nStopped after 1 request: 1 processed/);
    const events = (json?.err ?? '').trim().split('\n');
    expect(events.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { event: 'attempt', outcome: 'processed' },
      { event: 'summary', processed: 1 },
    ]);
    expect(silent?.err).toBe('');
  });

  test('with --api-key the command gets the first of them', async () => {
    const keys = ['--api-key', 'txc_test_first', '--api-key', 'txc_test_second'];
    const { out } = await runToEnd(['exec', ...keys, ...node(`${PAY}; console.log(process.env.TXCLOUD_API_KEY)`)]);
    expect(out).toBe('200 null\ntxc_test_first\n');
  });

  test('a shell line, and a command that has flags of its own', async () => {
    expect(await runToEnd(['exec', '--', 'sh', '-c', 'echo "$TXCLOUD_BASE_URL"; exit 3'])).toMatchObject({
      code: 3,
      out: expect.stringMatching(/^http:.*\/v1\n$/),
    });
    const own = ['sh', '-c', 'echo "$@"', 'sh', '--help', '--port', '--', '--seed'];
    for (const separator of [['--'], []]) {
      expect(await runToEnd(['exec', ...separator, ...own])).toMatchObject({
        code: 0,
        out: '--help --port -- --seed\n',
      });
    }
  });

  test.each([
    ['SIGINT', 2],
    ['SIGTERM', 15],
    ['SIGHUP', 1],
    ['SIGQUIT', 3],
    ['SIGUSR1', 10],
    ['SIGUSR2', 12],
  ] as const)('%s is passed on, and the command decides: its exit code, or 128 + %i', async (signal, number) => {
    const handles = `process.on('${signal}', () => process.exit(42)); setInterval(() => {}, 1000); console.log('ready')`;
    for (const [command, expected] of [
      [node(handles), 42],
      [['--', 'sh', '-c', 'ulimit -c 0; echo ready; exec sleep 60'], 128 + number],
    ] as const) {
      const running = run(['exec', ...command]);
      await until(() => running.out().includes('ready'));
      running.process.kill(signal);
      expect(await running.ended).toBe(expected);
      // Nothing of a debugger, which Node starts at a SIGUSR1.
      expect(running.err()).toBe('Stopped after 0 requests: 0 processed, 0 replayed, 0 conflicts.\n');
    }
  });

  test.runIf(process.platform === 'linux' && spawnSync('script', ['-V']).error === undefined).each([
    ['Ctrl-C', 'SIGINT', '\u0003'],
    ['Ctrl-\\', 'SIGQUIT', '\u001c'],
  ])('%s on a terminal is one %s to the command', async (_, signal, key) => {
    const counts = `let n = 0; process.on('${signal}', () => n++ || setTimeout(() => process.exit(40 + n), 300));`;
    const script = file('count.mjs', `${counts} setInterval(() => {}, 1000); console.log('ready');`);
    const program = path.resolve(import.meta.dirname, '../bin/txcloud-mock.js');
    // `script` runs a line of shell on a terminal of its own, at which we type. The first `exec` is the shell's: not
    // every shell gives its place to a last command, and one that stays on the terminal gets the signal itself.
    const line = 'exec "$NODE" "$PROGRAM" exec -- "$NODE" "$SCRIPT"';
    const terminal = spawn('script', ['-qec', line, '/dev/null'], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, SHELL: '/bin/sh', NODE: process.execPath, PROGRAM: program, SCRIPT: script },
    });
    let out = '';
    terminal.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    await until(() => out.includes('ready'));
    terminal.stdin.write(key);
    const [code] = await once(terminal, 'close');
    expect(code).toBe(41);
    expect(out).toContain('Stopped after 0 requests');
  });

  test('stdin is the command’s own, and a large output to a slow reader is whole', async () => {
    const { code, out } = await runToEnd(['exec', ...node(`process.stdout.write('x'.repeat(3_000_000) + '\\n')`)]);
    expect({ code, length: out.length }).toEqual({ code: 0, length: 3_000_001 });
    expect(await runToEnd(['exec', '--', 'cat'])).toMatchObject({ code: 0, out: '' });
  });

  test.each([
    ['a command that there is not', () => ['nope'], 127, 'exec: there is no command "nope".'],
    ['one in quotes', () => ['npm test'], 127, 'there is no command "npm test". Write it without quotes, or'],
    ['a variable', () => ['A=b', 'true'], 127, 'A variable of the command needs env: exec -- env "A=b" <command …>'],
    ['no command at all', () => [''], 127, 'exec: there is no command "".'],
    ['a file that is no program', () => [file('data.txt', '')], 126, 'data.txt" cannot be executed: no permission'],
    ['a folder', () => [folder], 126, 'cannot be executed'],
  ])('%s', async (_, command, expected, says) => {
    const { code, out, err } = await runToEnd(['exec', '--', ...command()]);
    expect({ code, out }).toEqual({ code: expected, out: '' });
    expect(err).toContain(says);
    expect(err).toMatch(/^txcloud-mock: [^\n]+\n$/);
  });

  test('a script without a shebang is run by sh, as a shell would', async () => {
    const script = file('script', 'exit 9\n');
    chmodSync(script, 0o755);
    expect((await runToEnd(['exec', '--', script])).code).toBe(9);
  });

  test.each([
    ['no command', ['exec'], "missing required argument 'command'. Write txcloud-mock exec -- <"],
    ['a flag of serve alone', ['exec', '--port', '1', '--', 'true'], "unknown option '--port': it is a flag of serve."],
    [
      'a flag before it',
      ['--seed', '1', 'exec', '--', 'true'],
      '--seed has to stand behind exec: txcloud-mock exec --s',
    ],
    [
      'a value that a flag does not take',
      ['exec', '--require-fired=true', '--', 'true'],
      "'--require-fired=true': it takes no value. Write --req",
    ],
    ['a wrong fault', ['exec', '--fault', 'lost', '--', 'true'], `--fault 'lost': column 1: "lost" is not a kind`],
  ])('refuses %s with 2, and runs nothing', async (_, args, says) => {
    const { code, out, err } = await runToEnd(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(says);
  });
});

describe('wait', () => {
  test('takes the URL with or without /v1, and ends when a mock answers', async () => {
    await using server = await serve();
    for (const url of [server.url, `${server.url}/`, `${server.url}/v1`, `${server.url}/v1/`]) {
      expect(await runToEnd(['wait', url])).toEqual({
        code: 0,
        out: expect.stringMatching(new RegExp(`^txcloud-mock \\d+\\.\\d+\\.\\d+ answers at ${server.url}/v1\\n$`)),
        err: '',
      });
    }
  });

  test('waits for one that starts later', async () => {
    const port = await freePort();
    const waiting = run(['wait', `http://127.0.0.1:${port}`]);
    const server = run(['--port', String(port)]);
    expect(await waiting.ended).toBe(0);
    server.process.kill('SIGTERM');
    await server.ended;
  });

  test('knows a mock whose control API is off, since it listens beyond loopback', async () => {
    await using server = await serve(['--host', '0.0.0.0']);
    expect((await runToEnd(['wait', server.url])).code).toBe(0);
  });

  test('gives up after --timeout, and says what it saw last', async () => {
    const nothing = await runToEnd(['wait', `http://127.0.0.1:${await freePort()}`, '--timeout', '200ms']);
    expect(nothing).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('Last seen: nothing listens there'),
    });
    const other = createServer((_request, response) => response.end('{"version": 1}')).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const wrong = await runToEnd(['wait', `http://127.0.0.1:${port}`, '--timeout', '0']);
    expect(wrong).toMatchObject({
      code: 1,
      err: expect.stringMatching(/Last seen: status 200, which is not a mock's/),
    });
    other.removeAllListeners('request').on('request', () => {});
    const silent = await runToEnd(['wait', `http://127.0.0.1:${port}`, '--timeout', '200ms']);
    expect(silent).toMatchObject({ code: 1, err: expect.stringMatching(/Last seen: no answer in \d+ ms\.\n$/) });
    other.close().closeAllConnections();
    const closing = createNetServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(closing, 'listening');
    const { port: closed } = closing.address() as { port: number };
    const hungUp = await runToEnd(['wait', `http://127.0.0.1:${closed}`, '--timeout', '0']);
    expect(hungUp).toMatchObject({ code: 1, err: expect.stringMatching(/Last seen: [^\n]+\.\n$/) });
    closing.close();
  });

  test.each([
    ['no URL', ['wait'], "missing required argument 'url'"],
    ['an address without http', ['wait', 'localhost:4010'], 'is not a URL. Write for example http://127.0.0.1:4010'],
    [
      'no duration',
      ['wait', 'http://127.0.0.1:4010', '--timeout', 'long'],
      '--timeout: "long" is not a length of time',
    ],
  ])('refuses %s with 2', async (_, args, says) => {
    expect(await runToEnd(args)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(says) });
  });
});

/** Writes a file into a folder that is gone after the tests. */
function file(name: string, content: string): string {
  const target = path.join(folder, name);
  writeFileSync(target, content);
  return target;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}
