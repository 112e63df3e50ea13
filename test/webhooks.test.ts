import { createHmac } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Verification, WebhookDeliveryView, WebhookEndpointView } from '../src/contract/types.ts';
import { createMock, type Mock } from '../src/index.ts';
import { perform } from '../src/adapters/perform.ts';
import type { Call } from '../src/model/call.ts';
import { Api, type ErrorBody } from './api.ts';
import type { WebhookResult } from '../src/courier.ts';
import { FakeCourier } from './fake-courier.ts';
import { schemaFaults } from './response-schema.ts';

const URL_ = 'http://127.0.0.1:8080/hook';
const VERIFY = { document_front: '...', country: 'MA' };
const SCORE = { amount: 1000, currency: 'MAD', sender: { user_id: 'user_123' } };

let mock: Mock;
let courier: FakeCourier;
let api: Api;
beforeEach(() => {
  mock = createMock({ clock: '2026-11-24T09:30:00Z', freeze: true });
  courier = new FakeCourier(mock);
  api = new Api(mock);
});

async function register(events: readonly string[] = ['*'], url = URL_): Promise<WebhookEndpointView> {
  const { status, json } = await api.post<WebhookEndpointView>('/developers/webhooks', { url, events });
  expect(status).toBe(201);
  return json;
}

async function logs({ id }: WebhookEndpointView): Promise<readonly WebhookDeliveryView[]> {
  return (await api.get<{ data: WebhookDeliveryView[] }>(`/developers/webhooks/${id}/logs`)).json.data;
}

type Page = { data: { id: string }[]; has_more: boolean; next_cursor: string | null; total_count: number };

/** The ids of a list, page by page. */
async function pagesOf(path: string): Promise<string[][]> {
  const pages: string[][] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: Page = (await api.get<Page>(`${path}?limit=30${cursor && `&starting_after=${cursor}`}`)).json;
    pages.push(page.data.map(({ id }) => id));
    cursor = page.next_cursor;
  }
  return pages;
}

describe('webhook endpoints', () => {
  it('are made, listed, read, changed and deleted; the secret is shown once', async () => {
    const made = await register(['transaction.scored']);
    expect(made.secret).toMatch(/^whsec_[a-z0-9]{24}$/);
    const path = `/developers/webhooks/${made.id}`;
    const read = (await api.get<WebhookEndpointView>(path)).json;
    expect(read).toEqual({ ...made, secret: `whsec_…${made.secret.slice(-4)}` });
    expect((await api.get<{ data: unknown[] }>('/developers/webhooks')).json.data).toEqual([read]);
    mock.clock.advance('1s');
    const changed = await api.send<WebhookEndpointView>('PUT', path, { url: URL_, events: ['*'], status: 'disabled' });
    expect(changed.json).toMatchObject({ events: ['*'], status: 'disabled', updated_at: '2026-11-24T09:30:01.000Z' });
    await api.post('/transactions/score', SCORE);
    expect((await api.send('DELETE', path)).json).toEqual({ id: made.id, object: 'webhook_endpoint', deleted: true });
    expect((await api.send('DELETE', path)).status).toBe(404);
    await courier.settle();
    expect(courier.posts).toEqual([]);
  });

  it.each([
    ['https://hooks.example.com/x', 'url', 'hooks.example.com is not this machine'],
    ['http://10.0.0.1/', 'url', '--webhook-host 10.0.0.1'],
    ['http://127.0.0.1.example.com/', 'url', 'is not this machine'],
    ['http://0.0.0.0/', 'url', 'is not this machine'],
    ['file:///etc/passwd', 'url', 'http and https only'],
    ['http://me:secret@127.0.0.1/', 'url', 'a user and a password'],
    ['127.0.0.1:80', 'url', 'http'],
    ['nonsense', 'url', 'not a URL'],
    // A URL parser would take all of these, and connect to what nobody wrote.
    [' http://127.0.0.1:1/', 'url', 'not a URL'],
    ['http://127.0.0.1:80\n80/', 'url', 'not a URL'],
    ['http://127.0.0.1:1/a\tb', 'url', 'not a URL'],
    ['http://127.0.0.1:1/a b', 'url', 'not a URL'],
  ])('refuse %j', async (url, param, message) => {
    const { status, json } = await api.post<ErrorBody>('/developers/webhooks', { url, events: ['*'] });
    expect([status, json.error.code, json.error.param]).toEqual([400, 'invalid_parameter', param]);
    expect(json.error.message).toContain(message);
  });

  it.each([
    'http://localhost:1/',
    'http://[::1]:1/',
    // What browsers and Node take for 127.0.0.1 is that.
    'http://2130706433:1/',
    'http://0x7f.1:1/',
    'https://app.localhost/hook',
  ])('take %s', async (url) => {
    await register(['*'], url);
  });

  it('take hosts that were allowed, and names of events that only TXCloud knows, but no misspelt ones', async () => {
    const elsewhere = new Api(createMock({ webhookHost: 'hooks.ci' }));
    const post = async (body: object) => await elsewhere.post<ErrorBody>('/developers/webhooks', body);
    expect((await post({ url: 'http://hooks.ci:9/x', events: ['kyb.verification.completed'] })).status).toBe(201);
    const misspelt = (await post({ url: 'http://hooks.ci/', events: ['*', 'transaction.score'] })).json.error;
    expect(misspelt).toMatchObject({
      param: 'events[1]',
      message: expect.stringContaining('mean transaction.scored') as string,
    });
    expect((await post({ url: 'http://hooks.ci/', events: [] })).json.error.param).toBe('events');
  });

  it('are 100 at most for one API key, and listed in pages', async () => {
    const made: string[] = [];
    for (let i = 0; i < 100; i++) made.unshift((await register(['*'], `http://127.0.0.1:1/${i}`)).id);
    expect(await pagesOf('/developers/webhooks')).toEqual([
      made.slice(0, 30),
      made.slice(30, 60),
      made.slice(60, 90),
      made.slice(90),
    ]);
    const { json: before } = await api.get<Page>(`/developers/webhooks?limit=10&ending_before=${made[15]}`);
    expect(before).toMatchObject({ has_more: true, next_cursor: made[5], total_count: 100 });
    expect(before.data.map(({ id }) => id)).toEqual(made.slice(5, 15));
    for (const param of ['limit=0', 'limit=many', 'starting_after=wh_unknown', 'ending_before=']) {
      const refused = await api.get<ErrorBody>(`/developers/webhooks?${param}`);
      expect([refused.status, refused.json.error.param]).toEqual([400, param.split('=')[0]]);
    }
    const { status, json } = await api.post<ErrorBody>('/developers/webhooks', { url: URL_, events: ['*'] });
    expect([status, json.error.code]).toEqual([400, 'invalid_request']);
    expect(
      (await new Api(mock, 'txc_test_other').get<{ total_count: number }>('/developers/webhooks')).json.total_count,
    ).toBe(0);
  });
});

describe('events', () => {
  it('are signed: hex HMAC-SHA256 of the raw body, and the seconds of the mock’s clock', async () => {
    const { secret } = await register(['transaction.scored']);
    const scored = (await api.post<object>('/transactions/score', SCORE)).json;
    await courier.settle();
    const [post] = courier.posts;
    expect(courier.header(0, 'X-TXCloud-Signature')).toBe(
      createHmac('sha256', secret)
        .update(post?.body ?? '')
        .digest('hex'),
    );
    expect(courier.header(0, 'X-TXCloud-Timestamp')).toBe(String(Date.parse('2026-11-24T09:30:00Z') / 1000));
    expect(courier.events[0]).toMatchObject({ type: 'transaction.scored', api_version: '2025-01-01', data: scored });
    expect(schemaFaults('WebhookEvent', courier.events[0])).toEqual([]);
  });

  it.each([
    ['/identity/verify', VERIFY, 'verified', ['identity.verification.completed']],
    ['/identity/verify', VERIFY, 'review', ['identity.verification.completed']],
    ['/identity/verify', VERIFY, 'rejected', ['identity.verification.failed']],
    ['/identity/verify', VERIFY, 'document_unreadable', []],
    ['/identity/sessions', { country: 'MA' }, 'expired', ['identity.session.expired']],
    ['/transactions/score', SCORE, 'approve', ['transaction.scored']],
    ['/transactions/score', SCORE, 'review', ['transaction.scored', 'transaction.review_required']],
    ['/transactions/score', SCORE, 'decline', ['transaction.scored', 'transaction.fraud_detected']],
    [
      '/lending/assess',
      { applicant: { id: '1', first_name: 'A', last_name: 'B' }, loan_request: { amount: 1, term_months: 1 } },
      'approve',
      ['lending.assessment.completed'],
    ],
    ['/watchlist/screen', { type: 'individual', name: 'A' }, 'clear', ['watchlist.screening.completed']],
    [
      '/watchlist/screen',
      { type: 'individual', name: 'A' },
      'pep',
      ['watchlist.screening.completed', 'watchlist.match.found'],
    ],
  ])('of %s %j, scenario %s: %j', async (path, body, scenario, types) => {
    await register();
    await api.post(path, body, { 'X-Mock-Scenario': scenario });
    await courier.settle();
    expect(courier.events.map(({ type }) => type)).toEqual(types);
  });

  it('of an async verification come when it is ready, also to its webhook_url; a replay sends none (R22)', async () => {
    await register(['identity.verification.completed']);
    const body = { ...VERIFY, mode: 'async', webhook_url: 'http://localhost:9000/mine' };
    const key = { 'Idempotency-Key': 'verification_1' };
    const { id } = (await api.post<Verification>('/identity/verify', body, key)).json;
    await courier.settle();
    expect(courier.posts).toEqual([]);
    mock.clock.advance('2s');
    await api.post('/identity/verify', body, key);
    await courier.settle();
    expect(courier.posts.map(({ url }) => url)).toEqual([URL_, 'http://localhost:9000/mine']);
    expect(new Set(courier.posts.map((post) => post.body)).size).toBe(1);
    expect(courier.events[0]?.data).toEqual((await api.get(`/identity/verifications/${id}`)).json);
    const signature = createHmac('sha256', mock.webhooks.secret)
      .update(courier.posts[1]?.body ?? '')
      .digest('hex');
    expect(courier.header(1, 'X-TXCloud-Signature')).toBe(signature);
  });

  it('do not come of what was cancelled or deleted; a retry sends one of its own', async () => {
    await register();
    const pending = async (scenario: string): Promise<string> => {
      const header = { 'X-Mock-Scenario': scenario };
      const { json } = await api.post<Verification>('/identity/verify', { ...VERIFY, mode: 'async' }, header);
      return `/identity/verifications/${json.id}`;
    };
    await api.post(`${await pending('verified')}/cancel`);
    await api.send('DELETE', await pending('verified'));
    const rejected = await pending('rejected');
    mock.clock.advance('2s');
    await api.post(`${rejected}/retry`);
    await courier.settle();
    expect(courier.events.map(({ type }) => type)).toEqual([
      'identity.verification.failed',
      'identity.verification.completed',
    ]);
    expect(new Set(courier.events.map(({ id }) => id)).size).toBe(2);
  });

  it('of a session come when it expires by itself, an upload later than before', async () => {
    await register();
    const { id } = (await api.post<{ id: string }>('/identity/sessions', { country: 'MA', expires_in: 60 })).json;
    mock.clock.advance('50s');
    await api.post(`/identity/sessions/${id}/documents`, { side: 'front', image: '...' });
    mock.clock.advance('59s');
    await courier.settle();
    expect(courier.posts).toEqual([]);
    mock.clock.advance('1s');
    await courier.settle();
    expect(courier.events).toMatchObject([
      { type: 'identity.session.expired', created_at: '2026-11-24T09:31:50.000Z', data: { id, status: 'expired' } },
    ]);
  });

  it('never cross API keys, and their ids are a function of seed, key and object', async () => {
    await register();
    await new Api(mock, 'txc_test_other').post('/transactions/score', SCORE);
    await api.post('/transactions/score', SCORE);
    await courier.settle();
    const [first] = courier.events;
    expect(courier.posts.length).toBe(1);
    mock.reset();
    expect(mock.webhooks.list()).toEqual([]);
    await register();
    await api.post('/transactions/score', SCORE);
    await courier.settle();
    expect(courier.events[1]).toEqual(first);
  });
});

describe('deliveries', () => {
  it('are repeated after 1 min, 5 min, 30 min, 2 h, 12 h and 24 h: seven attempts, same id, same bytes', async () => {
    const endpoint = await register();
    courier.answer = () => ({ kind: 'answered', status: 503 });
    await api.post('/transactions/score', SCORE);
    await courier.settle();
    for (const [i, wait] of [60, 300, 1800, 7200, 43_200, 86_400].entries()) {
      expect(await logs(endpoint)).toMatchObject([
        { status: 'pending', attempts: i + 1, response_code: 503, reason: 'answered 503' },
      ]);
      mock.clock.advance(wait * 1000 - 1);
      await courier.settle();
      expect(courier.posts.length).toBe(i + 1);
      mock.clock.advance(1);
      await courier.settle();
      expect(courier.posts.length).toBe(i + 2);
    }
    expect(await logs(endpoint)).toMatchObject([{ status: 'failed', attempts: 7, next_attempt_at: null }]);
    mock.clock.advance('1000h');
    await courier.settle();
    expect(courier.posts.length).toBe(7);
    expect(new Set(courier.posts.map(({ body }) => body)).size).toBe(1);
    const times = courier.posts.map((_, nth) => Number(courier.header(nth, 'X-TXCloud-Timestamp')));
    expect(times.map((time) => time - (times[0] ?? 0))).toEqual([0, 60, 360, 2160, 9360, 52_560, 138_960]);
  });

  it('are all made when the clock is moved past all of them', async () => {
    await register();
    courier.answer = () => ({ kind: 'failed', reason: 'nobody listens there' });
    await api.post('/transactions/score', SCORE);
    await courier.settle();
    mock.clock.advance('72h');
    await courier.settle();
    expect(courier.posts.length).toBe(7);
  });

  it('end with the first 2xx, and are logged newest first', async () => {
    const endpoint = await register();
    courier.answer = (_post, nth) => ({ kind: 'answered', status: nth === 1 ? 302 : 204 });
    await api.post('/transactions/score', SCORE);
    await courier.settle();
    mock.clock.advance('1m');
    await courier.settle();
    const test = await api.post<{ event_id: string }>(`/developers/webhooks/${endpoint.id}/test`, {
      event_type: 'transaction.scored',
    });
    await courier.settle();
    const rows = await logs(endpoint);
    expect(rows).toMatchObject([
      { event_id: test.json.event_id, status: 'delivered', attempts: 1 },
      { status: 'delivered', attempts: 2, response_code: 204, delivered_at: '2026-11-24T09:31:00.000Z', reason: null },
    ]);
  });

  it('to one receiver go one after another, and a receiver that never answers holds up no other', async () => {
    await register(['transaction.scored'], 'http://127.0.0.1:1/mute');
    await register(['transaction.scored'], 'http://127.0.0.1:1/well');
    courier.answer = (post) => (post.url.endsWith('mute') ? new Promise(() => {}) : { kind: 'answered', status: 200 });
    for (let i = 0; i < 5; i++) await api.post('/transactions/score', SCORE);
    await courier.settle();
    const counts = { mute: 0, well: 0 };
    for (const { url } of courier.posts) counts[url.endsWith('mute') ? 'mute' : 'well']++;
    expect(counts).toEqual({ mute: 1, well: 5 });
  });

  it('to a foreign webhook_url, or without a way out, are skipped and say why', async () => {
    const body = { ...VERIFY, mode: 'async', webhook_url: 'https://example.com/hook' };
    expect((await api.post('/identity/verify', body)).status).toBe(201);
    mock.clock.advance('2s');
    expect(mock.webhooks.list()).toMatchObject([
      { status: 'skipped', attempts: 0, reason: expect.stringContaining('--webhook-host example.com') as string },
    ]);
    const alone = createMock();
    const lonely = new Api(alone);
    await lonely.post('/developers/webhooks', { url: URL_, events: ['*'] });
    await lonely.post('/transactions/score', SCORE);
    expect(alone.webhooks.list()).toMatchObject([
      { status: 'skipped', reason: expect.stringContaining('no way out') as string },
    ]);
    expect(courier.posts).toEqual([]);
  });

  it('end with their endpoint, and with their world', async () => {
    const endpoint = await register();
    courier.answer = () => ({ kind: 'answered', status: 500 });
    await api.post('/transactions/score', SCORE);
    await courier.settle();
    await api.send('DELETE', `/developers/webhooks/${endpoint.id}`);
    expect(mock.webhooks.list()).toMatchObject([{ status: 'failed', reason: 'the endpoint was deleted' }]);
    await register();
    await api.post('/transactions/score', SCORE);
    await courier.settle();
    mock.reset();
    mock.clock.advance('100h');
    await courier.settle();
    expect(courier.posts.length).toBe(2);
  });
});

it('The logs of an endpoint come in pages, newest first', async () => {
  const { id } = await register();
  for (let i = 0; i < 70; i++) await api.post('/transactions/score', { ...SCORE, amount: i + 1 });
  await courier.settle();
  const pages = await pagesOf(`/developers/webhooks/${id}/logs`);
  expect(pages.map((page) => page.length)).toEqual([30, 30, 10]);
  const sent = mock.webhooks.list().map((delivery) => delivery.id);
  expect(pages.flat()).toEqual(sent.reverse());
});

describe('a retry', () => {
  const failOnce = (): void => {
    courier.answer = (_post, nth) => ({ kind: 'answered', status: nth === 1 ? 500 : 200 });
  };

  it('goes to the URL that its endpoint has by then', async () => {
    const { id } = await register();
    failOnce();
    await api.post('/transactions/score', SCORE);
    await courier.settle();
    const moved = 'http://127.0.0.1:8081/moved';
    await api.send('PUT', `/developers/webhooks/${id}`, { url: moved, events: ['*'] });
    mock.clock.advance('1m');
    await courier.settle();
    expect(courier.posts.map(({ url }) => url)).toEqual([URL_, moved]);
    expect(mock.webhooks.list()).toMatchObject([{ status: 'delivered', url: moved, attempts: 2 }]);
  });

  it('to an endpoint that was disabled is not made', async () => {
    const { id } = await register();
    failOnce();
    await api.post('/transactions/score', SCORE);
    await courier.settle();
    await api.send('PUT', `/developers/webhooks/${id}`, { url: URL_, events: ['*'], status: 'disabled' });
    mock.clock.advance('1m');
    await courier.settle();
    expect(courier.posts).toHaveLength(1);
    expect(mock.webhooks.list()).toMatchObject([{ status: 'skipped', reason: 'the endpoint was disabled' }]);
  });
});

it('A delivery that waits for its turn goes where its endpoint is by then', async () => {
  const { id } = await register(['*'], URL_);
  const answers: ((result: WebhookResult) => void)[] = [];
  courier.answer = () => new Promise((resolve) => answers.push(resolve));
  await api.post('/transactions/score', SCORE);
  await courier.settle();
  answers.shift()?.({ kind: 'answered', status: 500 });
  await courier.settle();
  // Another event is under way to the same receiver when the retry of the first is due.
  await api.post('/transactions/score', SCORE);
  await courier.settle();
  mock.clock.advance('1m');
  await courier.settle();
  const moved = 'http://127.0.0.1:8081/moved';
  await api.send('PUT', `/developers/webhooks/${id}`, { url: moved, events: ['*'] });
  answers.shift()?.({ kind: 'answered', status: 200 });
  await courier.settle();
  expect(courier.posts.map(({ url }) => url)).toEqual([URL_, URL_, moved]);
});

it('A reset while a delivery is under way leaves the next ones in order, one at a time', async () => {
  let underWay = 0;
  let most = 0;
  const ends: (() => void)[] = [];
  courier.answer = async () => {
    most = Math.max(most, ++underWay);
    await new Promise<void>((resolve) => ends.push(resolve));
    underWay--;
    return { kind: 'answered', status: 200 };
  };
  const scored = async (order: string): Promise<void> => {
    await api.post('/transactions/score', { ...SCORE, transaction_id: order });
    await courier.settle();
  };
  await register();
  await scored('t1');
  mock.world('txc_test_life').reset();
  await register();
  await scored('t2');
  await scored('t3');
  ends.shift()?.();
  await scored('t4');
  for (let i = 0; i < 4; i++) {
    ends.shift()?.();
    await courier.settle();
  }
  const orders = courier.events.map(({ data }) => (data as { transaction_id?: string }).transaction_id);
  expect(orders).toEqual(['t1', 't2', 't3', 't4']);
  expect(most).toBe(1);
});

it('Receivers that hang keep no place from those of another API key, nor for ever from one of their own', async () => {
  const ends: (() => void)[] = [];
  courier.answer = async ({ url }) => {
    if (url.includes('hung')) await new Promise<void>((resolve) => ends.push(resolve));
    return { kind: 'answered', status: 200 };
  };
  for (let i = 0; i < 98; i++) await register(['*'], `http://127.0.0.1:1/hung/${i}`);
  await register(['*'], 'http://127.0.0.1:1/good');
  const verify = { ...VERIFY, mode: 'async', webhook_url: 'http://127.0.0.1:1/hung/mine' };
  await api.post('/identity/verify', verify);
  await api.post('/identity/verify', verify);
  mock.clock.advance('2s');
  await courier.settle();
  const urls = (): string[] => courier.posts.map(({ url }) => url);
  const good = (): number => urls().filter((url) => url.endsWith('/good')).length;
  expect(good()).toBe(2);

  const other = new Api(mock, 'txc_test_other');
  await other.post('/developers/webhooks', { url: 'http://127.0.0.1:1/fine', events: ['*'] });
  await other.post('/transactions/score', SCORE);
  await courier.settle();
  expect(urls()).toContain('http://127.0.0.1:1/fine');
});

describe('what is due', () => {
  it('needs one timer for 10,000 pending verifications, and none when the clock stands still', async () => {
    const running = createMock({ asyncLatency: '1h' });
    const clock = new FakeCourier(running);
    const client = new Api(running);
    const call: Call = {
      method: 'POST',
      target: '/v1/identity/verify',
      headers: { authorization: 'Bearer txc_test_life', contentType: 'application/json', idempotencyKeys: [] },
      body: new TextEncoder().encode(JSON.stringify({ ...VERIFY, mode: 'async' })),
      reusedConnection: false,
    };
    for (let i = 0; i < 10_000; i++) {
      await perform(running.begin(call), () => new AbortController().signal);
    }
    expect(clock.timers).toBe(1);
    running.clock.freeze();
    running.clock.advance('2h');
    expect(clock.timers).toBe(0);
    expect((await client.get<{ total_count: number }>('/identity/verifications?status=pending')).json.total_count).toBe(
      0,
    );
  });
});
