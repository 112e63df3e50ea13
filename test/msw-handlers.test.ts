import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import nodeHttp from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createHandlers } from '../src/adapters/msw.ts';
import { createMock } from '../src/mock.ts';

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const CLOCK = { clock: '2026-11-24T12:00:00.000Z', freeze: true };
const pay = {
  method: 'POST',
  headers: {
    Authorization: 'Bearer txc_test_42',
    'Content-Type': 'application/json',
    'Idempotency-Key': 'order_456_payment',
  },
  body: JSON.stringify({ transaction_id: 'order_456', amount: 1000, currency: 'MAD', sender: { user_id: 'user_123' } }),
};

describe('which requests are answered', () => {
  it.each(['https://api.txcloud.io/v1', 'https://sandbox.api.txcloud.io/v1'])('those under %s', async (baseUrl) => {
    server.use(...createHandlers(createMock(CLOCK)));
    const response = await fetch(`${baseUrl}/transactions/score`, pay);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ object: 'transaction.score', transaction_id: 'order_456' });
  });

  it.each(['', '/', '/no/such/path', '/transactions/%E0%A4%A', '/a:b*(c)?d=%'])(
    "TXCloud's 404 for an unknown path: /v1%s",
    async (path) => {
      server.use(...createHandlers(createMock()));
      const response = await fetch(`https://api.txcloud.io/v1${path}`, { headers: pay.headers });
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ error: { code: 'not_found' } });
    },
  );

  it('says what a misspelt path was meant to be, without /v1 too, and nothing of one that is like none', async () => {
    const messageFor = async (path: string): Promise<string> => {
      const response = await createMock().fetch(`http://localhost${path}`, pay);
      return ((await response.json()) as { error: { message: string } }).error.message;
    };
    expect(await messageFor('/v1/transaction/score')).toMatch(/ Did you mean \/v1\/transactions\/score\?$/);
    expect(await messageFor('/transactions/score')).toMatch(/ Did you mean \/v1\/transactions\/score\?$/);
    expect(await messageFor('/v1/no/such/path')).toBe('There is no POST /v1/no/such/path.');
    expect(await messageFor('/')).toBe('There is no POST /; paths start with /v1.');
  });

  it.each(['https://api.txcloud.io/v12/transactions', 'https://api-txcloud.io/v1/transactions', 'https://txcloud.io/'])(
    'not %s: it goes to the next handler',
    async (url) => {
      server.use(
        ...createHandlers(createMock()),
        http.all('*', () => new HttpResponse('next')),
      );
      expect(await (await fetch(url)).text()).toBe('next');
    },
  );

  it.each([
    ['http://localhost:4010/v1', 'http://localhost:4010/v1/transactions'],
    ['http://localhost:4010/v1/', 'http://localhost:4010/v1/transactions'],
    ['HTTPS://Staging.Example:443/pay(1)/*/api', 'https://staging.example/pay(1)/*/api/transactions'],
    ['https://txcloud.test', 'https://txcloud.test/transactions'],
    [new URL('https://txcloud.test/v1'), 'https://txcloud.test/v1/transactions'],
  ])('with baseUrl %s, %s', async (baseUrl, url) => {
    const mock = createMock();
    server.use(...createHandlers(mock, { baseUrl }));
    const response = await fetch(`${url}?limit=1`, { headers: pay.headers });
    expect(await response.json()).toMatchObject({ object: 'list', data: [] });
    expect(mock.journal.list()).toMatchObject([{ method: 'GET', path: '/v1/transactions', status: 200 }]);
  });

  it('state belongs to the mock: two of them never meet', async () => {
    const [one, two] = [createMock(CLOCK), createMock(CLOCK)];
    server.use(
      ...createHandlers(one, { baseUrl: 'https://one.test/v1' }),
      ...createHandlers(two, { baseUrl: 'https://two.test/v1' }),
    );
    await fetch('https://one.test/v1/transactions/score', pay);
    const again = await fetch('https://two.test/v1/transactions/score', pay);
    expect(again.headers.get('Idempotent-Replayed')).toBeNull();
    expect([one.operations.list(), two.operations.list()]).toMatchObject([[{ attempts: 1 }], [{ attempts: 1 }]]);
  });
});

describe('what a client gets to see', () => {
  it('the bytes of mock.fetch for the same seed', async () => {
    server.use(...createHandlers(createMock({ ...CLOCK, seed: 'checkout' })));
    const response = await fetch('https://api.txcloud.io/v1/transactions/score', pay);
    const expected = await createMock({ ...CLOCK, seed: 'checkout' }).fetch(
      'https://api.txcloud.io/v1/transactions/score',
      pay,
    );
    expect(await response.text()).toBe(await expected.text());
    expect([...response.headers]).toEqual([...expected.headers]);
  });

  it.each([
    'lost-request',
    'lost-response',
    'close',
    'truncate bytes=20 then=rst',
    'truncate share=0.5 then=fin',
    'garble as=bytes',
    'garble as=chunk',
  ])('a network error, to fetch and to node:http alike: %s', async (fault) => {
    const mock = createMock({ fault });
    server.use(...createHandlers(mock, { baseUrl: 'http://txcloud.test/v1' }));
    const url = 'http://txcloud.test/v1/transactions/score';
    await expect(fetch(url, pay)).rejects.toThrow(TypeError);
    const { method, headers, body } = pay;
    const lost = new Promise((resolve, reject) => {
      // msw can't see a `request` that was imported by its name.
      nodeHttp.request(url, { method, headers }, resolve).on('error', reject).end(body);
    });
    await expect(lost).rejects.toThrow();
    expect(mock.faults.list()).toMatchObject([{ fired: 2 }]);
  });

  it("a redirect as Node's fetch has it: an error to who wants none, and else as it is", async () => {
    const mock = createMock({ fault: 'status code=307' });
    server.use(...createHandlers(mock));
    const url = 'https://api.txcloud.io/v1/transactions/score';
    for (const ask of [fetch, mock.fetch]) {
      await expect(ask(url, { ...pay, redirect: 'error' })).rejects.toThrow(TypeError);
      for (const redirect of ['follow', 'manual'] as const)
        expect((await ask(url, { ...pay, redirect })).status).toBe(307);
    }
    expect(mock.journal.list()).toHaveLength(6);
  });

  it('a time-out hangs until the client aborts, and the journal says that it left', async () => {
    const mock = createMock({ fault: 'timeout' });
    server.use(...createHandlers(mock));
    const aborted = fetch('https://api.txcloud.io/v1/transactions/score', { ...pay, signal: AbortSignal.timeout(50) });
    await expect(aborted).rejects.toMatchObject({ name: 'TimeoutError' });
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(mock.journal.list()).toMatchObject([{ committed: true, status: null, client_left: true }]);
  });

  it('a delay and a slow body take their time', async () => {
    const mock = createMock({ fault: ['delay ms=60', 'slow rate=8000'] });
    server.use(...createHandlers(mock));
    const started = performance.now();
    const response = await fetch('https://api.txcloud.io/v1/transactions/score', pay);
    const size = (await response.arrayBuffer()).byteLength;
    expect(performance.now() - started).toBeGreaterThanOrEqual(0.9 * (60 + (size / 8000) * 1000));
  });

  it('two Idempotency-Key headers, which the platform joins, are a 400 (R8)', async () => {
    server.use(...createHandlers(createMock()));
    const headers = new Headers(pay.headers);
    headers.append('Idempotency-Key', 'order_457_payment');
    const response = await fetch('https://api.txcloud.io/v1/transactions/score', { ...pay, headers });
    expect(response.status).toBe(400);
  });

  it('a mistake of the mock is a 500 in the form of an error, never an exception', async () => {
    const mock = createMock();
    const begin = (): never => {
      throw new RangeError('no more room');
    };
    server.use(...createHandlers({ ...mock, begin }));
    const response = await fetch('https://api.txcloud.io/v1/transactions/score', pay);
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({
      error: { code: 'internal_error', message: 'The mock failed: RangeError: no more room' },
    });
  });
});

describe('wrong arguments throw at the call, and show the right form', () => {
  it.each([
    [undefined, undefined, /first argument must be a mock/],
    [{}, undefined, /first argument must be a mock/],
    [createMock(), { baseUrl: '/v1' }, /baseUrl: "\/v1" is not an absolute http\(s\) URL/],
    [createMock(), { baseUrl: 'ftp://x.test/v1' }, /is not an absolute/],
    [createMock(), { baseUrl: 'https://x.test/v1?a=1' }, /without a query/],
    [createMock(), { baseUrl: 4010 }, /baseUrl: "4010" is not .*, as in createHandlers\(mock, \{ baseUrl: /],
  ])('%#', (mock, options, message) => {
    expect(() => createHandlers(mock as never, options as never)).toThrow(TypeError);
    expect(() => createHandlers(mock as never, options as never)).toThrow(message);
  });
});
