import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { emptyWorld } from '../src/empty-world.ts';
import { Budget } from '../src/model/budget.ts';
import { Holds } from '../src/world/holds.ts';
import { type Attempt, Journal } from '../src/world/journal.ts';
import { ObjectTable } from '../src/world/objects.ts';
import { OperationTable } from '../src/world/operations.ts';
import { MAX_SCENARIO_RULES, ScenarioRules } from '../src/world/scenario-rules.ts';
import { callOf, rigOf, Running } from './exchange-driver.ts';
import { createMock } from '../src/mock.ts';

const NOON = Date.parse('2026-11-24T12:00:00Z');

function rowOf(seq: number, world = 'txc_test_a'): Attempt {
  return {
    seq,
    resets: 0,
    at: NOON,
    world,
    apiKey: null,
    method: 'POST',
    path: '/v1/transactions/score',
    endpoint: 'POST /transactions/score',
    idempotencyKey: null,
    attempt: 1,
    reusedConnection: false,
    requestId: `req_${seq}`,
    clientRequestId: null,
    keyAlsoUsedOn: [],
    outcome: null,
    committed: false,
    fault: null,
    status: null,
    code: null,
    param: null,
    clientLeft: false,
    durationMs: null,
  };
}

test('a world that was emptied holds no answer any more, and may make room for another (R13, store=true)', () => {
  const rig = rigOf({});
  rig.core.faults.add('status code=500 phase=during store=true');
  const body = new TextEncoder().encode('{"amount":1,"currency":"MAD","sender":{"user_id":"u"}}');
  const call = callOf({ apiKey: 'txc_test_a', path: '/transactions/score', key: 'order_1_payment', body });
  const { world } = new Running(rig, call);
  expect(world?.keepsAnswer).toBe(true);
  if (world !== undefined) emptyWorld(rig.core, world);
  expect(world?.keepsAnswer).toBe(false);
});

describe('the journal', () => {
  const move = fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom('txc_test_a', 'txc_test_b') },
    { weight: 1, arbitrary: fc.constantFrom('clear txc_test_a', 'clear') },
  );

  test.prop([fc.integer({ min: 1, max: 7 }), fc.array(move, { maxLength: 60 })])(
    'keeps the newest rows, oldest first, and counts those that fell off',
    (max, moves) => {
      const journal = new Journal(max);
      let kept: Attempt[] = [];
      let dropped = 0;
      for (const move of moves) {
        if (move === 'clear') {
          journal.clear();
          kept = [];
          dropped = 0;
          expect(journal.nextSeq()).toBe(1);
        } else if (move.startsWith('clear ')) {
          const world = move.slice('clear '.length);
          journal.clear(world);
          kept = kept.filter((row) => row.world !== world);
        } else {
          const row = rowOf(journal.nextSeq(), move);
          journal.add(row);
          kept.push(row);
          if (kept.length > max) {
            kept.shift();
            dropped++;
          }
        }
        expect([...journal.rows()]).toEqual(kept);
        expect(journal.dropped).toBe(dropped);
      }
    },
  );
});

describe('the operations of a world', () => {
  it('count attempts by endpoint and key, and know where else a key is used (R10)', () => {
    const table = new OperationTable(100);
    const score = table.of('POST /transactions/score', 'order_456_payment', 'order_456_payment');
    score.attempts++;
    table.of('POST /kyb/verify', 'order_456_payment', 'order_456_payment').attempts += 2;
    expect(table.of('POST /transactions/score', 'order_456_payment', 'order_456_payment')).toBe(score);
    expect(table.endpointsOf('order_456_payment').toSorted()).toEqual(['POST /kyb/verify', 'POST /transactions/score']);
    expect(table.attemptsOf('POST /transactions/score', 'order_456_payment')).toBe(1);
    expect(table.attemptsOf('POST /kyb/verify', 'order_456_payment')).toBe(2);
    expect(table.attemptsOf('POST /watchlist/screen', 'order_456_payment')).toBe(0);
    expect(table.size).toBe(2);
  });

  test.prop([
    fc.integer({ min: 1, max: 8 }),
    fc.array(fc.record({ endpoint: fc.constantFrom('POST /a', 'POST /b'), n: fc.nat(20) }), { maxLength: 80 }),
  ])('are bounded: the oldest names go first, whole, and are counted', (max, uses) => {
    const table = new OperationTable(max);
    let names: { name: string; endpoints: string[] }[] = [];
    let dropped = 0;
    const size = (): number => names.reduce((sum, { endpoints }) => sum + endpoints.length, 0);
    for (const { endpoint, n } of uses) {
      const name = `order_${n}`;
      table.of(endpoint, name, name).attempts++;
      const known = names.find((one) => one.name === name);
      if (known === undefined) {
        names.push({ name, endpoints: [endpoint] });
        while (size() > max && names.length > 1) dropped += (names.shift() as (typeof names)[number]).endpoints.length;
      } else if (!known.endpoints.includes(endpoint)) known.endpoints.push(endpoint);
      const expected = names.flatMap((one) => one.endpoints.map((at) => `${at} ${one.name}`));
      expect([...table.list()].map((one) => `${one.endpoint} ${one.idempotencyKey}`)).toEqual(expected);
      expect([table.size, table.dropped]).toEqual([size(), dropped]);
    }
    table.clear();
    names = [];
    expect([[...table.list()], table.size, table.dropped]).toEqual([[], 0, 0]);
  });

  it('stay bounded over many more than they hold', () => {
    const table = new OperationTable(100);
    for (let n = 0; n < 20_000; n++) table.of('POST /a', `order_${n}`, `order_${n}`);
    expect([table.size, table.dropped]).toEqual([100, 19_900]);
    expect([...table.list()][0]?.idempotencyKey).toBe('order_19900');
  });
});

describe('the objects of a world', () => {
  const object = (id: string, collection = 'transactions') => ({
    collection,
    id,
    createdAt: NOON,
    body: `{"id":"${id}"}`,
    facets: { decision: 'approve' },
    later: undefined,
    state: undefined,
  });

  test.prop([
    fc.array(fc.record({ delete: fc.boolean(), collection: fc.constantFrom('a', 'b'), n: fc.nat(30) }), {
      maxLength: 80,
    }),
  ])('are paged both ways as a plain list would be, and give back every byte', (moves) => {
    const budget = new Budget(1, 2 ** 40);
    const table = new ObjectTable(budget);
    const list: { collection: string; id: string }[] = [];
    for (const [i, move] of moves.entries()) {
      if (move.delete) {
        const at = list.findIndex((one) => one.id.endsWith(`_${move.n}`) && one.collection === move.collection);
        const id = at < 0 ? 'trs_unknown' : (list[at] as (typeof list)[number]).id;
        expect(table.delete(move.collection, id)).toBe(at >= 0);
        if (at >= 0) list.splice(at, 1);
      } else {
        const id = `trs_${i}_${move.n}`;
        table.put(object(id, move.collection));
        list.push({ collection: move.collection, id });
      }
    }
    expect(table.size).toBe(list.length);
    for (const collection of ['a', 'b']) {
      const ids = list.filter((one) => one.collection === collection).map((one) => one.id);
      const newestFirst = (from?: string) => [...table.newestFirst(collection, NOON, from)].map((one) => one.id);
      expect(newestFirst()).toEqual(ids.toReversed());
      for (const [i, id] of ids.entries()) {
        expect(table.get(collection, id, NOON)?.body).toBe(`{"id":"${id}"}`);
        expect(table.get(collection === 'a' ? 'b' : 'a', id, NOON)).toBeUndefined();
        expect(newestFirst(id)).toEqual(ids.slice(0, i).toReversed());
        expect([...table.newerThan(collection, NOON, id)].map((one) => one.id)).toEqual(ids.slice(i + 1));
      }
    }
    table.clear();
    expect([table.size, budget.bytes]).toEqual([0, 0]);
  });

  it('turn into what they become at its moment, not before (R22)', () => {
    const table = new ObjectTable(new Budget(1, 2 ** 40));
    const later = { at: NOON + 2000, body: '{"status":"verified"}', facets: { status: 'verified' }, event: undefined };
    table.put({
      ...object('ver_1', 'verifications'),
      body: '{"status":"pending"}',
      facets: { status: 'pending' },
      later,
    });
    expect(table.get('verifications', 'ver_1', NOON + 1999)).toMatchObject({ facets: { status: 'pending' } });
    expect(table.get('verifications', 'ver_1', NOON + 2000)).toMatchObject({ body: '{"status":"verified"}' });
  });
});

describe('lists over HTTP', () => {
  test.prop([fc.integer({ min: 0, max: 12 }), fc.integer({ min: 1, max: 5 })], { numRuns: 25 })(
    'walk through every object once, newest first, with starting_after and back with ending_before',
    async (count, limit) => {
      const mock = createMock({ freeze: true });
      const headers = { Authorization: 'Bearer txc_test_42', 'Content-Type': 'application/json' };
      const call = async (path: string, init: RequestInit = {}) => {
        const answer = await mock.fetch(`https://api.txcloud.io/v1${path}`, { headers, ...init });
        return (await answer.json()) as {
          id: string;
          data: { id: string }[];
          has_more: boolean;
          next_cursor: string | null;
          total_count: number;
        };
      };
      const made: string[] = [];
      for (let i = 0; i < count; i++) {
        const body = JSON.stringify({ amount: i + 1, currency: 'MAD', sender: { user_id: 'user_123' } });
        made.unshift((await call('/transactions/score', { method: 'POST', body })).id);
      }
      const forward: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const page = await call(`/transactions?limit=${limit}${cursor === '' ? '' : `&starting_after=${cursor}`}`);
        expect(page.total_count).toBe(count);
        expect(page.has_more).toBe(page.next_cursor !== null);
        forward.push(...page.data.map(({ id }) => id));
        expect(page.has_more).toBe(forward.length < count);
        cursor = page.next_cursor;
      }
      expect(forward).toEqual(made);
      const back: string[] = [];
      for (let cursor = made.at(-1); cursor !== undefined;) {
        const page = await call(`/transactions?limit=${limit}&ending_before=${cursor}`);
        back.unshift(...page.data.map(({ id }) => id));
        cursor = page.has_more ? page.data[0]?.id : undefined;
      }
      expect(back).toEqual(made.slice(0, -1));
    },
  );
});

describe('requests that are parked', () => {
  const hold = { fault: 'flt_1', phase: 'during', endpoint: 'POST /a', idempotencyKey: null, attempt: 1 };

  it('go on when they are released, once, and by their own world only', () => {
    const holds = new Holds();
    const woken: string[] = [];
    for (const world of ['txc_test_a', 'txc_test_b', 'txc_test_b'])
      holds.park({ ...hold, world }, () => woken.push(world));
    expect(holds.list('txc_test_a').map(({ id }) => id)).toEqual(['hold_1']);
    expect(holds.release('hold_1', 'txc_test_b')).toBe(false);
    expect(holds.release('hold_1', 'txc_test_a')).toBe(true);
    expect(holds.release('hold_1')).toBe(false);
    holds.releaseAll('txc_test_b');
    expect(woken).toEqual(['txc_test_a', 'txc_test_b', 'txc_test_b']);
    expect(holds.list()).toEqual([]);
  });

  it('are not taken off the list by one of the same number from before a reset', () => {
    const holds = new Holds();
    const leave = holds.park({ ...hold, world: 'txc_test_a' }, () => {});
    holds.releaseAll();
    holds.restartIds();
    holds.park({ ...hold, world: 'txc_test_b' }, () => {});
    leave();
    expect(holds.list()).toMatchObject([{ id: 'hold_1', world: 'txc_test_b' }]);
  });

  it('leave the list when their client leaves', () => {
    const holds = new Holds();
    const leave = holds.park({ ...hold, world: 'txc_test_a' }, () => {
      throw new Error('Nobody is there to be woken.');
    });
    leave();
    expect(holds.list()).toEqual([]);
    expect(holds.release('hold_1')).toBe(false);
  });
});

describe('scenarios that are set ahead', () => {
  const rules = (): ScenarioRules => {
    let id = 0;
    return new ScenarioRules(() => ++id);
  };
  const any = (): boolean => true;

  it('the latest that applies wins, until it is used up', () => {
    const set = rules();
    set.add({ scenario: 'approve' });
    const once = set.add({ scenario: 'decline', on: '/transactions/score', times: 1 });
    expect(set.find('/lending/assess', any)?.scenario).toBe('approve');
    expect(set.find('/transactions/score', any)).toBe(once);
    expect(set.find('/transactions/score', (name) => name === 'approve')?.scenario).toBe('approve');
    once.used++;
    expect(set.find('/transactions/score', any)?.scenario).toBe('approve');
  });

  it('are bounded; those that are used up make room', () => {
    const set = rules();
    const first = set.add({ scenario: 'approve', times: 1 });
    for (let i = 1; i < MAX_SCENARIO_RULES; i++) set.add({ scenario: 'approve' });
    expect(() => set.add({ scenario: 'decline' })).toThrow(/1000 scenarios are set already; remove some first/);
    first.used++;
    expect(set.add({ scenario: 'decline' }).id).toBe('scn_1001');
    expect(set.remove(first.id)).toBe(false);
  });
});
