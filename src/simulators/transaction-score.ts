import type { EventType } from '../contract/operation.ts';
import type { ScoreRequest, TransactionScore } from '../contract/types.ts';
import { riskLevel } from './risk-level.ts';
import type { SimulationInput, Simulator } from './simulator.ts';
import { paymentFacts, type PaymentFacts } from './transactions/payment-facts.ts';
import { decisionOf, pointsForAmount, USUAL_MULTIPLE, type PaymentDecision } from './transactions/score-bands.ts';
import { SCORE_PLANS, type PaymentCheck, type ScorePlan } from './transactions/score-scenarios.ts';

/** A reason for points: each negative signal is one, and each becomes one triggered rule. */
interface Cause {
  readonly signal: string;
  readonly points: number;
}

const RULES: Readonly<Record<string, string>> = {
  cross_border: 'International payment',
  new_device: 'Payment from an unknown device',
  untrusted_device: 'Payment from a device that is not trusted',
  velocity_exceeded: 'Daily number of payments exceeded',
  unusual_amount: "Amount far above the sender's average",
  recipient_blocked: 'Recipient is blocked',
};

/** What webhook endpoints are told of a decision. */
const EVENTS: Readonly<Record<PaymentDecision, readonly EventType[]>> = {
  approve: ['transaction.scored'],
  review: ['transaction.scored', 'transaction.review_required'],
  challenge: ['transaction.scored'],
  decline: ['transaction.scored', 'transaction.fraud_detected'],
};

const ACTIONS = { approve: 'flag', review: 'review', challenge: 'challenge', decline: 'block' } as const;

const NEW_DEVICE_POINTS = 50;
const CROSS_BORDER_POINTS = 90;
const VELOCITY_POINTS = 300;
/** A rule below these points flags a payment and decides nothing. */
const DECIDING_POINTS = 100;

/**
 * `POST /transactions/score` (endpoints.md §3). The score is the sender's own share, 10–80, plus the
 * `score_adjustment` of every triggered rule. It does not depend on `transaction_id` or `metadata`, and never falls as
 * the amount rises. Only a large amount, counted in dollars by fixed rates, can unasked bring a challenge or a decline;
 * one sender in a hundred is over the daily limit and gets a review.
 */
export const simulateScore: Simulator<ScoreRequest> = (input) => {
  const { params } = input;
  const plan = input.scenario === undefined ? undefined : SCORE_PLANS.get(input.scenario);
  const facts = paymentFacts(input, plan);
  const amountPassed = facts.vsAverage <= USUAL_MULTIPLE;
  const velocityPassed = facts.dailyCount <= facts.dailyLimit;
  // A device that nobody knows is reason to fail only together with an amount that nobody expected.
  const devicePassed =
    plan === undefined ? params.sender.device_id !== undefined || amountPassed : !plan.fails.includes('device');

  const causes = causesInRequest(params, plan);
  let score = facts.base;
  for (const cause of causes) score += cause.points;
  if (plan !== undefined && facts.target !== undefined) {
    addPlanned(causes, plan.fails, facts.target - score, params);
    score = facts.target;
  } else {
    if (!velocityPassed) {
      causes.push({ signal: 'velocity_exceeded', points: VELOCITY_POINTS });
      score += VELOCITY_POINTS;
    }
    if (!amountPassed) {
      const points = Math.min(pointsForAmount(facts.vsAverage), 1000 - score);
      causes.push({ signal: 'unusual_amount', points });
      score += points;
    }
  }

  const decision = decisionOf(score);
  const level = riskLevel(score);
  const id = input.id('trs_');
  const body: TransactionScore = {
    id,
    object: 'transaction.score',
    created_at: new Date(input.now).toISOString(),
    ...(params.transaction_id === undefined ? {} : { transaction_id: params.transaction_id }),
    processing_time_ms: input.random.int(12, 48),
    decision,
    risk_score: score,
    risk_level: level,
    signals: signalsOf(input, facts, causes),
    checks: {
      velocity: { passed: velocityPassed, daily_count: facts.dailyCount, daily_limit: facts.dailyLimit },
      amount: { passed: amountPassed, vs_average: facts.vsAverage },
      recipient: {
        passed: facts.recipientTrust !== 'blocked',
        is_known: facts.recipientKnown,
        trust_level: facts.recipientTrust,
      },
      device: { passed: devicePassed, is_trusted: facts.deviceTrusted },
    },
    rules_triggered: causes.map((cause) => ruleOf(cause, decision)),
    metadata: params.metadata ?? {},
  };
  return {
    kind: 'made',
    status: 200,
    body,
    objects: [{ collection: 'transactions', id, body, facets: { decision, risk_level: level } }],
    events: EVENTS[decision].map((type) => ({ type, body })),
  };
};

/** The reasons that the request itself gives, less those that the plan gives anyway. */
function causesInRequest(params: ScoreRequest, plan: ScorePlan | undefined): Cause[] {
  const causes: Cause[] = [];
  if (isInternational(params)) causes.push({ signal: 'cross_border', points: CROSS_BORDER_POINTS });
  if (params.sender.device_id === undefined && plan?.fails.includes('device') !== true) {
    causes.push({ signal: 'new_device', points: NEW_DEVICE_POINTS });
  }
  return causes;
}

/** The type says so, or the context does: a flag, or two countries that differ. The reference leaves `context` open. */
function isInternational(params: ScoreRequest): boolean {
  if (params.type === 'international_transfer') return true;
  const context: Readonly<Record<string, unknown>> | undefined = params.context;
  if (context === undefined) return false;
  if (context['international'] === true || context['is_international'] === true || context['cross_border'] === true) {
    return true;
  }
  const from = context['sender_country'];
  const to = context['recipient_country'];
  return typeof from === 'string' && typeof to === 'string' && from !== to;
}

/** Spreads the points that are missing to a scenario's score over the checks that it fails. */
function addPlanned(causes: Cause[], fails: readonly PaymentCheck[], points: number, params: ScoreRequest): void {
  const share = Math.floor(points / fails.length);
  let rest = points - share * fails.length;
  for (const check of fails) {
    causes.push({ signal: signalOfCheck(check, params), points: share + rest });
    rest = 0;
  }
}

function signalOfCheck(check: PaymentCheck, params: ScoreRequest): string {
  switch (check) {
    case 'velocity':
      return 'velocity_exceeded';
    case 'amount':
      return 'unusual_amount';
    case 'recipient':
      return 'recipient_blocked';
    case 'device':
      return params.sender.device_id === undefined ? 'new_device' : 'untrusted_device';
  }
}

function signalsOf(
  input: SimulationInput<ScoreRequest>,
  facts: PaymentFacts,
  causes: readonly Cause[],
): TransactionScore['signals'] {
  const positive: string[] = [];
  const neutral: string[] = [];
  if (facts.recipientTrust === 'high') positive.push('trusted_recipient');
  if (facts.recipientTrust !== 'blocked') {
    if (facts.recipientKnown) positive.push('known_recipient');
    else neutral.push(input.params.recipient === undefined ? 'recipient_not_given' : 'new_recipient');
  }
  if (facts.vsAverage <= 3) positive.push('normal_amount');
  else if (facts.vsAverage <= USUAL_MULTIPLE) neutral.push('above_average_amount');
  if (facts.deviceTrusted) positive.push('trusted_device');
  if (facts.dailyCount === 0) neutral.push('first_payment_today');
  return { positive, negative: causes.map((cause) => cause.signal), neutral };
}

function ruleOf(cause: Cause, decision: PaymentDecision): TransactionScore['rules_triggered'][number] {
  return {
    id: `rule_${cause.signal}`,
    name: RULES[cause.signal] ?? cause.signal,
    action: cause.points < DECIDING_POINTS ? 'flag' : ACTIONS[decision],
    score_adjustment: cause.points,
  };
}
