import type { AssessRequest } from '../../contract/types.ts';
import type { Random } from '../../model/random.ts';
import { dollarsPer } from '../transactions/rates.ts';
import type { AssessPlan } from './assess-scenarios.ts';
import { convert, toCents } from './money.ts';

/** What the applicant says they earn, and what the data bears out. */
export interface IncomeAnalysis {
  /** A month, in the loan's currency; 0 when the request states none. */
  readonly stated_income: number;
  /** A month, in the loan's currency; always above 0, so that a debt-to-income ratio exists. */
  readonly verified_income: number;
  /** True when something was stated and at least nine tenths of it were found. */
  readonly income_match: boolean;
  readonly income_stability: 'stable' | 'variable' | 'unstable' | 'unknown';
}

/** The employment statuses, as far as they matter to an income. */
const STABILITY: ReadonlyMap<string | undefined, IncomeAnalysis['income_stability']> = new Map([
  ['employed', 'stable'],
  ['retired', 'stable'],
  ['self_employed', 'variable'],
  ['part_time', 'variable'],
  ['contract', 'variable'],
  ['unemployed', 'unstable'],
]);

/** True when the verified income bears out the stated one. */
export function incomeMatches(stated: number, verified: number): boolean {
  return stated > 0 && verified >= 0.9 * stated;
}

/**
 * Verifies the income. Somebody who states none is given one: 400–1,000 dollars a month, or 20–80 (help from relatives)
 * for who says that there is no work or nothing earned. One applicant in thirty turns out to earn far less than stated.
 * @param applicant the applicant's own random stream
 * @param currency the loan's, which all sums are converted to
 */
export function analyseIncome(
  params: AssessRequest,
  plan: AssessPlan | undefined,
  applicant: Random,
  currency: string,
): IncomeAnalysis {
  const employment = params.employment;
  const earned = toCents(convert(employment?.monthly_income ?? 0, employment?.income_currency, currency));
  const borneOut = 0.93 + 0.07 * applicant.next();
  const shortfall = 0.45 + 0.25 * applicant.next();
  const falls = plan === undefined ? applicant.chance(1 / 30) : plan.incomeMismatch === true;
  const idle = employment?.status === 'unemployed' || employment?.monthly_income !== undefined;
  const guess = (idle ? applicant.int(20, 80) : applicant.int(400, 1000)) / dollarsPer(currency);

  // Less than one of the currency is nothing earned: cents leave no room for a part of them.
  const earns = earned >= 1;
  const verified = toCents(earns ? earned * (falls ? shortfall : borneOut) : guess);
  // The scenario wins over the data: where nothing was stated, something must have been for it to mismatch.
  const stated = !earns && plan?.incomeMismatch === true ? toCents(verified / shortfall) : earned;
  return {
    stated_income: stated,
    verified_income: verified,
    income_match: incomeMatches(stated, verified),
    income_stability: plan?.thinFile === true ? 'unknown' : (STABILITY.get(employment?.status) ?? 'unknown'),
  };
}
