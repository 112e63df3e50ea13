/** What TXCloud advises to do with a payment. */
export type PaymentDecision = 'approve' | 'review' | 'challenge' | 'decline';

/**
 * The decision that a score stands for (endpoints.md §3).
 * @param score 0–1000: to 300 approve, to 600 review, to 800 challenge, above decline
 */
export function decisionOf(score: number): PaymentDecision {
  if (score <= 300) return 'approve';
  if (score <= 600) return 'review';
  if (score <= 800) return 'challenge';
  return 'decline';
}

/** Up to this multiple of the sender's average an amount passes its check. */
export const USUAL_MULTIPLE = 10;

// Multiple of the sender's average, and what it adds to the score. Straight lines between the points: `Math.log` may
// differ in its last digit from one engine to the next, and the bytes must not.
const LADDER = [
  [10, 120],
  [20, 250],
  [50, 400],
  [100, 520],
  [200, 640],
  [500, 780],
  [1000, 900],
] as const;

/**
 * What an amount adds to the score; never less for a larger multiple.
 * @param multiple of the sender's average amount
 * @returns whole points, 0 up to `USUAL_MULTIPLE` and 900 at most
 */
export function pointsForAmount(multiple: number): number {
  if (multiple <= USUAL_MULTIPLE) return 0;
  let [fromMultiple, fromPoints]: readonly [number, number] = LADDER[0];
  for (const [toMultiple, toPoints] of LADDER) {
    if (multiple <= toMultiple) {
      const share = (multiple - fromMultiple) / (toMultiple - fromMultiple);
      return Math.round(fromPoints + share * (toPoints - fromPoints));
    }
    fromMultiple = toMultiple;
    fromPoints = toPoints;
  }
  return fromPoints;
}
