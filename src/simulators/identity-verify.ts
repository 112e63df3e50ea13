import type { PendingVerification, VerifyRequest } from '../contract/types.ts';
import type { ApiError } from '../model/error-table.ts';
import { buildVerification } from './identity/build-verification.ts';
import { imageKey } from './identity/image-key.ts';
import { NO_TRAIL, type VerificationState } from './identity/state.ts';
import { verificationEvent } from './identity/verification-event.ts';
import type { Simulation, SimulationInput } from './simulator.ts';

// Scenarios in which processing finds the images unusable (platform.md, "Scenarios").
export const REFUSALS: Readonly<Record<string, ApiError>> = {
  document_unreadable: {
    code: 'document_unreadable',
    message: 'The document image could not be read. Send a sharp picture of the whole document.',
    param: 'document_front',
  },
  face_not_detected: {
    code: 'face_not_detected',
    message: 'No face was found in the selfie. Send a picture of one face, from the front.',
    param: 'selfie',
  },
};

/**
 * `POST /identity/verify` (endpoints.md §1): 200 with the verification; with `mode: async` 201 and a pending one, which
 * turns into the full result when `settings.asyncLatency` has passed. Refusals are immediate in both modes.
 */
export function simulateVerification(input: SimulationInput<VerifyRequest>): Simulation {
  const { params, scenario, now } = input;
  const refusal = scenario === undefined ? undefined : REFUSALS[scenario];
  if (refusal !== undefined) return { kind: 'refused', error: refusal };

  const id = input.id('ver_');
  const documentType = params.document_type ?? 'national_id';
  const readyAt = params.mode === 'async' ? now + input.settings.asyncLatency : now;
  const verification = buildVerification(
    {
      id,
      country: params.country,
      documentType,
      documentFront: params.document_front,
      selfie: params.selfie,
      checks: params.checks,
      metadata: params.metadata,
      scenario,
      createdAt: now,
      updatedAt: readyAt,
    },
    input.randomFor,
  );
  const facets = { status: verification.status, document_type: documentType };
  const state: VerificationState = {
    front: imageKey(params.document_front),
    selfie: params.selfie === undefined ? undefined : imageKey(params.selfie),
    checks: params.checks,
    webhookUrl: params.webhook_url,
    mode: params.mode ?? 'sync',
    finishedAt: readyAt,
    outcome: verification.status,
    trail: NO_TRAIL,
    retries: 0,
  };
  const made = { collection: 'verifications', id, state } as const;
  const type = verificationEvent(verification.status);
  if (params.mode !== 'async') {
    return {
      kind: 'made',
      status: 200,
      body: verification,
      objects: [{ ...made, body: verification, facets }],
      // `webhook_url` is for what comes later (endpoints.md §1).
      events: [{ type, body: verification }],
    };
  }
  const pending: PendingVerification = {
    id,
    object: 'identity.verification',
    status: 'pending',
    created_at: verification.created_at,
  };
  return {
    kind: 'made',
    status: 201,
    body: pending,
    objects: [
      {
        ...made,
        body: pending,
        facets: { ...facets, status: 'pending' },
        later: { at: readyAt, body: verification, facets, event: { type, webhookUrl: params.webhook_url } },
      },
    ],
  };
}
