import type { Verification } from '../../contract/types.ts';
import type { Random } from '../../model/random.ts';
import { riskLevel } from '../risk-level.ts';
import type { Finding, IdentityCheck } from './finding.ts';
import { IDENTITY_CHECKS } from './finding.ts';

type Checks = Verification['checks'];

/** Similarity from which two faces are the same person's (endpoints.md §1); from 0.60 it is for a person to say. */
export const FACE_MATCH_THRESHOLD = 0.7;

const SKIPPED = { status: 'skipped', confidence: 0 } as const;
const SPOOFS = ['photo', 'screen', 'mask', 'deepfake'];

/** A number of two decimals: no two machines print it differently, and 0.695 is not on either side of a threshold. */
export function hundredths(random: Random, min: number, max: number): number {
  return random.int(min, max) / 100;
}

/**
 * The checks of a verification, each with its figures.
 * @param shown the checks that the answer lists
 * @param runs those of them that run; the others are `skipped`
 * @param fraudRisk 0–1000, the weights that the fraud check answers for
 */
export function checksOf(
  shown: ReadonlySet<IdentityCheck>,
  runs: ReadonlySet<IdentityCheck>,
  finding: Finding | undefined,
  fraudRisk: number,
  random: Random,
): Checks {
  const failed = finding?.verdict === 'rejected' ? finding.check : undefined;
  const doubted = finding?.verdict === 'review' ? finding.check : undefined;
  const base = (check: IdentityCheck) => ({
    status: check === failed ? ('failed' as const) : ('passed' as const),
    confidence: check === doubted ? hundredths(random, 55, 69) : hundredths(random, 90, 99),
  });
  const all: Required<Checks> = {
    ocr: base('ocr'),
    face_match: { ...base('face_match'), ...faceMatch(failed === 'face_match', doubted === 'face_match', random) },
    liveness: { ...base('liveness'), ...liveness(failed !== 'liveness', random) },
    fraud: {
      ...base('fraud'),
      tampering_detected: failed === 'fraud',
      risk_score: fraudRisk,
      risk_level: riskLevel(fraudRisk),
      signals: finding?.check === 'fraud' ? [finding.code] : [],
    },
    duplicate: base('duplicate'),
    data_validation: base('data_validation'),
    age_verification: base('age_verification'),
  };
  // Every check is drawn, shown or not: asking for one more does not change the figures of the others.
  const checks: Checks = {};
  for (const check of IDENTITY_CHECKS) {
    if (shown.has(check)) Object.assign(checks, { [check]: runs.has(check) ? all[check] : SKIPPED });
  }
  return checks;
}

function faceMatch(failed: boolean, uncertain: boolean, random: Random) {
  const similarity = failed
    ? hundredths(random, 8, 55)
    : uncertain
      ? hundredths(random, 60, 69)
      : hundredths(random, 82, 98);
  return {
    similarity_score: similarity,
    similarity,
    threshold: FACE_MATCH_THRESHOLD,
    match: similarity >= FACE_MATCH_THRESHOLD,
  };
}

function liveness(live: boolean, random: Random) {
  const spoof = random.pick(SPOOFS);
  return {
    is_live: live,
    spoof_probability: live ? hundredths(random, 1, 8) : hundredths(random, 86, 98),
    signals: { is_live: live, spoof_type: live ? null : spoof, quality_score: hundredths(random, 85, 98) },
  };
}
