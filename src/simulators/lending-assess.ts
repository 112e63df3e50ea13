import type { AssessRequest, LendingAssessment } from '../contract/types.ts';
import { affordabilityOf, DTI_LIMIT, largestLoan, paymentFor } from './lending/affordability.ts';
import { ASSESS_PLANS } from './lending/assess-scenarios.ts';
import { creditFactors, creditScore } from './lending/credit-score.ts';
import { decide } from './lending/decision.ts';
import { standingOf } from './lending/grades.ts';
import { analyseIncome, incomeMatches } from './lending/income.ts';
import { toCents } from './lending/money.ts';
import { riskLevel } from './risk-level.ts';
import type { Simulator } from './simulator.ts';

/**
 * `POST /lending/assess` (endpoints.md §4). All sums of the answer are in the loan's currency, or the income's where
 * the loan names none; rates are in percent a year. Income, score and price are a function of the applicant, the
 * employment, the debts and the data sources: of two loans for one applicant the larger is never the easier.
 */
export const simulateAssessment: Simulator<AssessRequest> = (input) => {
  const { params } = input;
  const loan = params.loan_request;
  const plan = input.scenario === undefined ? undefined : ASSESS_PLANS.get(input.scenario);
  const applicant = input.randomFor(`applicant\n${params.applicant.id}`);
  const currency = loan.currency ?? params.employment?.income_currency ?? 'USD';
  const debts = debtPayments(params);

  const expenseShare = 0.32 + 0.14 * applicant.next();
  const found = analyseIncome(params, plan, applicant, currency);
  const score = creditScore(params, plan, applicant, found, debts);
  const standing = standingOf(score);
  const rate = standing.pricing.suggested_rate;
  const payment = paymentFor(loan.amount, rate, loan.term_months);

  const needed = plan?.affordable === true ? (debts + payment) / (DTI_LIMIT - 0.04) : 0;
  const verified = Math.max(found.verified_income, toCents(needed + 0.1));
  const income =
    verified === found.verified_income
      ? found
      : { ...found, verified_income: verified, income_match: incomeMatches(found.stated_income, verified) };
  const month = affordabilityOf(verified, toCents(verified * expenseShare), debts, payment);
  const decision = decide(
    {
      plan,
      amount: loan.amount,
      score,
      income,
      month,
      largest: largestLoan(month, rate, loan.term_months),
    },
    input.random,
  );

  const id = input.id('lra_');
  const level = riskLevel(standing.riskScore);
  const body: LendingAssessment = {
    id,
    object: 'lending.assessment',
    created_at: new Date(input.now).toISOString(),
    status: 'completed',
    decision: { ...decision, suggested_term_months: loan.term_months },
    credit_score: {
      score,
      grade: standing.grade,
      percentile: standing.percentile,
      factors: creditFactors(params, plan, income, debts),
    },
    risk_score: standing.riskScore,
    risk_level: level,
    grade: standing.grade,
    income_analysis: income,
    affordability: month,
    pricing: standing.pricing,
    ...(params.metadata === undefined ? {} : { metadata: params.metadata }),
  };
  return {
    kind: 'made',
    status: 200,
    body,
    objects: [
      {
        collection: 'assessments',
        id,
        body,
        facets: { status: 'completed', recommendation: decision.recommendation, risk_level: level },
      },
    ],
    events: [{ type: 'lending.assessment.completed', body }],
  };
};

/** The monthly payments of all existing debts, which are taken to be in the loan's currency. */
function debtPayments(params: AssessRequest): number {
  let sum = 0;
  for (const debt of params.existing_debts ?? []) sum += debt.monthly_payment ?? 0;
  return toCents(sum);
}
