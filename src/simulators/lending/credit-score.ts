import type { AssessRequest } from '../../contract/types.ts';
import type { Random } from '../../model/random.ts';
import type { AssessPlan } from './assess-scenarios.ts';
import type { IncomeAnalysis } from './income.ts';

/** The sentences that explain a score. */
export interface CreditFactors {
  readonly positive: string[];
  readonly negative: string[];
}

const STATUS_POINTS: ReadonlyMap<string | undefined, number> = new Map([
  ['employed', 0],
  ['retired', -5],
  ['self_employed', -10],
  ['contract', -15],
  ['part_time', -30],
  ['unemployed', -120],
]);
const NO_EMPLOYMENT_POINTS = -70;
const MISMATCH_POINTS = -40;
const SOURCE_POINTS = 5;

/** Debts up to this share of the income are low, past `VERY_HIGH_DEBT` very high. */
const LOW_DEBT = 0.2;
const VERY_HIGH_DEBT = 0.4;

/**
 * Scores an applicant: 650–800 from the applicant's own stream, less what employment, income and debts take away, plus
 * five for each data source up to three. The loan has no part in it, so that a price does not depend on itself.
 * @param debts monthly payments, in the currency of `income`
 * @returns a whole number, 300–850
 */
export function creditScore(
  params: AssessRequest,
  plan: AssessPlan | undefined,
  applicant: Random,
  income: IncomeAnalysis,
  debts: number,
): number {
  if (plan !== undefined) return applicant.int(plan.score[0], plan.score[1]);
  const burden = debts / income.verified_income;
  const points =
    applicant.int(650, 800) +
    (STATUS_POINTS.get(params.employment?.status) ?? NO_EMPLOYMENT_POINTS) +
    SOURCE_POINTS * Math.min(sourceCount(params), 3) +
    (burden > VERY_HIGH_DEBT ? -80 : burden > LOW_DEBT ? -30 : 0) +
    (income.stated_income > 0 && !income.income_match ? MISMATCH_POINTS : 0);
  return Math.max(300, Math.min(850, points));
}

/** Says what stands behind a score, from the figures that are sent. */
export function creditFactors(
  params: AssessRequest,
  plan: AssessPlan | undefined,
  income: IncomeAnalysis,
  debts: number,
): CreditFactors {
  const positive: string[] = [];
  const negative: string[] = [];
  const status = params.employment?.status;
  const burden = debts / income.verified_income;

  if (plan?.thinFile === true) negative.push('Limited credit history');
  else if (income.income_stability === 'stable') positive.push('Stable employment');
  if (status === undefined) negative.push('No employment information');
  else if (status === 'unemployed') negative.push('No employment income');

  if (income.income_match) positive.push('Income verified');
  else if (income.stated_income > 0) negative.push('Income lower than stated');

  if (burden === 0) positive.push('No existing debt');
  else if (burden <= LOW_DEBT) positive.push('Low debt');
  else negative.push(burden > VERY_HIGH_DEBT ? 'Very high debt' : 'High debt');

  if (sourceCount(params) > 1) positive.push('Several data sources');
  if (plan?.negative !== undefined) negative.push(plan.negative);
  return { positive, negative };
}

function sourceCount(params: AssessRequest): number {
  return new Set(params.data_sources).size;
}
