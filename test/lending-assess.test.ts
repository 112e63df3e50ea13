import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import type { AssessRequest, LendingAssessment } from '../src/contract/types.ts';
import { simulateAssessment } from '../src/simulators/lending-assess.ts';
import { standingOf } from '../src/simulators/lending/grades.ts';
import { riskLevel } from '../src/simulators/risk-level.ts';
import { bodyOf, simulationInput } from './simulation-input.ts';

const SCENARIOS = ['approve', 'approve_with_conditions', 'review', 'decline', 'thin_file', 'income_mismatch'] as const;

const request: AssessRequest = {
  applicant: { id: 'usr_abc123', first_name: 'Salma', last_name: 'Bennani' },
  employment: { status: 'employed', monthly_income: 25_000, income_currency: 'MAD' },
  loan_request: { amount: 100_000, currency: 'MAD', term_months: 36, purpose: 'personal' },
};

const currencies = fc.constantFrom('MAD', 'USD', 'XOF', 'KWD', 'ZZZ');
const sums = fc.oneof(
  fc.integer({ min: 0, max: 60_000 }),
  fc.double({ min: 0, max: 1e15, noNaN: true }),
  fc.constantFrom(0, 0.001, 1e15),
);
const requests: fc.Arbitrary<AssessRequest> = fc.record(
  {
    applicant: fc.record({
      id: fc.string({ minLength: 1 }),
      first_name: fc.constant('Salma'),
      last_name: fc.constant('Bennani'),
    }),
    loan_request: fc.record(
      {
        amount: fc.oneof(fc.integer({ min: 1, max: 900_000 }), fc.double({ min: 0.001, max: 1e15, noNaN: true })),
        term_months: fc.integer({ min: 1, max: 480 }),
        currency: currencies,
      },
      { requiredKeys: ['amount', 'term_months'] },
    ),
    employment: fc.record(
      {
        status: fc.constantFrom('employed', 'self_employed', 'part_time', 'contract', 'retired', 'unemployed'),
        monthly_income: sums,
        income_currency: currencies,
      },
      { requiredKeys: [] },
    ),
    existing_debts: fc.array(fc.record({ monthly_payment: sums }, { requiredKeys: [] }), { maxLength: 3 }),
    data_sources: fc.array(fc.constantFrom('bank_statements', 'bureau', 'telecom', 'mobile_money', 'employer')),
  },
  { requiredKeys: ['applicant', 'loan_request'] },
);
const scenarios = fc.constantFrom(undefined, ...SCENARIOS);
const seeds = fc.string();

function assess(params: AssessRequest, scenario?: string, seed?: string): LendingAssessment {
  return bodyOf<LendingAssessment>(simulateAssessment(simulationInput(params, scenario, seed)));
}

/** The annuity payment, as a client would work it out. */
function annuity(amount: number, rate: number, months: number): number {
  const r = rate / 100 / 12;
  return (amount * r) / (1 - (1 + r) ** -months);
}

/** Equal to the cent, or to twelve digits where cents are past them. */
function expectSum(actual: number, expected: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(Math.max(0.0051, Math.abs(expected) * 1e-12));
}

describe('POST /lending/assess (endpoints.md §4)', () => {
  test('an ordinary request is approved, with every documented member', () => {
    const simulation = simulateAssessment(simulationInput(request));
    const body = bodyOf<LendingAssessment>(simulation);
    expect(body).toMatchObject({
      id: expect.stringMatching(/^lra_[a-z0-9]{12}$/),
      object: 'lending.assessment',
      created_at: '2026-11-24T09:30:00.000Z',
      status: 'completed',
      decision: { recommendation: 'approve', suggested_term_months: 36 },
      income_analysis: { stated_income: 25_000, income_match: true, income_stability: 'stable' },
      affordability: { affordable: true, existing_debt_payments: 0 },
    });
    expect(simulation).toMatchObject({ status: 200, objects: [{ collection: 'assessments', id: body.id, body }] });
  });

  test('without employment the file is thin: no plain approval', () => {
    const { employment: _, ...rest } = request;
    const body = assess({ ...rest, loan_request: { amount: 5000, currency: 'MAD', term_months: 24 } });
    expect(body.income_analysis).toMatchObject({ stated_income: 0, income_match: false, income_stability: 'unknown' });
    expect(body.credit_score.factors.negative).toContain('No employment information');
    expect(['approve_with_conditions', 'review']).toContain(body.decision.recommendation);
  });

  test('a loan far beyond the income is declined', () => {
    const body = assess({ ...request, loan_request: { amount: 5_000_000, currency: 'MAD', term_months: 24 } });
    expect(body).toMatchObject({
      decision: { recommendation: 'decline', max_approved_amount: 0 },
      affordability: { affordable: false },
    });
  });

  test('an income in another currency is converted to the loan’s', () => {
    const employment = { status: 'employed', monthly_income: 2500, income_currency: 'USD' } as const;
    expect(assess({ ...request, employment }).income_analysis.stated_income).toBe(25_000);
  });

  test.prop([requests, scenarios, seeds])('the figures of a month add up', (params, scenario, seed) => {
    const { affordability: month, pricing, income_analysis: income } = assess(params, scenario, seed);
    const { amount, term_months: months } = params.loan_request;
    expectSum(month.proposed_payment, annuity(amount, pricing.suggested_rate, months));
    const spent = month.monthly_expenses + month.existing_debt_payments + month.proposed_payment;
    expectSum(month.remaining_after_loan, month.monthly_income - spent);
    const dti = (month.existing_debt_payments + month.proposed_payment) / month.monthly_income;
    expect(Math.abs(month.dti_after - dti)).toBeLessThanOrEqual(Math.max(0.0001, dti * 1e-12));
    expect(month.affordable).toBe(month.remaining_after_loan > 0 && month.dti_after <= 0.4);
    expect(dti <= 0.4).toBe(month.dti_after <= 0.4);
    expect(month.monthly_income).toBe(income.verified_income);
    expect(month.monthly_income).toBeGreaterThan(0);
  });

  test.prop([requests, scenarios, seeds])('nothing unaffordable is approved', (params, scenario, seed) => {
    const { affordability: month, decision, pricing } = assess(params, scenario, seed);
    const { amount, term_months: months } = params.loan_request;
    if (decision.recommendation.startsWith('approve')) expect(month.affordable).toBe(true);
    if (decision.recommendation === 'approve') expect(decision.max_approved_amount).toBeGreaterThanOrEqual(amount);
    if (decision.recommendation === 'decline') expect(decision.max_approved_amount).toBe(0);

    const room = Math.min(0.4 * month.monthly_income, month.monthly_income - month.monthly_expenses);
    const allowed = (room - month.existing_debt_payments) / annuity(1, pricing.suggested_rate, months);
    expect(decision.max_approved_amount).toBeLessThanOrEqual(Math.max(0, allowed) * (1 + 1e-12));
    expect(decision.suggested_term_months).toBe(months);
  });

  test.prop([requests, scenarios, seeds])('grade, risk and price follow from the score', (params, scenario, seed) => {
    const body = assess(params, scenario, seed);
    const { score, grade } = body.credit_score;
    const floors = { 'A+': 800, A: 750, 'B+': 700, B: 650, 'C+': 600, C: 550, D: 300 } as const;
    const expected = Object.entries(floors).find(([, floor]) => score >= floor)?.[0];
    expect([grade, body.grade]).toEqual([expected, expected]);
    expect(score).toBeLessThanOrEqual(850);
    expect(body.risk_level).toBe(riskLevel(body.risk_score));
    expect(body.pricing.suggested_rate).toBeGreaterThanOrEqual(body.pricing.rate_range.min);
    expect(body.pricing.suggested_rate).toBeLessThanOrEqual(body.pricing.rate_range.max);
    expect(body.decision.confidence).toBeGreaterThanOrEqual(0);
    expect(body.decision.confidence).toBeLessThanOrEqual(1);
  });

  test('a better score is never a worse percentile, risk or rate', () => {
    for (let score = 301; score <= 850; score++) {
      const [worse, better] = [standingOf(score - 1), standingOf(score)];
      expect(better.percentile).toBeGreaterThanOrEqual(worse.percentile);
      expect(better.riskScore).toBeLessThan(worse.riskScore);
      expect(better.pricing.suggested_rate).toBeLessThanOrEqual(worse.pricing.suggested_rate);
    }
    expect([standingOf(300).percentile, standingOf(850).percentile]).toEqual([1, 99]);
  });

  test.prop([requests, scenarios, seeds])(
    'an income matches when nine tenths of it are found',
    (params, scenario, seed) => {
      const {
        stated_income: stated,
        verified_income: verified,
        income_match: match,
      } = assess(params, scenario, seed).income_analysis;
      expect(match).toBe(stated > 0 && verified >= 0.9 * stated);
    },
  );

  test.prop([requests, scenarios, seeds])(
    'same input, same bytes, and every number a number',
    (params, scenario, seed) => {
      const bytes = JSON.stringify(assess(params, scenario, seed));
      expect(bytes).toBe(JSON.stringify(assess(params, scenario, seed)));
      expect(bytes).not.toContain('null');
    },
  );
});

describe('scenarios of POST /lending/assess (platform.md)', () => {
  test.prop([requests, fc.constantFrom('approve', 'approve_with_conditions', 'review', 'decline'), seeds])(
    'a recommendation that is asked for is given, whatever the data',
    (params, scenario, seed) => {
      expect(assess(params, scenario, seed).decision.recommendation).toBe(scenario);
    },
  );

  test.prop([requests, seeds])('thin_file: next to nothing is known, a person has to look', (params, seed) => {
    const body = assess(params, 'thin_file', seed);
    expect(body.decision.recommendation).toBe('review');
    expect(body.decision.confidence).toBeLessThanOrEqual(0.5);
    expect(body.income_analysis.income_stability).toBe('unknown');
    expect(body.credit_score.factors.negative).toContain('Limited credit history');
  });

  test.prop([requests, seeds])('income_mismatch: far less is found than was stated', (params, seed) => {
    const body = assess(params, 'income_mismatch', seed);
    expect(body.decision.recommendation).toBe('review');
    expect(body.income_analysis.income_match).toBe(false);
    expect(body.income_analysis.verified_income).toBeLessThan(body.income_analysis.stated_income);
    expect(body.credit_score.factors.negative).toContain('Income lower than stated');
  });
});
