import { describe, expect, it } from 'vitest';
import type { Door } from '../doors.ts';
import { type Client, BODIES, type Endpoint, FROZEN, PAY, PAYMENT, start } from './client.ts';

const COLLECTIONS: readonly (readonly [made: Endpoint, read: string, list: string | undefined])[] = [
  ['/identity/verify', '/identity/verifications', '/identity/verifications'],
  ['/identity/sessions', '/identity/sessions', undefined],
  ['/transactions/score', '/transactions', '/transactions'],
  ['/lending/assess', '/lending/assessments', '/lending/assessments'],
  ['/kyb/verify', '/kyb/verifications', '/kyb/verifications'],
  ['/watchlist/screen', '/watchlist/screen', '/watchlist/screen'],
];

/** What was made can be read, listed and deleted: endpoints.md, "Reading back"; platform.md, "Pagination". */
export function reads(door: Door): void {
  describe('reading back', () => {
    it.each(COLLECTIONS)('what POST %s made reads the same at %s, for its own API key', async (made, read, list) => {
      const { get, post } = await start(door);
      const { json, text } = await post(made, BODIES[made]);
      const other = { apiKey: 'txc_test_other' };
      expect((await get(`${read}/${String(json['id'])}`)).text).toBe(text);
      expect((await get(`${read}/${String(json['id'])}`, other)).status).toBe(404);
      if (list === undefined) return;
      expect((await get(list)).text).toBe(
        `{"object":"list","data":[${text}],"has_more":false,"next_cursor":null,"total_count":1}`,
      );
      expect((await get(list, other)).json).toEqual({
        object: 'list',
        data: [],
        has_more: false,
        next_cursor: null,
        total_count: 0,
      });
    });

    it('lists matches of screenings, and reads one', async () => {
      const { get, post } = await start(door);
      const made = await post('/watchlist/screen', BODIES['/watchlist/screen'], {
        headers: { 'X-Mock-Scenario': 'confirmed_hit' },
      });
      const [match] = made.json['matches'] as { id: string }[];
      expect(match?.id).toMatch(/^mat_[a-z0-9]{12}$/);
      expect((await get(`/watchlist/matches/${match?.id ?? ''}`)).json).toMatchObject({ id: match?.id, score: 1 });
      expect((await get('/watchlist/matches')).json).toMatchObject({ data: [{ id: match?.id }], total_count: 1 });
    });

    it('lists the newest first, 20 by default, and turns pages both ways', async () => {
      const client = await start(door, FROZEN);
      const ids = await make(client, 25);
      const newest = [...ids].reverse();
      const page = async (query: string) => {
        const { json } = await client.get(`/transactions?${query}`);
        const data = json['data'] as { id: string }[];
        return {
          ids: data.map(({ id }) => id),
          more: json['has_more'],
          next: json['next_cursor'] as string | null,
          total: json['total_count'],
        };
      };

      expect(await page('')).toEqual({ ids: newest.slice(0, 20), more: true, next: newest[19], total: 25 });
      expect(await page(`starting_after=${newest[19] ?? ''}`)).toEqual({
        ids: newest.slice(20),
        more: false,
        next: null,
        total: 25,
      });
      expect(await page('limit=100')).toEqual({ ids: newest, more: false, next: null, total: 25 });
      expect(await page('limit=25')).toEqual({ ids: newest, more: false, next: null, total: 25 });
      expect(await page(`limit=3&ending_before=${newest[10] ?? ''}`)).toMatchObject({
        ids: newest.slice(7, 10),
        more: true,
      });
      expect(await page(`limit=3&ending_before=${newest[3] ?? ''}`)).toMatchObject({
        ids: newest.slice(0, 3),
        more: false,
      });

      const forwards: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const { ids: more, next } = await page(cursor === '' ? 'limit=4' : `limit=4&starting_after=${cursor}`);
        forwards.push(...more);
        cursor = next;
      }
      expect(forwards).toEqual(newest);
      const backwards: string[] = [];
      for (let cursor: string | null = ids[0] ?? null; cursor !== null;) {
        const { ids: more, next } = await page(`limit=4&ending_before=${cursor}`);
        backwards.unshift(...more);
        cursor = next;
      }
      expect(backwards).toEqual(newest.slice(0, -1));
    });

    it('filters by what the contract names, and counts what it found', async () => {
      const { get, mock, post } = await start(door, FROZEN);
      const verify = async (scenario: string, type: string) =>
        await post(
          '/identity/verify',
          { ...BODIES['/identity/verify'], document_type: type },
          { headers: { 'X-Mock-Scenario': scenario } },
        );
      await verify('verified', 'cin');
      mock.clock.advance('1h');
      await verify('rejected', 'cin');
      mock.clock.advance('1h');
      await verify('verified', 'passport');
      const count = async (query: string): Promise<unknown> =>
        (await get(`/identity/verifications?${query}`)).json['total_count'];

      expect(await count('status=verified')).toBe(2);
      expect(await count('status=verified&document_type=cin')).toBe(1);
      expect(await count('status=expired')).toBe(0);
      expect(await count('created_after=2026-11-24T12:30:00Z')).toBe(2);
      expect(await count('created_before=2026-11-24T13:00:00Z')).toBe(1);
      expect(await count('created_after=2026-11-24T12:30:00Z&created_before=2026-11-24T13:30:00Z')).toBe(1);
      expect((await get('/identity/verifications?status=happy')).error).toMatchObject({ param: 'status' });
      expect((await get('/identity/verifications?created_after=soon')).error).toMatchObject({ param: 'created_after' });
    });

    it.each([
      { path: PAY, list: '/transactions', filter: 'decision=decline', scenario: 'decline' },
      {
        path: '/watchlist/screen',
        list: '/watchlist/screen',
        filter: 'status=potential_match',
        scenario: 'potential_match',
      },
    ] as const)('filters $list by $filter', async ({ path, list, filter, scenario }) => {
      const { get, post } = await start(door);
      const headers = { 'X-Mock-Scenario': scenario };
      await post(path, BODIES[path], { headers: { 'X-Mock-Scenario': scenario === 'decline' ? 'approve' : 'clear' } });
      const { json } = await post(path, BODIES[path], { headers });
      expect((await get(`${list}?${filter}`)).json).toMatchObject({ data: [{ id: json['id'] }], total_count: 1 });
    });

    it('a session is read as expired when its time is over', async () => {
      const { get, mock, post } = await start(door, FROZEN);
      const { json, text } = await post('/identity/sessions', { ...BODIES['/identity/sessions'], expires_in: 60 });
      mock.clock.advance(59_999);
      expect((await get(`/identity/sessions/${String(json['id'])}`)).text).toBe(text);
      mock.clock.advance(1);
      expect((await get(`/identity/sessions/${String(json['id'])}`)).json).toEqual({ ...json, status: 'expired' });
    });

    it('deletes a verification once, and it is gone from the list', async () => {
      const { get, post, send } = await start(door);
      const { json } = await post('/identity/verify', BODIES['/identity/verify']);
      const path = `/identity/verifications/${String(json['id'])}`;
      expect((await send('DELETE', path, { apiKey: 'txc_test_other' })).status).toBe(404);
      expect((await send('DELETE', path)).json).toEqual({ id: json['id'], object: 'verification', deleted: true });
      expect((await send('DELETE', path)).error).toMatchObject({ code: 'not_found', type: 'not_found_error' });
      expect((await get('/identity/verifications')).json).toMatchObject({ data: [], total_count: 0 });
    });
  });
}

async function make({ post }: Client, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n++) ids.push(String((await post(PAY, { ...PAYMENT, amount: n + 1 })).json['id']));
  return ids;
}
