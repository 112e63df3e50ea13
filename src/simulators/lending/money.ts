import { dollarsPer } from '../transactions/rates.ts';

/** Two decimals. */
export function toCents(sum: number): number {
  return Math.round(sum * 100) / 100;
}

/** Two decimals, rounded down: for limits. */
export function downToCents(sum: number): number {
  return Math.floor(sum * 100) / 100;
}

/**
 * Converts by the fixed rates.
 * @param from three letters; absent: the sum is in `to` already
 */
export function convert(sum: number, from: string | undefined, to: string): number {
  return from === undefined || from === to ? sum : (sum * dollarsPer(from)) / dollarsPer(to);
}

/**
 * What one unit borrowed costs a month: r / (1 − (1 + r)^−n).
 * @param rate percent a year, above 0
 * @param months how many payments
 */
export function annuityFactor(rate: number, months: number): number {
  const monthly = rate / 1200;
  return monthly / (1 - 1 / power(1 + monthly, months));
}

/** By squaring, because `Math.pow` may differ in its last digit from one engine to the next, and the bytes must not. */
function power(base: number, exponent: number): number {
  let result = 1;
  let square = base;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}
