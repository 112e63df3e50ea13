import { describe, expect, it } from 'vitest';
import { createMock, type Mock, type MockOptions } from '../src/index.ts';
import { Api, type Answer, type ErrorBody } from './api.ts';

const SCORE = { amount: 1, currency: 'MAD', sender: { user_id: 'u' } };
const VERIFY = { document_front: '...', country: 'MA' };

function frozen(options: MockOptions): Mock {
  return createMock({ clock: '2026-11-24T09:30:00Z', freeze: true, ...options });
}

async function times<T>(n: number, run: () => Promise<Answer<T>>): Promise<readonly number[]> {
  const statuses: number[] = [];
  for (let i = 0; i < n; i++) statuses.push((await run()).status);
  return statuses;
}

function headersOf({ headers }: Answer<unknown>): readonly (string | null)[] {
  return ['Limit', 'Remaining', 'Reset', 'Window'].map((name) => headers.get(`x-ratelimit-${name}`));
}

describe('memory', () => {
  it('R23 counts what was refused in processing too, without a key and past the key’s time', async () => {
    const mock = frozen({ maxBytes: 10_000 });
    const api = new Api(mock);
    const unreadable = async (n: number): Promise<Answer<unknown>> =>
      await api.post('/identity/verify', { ...VERIFY, metadata: { n, note: 'mock:document_unreadable' } });
    let last = 422;
    for (let n = 0; n < 200 && last === 422; n++) last = (await unreadable(n)).status;
    expect(last).toBe(507);
    mock.reset();
    expect((await unreadable(0)).status).toBe(422);
  });
});

describe('rate limits', () => {
  it('a rate-limit fault says in its headers, too, that nothing is left, and until when', async () => {
    const mock = frozen({ fault: 'rate-limit retry-after=30 times=1' });
    const api = new Api(mock);
    const reset = String(Date.parse('2026-11-24T09:30:30Z') / 1000);
    const limited = await api.post('/transactions/score', SCORE);
    expect([limited.status, limited.headers.get('Retry-After')]).toEqual([429, '30']);
    expect(headersOf(limited)).toEqual(['1000000', '0', reset, '60']);
    expect(headersOf(await api.post('/transactions/score', SCORE))[1]).toBe('999999');
  });

  it.each([
    ['free', '60'],
    ['starter', '300'],
    ['growth', '1000'],
    ['enterprise', '1000000'],
  ] as const)('of plan %s are %s a minute, and every answer says so', async (plan, limit) => {
    const api = new Api(frozen({ plan }));
    const reset = String(Date.parse('2026-11-24T09:31:00Z') / 1000);
    expect(headersOf(await api.post('/transactions/score', SCORE))).toEqual([
      limit,
      String(Number(limit) - 1),
      reset,
      '60',
    ]);
    expect(headersOf(await api.get('/transactions'))[1]).toBe(String(Number(limit) - 2));
    const last = limit === '1000000' ? 0 : Number(limit) - 2;
    await times(last, async () => await api.get('/transactions'));
    const over = await api.get<ErrorBody>('/transactions');
    if (plan === 'enterprise') return expect(over.status).toBe(200);
    expect([over.status, over.json.error.code]).toEqual([429, 'rate_limit_exceeded']);
    // Both forms, and they agree.
    expect([over.headers.get('retry-after'), over.json.error.retry_after]).toEqual(['60', 60]);
    expect(headersOf(over)).toEqual([limit, '0', reset, '60']);
  });

  it('let a client through that waits as it is told, again and again', async () => {
    const mock = frozen({ plan: 'free' });
    const api = new Api(mock);
    for (let round = 0; round < 3; round++) {
      expect(new Set(await times(60, async () => await api.get('/transactions')))).toEqual(new Set([200]));
      mock.clock.advance(13_500);
      const { status, headers } = await api.get('/transactions');
      expect([status, headers.get('retry-after')]).toEqual([429, '47']);
      mock.clock.advance(`${headers.get('retry-after')}s`);
      expect((await api.get('/transactions')).status).toBe(200);
      mock.clock.advance('60s');
    }
  });

  it('of single endpoints come on top: POST /identity/verify 100 a minute', async () => {
    const mock = frozen({ plan: 'growth' });
    const api = new Api(mock);
    expect(new Set(await times(100, async () => await api.post('/identity/verify', VERIFY)))).toEqual(new Set([200]));
    const over = await api.post<ErrorBody>('/identity/verify', VERIFY);
    expect([over.status, headersOf(over)[0]]).toEqual([429, '100']);
    expect((await api.post('/transactions/score', SCORE)).status).toBe(200);
    mock.clock.advance('60s');
    expect((await api.post('/identity/verify', VERIFY)).status).toBe(200);
  });

  it('of a day: plan free has 1,000 requests', async () => {
    const mock = frozen({ plan: 'free' });
    const api = new Api(mock);
    for (let minute = 0; minute < 16; minute++) {
      await times(60, async () => await api.get('/transactions'));
      mock.clock.advance('1m');
    }
    expect(new Set(await times(40, async () => await api.get('/transactions')))).toEqual(new Set([200]));
    const over = await api.get<ErrorBody>('/transactions');
    expect([over.status, over.json.error.retry_after]).toEqual([429, 86_400 - 16 * 60]);
    mock.clock.advance((86_400 - 16 * 60) * 1000);
    expect((await api.get('/transactions')).status).toBe(200);
  });

  it('of a burst bound requests in flight, and nothing else', async () => {
    const mock = frozen({ plan: 'free' });
    mock.faults.add('hold phase=after on=listTransactions');
    const api = new Api(mock);
    const held = Array.from({ length: 10 }, async () => await api.get('/transactions'));
    await expect.poll(() => mock.holds.list().length).toBe(10);
    const over = await api.get<ErrorBody>('/kyb/verifications');
    expect([over.status, over.headers.get('retry-after'), over.json.error.retry_after]).toEqual([429, '1', 1]);
    mock.holds.releaseAll();
    await Promise.all(held);
    expect((await api.get('/kyb/verifications')).status).toBe(200);
  });

  it('are an API key’s own, and take a replay for a request (R20)', async () => {
    const mock = frozen({ plan: 'free' });
    const api = new Api(mock);
    const keyed = async (): Promise<Answer<unknown>> =>
      await api.post('/transactions/score', SCORE, { 'Idempotency-Key': 'order_456_payment' });
    expect((await times(61, keyed)).slice(-2)).toEqual([200, 429]);
    expect((await new Api(mock, 'txc_test_other').get('/transactions')).status).toBe(200);
    mock.clock.advance('60s');
    expect((await keyed()).headers.get('idempotent-replayed')).toBe('true');
  });

  it('as a fault give the other form of Retry-After, a date', async () => {
    const mock = frozen({});
    mock.faults.add('status code=429 retry-after=date+2 times=1');
    const { status, headers, json } = await new Api(mock).get<ErrorBody>('/transactions');
    expect([status, json.error.code, json.error.retry_after]).toEqual([429, 'rate_limit_exceeded', 2]);
    expect(Date.parse(headers.get('retry-after') ?? '')).toBeGreaterThan(Date.now());
  });
});
