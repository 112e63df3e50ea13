/** What a lender is advised to do. */
export type Recommendation = 'approve' | 'approve_with_conditions' | 'review' | 'decline';

/** What a scenario forces. */
export interface AssessPlan {
  readonly recommendation: Recommendation;
  /** The credit score, both ends included. */
  readonly score: readonly [min: number, max: number];
  /** True when the verified income is raised until the loan is affordable: nothing unaffordable is approved. */
  readonly affordable?: true;
  /** True when the statements bear out only part of the stated income. */
  readonly incomeMismatch?: true;
  /** True when next to nothing is known of the applicant. */
  readonly thinFile?: true;
  /** Why the score is what it is. */
  readonly negative?: string;
}

/** The scenarios of `POST /lending/assess` (platform.md, "Scenarios"). */
export const ASSESS_PLANS: ReadonlyMap<string, AssessPlan> = new Map<string, AssessPlan>([
  ['approve', { recommendation: 'approve', score: [700, 830], affordable: true }],
  [
    'approve_with_conditions',
    { recommendation: 'approve_with_conditions', score: [602, 648], affordable: true, negative: 'Recent late payment' },
  ],
  ['review', { recommendation: 'review', score: [552, 598], negative: 'Several late payments' }],
  ['decline', { recommendation: 'decline', score: [320, 490], negative: 'Loan in default' }],
  ['thin_file', { recommendation: 'review', score: [560, 620], thinFile: true }],
  ['income_mismatch', { recommendation: 'review', score: [560, 640], incomeMismatch: true }],
]);
