import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import { type RunningServer, startServer } from '../src/adapters/node.ts';
import { createMock } from '../src/mock.ts';
import { nodeCourier } from '../src/adapters/node-webhooks.ts';
import type { WebhookEndpointView } from '../src/contract/types.ts';
import type { WebhookPost } from '../src/courier.ts';
import { Api, type ErrorBody } from './api.ts';

const SCORE = { amount: 1000, currency: 'MAD', sender: { user_id: 'user_123' } };

const PAID = expect.objectContaining({ endpoint: 'POST /transactions/score', processed: 1 }) as unknown;

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function start(options: Parameters<typeof startServer>[0] = {}): Promise<RunningServer> {
  const server = await startServer(options);
  closers.push(server.close);
  return server;
}

/** A receiver on a real socket. */
async function receive(
  answer: (request: IncomingMessage, response: ServerResponse, body: Buffer) => void,
): Promise<string> {
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => answer(request, response, Buffer.concat(parts)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
}

async function until(condition: () => boolean): Promise<void> {
  await expect.poll(condition, { timeout: 10_000, interval: 10 }).toBe(true);
}

const postTo = (url: string): WebhookPost => ({ url, headers: [['Content-Type', 'application/json']], body: '{}' });
const never = new AbortController().signal;

describe('webhooks on the wire', () => {
  it('reach a Node receiver that verifies the raw bytes, and come again when it has failed', async () => {
    const server = await start({ clock: '2026-11-24T09:30:00Z', freeze: true });
    const api = new Api(server.baseUrl);
    const seen: { valid: boolean; path: string | undefined }[] = [];
    let secret = '';
    const url = await receive((request, response, body) => {
      const signature = createHmac('sha256', secret).update(body).digest('hex');
      seen.push({ valid: request.headers['x-txcloud-signature'] === signature, path: request.url });
      response.writeHead(seen.length === 1 ? 500 : 200).end();
    });
    ({ secret } = (
      await api.post<WebhookEndpointView>('/developers/webhooks', { url, events: ['transaction.scored'] })
    ).json);
    await api.post('/transactions/score', { ...SCORE, metadata: { name: 'Sara بناني 🙂' } });
    await until(() => server.mock.webhooks.list()[0]?.reason === 'answered 500');
    server.mock.clock.advance('1m');
    await until(() => server.mock.webhooks.list()[0]?.status === 'delivered');
    expect(seen).toEqual([
      { valid: true, path: '/hook' },
      { valid: true, path: '/hook' },
    ]);
  });

  it('are one to a receiver that takes its time while the clock is moved far on', async () => {
    const server = await start({ clock: '2026-11-24T09:30:00Z', freeze: true });
    const api = new Api(server.baseUrl);
    const waiting: ServerResponse[] = [];
    const url = await receive((_request, response) => waiting.push(response));
    await api.post('/developers/webhooks', { url, events: ['transaction.scored'] });
    await api.post('/transactions/score', SCORE);
    await until(() => waiting.length === 1);
    server.mock.clock.advance('72h');
    waiting[0]?.end();
    await until(() => server.mock.webhooks.list()[0]?.status !== 'pending');
    expect(server.mock.webhooks.list()).toMatchObject([{ status: 'delivered', attempts: 1 }]);
    expect(waiting).toHaveLength(1);
  });

  it('are made again when the clock is moved past the time of a receiver that does not answer', async () => {
    const server = await start({ clock: '2026-11-24T09:30:00Z', freeze: true });
    const api = new Api(server.baseUrl);
    let attempts = 0;
    const url = await receive((_request, response) => {
      if (++attempts === 2) response.end();
    });
    await api.post('/developers/webhooks', { url, events: ['transaction.scored'] });
    await api.post('/transactions/score', SCORE);
    await until(() => attempts === 1);
    server.mock.clock.advance('10s');
    await until(() => server.mock.webhooks.list()[0]?.reason !== null);
    expect(server.mock.webhooks.list()[0]?.reason).toBe('no answer when the clock was moved past the 10 s for it');
    server.mock.clock.advance('50s');
    await until(() => server.mock.webhooks.list()[0]?.status === 'delivered');
    expect(attempts).toBe(2);
  });

  it('wait for an async result on the running clock, without anybody asking', async () => {
    const server = await start({ asyncLatency: 50 });
    const types: unknown[] = [];
    const url = await receive((_request, response, body) => {
      types.push((JSON.parse(body.toString()) as { type: string }).type);
      response.end();
    });
    const api = new Api(server.baseUrl);
    await api.post('/identity/verify', { document_front: '...', country: 'MA', mode: 'async', webhook_url: url });
    await until(() => types.length > 0);
    expect(types).toEqual(['identity.verification.completed']);
  });

  it('reach a Python receiver that verifies them', async () => {
    const child: ChildProcess = spawn('python3', ['test/webhook-receiver.py', 'my_own_secret'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    closers.push(() => void child.kill());
    const lines: string[] = [];
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => lines.push(line));
    await until(() => lines.length === 1);
    const server = await start();
    const api = new Api(server.baseUrl);
    server.mock.faults.add('bad-signature on=webhook:transaction.scored times=1');
    await api.post('/developers/webhooks', {
      url: `http://localhost:${lines[0]}/`,
      events: ['transaction.scored'],
      secret: 'my_own_secret',
    });
    await api.post('/transactions/score', { ...SCORE, metadata: { name: 'forged' } });
    await api.post('/transactions/score', { ...SCORE, metadata: { name: 'بناني' } });
    await until(() => lines.length === 3);
    expect(lines.slice(1).map((line) => JSON.parse(line) as unknown)).toEqual([
      { valid: false, type: 'transaction.scored', name: { name: 'forged' } },
      { valid: true, type: 'transaction.scored', name: { name: 'بناني' } },
    ]);
  });

  it('drive no mock: a webhook URL that is the control API’s is refused there, also when it is another mock’s', async () => {
    const [server, other] = [await start(), await start()];
    const api = new Api(server.baseUrl);
    const hooks = [`${server.url}/_mock/reset`, `${other.url}/_mock/reset`];
    for (const url of hooks) await api.post('/developers/webhooks', { url, events: ['transaction.scored'] });
    await new Api(other.baseUrl).post('/transactions/score', SCORE);
    await api.post('/transactions/score', SCORE);
    const reasons = (): unknown[] => server.mock.webhooks.list().map(({ reason }) => reason);
    await until(() => !reasons().includes(null));
    expect(reasons()).toEqual(['answered 403', 'answered 403']);
    for (const { mock } of [server, other]) expect(mock.operations.list()).toContainEqual(PAID);
  });

  it('do not follow redirects, and do not read endless answers', async () => {
    let visits = 0;
    const other = await receive((_request, response) => {
      visits++;
      response.end();
    });
    const redirecting = await receive((_request, response) => response.writeHead(307, { Location: other }).end());
    const endless = await receive((_request, response) => {
      response.on('error', () => {});
      response.writeHead(200);
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(16_384)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    const courier = nodeCourier();
    expect(await courier.deliver(postTo(redirecting), [], never)).toEqual({ kind: 'answered', status: 307 });
    expect(await courier.deliver(postTo(endless), [], never)).toEqual({ kind: 'answered', status: 200 });
    expect(visits).toBe(0);
  });

  it('give up on a receiver that never answers, or when they are ended, or when nobody is there', async () => {
    const mute = await receive(() => {});
    const courier = nodeCourier(50);
    expect(await courier.deliver(postTo(mute), [], never)).toEqual({
      kind: 'failed',
      reason: 'no answer within 0.05 s',
    });
    const ended = new AbortController();
    const attempt = nodeCourier().deliver(postTo(mute), [], ended.signal);
    ended.abort();
    expect((await attempt).kind).toBe('failed');
    const free = await receive(() => {});
    await closers.pop()?.();
    expect(await courier.deliver(postTo(free), [], never)).toMatchObject({ kind: 'failed' });
  });

  it('end also at a receiver that would rather speak another protocol, or trickles its answer', async () => {
    const courier = nodeCourier();
    const server = createTcpServer((socket) => {
      socket.once('data', () =>
        socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
      );
      socket.on('error', () => {});
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    expect(await courier.deliver(postTo(url), [], never)).toEqual({ kind: 'answered', status: 101 });

    let closed = false;
    const trickling = await receive((_request, response) => {
      response.writeHead(200, { 'Content-Length': 1000 });
      const timer = setInterval(() => response.write('x'), 50);
      response.once('close', () => {
        clearInterval(timer);
        closed = true;
      });
    });
    expect(await courier.deliver(postTo(trickling), [], never)).toEqual({ kind: 'answered', status: 200 });
    await until(() => closed);
  });

  it('of a server that was stopped are not made, a duplicate neither', async () => {
    const server = await start({ fault: 'duplicate on=webhook:transaction.scored' });
    const api = new Api(server.baseUrl);
    let attempts = 0;
    const mute = await receive(() => attempts++);
    await api.post('/developers/webhooks', { url: mute, events: ['*'] });
    await api.post('/transactions/score', SCORE);
    await until(() => attempts === 1);
    await server.close();
    await until(() => server.mock.webhooks.list()[0]?.reason === 'the server was stopped');
    expect(attempts).toBe(1);
  });

  it('of a mock with two servers go on when one of them is closed', async () => {
    const mock = createMock();
    const [first, second] = [await start({ mock }), await start({ mock })];
    let events = 0;
    const url = await receive((_request, response) => {
      events++;
      response.end();
    });
    const api = new Api(first.baseUrl);
    await api.post('/developers/webhooks', { url, events: ['*'] });
    await second.close();
    await api.post('/transactions/score', SCORE);
    await until(() => events === 1);
  });

  it('of a request that is answered while the server stops are made', async () => {
    const server = await start({ latency: 100 });
    const api = new Api(server.baseUrl);
    let events = 0;
    const url = await receive((_request, response) => {
      events++;
      response.end();
    });
    await api.post('/developers/webhooks', { url, events: ['transaction.scored'] });
    const answer = api.post('/transactions/score', SCORE, { 'Idempotency-Key': 'order_456_payment' });
    await until(() => server.mock.keys.list().length === 1);
    await server.close();
    expect((await answer).status).toBe(200);
    await until(() => events === 1);
  });

  it('go to no other machine, whatever a name means when it is used', async () => {
    const courier = nodeCourier(2000);
    expect((await courier.deliver(postTo('http://192.0.2.1/'), [], never)).kind).toBe('forbidden');
    expect((await courier.deliver(postTo('http://localhost.example.com/'), [], never)).kind).toBe('forbidden');
    const allowed = await receive((_request, response) => response.end());
    const byName = allowed.replace('127.0.0.1', 'localhost');
    expect(await courier.deliver(postTo(byName), [], never)).toEqual({ kind: 'answered', status: 200 });
  });

  it('hold a stopping server up for no time, and a never answering receiver no other request', async () => {
    const mute = await receive(() => {});
    const server = await startServer();
    const api = new Api(server.baseUrl);
    await api.post('/developers/webhooks', { url: mute, events: ['*'] });
    for (let i = 0; i < 20; i++) expect((await api.post('/transactions/score', SCORE)).status).toBe(200);
    await until(() => server.mock.webhooks.list()[0]?.attempts === 1);
    const before = performance.now();
    await server.close();
    expect(performance.now() - before).toBeLessThan(1000);
  });
});

describe('TXCloud’s own controls under /v1/developers', () => {
  it('are kept from web pages and foreign names, like the control API', async () => {
    const server = await start();
    const call = async (headers: Record<string, string>): Promise<number> => {
      const init = { headers: { Authorization: 'Bearer txc_test_life', ...headers } };
      return (await fetch(`${server.baseUrl}/developers/webhooks`, init)).status;
    };
    expect(await call({})).toBe(200);
    expect(await call({ Origin: server.url })).toBe(200);
    expect(await call({ Origin: 'http://localhost:5173' })).toBe(403);
    expect(await call({ 'Sec-Fetch-Site': 'cross-site' })).toBe(403);
    const preflight = await fetch(`${server.baseUrl}/developers/webhooks`, {
      method: 'OPTIONS',
      headers: { Origin: 'http://localhost:5173', 'Access-Control-Request-Method': 'POST' },
    });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([403, null]);
    expect(((await preflight.json()) as ErrorBody).error.code).toBe('forbidden');
  });

  it('answer for the calling API key only', async () => {
    const server = await start();
    const mine = new Api(server.baseUrl);
    const { id } = (
      await mine.post<WebhookEndpointView>('/developers/webhooks', { url: 'http://127.0.0.1:1/', events: ['*'] })
    ).json;
    const path = `/developers/webhooks/${id}`;
    const stranger = new Api(server.baseUrl, 'txc_test_other');
    for (const [method, suffix] of [
      ['GET', ''],
      ['GET', '/logs'],
      ['POST', '/test'],
      ['DELETE', ''],
    ] as const) {
      expect((await stranger.send(method, path + suffix)).status).toBe(404);
    }
    const reader = new Api(server.baseUrl, 'txc_test_scoped.developers:read');
    expect((await reader.get('/developers/webhooks')).status).toBe(200);
    expect((await reader.post('/developers/webhooks', { url: 'http://127.0.0.1:1/', events: ['*'] })).status).toBe(403);
  });
});
