/** The four checks of a payment. */
export type PaymentCheck = 'velocity' | 'amount' | 'recipient' | 'device';

/** What a scenario forces. */
export interface ScorePlan {
  /** The checks that fail; all the others pass, whatever the data says. */
  readonly fails: readonly PaymentCheck[];
  /** Where the score ends up, both included; absent where nothing fails. */
  readonly score?: readonly [min: number, max: number];
}

const DECLINED = [820, 980] as const;

/** The scenarios of `POST /transactions/score` (platform.md, "Scenarios"): each a score band and the checks behind it. */
export const SCORE_PLANS: ReadonlyMap<string, ScorePlan> = new Map<string, ScorePlan>([
  ['approve', { fails: [] }],
  ['review', { fails: ['amount'], score: [340, 580] }],
  ['challenge', { fails: ['amount', 'device'], score: [620, 780] }],
  ['decline', { fails: ['velocity', 'amount', 'device'], score: DECLINED }],
  ['velocity_exceeded', { fails: ['velocity'], score: DECLINED }],
  ['recipient_blocked', { fails: ['recipient'], score: DECLINED }],
  ['amount_exceeded', { fails: ['amount'], score: DECLINED }],
]);
