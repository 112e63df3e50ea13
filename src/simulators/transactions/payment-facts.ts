import type { ScoreRequest } from '../../contract/types.ts';
import type { Random } from '../../model/random.ts';
import type { SimulationInput } from '../simulator.ts';
import { dollarsPer } from './rates.ts';
import { USUAL_MULTIPLE } from './score-bands.ts';
import type { ScorePlan } from './score-scenarios.ts';

/** What TXCloud would know about a payment from its history. None of it but `vsAverage` depends on the amount. */
export interface PaymentFacts {
  /** The sender's own share of the score, 10–80. */
  readonly base: number;
  readonly dailyCount: number;
  readonly dailyLimit: number;
  /** The amount as a multiple of the sender's average, two decimals, 99,999.99 at most. */
  readonly vsAverage: number;
  readonly recipientKnown: boolean;
  readonly recipientTrust: 'high' | 'medium' | 'low' | 'unknown' | 'blocked';
  readonly deviceTrusted: boolean;
  /** Where the plan puts the score; undefined where there is nothing to force. */
  readonly target: number | undefined;
}

const DAILY_LIMITS = [10, 15, 20, 30, 50] as const;

/**
 * Invents the history of a payment. The sender's part is a function of `sender.user_id`, the others of the sender and
 * the recipient, or the device: so one sender keeps one limit, and a larger amount meets the same history.
 * @param plan the scenario; it wins over the data, so a sender's average moves until the amount fits it
 */
export function paymentFacts(input: SimulationInput<ScoreRequest>, plan: ScorePlan | undefined): PaymentFacts {
  const { params, randomFor } = input;
  const sender = params.sender.user_id;
  const history = randomFor(`sender\n${sender}`);
  const base = history.int(10, 80);
  const dailyLimit = history.pick(DAILY_LIMITS);
  const usualCount = history.int(0, dailyLimit - 1);
  const excess = history.int(1, 8);
  const tooMany = history.chance(0.01);
  const average = 150 + 200 * history.next();
  // Drawn before anything that looks at the amount, so that a forced score does not depend on it either.
  const target = plan?.score === undefined ? undefined : history.int(plan.score[0], plan.score[1]);

  const multiple = Math.min(
    Math.round(((params.amount * dollarsPer(params.currency)) / average) * 100) / 100,
    99999.99,
  );
  const amountFails = multiple > USUAL_MULTIPLE;
  let vsAverage = multiple;
  if (plan !== undefined && plan.fails.includes('amount') !== amountFails) {
    vsAverage = amountFails ? history.int(80, 450) / 100 : history.int(1100, 4000) / 100;
  }
  const velocityFails = plan === undefined ? tooMany : plan.fails.includes('velocity');

  const recipient = params.recipient?.value;
  const pair = recipient === undefined ? undefined : randomFor(`recipient\n${sender}\n${recipient}`);
  const recipientKnown = pair !== undefined && pair.chance(0.7);
  const blocked = plan !== undefined && plan.fails.includes('recipient');

  const device = params.sender.device_id;
  const deviceFails = plan !== undefined && plan.fails.includes('device');

  return {
    base,
    dailyLimit,
    dailyCount: velocityFails ? dailyLimit + excess : usualCount,
    vsAverage,
    recipientKnown,
    recipientTrust: blocked ? 'blocked' : trustIn(pair, recipientKnown),
    deviceTrusted: device !== undefined && !deviceFails && randomFor(`device\n${sender}\n${device}`).chance(0.85),
    target,
  };
}

/** @param pair the stream of sender and recipient; undefined when no recipient was given */
function trustIn(pair: Random | undefined, known: boolean): PaymentFacts['recipientTrust'] {
  if (pair === undefined) return 'unknown';
  if (!known) return 'low';
  return pair.chance(0.6) ? 'high' : 'medium';
}
