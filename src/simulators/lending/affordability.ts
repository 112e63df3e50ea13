import { annuityFactor, downToCents, toCents } from './money.ts';

/** Debts and payment may take this share of the income. */
export const DTI_LIMIT = 0.4;

/** A month after the loan; all sums in the loan's currency, two decimals. */
export interface Affordability {
  readonly monthly_income: number;
  readonly monthly_expenses: number;
  readonly existing_debt_payments: number;
  readonly proposed_payment: number;
  readonly remaining_after_loan: number;
  readonly affordable: boolean;
  readonly dti_after: number;
}

/**
 * Whether a month can carry the loan (endpoints.md §4). Every derived figure is worked out from the rounded ones that
 * are sent, so that a client who recomputes it gets the same.
 * @param income above 0, as the other sums already rounded to cents
 */
export function affordabilityOf(income: number, expenses: number, debts: number, payment: number): Affordability {
  const remaining = toCents(income - expenses - debts - payment);
  const dti = roundDti((debts + payment) / income);
  return {
    monthly_income: income,
    monthly_expenses: expenses,
    existing_debt_payments: debts,
    proposed_payment: payment,
    remaining_after_loan: remaining,
    affordable: remaining > 0 && dti <= DTI_LIMIT,
    dti_after: dti,
  };
}

/** Four decimals, but never rounded down onto the limit: the figure sent and `affordable` must agree. */
function roundDti(exact: number): number {
  const rounded = Math.round(exact * 10_000) / 10_000;
  return exact > DTI_LIMIT && rounded <= DTI_LIMIT ? 0.4001 : rounded;
}

/** The monthly payment, to the cent, of a loan at `rate` percent a year. */
export function paymentFor(amount: number, rate: number, months: number): number {
  return toCents(amount * annuityFactor(rate, months));
}

/**
 * The largest loan that the same income, expenses, debts, rate and term can carry; 0 when there is none.
 * @returns cents, rounded down
 */
export function largestLoan(month: Affordability, rate: number, months: number): number {
  const byShare = DTI_LIMIT * month.monthly_income;
  const byRest = month.monthly_income - month.monthly_expenses;
  // A cent less: the payment of that loan is rounded too, and something must remain.
  const room = Math.min(byShare, byRest) - month.existing_debt_payments - 0.01;
  return Math.max(0, downToCents(room / annuityFactor(rate, months)));
}
