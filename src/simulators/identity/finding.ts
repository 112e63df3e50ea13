import type { Random } from '../../model/random.ts';

/** The checks of an identity document, in the order in which an answer lists them. */
export const IDENTITY_CHECKS = [
  'ocr',
  'face_match',
  'liveness',
  'fraud',
  'duplicate',
  'data_validation',
  'age_verification',
] as const;

export type IdentityCheck = (typeof IDENTITY_CHECKS)[number];

/** What is wrong with a document or a selfie. At most one thing is, so that a test knows what it looks at. */
export interface Finding {
  /** The code of its risk factor. */
  readonly code: string;
  /** The check that finds it. */
  readonly check: IdentityCheck;
  /** `rejected`: the check fails. `review`: it passes, but a person has to look. */
  readonly verdict: 'rejected' | 'review';
  /** Bounds of the risk factor's weight: with 100 for all else, a review stays medium and a rejection high or critical. */
  readonly weight: readonly [min: number, max: number];
  /** What a finding of the fraud check says in `fraud_signals`. */
  readonly message?: string;
}

const FINDINGS = {
  document_expired: { code: 'document_expired', check: 'data_validation', verdict: 'rejected', weight: [620, 700] },
  face_mismatch: { code: 'face_mismatch', check: 'face_match', verdict: 'rejected', weight: [640, 780] },
  liveness_failed: { code: 'liveness_failed', check: 'liveness', verdict: 'rejected', weight: [700, 860] },
  document_tampering: {
    code: 'document_tampering',
    check: 'fraud',
    verdict: 'rejected',
    weight: [820, 900],
    message: 'The photo or the text of the document was altered.',
  },
  face_match_uncertain: { code: 'face_match_uncertain', check: 'face_match', verdict: 'review', weight: [410, 500] },
  low_ocr_confidence: { code: 'low_ocr_confidence', check: 'ocr', verdict: 'review', weight: [405, 480] },
  font_inconsistency: {
    code: 'font_inconsistency',
    check: 'fraud',
    verdict: 'review',
    weight: [405, 490],
    message: 'The fonts of the document are not all those of its issuer.',
  },
} as const satisfies Record<string, Finding>;

// Scenarios that name a finding; `verified` names none, `review` picks one.
const ASKED_FOR: Readonly<Record<string, Finding>> = {
  rejected: FINDINGS.document_tampering,
  fraud_detected: FINDINGS.document_tampering,
  document_expired: FINDINGS.document_expired,
  face_mismatch: FINDINGS.face_mismatch,
  liveness_failed: FINDINGS.liveness_failed,
};
const REVIEWS: readonly Finding[] = [
  FINDINGS.face_match_uncertain,
  FINDINGS.low_ocr_confidence,
  FINDINGS.font_inconsistency,
];
// An expired document is left to its scenario (endpoints.md §1, "Coherent").
const REJECTIONS: readonly Finding[] = [FINDINGS.face_mismatch, FINDINGS.liveness_failed, FINDINGS.document_tampering];

const REJECTED_SHARE = 0.02;
const REVIEW_SHARE = 0.04;

/**
 * What is found, if anything. A scenario wins over the data: its check runs whatever was asked for and sent. Without
 * one 94 % are good, 4 % need a review and 2 % are rejected, each for a cause that a check that runs can find.
 * @param runs the checks that were asked for and have what they need
 */
export function findingOf(
  scenario: string | undefined,
  runs: ReadonlySet<IdentityCheck>,
  random: Random,
): Finding | undefined {
  const share = random.next();
  const choice = random.next();
  const choose = (findings: readonly Finding[]): Finding | undefined => {
    const possible = findings.filter((finding) => runs.has(finding.check));
    return possible[Math.floor(choice * possible.length)];
  };
  if (scenario === 'review') return choose(REVIEWS) ?? FINDINGS.low_ocr_confidence;
  if (scenario !== undefined) return ASKED_FOR[scenario];
  if (share < REJECTED_SHARE) return choose(REJECTIONS);
  return share < REJECTED_SHARE + REVIEW_SHARE ? choose(REVIEWS) : undefined;
}
