import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { type RunningServer, type ServerOptions, startServer } from '../src/adapters/node.ts';
import type { AttemptView } from '../src/views.ts';
import { type End, parseHead, RawClient, requestText, type WireReply } from './raw-socket.ts';

const open: { close(): unknown }[] = [];

afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
});

async function start(options: ServerOptions): Promise<RunningServer> {
  const server = await startServer(options);
  open.push(server);
  return server;
}

/** One attempt on a connection of its own, up to the end of the connection. */
async function attempt(server: RunningServer, key = 'order_456_payment'): Promise<{ end: End; text: string }> {
  const client = new RawClient(server.port);
  open.push(client);
  return await client.send(requestText({ key, headers: ['Connection: close'] })).all();
}

interface Seen {
  readonly end: End;
  readonly text: string;
  readonly head: WireReply;
  readonly body: string;
}

function seen({ end, text }: { end: End; text: string }): Seen {
  const at = text.indexOf('\r\n\r\n');
  return { end, text, head: parseHead(text.slice(0, at)), body: text.slice(at + 4) };
}

/** What the next attempt gets: the stored result, or work done for it. */
type Next = 'replayed' | 'processed';

interface Case {
  readonly rule: string;
  readonly wire: (first: Seen, next: Seen) => void;
  readonly row: Partial<AttemptView>;
  readonly next: Next;
}

const nothing =
  (end: End) =>
  (first: Seen): void => {
    expect(first).toMatchObject({ end, text: '' });
  };

const whole = (first: Seen, next: Seen): void => {
  expect(first).toMatchObject({ end: 'fin', body: next.body, head: { status: 200 } });
};

const status =
  (code: number) =>
  (first: Seen): void => {
    expect(first).toMatchObject({ end: 'fin', head: { status: code } });
    expect(first.head.headers['x-mock-fault']).toBe('flt_1');
    expect(first.head.headers['content-length']).toBe(String(first.body.length));
  };

/** A head that announces everything, and the first 20 bytes. */
const cut =
  (end: End) =>
  (first: Seen, next: Seen): void => {
    expect(first).toMatchObject({ end, body: next.body.slice(0, 20), head: { status: 200 } });
    expect(first.head.headers['content-length']).toBe(String(next.body.length));
    expect(first.head.headers['x-mock-fault']).toBe('flt_1');
  };

const garbled =
  (what: RegExp) =>
  (first: Seen): void => {
    expect(first.end).toBe('fin');
    expect(first.text).toMatch(what);
  };

const before = { outcome: 'lost', committed: false, status: null, client_left: false } as const;
const during = { outcome: 'failed', committed: false, status: null, client_left: false } as const;
const after = { outcome: 'lost', committed: true, status: null, client_left: false } as const;
const done = { outcome: 'processed', committed: true, status: 200 } as const;

const CASES: readonly Case[] = [
  { rule: 'reset phase=before', wire: nothing('rst'), row: before, next: 'processed' },
  { rule: 'reset phase=during', wire: nothing('rst'), row: during, next: 'processed' },
  { rule: 'reset phase=after', wire: nothing('rst'), row: after, next: 'replayed' },
  { rule: 'lost-request', wire: nothing('rst'), row: before, next: 'processed' },
  { rule: 'lost-response', wire: nothing('rst'), row: after, next: 'replayed' },
  { rule: 'close phase=before', wire: nothing('fin'), row: before, next: 'processed' },
  { rule: 'close phase=during', wire: nothing('fin'), row: during, next: 'processed' },
  { rule: 'close phase=after', wire: nothing('fin'), row: after, next: 'replayed' },
  { rule: 'timeout ms=20 phase=before', wire: nothing('fin'), row: before, next: 'processed' },
  { rule: 'timeout ms=20 phase=during', wire: nothing('fin'), row: after, next: 'replayed' },
  { rule: 'timeout ms=20 phase=after', wire: nothing('fin'), row: after, next: 'replayed' },
  { rule: 'delay ms=20 phase=before', wire: whole, row: done, next: 'replayed' },
  { rule: 'delay ms=20 phase=during', wire: whole, row: done, next: 'replayed' },
  { rule: 'delay ms=20 phase=after', wire: whole, row: done, next: 'replayed' },
  { rule: 'slow rate=20000 phase=after', wire: whole, row: done, next: 'replayed' },
  {
    rule: 'status code=503 retry-after=2 phase=before',
    wire: status(503),
    row: { outcome: 'refused', committed: false, status: 503 },
    next: 'processed',
  },
  {
    rule: 'status code=502 body=html phase=during',
    wire: status(502),
    row: { outcome: 'failed', committed: false, status: 502 },
    next: 'processed',
  },
  {
    rule: 'status code=504 body=empty phase=after',
    wire: status(504),
    row: { outcome: 'lost', committed: true, status: 504 },
    next: 'replayed',
  },
  {
    rule: 'rate-limit retry-after=1 phase=before',
    wire: status(429),
    row: { outcome: 'refused', committed: false, status: 429 },
    next: 'processed',
  },
  {
    rule: 'truncate bytes=20 then=fin phase=after',
    wire: cut('fin'),
    row: { outcome: 'lost', committed: true, status: 200 },
    next: 'replayed',
  },
  {
    rule: 'truncate bytes=20 then=rst phase=after',
    wire: cut('rst'),
    row: { outcome: 'lost', committed: true, status: 200 },
    next: 'replayed',
  },
  { rule: 'garble as=bytes phase=after', wire: garbled(/^(?!HTTP)[^]+$/), row: after, next: 'replayed' },
  {
    rule: 'garble as=chunk phase=after',
    wire: garbled(
      /^HTTP\/1\.1 200 OK\r\n(?![^]*Content-Length)[^]*\r\nTransfer-Encoding: chunked\r\n[^]*\r\n\r\nno length\r\n/,
    ),
    row: { outcome: 'lost', committed: true, status: 200 },
    next: 'replayed',
  },
  {
    rule: 'garble as=json phase=after',
    wire: (first, next) => {
      expect(first).toMatchObject({ end: 'fin', body: next.body.slice(0, -1), head: { status: 200 } });
      expect(first.head.headers['content-length']).toBe(String(first.body.length));
    },
    row: { outcome: 'lost', committed: true, status: 200 },
    next: 'replayed',
  },
];

describe('every fault in every phase, on the wire and after it (R12 to R16)', () => {
  test.each(CASES)('$rule', async ({ rule, wire, row, next }) => {
    const server = await start({ fault: `${rule} times=1` });
    const first = seen(await attempt(server));
    const second = seen(await attempt(server));

    expect(second.head.status).toBe(200);
    expect(second.head.headers['idempotent-replayed']).toBe(next === 'replayed' ? 'true' : undefined);
    expect(second.head.headers['x-mock-fault']).toBeUndefined();
    wire(first, second);
    const [kind] = server.mock.faults.list().map((fault) => ('kind' in fault ? fault.kind : ''));
    const phase = /phase=(\w+)/.exec(rule)?.[1];
    expect(server.mock.journal.list()).toMatchObject([
      { ...row, attempt: 1, fault: { id: 'flt_1', kind, ...(phase === undefined ? {} : { phase }) } },
      { attempt: 2, outcome: next, fault: null },
    ]);
    expect(server.mock.operations.list()).toMatchObject([{ attempts: 2, processed: 1 }]);
    expect(server.mock.faults.list()).toMatchObject([{ fired: 1 }]);
  });

  test('status store=true during: is stored, and replayed (R13)', async () => {
    const server = await start({ fault: 'status code=503 store=true phase=during times=1' });
    const first = seen(await attempt(server));
    const second = seen(await attempt(server));
    expect(first.head.status).toBe(503);
    expect(second).toMatchObject({
      body: first.body,
      head: { status: 503, headers: { 'idempotent-replayed': 'true' } },
    });
    expect(server.mock.operations.list()).toMatchObject([{ attempts: 2, processed: 0 }]);
  });

  test.each(['before', 'during', 'after'])('hold phase=%s: parks the request until it is released', async (phase) => {
    const server = await start({ fault: `hold phase=${phase} times=1` });
    const client = new RawClient(server.port).send(requestText({ key: 'order_456_payment' }));
    open.push(client);
    await until(() => server.mock.holds.list().length === 1);
    const meanwhile = seen(await attempt(server));
    // Before: nothing is claimed. During: the claim is held (R14). After: the result is stored.
    expect(meanwhile.head.status).toBe(phase === 'during' ? 409 : 200);
    expect(client.received).toBe('');
    server.mock.holds.releaseAll();
    expect((await client.reply()).status).toBe(200);
    expect(server.mock.operations.list()).toMatchObject([{ attempts: 2, processed: 1 }]);
  });

  test('slow: the body comes in pieces, at its rate', async () => {
    const server = await start({ fault: 'slow rate=4000' });
    const client = new RawClient(server.port);
    open.push(client);
    const pieces: number[] = [];
    client.socket.on('data', (text: string) => pieces.push(text.length));
    const startedAt = performance.now();
    const reply = await client.send(requestText({ key: 'order_456_payment' })).reply();
    // At least so long, whatever else the machine does: 50 ms for every 200 bytes.
    expect(performance.now() - startedAt).toBeGreaterThan((reply.body.length / 4000) * 1000 - 60);
    expect(pieces.length).toBeGreaterThan(2);
  });

  test('slow and truncate together: the part comes at the rate, then the connection ends', async () => {
    const server = await start({ fault: ['truncate bytes=400 then=rst', 'slow rate=4000'] });
    const first = seen(await attempt(server));
    expect(first.end).toBe('rst');
    expect(first.body).toHaveLength(400);
  });

  test('timeout without an end: hangs until the client leaves, and the journal says that it did', async () => {
    const server = await start({ fault: 'timeout phase=after times=1' });
    const client = new RawClient(server.port).send(requestText({ key: 'order_456_payment' }));
    await until(() => server.mock.journal.list()[0]?.committed === true);
    client.close();
    await until(() => server.mock.journal.list()[0]?.client_left === true);
    expect(seen(await attempt(server)).head.headers['idempotent-replayed']).toBe('true');
  });

  test('a client that leaves while its request is held on the way in takes it along (R15)', async () => {
    const server = await start({ fault: 'hold phase=before times=1' });
    const client = new RawClient(server.port).send(requestText({ key: 'order_456_payment' }));
    await until(() => server.mock.holds.list().length === 1);
    client.close();
    await until(() => server.mock.holds.list().length === 0);
    expect(server.mock.journal.list()).toMatchObject([{ outcome: 'lost', committed: false, client_left: true }]);
    expect(server.mock.keys.list()).toEqual([]);
  });

  test('while a fault that breaks connections is due, the head of every answer says Connection: close', async () => {
    const server = await start({ fault: 'truncate bytes=5 then=fin attempt=2' });
    const client = new RawClient(server.port).send(requestText({ key: 'order_456_payment' }));
    open.push(client);
    expect((await client.reply()).headers['connection']).toBe('close');
    expect(await client.ended).toBe('fin');
    expect(seen(await attempt(server)).head.headers['connection']).toBe('close');
  });

  test('with keepAlive a truncated answer has the head of a whole one', async () => {
    const server = await start({ fault: 'truncate bytes=5 then=fin attempt=2', keepAlive: true });
    const heads: string[][] = [];
    for (let i = 0; i < 2; i++) {
      const client = new RawClient(server.port).send(requestText({ key: 'order_456_payment' }));
      open.push(client);
      if (i === 0) await client.reply();
      else await client.ended;
      const head = client.received.slice(0, client.received.indexOf('\r\n\r\n')).split('\r\n');
      heads.push(head.map((line) => line.replace(/(?<=^Date: |^X-RateLimit-Remaining: ).*/, '')));
    }
    const [first = [], second = []] = heads;
    expect(second.filter((line) => !/^(Idempotent-Replayed|X-Mock-Fault)/.test(line))).toEqual(first);
  });
});

describe('10,000 faulted requests', () => {
  const KINDS = [
    'reset phase=before',
    'reset phase=during',
    'reset phase=after',
    'close phase=during',
    'timeout ms=1 phase=before',
    'timeout ms=1 phase=during',
    'delay ms=1 phase=after',
    'truncate bytes=9 then=fin',
    'truncate bytes=9 then=rst',
    'garble as=bytes',
    'garble as=chunk',
    'slow rate=100000',
    'status code=503 phase=during',
    'hold phase=during',
  ];
  const REQUESTS = 10_000;
  const AT_ONCE = 200;

  test('leave no socket, timer, claim or parked request behind', { timeout: 120_000 }, async () => {
    const server = await start({ fault: KINDS.map((kind, i) => `${kind} key=*_kind${i}_*`) });
    const resources = count(process.getActiveResourcesInfo());
    for (let from = 0; from < REQUESTS; from += AT_ONCE) {
      const held: RawClient[] = [];
      const ends: Promise<End>[] = [];
      for (let n = from; n < from + AT_ONCE; n++) {
        const kind = n % KINDS.length;
        const key = `payment_kind${kind}_${n}`;
        const client = new RawClient(server.port).send(requestText({ key, headers: ['Connection: close'] }));
        if (kind === KINDS.length - 1) held.push(client);
        else ends.push(client.ended);
      }
      await Promise.all(ends);
      await until(() => server.mock.holds.list().length === held.length);
      for (const client of held) client.close();
      await until(() => server.mock.holds.list().length === 0);
    }
    expect(server.mock.faults.list().map((rule) => rule.fired)).toEqual(
      KINDS.map((_, i) => Math.ceil((REQUESTS - i) / KINDS.length)),
    );
    expect(server.mock.keys.list().filter((key) => key.state === 'in_flight')).toEqual([]);
    expect(server.mock.journal.list().filter((row) => row.duration_ms === null)).toEqual([]);
    // The timers that Node itself keeps for a moment run out.
    await until(() => {
      const now = count(process.getActiveResourcesInfo());
      return ['TCPSocketWrap', 'TCPServerWrap', 'Timeout', 'Immediate'].every(
        (name) => (now[name] ?? 0) <= (resources[name] ?? 0),
      );
    });
  });
});

function count(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(2);
}
