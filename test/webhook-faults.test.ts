import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { EVENT_TYPES } from '../src/contract/operation.ts';
import type { WebhookEndpointView } from '../src/contract/types.ts';
import { KIND_WORDS } from '../src/cli/fault-words.ts';
import type { FaultKind } from '../src/faults/fault.ts';
import { WEBHOOK_KINDS } from '../src/faults/webhook-kinds.ts';
import type { RuleView } from '../src/faults/rule-entry.ts';
import { createMock, type Mock } from '../src/index.ts';
import { Api } from './api.ts';
import { FakeCourier } from './fake-courier.ts';

const SECRET = 'my_own_secret';

let mock: Mock;
let courier: FakeCourier;
let api: Api;
beforeEach(async () => {
  mock = createMock({ clock: '2026-11-24T09:30:00Z', freeze: true });
  courier = new FakeCourier(mock);
  api = new Api(mock);
  const body = { url: 'http://127.0.0.1:1/hook', events: ['transaction.scored'], secret: SECRET };
  await api.post<WebhookEndpointView>('/developers/webhooks', body);
});

async function score(user: string): Promise<void> {
  await api.post('/transactions/score', {
    amount: 1,
    currency: 'MAD',
    sender: { user_id: user },
    transaction_id: user,
  });
  await courier.settle();
}

/** Which transactions were told of, in order. */
function told(): string[] {
  return courier.events.map(({ data }) => (data as unknown as { transaction_id: string }).transaction_id);
}

/** The last rule, as lists show it. */
function shownRule(): RuleView {
  return mock.faults.list().at(-1) as RuleView;
}

function isSigned(nth: number): boolean {
  const expected = createHmac('sha256', SECRET)
    .update(courier.posts[nth]?.body ?? '')
    .digest('hex');
  return courier.header(nth, 'X-TXCloud-Signature') === expected;
}

describe('docs/webhooks.md', () => {
  const page = readFileSync(new URL('../docs/webhooks.md', import.meta.url), 'utf8');

  it('lists every event', () => {
    const listed = [...page.matchAll(/^\| `([a-z_]+\.[a-z_.]+)` \|/gm)].map(([, event]) => event);
    expect(listed).toEqual(EVENT_TYPES);
  });

  it('lists every kind of fault, its figures and what happens', () => {
    for (const [kind, spec] of Object.entries(WEBHOOK_KINDS)) {
      const figures = spec.figures.map(({ name }) => `\`${name}\` `).join(', ');
      expect(page).toContain(`| \`${kind}\` | ${figures}| ${KIND_WORDS[kind as FaultKind].description} |`);
    }
  });
});

describe('a fault on webhook deliveries', () => {
  it('duplicate: sent twice, with the same bytes, and logged as one attempt', async () => {
    const fault = mock.faults.add('duplicate on=webhook:transaction.scored times=1');
    await score('a');
    await score('b');
    expect(told()).toEqual(['a', 'a', 'b']);
    expect(courier.posts[0]).toEqual(courier.posts[1]);
    expect(mock.webhooks.list().map(({ attempts }) => attempts)).toEqual([1, 1]);
    expect(fault.fired).toBe(1);
  });

  it('reorder: goes after the next one; alone, after a minute', async () => {
    mock.faults.add('reorder on=webhook:* times=1');
    await score('a');
    expect(told()).toEqual([]);
    await score('b');
    expect(told()).toEqual(['b', 'a']);
    mock.faults.add('reorder on=webhook:* times=1');
    await score('c');
    mock.clock.advance('59s');
    await courier.settle();
    expect(told()).toEqual(['b', 'a']);
    mock.clock.advance('1s');
    await courier.settle();
    expect(told()).toEqual(['b', 'a', 'c']);
  });

  it('delay: on the mock’s clock', async () => {
    mock.faults.add('delay ms=5000 on=webhook:transaction.scored attempt=1');
    await score('a');
    mock.clock.advance(4999);
    await courier.settle();
    expect(told()).toEqual([]);
    mock.clock.advance(1);
    await courier.settle();
    expect(told()).toEqual(['a']);
    expect(courier.header(0, 'X-TXCloud-Timestamp')).toBe(String(Date.parse('2026-11-24T09:30:05Z') / 1000));
  });

  it('delay: what a reset takes away leaves the other faults of that delivery to the next', async () => {
    mock.faults.add('delay ms=60000 on=webhook:transaction.scored times=1');
    const duplicate = mock.faults.add('duplicate on=webhook:transaction.scored times=1');
    await score('a');
    await api.post('/developers/sandbox/reset', {});
    const body = { url: 'http://127.0.0.1:1/hook', events: ['transaction.scored'], secret: SECRET };
    await api.post('/developers/webhooks', body);
    await score('b');
    expect(told()).toEqual(['b', 'b']);
    expect(duplicate.fired).toBe(1);
  });

  it('bad-signature: well-formed and wrong; the next attempt is right again', async () => {
    mock.faults.add('bad-signature on=webhook:* attempt=1');
    courier.answer = (_post, nth) => ({ kind: 'answered', status: isSigned(nth - 1) ? 200 : 401 });
    await score('a');
    mock.clock.advance('1m');
    await courier.settle();
    expect([isSigned(0), isSigned(1)]).toEqual([false, true]);
    expect(courier.header(0, 'X-TXCloud-Signature')).toMatch(/^[0-9a-f]{64}$/);
    expect(mock.webhooks.list()).toMatchObject([{ status: 'delivered', attempts: 2 }]);
  });

  it('stale-timestamp: ten minutes old by default, rightly signed', async () => {
    mock.faults.add('stale-timestamp on=webhook:* times=1');
    mock.faults.add('stale-timestamp by=3600 on=webhook:*');
    await score('a');
    await score('b');
    const now = Date.parse('2026-11-24T09:30:00Z') / 1000;
    expect([0, 1].map((nth) => now - Number(courier.header(nth, 'X-TXCloud-Timestamp')))).toEqual([600, 3600]);
    expect([isSigned(0), isSigned(1)]).toEqual([true, true]);
  });

  it.each([
    'duplicate on=webhook:transaction.scored',
    'delay ms=5 on=webhook:*',
    'bad-signature attempt=1 on=webhook:*',
  ])('%s can be added as it is shown', (line) => {
    mock.faults.add(line);
    const { id: _, rule, fired: _fired, ...shown } = shownRule();
    expect(shown).toMatchObject({ phase: 'after' });
    mock.faults.add(shown);
    expect(shownRule().rule).toBe(rule);
  });

  it('a script goes by the attempts of each delivery', async () => {
    const script = mock.faults.script('webhook:transaction.scored', ['bad-signature', 'stale-timestamp', 'ok']);
    courier.answer = () => ({ kind: 'answered', status: 500 });
    await score('a');
    mock.clock.advance('6m');
    await courier.settle();
    expect([0, 1, 2].map(isSigned)).toEqual([false, true, true]);
    expect([script.fired, script.unused]).toEqual([2, 0]);
    expect(() => mock.faults.script('webhook:*', ['ok', '503'])).toThrow(/step 2: status can't happen to a webhook/);
  });

  it('meets only deliveries, and rules without on= meet only requests', async () => {
    const request = mock.faults.add('delay ms=0');
    const delivery = mock.faults.add('delay ms=0 on=webhook:*');
    await score('a');
    await courier.settle();
    // One to register, before the rule was there; one to score.
    expect([request.fired, delivery.fired]).toEqual([1, 1]);
    expect(told()).toEqual(['a']);
  });

  it('draws its chances from the seed, whatever the API key', async () => {
    const run = async (apiKey: string): Promise<number> => {
      const other = createMock({ seed: 'x', clock: '2026-11-24T09:30:00Z', freeze: true });
      const to = new FakeCourier(other);
      const client = new Api(other, apiKey);
      await client.post('/developers/webhooks', { url: 'http://127.0.0.1:1/hook', events: ['transaction.scored'] });
      other.faults.add('duplicate on=webhook:* probability=0.5');
      for (let i = 0; i < 20; i++)
        await client.post('/transactions/score', { amount: 1, currency: 'MAD', sender: { user_id: 'u' } });
      await to.settle();
      await to.settle();
      await to.settle();
      return to.posts.length;
    };
    const first = await run('txc_test_1');
    expect(first).toBeGreaterThan(22);
    expect(first).toBeLessThan(38);
    expect(await run('txc_test_2')).toBe(first);
  });
});
