import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ListenError, type RunningServer, type ServerOptions, startServer } from '../src/adapters/node.ts';
import { createMock } from '../src/mock.ts';
import { OptionError } from '../src/option-values.ts';
import { BODY, RawClient, requestText } from './raw-socket.ts';

const open: { close(): unknown }[] = [];

afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
});

async function start(options: ServerOptions = {}): Promise<RunningServer> {
  const server = await startServer(options);
  open.push(server);
  return server;
}

function client(server: RunningServer): RawClient {
  const made = new RawClient(server.port);
  open.push(made);
  return made;
}

const post = (key: string, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: {
    Authorization: 'Bearer txc_test_42',
    'Content-Type': 'application/json',
    'Idempotency-Key': key,
    ...headers,
  },
  body: BODY,
});

describe('starting', () => {
  test('fifty at once have ports and worlds of their own, and all of them stop', async () => {
    const servers = await Promise.all(Array.from({ length: 50 }, async () => await startServer()));
    const pay = async (server: RunningServer): Promise<string | null> => {
      const response = await fetch(`${server.baseUrl}/transactions/score`, post('payment_order_456'));
      return response.headers.get('Idempotent-Replayed');
    };
    try {
      expect(new Set(servers.map(({ port }) => port)).size).toBe(50);
      expect(new Set(await Promise.all(servers.map(pay)))).toEqual(new Set([null]));
      expect(new Set(servers.map(({ mock }) => mock.operations.list()[0]?.processed))).toEqual(new Set([1]));
    } finally {
      await Promise.all(servers.map(async (server) => await server.close()));
    }
    await expect(pay(servers[0] as RunningServer)).rejects.toThrow('fetch failed');
  });

  test('takes a free port and tells where it is', async () => {
    await using server = await startServer({ seed: 'checkout' });
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
    expect(server.baseUrl).toBe(`${server.url}/v1`);
    expect(server.mock.settings.seed).toBe('checkout');
    const answer = await fetch(`${server.baseUrl}/transactions/score`, post('order_456_payment'));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('idempotency-key')).toBe('order_456_payment');
  });

  test('serves a mock that was made before', async () => {
    const mock = createMock();
    const server = await start({ mock });
    await fetch(`${server.baseUrl}/transactions/score`, post('order_456_payment'));
    expect(mock.operations.list()).toMatchObject([{ idempotency_key: 'order_456_payment', attempts: 1, processed: 1 }]);
  });

  test('brackets an IPv6 address', async () => {
    const server = await start({ host: '::1' });
    expect(server.url).toBe(`http://[::1]:${server.port}`);
    const health = await fetch(`${server.url}/_mock/health`);
    expect(await health.json()).toMatchObject({ status: 'ok', seed: '1' });
  });

  test.each([
    [{ ports: 4010 }, 'There is no option ports. Did you mean port?'],
    [{ seeds: 'x' }, 'There is no option seeds. Did you mean seed?'],
    [{ port: 70_000 }, 'port: 70000 is not a port.'],
    [{ host: 'http://localhost' }, 'host: "http://localhost" is not an address.'],
    [{ corsOrigin: 'app.example.com' }, 'corsOrigin: "app.example.com" is not an origin.'],
    [{ corsOrigin: 'null' }, 'corsOrigin: "null" is not an origin.'],
    [{ corsOrigin: 'https://app.example.com/' }, 'Write it as a browser does: https://app.example.com'],
    [{ allowHost: 'http://mock:4010' }, 'allowHost: "http://mock:4010" is not a host name.'],
    [{ controlToken: '' }, 'controlToken: a token is one or more'],
    [{ mock: createMock(), seed: '2' }, 'seed: the mock is made already'],
  ])('refuses an option that cannot be (%#)', async (options, message) => {
    const refused = startServer(options as ServerOptions);
    await expect(refused).rejects.toThrow(OptionError);
    await expect(refused).rejects.toThrow(message);
  });

  test('a port in use: says which, and what to do', async () => {
    const server = await start();
    const refused = startServer({ port: server.port });
    await expect(refused).rejects.toThrow(ListenError);
    await expect(refused).rejects.toThrow(
      `Port ${server.port} of 127.0.0.1 is in use. Stop what listens there, or take`,
    );
  });
});

describe('connections', () => {
  test('are kept for 65 s or more, and the journal tells which attempts came on a kept one', async () => {
    const server = await start();
    const raw = client(server).send(requestText({ key: 'order_456_payment' }));
    const first = await raw.reply();
    expect(first.headers['connection']).toBe('keep-alive');
    expect(first.headers['keep-alive']).toBe('timeout=72');
    raw.send(requestText({ key: 'order_456_payment' }));
    const [, second] = await raw.replies(2);
    expect(second).toMatchObject({ body: first.body, headers: { 'idempotent-replayed': 'true' } });
    expect(server.mock.journal.list().map((row) => row.reused_connection)).toEqual([false, true]);
  });

  test('pipelined requests take turns and are answered in order', async () => {
    const server = await start({ latency: 20 });
    const keys = ['payment_aa', 'payment_bb', 'payment_aa', 'payment_cc'];
    const raw = client(server).send(keys.map((key) => requestText({ key })).join(''));
    const replies = await raw.replies(4);
    expect(replies.map(({ headers }) => headers['idempotency-key'])).toEqual(keys);
    // Side by side the third would have met the first in flight: a 409.
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(replies[2]).toMatchObject({ body: replies[0]?.body, headers: { 'idempotent-replayed': 'true' } });
  });

  test('an answer that breaks the connection tears none of those before it', async () => {
    const server = await start({ fault: 'lost-response key=*_broken', keepAlive: true });
    const raw = client(server);
    raw.send(['payment_aa', 'payment_bb', 'payment_broken', 'payment_cc'].map((key) => requestText({ key })).join(''));
    expect(await raw.ended).toBe('rst');
    expect((await raw.replies(2)).map(({ headers }) => headers['idempotency-key'])).toEqual([
      'payment_aa',
      'payment_bb',
    ]);
    expect(server.mock.operations.list().map((row) => row.idempotency_key)).not.toContain('payment_cc');
  });

  test('after an answer that ends the connection nothing more is processed', async () => {
    const server = await start();
    const last = requestText({ key: 'payment_aa', headers: ['Connection: close'] });
    const raw = client(server).send(last + requestText({ key: 'payment_bb' }));
    await raw.ended;
    expect(await raw.replies(2)).toMatchObject([{ status: 200, headers: { connection: 'close' } }]);
    expect(server.mock.operations.list()).toHaveLength(1);
  });

  test('are closed when a fault is added that breaks them and their client would re-send, so that its attempt comes on a fresh one', async () => {
    const server = await start();
    const browser = { key: 'order_456_payment', headers: ['User-Agent: an-sdk-on-go/1.0'] };
    const raw = client(server).send(requestText(browser));
    expect((await raw.reply()).headers['connection']).toBe('keep-alive');
    const fresh = client(server);
    await fresh.socketOpen();

    server.mock.faults.add('lost-response attempt=1 key=payment_*');
    expect(await raw.ended).toBe('fin');
    fresh.send(requestText(browser));
    expect((await fresh.reply()).headers['connection']).toBe('close');
    expect(await fresh.ended).toBe('fin');
  });

  test('of other clients carry one more answer, or are closed before the control API says that the fault is added', async () => {
    const server = await start();
    const [raw, idle] = [client(server), client(server)];
    for (const one of [raw, idle]) {
      one.send(requestText({ key: 'order_456_payment' }));
      expect((await one.reply()).headers['connection']).toBe('keep-alive');
    }

    server.mock.faults.add('lost-response attempt=1 key=payment_*');
    raw.send(requestText({ key: 'order_456_payment' }));
    expect(await raw.ended).toBe('fin');
    expect((await raw.replies(2))[1]?.headers['connection']).toBe('close');
    await fetch(`${server.url}/_mock/faults`);
    expect(await idle.ended).toBe('fin');
  });

  test.each(['node', 'undici', 'axios/1.7.2', 'got (https://github.com/sindresorhus/got)', 'python-requests/2.32.3'])(
    'of %s stay open, since it does not re-send: the attempt is the last on its connection',
    async (userAgent) => {
      const server = await start();
      const ask = { headers: [`User-Agent: ${userAgent}`] };
      const raw = client(server).send(requestText({ ...ask, key: 'order_456_payment' }));
      expect((await raw.reply()).headers['connection']).toBe('keep-alive');
      server.mock.faults.add('close key=order_457_payment');
      await fetch(`${server.url}/_mock/faults`);
      raw.send(requestText({ ...ask, key: 'order_458_payment' }));
      expect((await raw.replies(2))[1]?.headers['connection']).toBe('close');
      expect(await raw.ended).toBe('fin');
    },
  );

  test('of another API key stay open, so that nobody loses a request to a fault that is not his', async () => {
    const server = await start();
    const [mine, other] = [client(server), client(server)];
    mine.send(requestText({ key: 'order_456_payment' }));
    other.send(requestText({ key: 'order_456_payment', apiKey: 'txc_test_other' }));
    for (const one of [mine, other]) expect((await one.reply()).headers['connection']).toBe('keep-alive');

    const rule = { method: 'POST', path: '/_mock/faults', body: '{"rule": "lost-response attempt=1"}' };
    expect((await client(server).send(requestText(rule)).reply()).status).toBe(201);
    expect(await mine.ended).toBe('fin');
    other.send(requestText({ key: 'order_457_payment', apiKey: 'txc_test_other' }));
    expect((await other.replies(2)).map(({ status }) => status)).toEqual([200, 200]);
  });

  test('a slow answer under way when such a fault is added leaves a connection that goes on', async () => {
    const server = await start({ fault: 'slow rate=20000 times=1' });
    const raw = client(server).send(requestText({ key: 'order_456_payment' }));
    await until(() => server.mock.journal.list()[0]?.status === 200);
    server.mock.world('txc_test_other').faults.add('lost-response');
    expect((await raw.reply()).headers['connection']).toBe('keep-alive');
    raw.send(requestText({ key: 'order_457_payment' }));
    expect((await raw.replies(2))[1]?.headers['connection']).toBe('close');
    expect(await raw.ended).toBe('fin');
  });

  test('that were opened ahead of their first request, as browsers do, are closed while such a fault is due', async () => {
    const server = await start();
    const [before, typing] = [client(server), client(server)];
    await Promise.all([before.socketOpen(), typing.socketOpen()]);
    typing.send(requestText({ key: 'order_456_payment' }).slice(0, 20));
    await sleep(1200);
    expect(before.socket.destroyed).toBe(false);
    server.mock.faults.add('lost-response attempt=2');
    expect(await before.ended).toBe('fin');
    const after = client(server);
    await after.socketOpen();
    expect(await after.ended).toBe('fin');
    typing.send(requestText({ key: 'order_456_payment' }).slice(20));
    expect((await typing.reply()).status).toBe(200);
  });

  test('a request that came while the whole process stood still is answered, and not taken for silence', async () => {
    const server = await start({ fault: 'lost-response attempt=2' });
    const raw = client(server);
    await raw.socketOpen();
    // The server has accepted the connection by then.
    await sleep(50);
    // After this the loop runs what is due before it reads what has come.
    await setImmediate();
    raw.send(requestText({ key: 'order_456_payment' }));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1200);
    expect((await raw.reply()).status).toBe(200);
  });

  test('a request under way when such a fault is added is the last on its connection', async () => {
    const server = await start({ fault: 'hold times=1' });
    const raw = client(server).send(requestText({ key: 'order_456_payment' }));
    await until(() => server.mock.holds.list().length === 1);
    server.mock.world('txc_test_other').faults.add('lost-response');
    server.mock.holds.releaseAll();
    expect((await raw.reply()).headers['connection']).toBe('close');
    expect(await raw.ended).toBe('fin');
  });

  test('a control call keeps no connection for such an attempt, and with keepAlive all do', async () => {
    const control = requestText({ method: 'GET', path: '/_mock/health', body: '' }).replace(/Authorization.*\r\n/, '');
    const server = await start({ fault: 'lost-response' });
    expect((await client(server).send(control).reply()).headers['connection']).toBe('close');

    const keeping = await start({ fault: 'lost-response key=payment_*', keepAlive: true });
    const raw = client(keeping).send(control + requestText({ key: 'order_456_payment' }));
    expect((await raw.replies(2)).map(({ headers }) => headers['connection'])).toEqual(['keep-alive', 'keep-alive']);
    keeping.mock.faults.add('close key=payment_*');
    raw.send(requestText({ key: 'order_456_payment' }));
    expect(await raw.replies(3)).toHaveLength(3);
  });

  test('HTTP/1.0 gets its answer and a closed connection', async () => {
    const server = await start();
    const raw = client(server).send(
      requestText({ key: 'order_456_payment' }).replace('HTTP/1.1\r\nHost: 127.0.0.1', 'HTTP/1.0'),
    );
    expect(await raw.reply()).toMatchObject({ status: 200, headers: { connection: 'close' } });
    expect(await raw.ended).toBe('fin');
  });

  test('a client that sends its FIN with its request is answered, also when Node reads both at once', async () => {
    const server = await start();
    const raw = client(server);
    await raw.socketOpen();
    // Node goes on reading when its buffer of 64 KiB is full.
    const request = (padding: number): string =>
      requestText({ key: 'order_456_payment', body: BODY.replace('{', `{${' '.repeat(padding)}`) });
    const room = 65_536 - request(60_000).length;
    raw.socket.end(request(60_000 + room));
    expect((await raw.reply()).status).toBe(200);
    expect(await raw.ended).toBe('fin');
  });

  test('a test that stops the timers of its process is answered, and may close the server', async () => {
    const server = await start({ fault: 'truncate then=rst attempt=2' });
    vi.useFakeTimers();
    const send = (): RawClient => client(server).send(requestText({ key: 'order_456_payment' }));
    try {
      expect((await send().reply()).status).toBe(200);
      expect(await send().ended).toBe('rst');
      await server.close();
    } finally {
      vi.useRealTimers();
    }
  });

  test('of a client that sends and does not read, no more is worked on than it may have answers waiting', async () => {
    const server = await start();
    const body = BODY.replace(/}$/, `,"metadata":{"note":"${'x'.repeat(1_000_000)}"}}`);
    const raw = client(server).send(requestText({ key: 'order_456_payment', body }));
    expect((await raw.reply()).status).toBe(200);
    raw.socket.pause();
    raw.send(requestText({ method: 'GET', path: '/v1/transactions?limit=1', body: '' }).repeat(30));
    // As many as the system's buffers and ours hold, and then no more.
    let seen = 0;
    for (let now = 1; now > seen; now = server.mock.journal.list().length) {
      seen = now;
      await sleep(100);
    }
    expect(seen).toBeGreaterThan(1);
    expect(seen).toBeLessThan(20);
    raw.socket.resume();
    await until(() => server.mock.journal.list().length === 31);
  });

  test.each<[how: string, leave: (raw: RawClient) => unknown]>([
    ['FIN', async (raw) => await new Promise<void>((resolve) => raw.socket.end(resolve))],
    ['RST', (raw) => raw.socket.resetAndDestroy()],
  ])(
    'a client that leaves by %s has its retry replayed, however soon it comes on another connection (R15)',
    async (_, leave) => {
      const server = await start({ fault: 'timeout phase=during attempt=1' });
      for (let i = 0; i < 20; i++) {
        const key = `order_${i}_payment`;
        const [raw, retry] = [client(server).send(requestText({ key })), client(server)];
        await retry.socketOpen();
        await until(() => server.mock.keys.list()[i]?.state === 'in_flight');
        await leave(raw);
        const { status, headers } = await retry.send(requestText({ key })).reply();
        expect([status, headers['idempotent-replayed']]).toEqual([200, 'true']);
      }
    },
  );

  test('a client that leaves in the middle of its next request is noticed (R15)', async () => {
    const server = await start({ fault: 'timeout phase=during' });
    const raw = client(server).send(requestText({ key: 'order_456_payment' }) + requestText().slice(0, 80));
    await until(() => server.mock.keys.list()[0]?.state === 'in_flight');
    raw.socket.end();
    await until(() => server.mock.keys.list()[0]?.state === 'done');
    expect(server.mock.journal.list()).toMatchObject([{ outcome: 'lost', committed: true, client_left: true }]);
    expect(await raw.ended).toBe('fin');
  });

  test('HEAD is a 405 without a body', async () => {
    const server = await start();
    const raw = client(server).send(requestText({ method: 'HEAD', body: '', headers: ['Connection: close'] }));
    const { text } = await raw.all();
    expect(text).toMatch(/^HTTP\/1\.1 405 Method Not Allowed\r\n/);
    expect(text).toMatch(/\r\nAllow: POST\r\n/);
    expect(text).toMatch(/\r\n\r\n$/);
  });

  test('a client that hangs up ends its wait, and the work is done all the same (R15)', async () => {
    const server = await start({ fault: 'timeout phase=during' });
    const raw = client(server).send(requestText({ key: 'order_456_payment' }));
    await until(() => server.mock.keys.list()[0]?.state === 'in_flight');
    raw.close();
    await until(() => server.mock.keys.list()[0]?.state === 'done');
    expect(server.mock.journal.list()).toMatchObject([{ client_left: true, committed: true, status: null }]);
  });
});

describe('many at once', () => {
  test('500 concurrent requests with one key run the simulator once (R14)', async () => {
    const server = await start({ inFlight: 'wait', latency: 10 });
    const answers = await Promise.all(
      Array.from({ length: 500 }, async () => {
        const answer = await fetch(`${server.baseUrl}/transactions/score`, post('order_456_payment'));
        return {
          status: answer.status,
          replayed: answer.headers.get('idempotent-replayed'),
          body: await answer.text(),
        };
      }),
    );
    expect(server.mock.operations.list()).toMatchObject([{ attempts: 500, processed: 1 }]);
    expect(new Set(answers.map(({ status, body }) => `${status} ${body}`)).size).toBe(1);
    expect(answers.filter(({ replayed }) => replayed === null)).toHaveLength(1);
  });
});

describe('web pages', () => {
  const preflight = (origin: string, more: Record<string, string> = {}): RequestInit => ({
    method: 'OPTIONS',
    headers: { Origin: origin, 'Access-Control-Request-Method': 'POST', ...more },
  });

  test.each(['http://localhost:5173', 'https://127.0.0.1', 'http://[::1]:8080', 'https://app.example.com'])(
    'of %s may call /v1',
    async (origin) => {
      const server = await start({ corsOrigin: 'https://app.example.com', fault: 'reset phase=before times=1' });
      const asked = await rawFetch(
        server,
        preflight(origin, { 'Access-Control-Request-Headers': 'content-type,x-trace' }),
      );
      expect(asked.status).toBe(204);
      expect(asked.headers).toMatchObject({
        'access-control-allow-origin': origin,
        'access-control-allow-methods': expect.stringContaining('POST'),
        'access-control-max-age': '7200',
        vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
      });
      const allowed = asked.headers['access-control-allow-headers']?.toLowerCase().split(', ');
      for (const name of ['authorization', 'content-type', 'idempotency-key', 'x-request-id', 'txcloud-version'])
        expect(allowed).toContain(name);
      expect(allowed).toContain('x-trace');
      // A preflight meets no fault, and is no attempt.
      expect(server.mock.journal.list()).toEqual([]);
      server.mock.faults.clear();

      const answer = await rawFetch(server, post('order_456_payment', { Origin: origin }));
      expect(answer.headers).toMatchObject({ 'access-control-allow-origin': origin, vary: 'Origin' });
      const exposed = answer.headers['access-control-expose-headers']?.split(', ');
      for (const name of ['Idempotency-Key', 'Idempotent-Replayed', 'X-Request-Id', 'Retry-After', 'X-Mock-Fault'])
        expect(exposed).toContain(name);
    },
  );

  test.each(['null', 'https://evil.example', 'http://localhost.evil.example', 'http://127.0.0.1.evil.example:80'])(
    'of %s get no CORS header',
    async (origin) => {
      const server = await start();
      for (const init of [preflight(origin), post('order_456_payment', { Origin: origin })]) {
        const answer = await rawFetch(server, init);
        expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
      }
    },
  );

  test('may not call /_mock at all', async () => {
    const server = await start();
    const answer = await rawFetch(server, { headers: { Origin: 'http://localhost:5173' } }, '/_mock/health');
    expect(answer.status).toBe(403);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  test('an answer to no page carries none', async () => {
    const server = await start();
    const answer = await rawFetch(server, post('order_456_payment'));
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control') || name === 'vary')).toEqual(
      [],
    );
  });
});

describe('the journal, live', () => {
  test('streams attempts, and ends with the server', async () => {
    const server = await start();
    const stream = await fetch(`${server.url}/_mock/events`);
    expect(stream.headers.get('content-type')).toBe('text/event-stream');
    const reader = (stream.body as ReadableStream<Uint8Array>).getReader();
    const decoder = new TextDecoder();
    let text = '';
    const read = async (what: string): Promise<void> => {
      while (!text.includes(what)) text += decoder.decode((await reader.read()).value, { stream: true });
    };
    await read('\n\n');
    await fetch(`${server.baseUrl}/transactions/score`, post('order_456_payment'));
    await read('"idempotency_key":"order_456_payment"');
    expect(text).toContain('event: attempt\ndata: {"seq":1,');
    await server.close();
    expect(await reader.read()).toMatchObject({ done: true });
  });
});

describe('stopping', () => {
  test('lets 1,000 hung requests go; all sockets end, and it may be asked twice', async () => {
    const server = await start({ fault: 'timeout phase=during' });
    const clients = Array.from({ length: 1000 }, (_, i) =>
      client(server).send(requestText({ key: `payment_${i}_aa`, apiKey: 'txc_test_42' })),
    );
    await until(() => server.mock.keys.list().length === 1000);
    const idle = client(server);
    const reading = client(server).send(requestText().slice(0, -10));
    await idle.socketOpen();

    await Promise.all([server.close(), server.close()]);
    const ends = await Promise.all([...clients, idle, reading].map(async (one) => await one.ended));
    expect(ends).toHaveLength(1002);
    // Their waits have ended too: nothing is left that could still want to answer.
    // It was not their clients who hung up.
    const lost = { outcome: 'lost', committed: true, status: null, client_left: false };
    const rows = server.mock.journal.list().map(({ outcome, committed, status, client_left, duration_ms: ms }) => {
      expect(ms).not.toBeNull();
      return { outcome, committed, status, client_left };
    });
    expect(rows).toEqual(Array.from({ length: 1000 }, () => lost));
    expect(server.mock.keys.list().every((key) => key.state === 'done')).toBe(true);
    await expect(fetch(server.url)).rejects.toThrow('fetch failed');
  });

  test('answers the requests under way that have the time, and no further ones', async () => {
    const server = await start({ latency: 100 });
    const one = client(server).send(requestText({ key: 'order_456_payment' }));
    const two = client(server).send(
      requestText({ key: 'order_457_payment' }) + requestText({ key: 'order_458_payment' }),
    );
    await until(() => server.mock.keys.list().length === 2);
    await server.close();
    for (const raw of [one, two]) {
      expect(await raw.replies(2)).toMatchObject([{ status: 200, headers: { connection: 'close' } }]);
    }
    expect(server.mock.journal.list().map(({ outcome }) => outcome)).toEqual(['processed', 'processed']);
  });

  test('lets a large answer get through to a client that reads on', async () => {
    const server = await start();
    const body = BODY.replace(/}$/, `,"metadata":{"note":"${'x'.repeat(20_000_000)}"}}`);
    const raw = client(server).send(requestText({ key: 'order_456_payment', body }));
    raw.socket.pause();
    await until(() => server.mock.journal.list()[0]?.status === 200);
    const closing = server.close();
    await sleep(20);
    raw.socket.resume();
    await closing;
    expect((await raw.reply()).body.length).toBeGreaterThan(20_000_000);
  });

  test('lets an answer that is on its way get through', async () => {
    const server = await start({ latency: 5 });
    const raw = client(server).send(requestText({ key: 'order_456_payment' }));
    await raw.reply();
    await server.close();
    expect(await raw.replies(1)).toMatchObject([{ status: 200 }]);
  });
});

/** As `fetch`, which would not send such headers. */
async function rawFetch(
  server: RunningServer,
  { method = 'GET', headers = {}, body }: RequestInit,
  path = '/v1/transactions/score',
): Promise<{ status: number; headers: Readonly<Record<string, string>> }> {
  const text = typeof body === 'string' ? body : '';
  const lines = Object.entries(headers as Record<string, string>).map(([name, value]) => `${name}: ${value}`);
  const head = [`${method} ${path} HTTP/1.1`, `Host: 127.0.0.1:${server.port}`, 'Connection: close', ...lines];
  return await client(server)
    .send([...head, `Content-Length: ${text.length}`, '', text].join('\r\n'))
    .reply();
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(2);
}
