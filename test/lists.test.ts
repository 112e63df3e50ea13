import { describe, expect, it } from 'vitest';
import { createMock } from '../src/index.ts';
import { Budget } from '../src/model/budget.ts';
import { ObjectTable } from '../src/world/objects.ts';
import { Api, type ErrorBody } from './api.ts';

interface Page {
  readonly data: readonly { readonly id: string; readonly created_at: string }[];
  readonly has_more: boolean;
  readonly next_cursor: string | null;
  readonly total_count: number;
}

const verify = (scenario: string, type = 'passport'): object => ({
  document_front: `mock:${scenario}`,
  country: 'MA',
  document_type: type,
});

async function filled(): Promise<Api> {
  const mock = createMock({ clock: '2026-11-24T09:30:00Z', freeze: true });
  const api = new Api(mock);
  for (const scenario of ['verified', 'review', 'rejected', 'verified', 'review', 'verified', 'rejected']) {
    await api.post('/identity/verify', verify(scenario, scenario === 'review' ? 'cin' : 'passport'));
    mock.clock.advance('1m');
  }
  return api;
}

describe('lists', () => {
  it('are walked by cursor, forwards and back, with every object once', async () => {
    const api = await filled();
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Page = (
        await api.get<Page>(`/identity/verifications?limit=3${cursor === null ? '' : `&starting_after=${cursor}`}`)
      ).json;
      seen.push(...page.data.map(({ id }) => id));
      expect([page.total_count, page.has_more]).toEqual([7, page.next_cursor !== null]);
      cursor = page.next_cursor;
    } while (cursor !== null);
    const all = (await api.get<Page>('/identity/verifications')).json.data.map(({ id }) => id);
    expect(seen).toEqual(all);
    const back = (await api.get<Page>(`/identity/verifications?limit=2&ending_before=${all[5]}`)).json;
    expect(back.data.map(({ id }) => id)).toEqual(all.slice(3, 5));
  });

  it.each([
    ['status=verified', 3],
    ['status=review&document_type=cin', 2],
    ['status=review&document_type=passport', 0],
    ['created_after=2026-11-24T09:32:00Z', 4],
    ['created_before=2026-11-24T09:32:00Z', 2],
    ['created_after=2026-11-24T09:32:00Z&created_before=2026-11-24T09:35:00Z&status=verified', 1],
    ['created_after=2026-11-24T11:32:00%2B02:00', 4],
  ])('filter by %s', async (query, total) => {
    const { json } = await (await filled()).get<Page>(`/identity/verifications?${query}`);
    expect([json.total_count, json.data.length]).toEqual([total, total]);
  });

  it('filter what the other endpoints make', async () => {
    const api = new Api(createMock());
    const score = { amount: 1, currency: 'MAD', sender: { user_id: 'u' } };
    for (const scenario of ['approve', 'decline', 'decline']) {
      await api.post('/transactions/score', score, { 'X-Mock-Scenario': scenario });
    }
    const screen = { type: 'individual', name: 'A' };
    for (const scenario of ['clear', 'pep', 'confirmed_hit']) {
      await api.post('/watchlist/screen', screen, { 'X-Mock-Scenario': scenario });
    }
    const total = async (path: string): Promise<number> => (await api.get<Page>(path)).json.total_count;
    expect(await total('/transactions?decision=decline')).toBe(2);
    expect(await total('/transactions?risk_level=low')).toBe(1);
    expect(await total('/watchlist/screen?status=clear')).toBe(1);
    expect(await total('/watchlist/matches?min_score=1')).toBe(1);
    expect(await total('/watchlist/matches?status=pending&min_score=0.5')).toBe(2);
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=many', 'limit'],
    ['starting_after=ver_nobody', 'starting_after'],
    ['ending_before=', 'ending_before'],
    ['status=good', 'status'],
    ['created_after=yesterday', 'created_after'],
    ['created_before=2026-02-30', 'created_before'],
  ])('refuse %s', async (query, param) => {
    const { status, json } = await (await filled()).get<ErrorBody>(`/identity/verifications?${query}`);
    expect([status, json.error.code, json.error.param]).toEqual([400, 'invalid_parameter', param]);
  });

  it('take no cursor of another API key', async () => {
    const mock = createMock();
    const { json } = await new Api(mock).post<{ id: string }>('/identity/verify', verify('verified'));
    const stranger = await new Api(mock, 'txc_test_other').get(`/identity/verifications?starting_after=${json.id}`);
    expect(stranger.status).toBe(400);
  });
});

describe('the table of objects', () => {
  it('stays small when objects are made and deleted for ever, and keeps the order of the rest', () => {
    const budget = new Budget(1, 1e9);
    const table = new ObjectTable(budget);
    const put = (id: string): void =>
      table.put({ collection: 'verifications', id, createdAt: 0, body: '{}', facets: {}, later: undefined });
    for (let i = 0; i < 10; i++) put(`kept_${i}`);
    for (let i = 0; i < 10_000; i++) {
      put(`gone_${i}`);
      if (i % 1000 === 0) put(`kept_late_${i / 1000}`);
      table.delete('verifications', `gone_${i}`);
    }
    const ids = [...table.newestFirst('verifications', 0)].map(({ id }) => id);
    expect(ids.reverse()).toEqual([
      ...Array.from({ length: 10 }, (_, i) => `kept_${i}`),
      ...Array.from({ length: 10 }, (_, i) => `kept_late_${i}`),
    ]);
    expect([...table.newerThan('verifications', 0, 'kept_late_7')].map(({ id }) => id)).toEqual([
      'kept_late_8',
      'kept_late_9',
    ]);
    expect(table.count('verifications')).toBe(20);
    table.clear();
    expect(budget.bytes).toBe(0);
  });
});
