import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import type { ScoreRequest, TransactionScore } from '../src/contract/types.ts';
import { riskLevel } from '../src/simulators/risk-level.ts';
import { simulateScore } from '../src/simulators/transaction-score.ts';
import { bodyOf, simulationInput } from './simulation-input.ts';

const SCENARIOS = [
  'approve',
  'review',
  'challenge',
  'decline',
  'velocity_exceeded',
  'recipient_blocked',
  'amount_exceeded',
] as const;

const TYPES = [
  'p2p_transfer',
  'bill_payment',
  'merchant_payment',
  'cash_withdrawal',
  'bank_transfer',
  'international_transfer',
  'mobile_topup',
] as const;

const payment: ScoreRequest = { amount: 1000, currency: 'MAD', sender: { user_id: 'usr_123' } };

const amounts = fc.oneof(
  fc.double({ min: 0.01, max: 1e15, noNaN: true }),
  fc.integer({ min: 1, max: 5_000_000 }),
  fc.constantFrom(0.000001, 1000, 1e15),
);
const payments: fc.Arbitrary<ScoreRequest> = fc.record(
  {
    amount: amounts,
    currency: fc.constantFrom('MAD', 'USD', 'EUR', 'XOF', 'KWD', 'ZZZ'),
    sender: fc.record(
      { user_id: fc.string({ minLength: 1 }), device_id: fc.string(), ip_address: fc.ipV4() },
      { requiredKeys: ['user_id'] },
    ),
    transaction_id: fc.string(),
    type: fc.constantFrom(...TYPES),
    recipient: fc.record({ type: fc.constant('phone'), value: fc.string() }, { requiredKeys: [] }),
    context: fc.oneof(
      fc.constantFrom({ cross_border: true }, { sender_country: 'MA', recipient_country: 'FR' }, {}),
      fc.dictionary(fc.string(), fc.jsonValue()).map((members) => ({ ...members })),
    ),
    metadata: fc.constant({ order: 7 }),
  },
  { requiredKeys: ['amount', 'currency', 'sender'] },
);
const scenarios = fc.constantFrom(undefined, ...SCENARIOS);
const seeds = fc.string();

function score(params: ScoreRequest, scenario?: string, seed?: string): TransactionScore {
  return bodyOf<TransactionScore>(simulateScore(simulationInput(params, scenario, seed)));
}

/** What stands behind each negative signal: a failed check, or something in the request. */
function hasReason(signal: string, params: ScoreRequest, { checks }: TransactionScore): boolean {
  switch (signal) {
    case 'new_device':
      return params.sender.device_id === undefined;
    case 'untrusted_device':
      return !checks.device.passed;
    case 'cross_border':
      return (
        params.type === 'international_transfer' ||
        params.context?.['cross_border'] === true ||
        params.context?.['sender_country'] !== params.context?.['recipient_country']
      );
    case 'unusual_amount':
      return !checks.amount.passed;
    case 'velocity_exceeded':
      return !checks.velocity.passed;
    case 'recipient_blocked':
      return !checks.recipient.passed;
    default:
      return false;
  }
}

describe('POST /transactions/score (endpoints.md §3)', () => {
  test('answers every documented member', () => {
    const params: ScoreRequest = {
      ...payment,
      transaction_id: 'order_456',
      type: 'p2p_transfer',
      sender: { user_id: 'usr_123', device_id: 'dev_1' },
      recipient: { type: 'phone', value: '+212600000000' },
      metadata: { order: 7 },
    };
    const simulation = simulateScore(simulationInput(params));
    const body = bodyOf<TransactionScore>(simulation);
    expect(body).toMatchObject({
      id: expect.stringMatching(/^trs_[a-z0-9]{12}$/),
      object: 'transaction.score',
      created_at: '2026-11-24T09:30:00.000Z',
      transaction_id: 'order_456',
      decision: 'approve',
      risk_level: 'low',
      metadata: { order: 7 },
    });
    expect(simulation).toMatchObject({
      status: 200,
      objects: [{ collection: 'transactions', id: body.id, body, facets: { decision: 'approve', risk_level: 'low' } }],
    });
  });

  test('the payment of the guide is approved, and says why its score is not lower', () => {
    const body = score(payment);
    expect(body).toMatchObject({ decision: 'approve', signals: { negative: ['new_device'] }, metadata: {} });
    expect(body).not.toHaveProperty('transaction_id');
  });

  test('the payment of the guide is approved for nearly every seed; the rest is reviewed for its velocity', () => {
    const odd = Array.from({ length: 2000 }, (_, seed) => score(payment, undefined, String(seed))).filter(
      ({ decision }) => decision !== 'approve',
    );
    expect(odd.length).toBeLessThan(50);
    for (const body of odd) expect(body).toMatchObject({ decision: 'review', checks: { velocity: { passed: false } } });
  });

  test.each([
    [15_000, 'approve'],
    [100_000, 'review'],
    [450_000, 'challenge'],
    [5_000_000, 'decline'],
  ])('%d MAD: %s', (amount, decision) => {
    expect(score({ ...payment, amount }).decision).toBe(decision);
  });

  test.prop([payments, scenarios, seeds])('decision and level follow from the score', (params, scenario, seed) => {
    const body = score(params, scenario, seed);
    const bands = { approve: [0, 300], review: [301, 600], challenge: [601, 800], decline: [801, 1000] } as const;
    const [min, max] = bands[body.decision];
    expect(Number.isInteger(body.risk_score)).toBe(true);
    expect(body.risk_score).toBeGreaterThanOrEqual(min);
    expect(body.risk_score).toBeLessThanOrEqual(max);
    expect(body.risk_level).toBe(riskLevel(body.risk_score));
  });

  test.prop([payments, scenarios, seeds])(
    'each negative signal has its reason and its rule',
    (params, scenario, seed) => {
      const body = score(params, scenario, seed);
      for (const signal of body.signals.negative)
        expect([signal, hasReason(signal, params, body)]).toEqual([signal, true]);
      expect(body.rules_triggered.map(({ id }) => id)).toEqual(body.signals.negative.map((signal) => `rule_${signal}`));
      expect(new Set(body.signals.negative).size).toBe(body.signals.negative.length);
      const points = body.rules_triggered.reduce((sum, rule) => sum + (rule.score_adjustment ?? 0), 0);
      expect(body.risk_score - points).toBeGreaterThanOrEqual(10);
      expect(body.risk_score - points).toBeLessThanOrEqual(80);
    },
  );

  test.prop([payments, scenarios, seeds])(
    'a failed check is never silent, nor contradicted',
    (params, scenario, seed) => {
      const { checks, signals } = score(params, scenario, seed);
      expect(checks.velocity.passed).toBe(checks.velocity.daily_count <= checks.velocity.daily_limit);
      expect(signals.negative.includes('velocity_exceeded')).toBe(!checks.velocity.passed);
      expect(signals.negative.includes('unusual_amount')).toBe(!checks.amount.passed);
      expect(signals.negative.includes('recipient_blocked')).toBe(!checks.recipient.passed);
      if (!checks.device.passed) expect(signals.negative.some((signal) => signal.endsWith('_device'))).toBe(true);
      if (checks.device.is_trusted) expect(checks.device.passed).toBe(true);
      expect(signals.positive.includes('trusted_device')).toBe(checks.device.is_trusted);
      expect(signals.positive.includes('normal_amount')).toBe(checks.amount.vs_average <= 3);
      expect(signals.positive.includes('known_recipient')).toBe(checks.recipient.is_known && checks.recipient.passed);
    },
  );

  test.prop([payments, amounts, scenarios, seeds])(
    'a larger amount never lowers the score',
    (params, other, scenario, seed) => {
      const less = score({ ...params, amount: Math.min(params.amount, other) }, scenario, seed);
      const more = score({ ...params, amount: Math.max(params.amount, other) }, scenario, seed);
      expect(more.risk_score).toBeGreaterThanOrEqual(less.risk_score);
    },
  );

  test.prop([payments, fc.string(), seeds])('a new transaction_id changes no risk', (params, transactionId, seed) => {
    const once = score(params, undefined, seed);
    const again = score({ ...params, transaction_id: transactionId }, undefined, seed);
    expect(again.risk_score).toBe(once.risk_score);
    expect(again.checks).toEqual(once.checks);
  });

  test.prop([payments, scenarios, seeds])('same input, same bytes', (params, scenario, seed) => {
    expect(JSON.stringify(score(params, scenario, seed))).toBe(JSON.stringify(score(params, scenario, seed)));
  });
});

describe('scenarios of POST /transactions/score (platform.md)', () => {
  test.prop([payments, fc.constantFrom('approve', 'review', 'challenge', 'decline'), seeds])(
    'a decision that is asked for is given, whatever the data',
    (params, scenario, seed) => {
      expect(score(params, scenario, seed).decision).toBe(scenario);
    },
  );

  test.prop([payments, seeds])(
    'velocity_exceeded, recipient_blocked, amount_exceeded: declined for that',
    (params, seed) => {
      const failing = {
        velocity_exceeded: 'velocity',
        recipient_blocked: 'recipient',
        amount_exceeded: 'amount',
      } as const;
      for (const [scenario, check] of Object.entries(failing)) {
        const { decision, checks } = score(params, scenario, seed);
        const failed = Object.entries(checks).filter(([, { passed }]) => !passed);
        expect([decision, failed.map(([name]) => name)]).toEqual(['decline', [check]]);
      }
    },
  );
});
