import type { Verification } from '../../contract/types.ts';
import type { Random } from '../../model/random.ts';
import { riskLevel } from '../risk-level.ts';
import { checksOf } from './checks.ts';
import { extractedData } from './extracted-data.ts';
import type { IdentityCheck } from './finding.ts';
import { findingOf } from './finding.ts';
import { imageKey, isPlaceholder } from './image-key.ts';

/** What is verified, whether it came in one request or was uploaded to a session. */
export interface VerificationSubject {
  readonly id: string;
  readonly country: string;
  /** As sent; it comes back as it is. */
  readonly documentType: Verification['document_type'];
  /** Base64, or any text: the person and the outcome are a function of it. */
  readonly documentFront: string;
  readonly selfie: string | undefined;
  /** `DEFAULT_CHECKS` when absent or empty. */
  readonly checks: readonly IdentityCheck[] | undefined;
  readonly metadata: Verification['metadata'] | undefined;
  readonly scenario: string | undefined;
  /** Milliseconds; document dates are counted from its calendar year (UTC). */
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** What runs when a request does not say. */
export const DEFAULT_CHECKS: readonly IdentityCheck[] = ['ocr', 'face_match', 'liveness', 'fraud'];

const NO_SELFIE_WEIGHT = 40;
const IMAGE_QUALITY_WEIGHT = [5, 60] as const;

/**
 * The verification of a document and, if there is one, a selfie (endpoints.md §1). The person follows from the document
 * alone and the outcome from document and selfie, so the same images give the same answer whatever else is asked.
 * @param randomFor streams named by text: `SimulationInput.randomFor`
 */
export function buildVerification(subject: VerificationSubject, randomFor: (text: string) => Random): Verification {
  const document = `${subject.country}\n${subject.documentType}\n${imageKey(subject.documentFront)}`;
  const holder = randomFor(`holder\n${document}`);
  const random = randomFor(`outcome\n${document}\n${subject.selfie === undefined ? '' : imageKey(subject.selfie)}`);
  const year = new Date(subject.createdAt).getUTCFullYear();

  const asked = subject.checks?.length ? subject.checks : DEFAULT_CHECKS;
  const shown = new Set(asked);
  const runs = new Set(asked);
  if (subject.selfie === undefined) {
    runs.delete('face_match');
    runs.delete('liveness');
  }
  const scenario = subject.scenario ?? (isPlaceholder(subject.documentFront) ? 'verified' : undefined);
  const finding = findingOf(scenario, runs, random);
  if (finding !== undefined) {
    shown.add(finding.check);
    runs.add(finding.check);
  }

  const factors: { code: string; weight: number }[] = [];
  const findingWeight = finding === undefined ? 0 : random.int(finding.weight[0], finding.weight[1]);
  if (finding !== undefined) factors.push({ code: finding.code, weight: findingWeight });
  const imageWeight = random.int(IMAGE_QUALITY_WEIGHT[0], IMAGE_QUALITY_WEIGHT[1]);
  factors.push({ code: 'image_quality', weight: imageWeight });
  const selfieMissing = [...shown].some((check) => !runs.has(check));
  if (selfieMissing) factors.push({ code: 'no_selfie', weight: NO_SELFIE_WEIGHT });
  const riskScore = factors.reduce((sum, factor) => sum + factor.weight, 0);
  const fraudRisk = imageWeight + (finding?.check === 'fraud' ? findingWeight : 0);

  return {
    id: subject.id,
    object: 'identity.verification',
    created_at: new Date(subject.createdAt).toISOString(),
    updated_at: new Date(subject.updatedAt).toISOString(),
    status: finding?.verdict ?? 'verified',
    document_type: subject.documentType,
    country: subject.country,
    extracted_data: extractedData(subject.country, subject.documentType, holder, year, {
      expired: finding?.code === 'document_expired',
      doubted: finding?.code === 'low_ocr_confidence',
    }),
    checks: checksOf(shown, runs, finding, fraudRisk, random),
    risk_score: riskScore,
    risk_level: riskLevel(riskScore),
    risk_factors: factors,
    fraud_signals:
      finding?.message === undefined
        ? []
        : [{ code: finding.code, severity: riskLevel(findingWeight), message: finding.message }],
    metadata: subject.metadata ?? {},
  };
}
