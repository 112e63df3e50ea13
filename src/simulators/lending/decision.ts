import type { Random } from '../../model/random.ts';
import type { Affordability } from './affordability.ts';
import type { AssessPlan, Recommendation } from './assess-scenarios.ts';
import type { IncomeAnalysis } from './income.ts';
import { downToCents } from './money.ts';

/** The advice, and how much of a loan it covers. */
export interface LendingDecision {
  readonly recommendation: Recommendation;
  /** 0–1, two decimals. */
  readonly confidence: number;
  /** In the loan's currency; 0 when declined. */
  readonly max_approved_amount: number;
}

/** What a decision looks at. */
export interface DecisionInput {
  readonly plan: AssessPlan | undefined;
  readonly amount: number;
  readonly score: number;
  readonly income: IncomeAnalysis;
  readonly month: Affordability;
  /** What the same income, rate and term can carry at most. */
  readonly largest: number;
}

const CONFIDENCE = {
  approve: [80, 96],
  approve_with_conditions: [68, 84],
  review: [50, 68],
  decline: [78, 95],
} as const;
const THIN_CONFIDENCE = [35, 50] as const;

/**
 * Decides. Approval, with conditions or without, is only for what is affordable; `approve_with_conditions` covers a
 * smaller sum than was asked for.
 */
export function decide(input: DecisionInput, random: Random): LendingDecision {
  const recommendation = input.plan?.recommendation ?? recommend(input);
  const [min, max] = input.plan?.thinFile === true ? THIN_CONFIDENCE : CONFIDENCE[recommendation];
  return {
    recommendation,
    confidence: random.int(min, max) / 100,
    max_approved_amount: sumCovered(recommendation, input, random.int(60, 90) / 100),
  };
}

/** @param share of the sum asked for that is left under conditions */
function sumCovered(recommendation: Recommendation, { amount, score, largest }: DecisionInput, share: number): number {
  switch (recommendation) {
    case 'approve':
      // From the sum asked for at a score of 650 to twice as much at 850.
      return Math.max(amount, roundOff(Math.min(largest, amount * (1 + (score - 650) / 200))));
    case 'approve_with_conditions':
      return roundOff(Math.min(largest, amount * share));
    case 'review':
      return roundOff(Math.min(largest, amount));
    case 'decline':
      return 0;
  }
}

function recommend({ amount, score, income, month, largest }: DecisionInput): Recommendation {
  if (!month.affordable || amount > largest) {
    const farOff = month.dti_after > 0.6 || month.remaining_after_loan < -0.1 * month.monthly_income;
    return farOff || score < 500 ? 'decline' : 'review';
  }
  if (score < 500) return 'decline';
  if (score < 600 || (income.stated_income > 0 && !income.income_match)) return 'review';
  return score < 650 || !income.income_match ? 'approve_with_conditions' : 'approve';
}

/** Lenders name round sums: down to hundreds from a thousand on, to cents below. */
function roundOff(sum: number): number {
  return sum >= 1000 ? Math.floor(sum / 100) * 100 : downToCents(sum);
}
