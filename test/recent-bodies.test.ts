import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '../src/contract/generated/operations.ts';
import { RecentBodies } from '../src/recent-bodies.ts';
import { createMock, type Mock } from '../src/index.ts';

// A body that was just read is not read again (R5: equal bytes need no further comparison). Nobody may notice.

const CLOCK = { clock: '2026-11-24T12:00:00Z', freeze: true };
const PAYMENT = '{"amount":1000,"currency":"MAD","sender":{"user_id":"user_123"}}';
const BODIES = [
  PAYMENT,
  PAYMENT.replace('1000', '1001'),
  // Means something to two endpoints.
  '{"entity":{"type":"individual","name":"Amina El Idrissi"},"amount":5,"currency":"EUR","sender":{"user_id":"u"}}',
  '{"amount":"a lot"}',
  '{"amount":9007199254740993,"currency":"MAD","sender":{"user_id":"user_123"}}',
  '{"amount":1000,"currency":"MAD","sender":{"user_id":"mock:decline"}}',
  '{"amount":1000',
] as const;

interface Sent {
  readonly path: string;
  readonly key: string;
  readonly body: string;
}

async function send(mock: Mock, { path, key, body }: Sent) {
  const response = await mock.fetch(`https://api.txcloud.io/v1${path}`, {
    method: 'POST',
    headers: { Authorization: 'Bearer txc_test_42', 'Content-Type': 'application/json', 'Idempotency-Key': key },
    body,
  });
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
}

const requests: fc.Arbitrary<Sent[]> = fc.array(
  fc.record({
    path: fc.constantFrom(
      '/transactions/score',
      '/transactions/score',
      '/transactions/score?source=pos',
      '/watchlist/screen',
    ),
    key: fc.constantFrom('order_1_payment', 'order_2_payment', 'order_3_payment'),
    body: fc.constantFrom(...BODIES),
  }),
  { maxLength: 25 },
);

describe('a body that was just read', () => {
  test.prop([requests], { numRuns: 200 })('means what it would if it had to be read anew', async (sequence) => {
    const mock = createMock(CLOCK);
    const other = createMock(CLOCK);
    for (const [i, sent] of sequence.entries()) {
      // Of white space that no earlier one had.
      const anew = { ...sent, body: sent.body + ' '.repeat(i + 1) };
      expect(await send(mock, sent)).toEqual(await send(other, anew));
    }
  });

  it('is not kept where it is long, or its query', () => {
    const recent = new RecentBodies();
    const { scoreTransaction: operation } = OPERATIONS;
    const kept = { params: {}, fingerprint: '', mayHoldToken: false };
    for (const [query, text] of [
      ['', 'x'.repeat(5000)],
      ['x'.repeat(5000), '{}'],
    ] as const) {
      recent.keep(operation, query, text, kept);
      expect(recent.find(operation, query, text)).toBeUndefined();
    }
    recent.keep(operation, 'a=1', '{}', kept);
    expect(recent.find(operation, 'a=1', '{}')).toBe(kept);
  });

  it('is forgotten when others have come, and its replay is the same', async () => {
    const mock = createMock(CLOCK);
    const sent = { path: '/transactions/score', key: 'order_1_payment', body: PAYMENT };
    await send(mock, sent);
    const replay = await send(mock, sent);
    for (let i = 0; i < 300; i++) {
      await send(mock, { ...sent, key: `order_${i}_other`, body: PAYMENT.replace('user_123', `user_${i}`) });
    }
    const { body, headers } = await send(mock, sent);
    expect(body).toBe(replay.body);
    expect(headers).toMatchObject({
      'idempotent-replayed': 'true',
      'x-request-id': replay.headers['x-request-id'],
    });
  });
});
