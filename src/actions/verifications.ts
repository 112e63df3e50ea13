import { NO_PARAMETERS, type Parameters } from '../body.ts';
import type { CancelledVerification, RetryRequest, Verification, VerificationAudit } from '../contract/types.ts';
import { unknown } from '../reads.ts';
import { imageKey } from '../simulators/identity/image-key.ts';
import { MAX_TRAIL, type TrailEntry, type VerificationState } from '../simulators/identity/state.ts';
import type { Visit } from '../visit.ts';
import { type StoredObject, viewOf } from '../world/objects.ts';
import type { Deed } from './act.ts';
import { done, doneWith, refuse } from './deed.ts';
import { tellOf, verify } from './verify.ts';

interface Found {
  readonly stored: StoredObject;
  /** A pending or cancelled one has no more than id, status and times. */
  readonly verification: Verification;
  readonly state: VerificationState;
}

/**
 * `POST /identity/verifications/{id}/cancel`, while it is pending. The reference has no status for it: it then reads
 * `expired`, since nothing failed and nothing will come.
 */
export function cancelVerification(visit: Visit): Deed {
  const found = find(visit);
  if ('kind' in found) return found;
  const { stored, verification, state } = found;
  if (verification.status !== 'pending') {
    return refuse('invalid_state', `The verification ${stored.id} is ${verification.status}, and no longer pending.`);
  }
  const now = visit.now();
  const cancelled: CancelledVerification = {
    id: stored.id,
    object: 'identity.verification',
    status: 'expired',
    created_at: verification.created_at,
    updated_at: new Date(now).toISOString(),
  };
  const body = JSON.stringify(cancelled);
  return doneWith(body, () => {
    visit.parts.world.objects.replace({
      ...stored,
      body,
      facets: { ...stored.facets, status: 'expired' },
      later: undefined,
      state: {
        ...state,
        outcome: undefined,
        trail: [...state.trail, { at: now, event: 'verification.cancelled', actor: 'api', details: {} }],
      } satisfies VerificationState,
    });
  });
}

/**
 * `POST /identity/verifications/{id}/retry`, after `rejected` or `error`: verifies again, with new images or the old
 * ones, and answers with the whole result at once. An earlier scenario does not count any more.
 */
export function retryVerification(visit: Visit, parameters: Parameters): Deed {
  const found = find(visit);
  if ('kind' in found) return found;
  const { stored, verification, state } = found;
  if (verification.status !== 'rejected' && verification.status !== 'error') {
    return refuse(
      'invalid_state',
      `The verification ${stored.id} is ${verification.status}; only a rejected one, or one that failed, is done again.`,
    );
  }
  const { document_front: front, selfie } = parameters.params as RetryRequest;
  const now = visit.now();
  const next: VerificationState = {
    ...state,
    front: front === undefined ? state.front : imageKey(front),
    selfie: selfie === undefined ? state.selfie : imageKey(selfie),
    retries: state.retries + 1,
  };
  const outcome = verify(visit, parameters, undefined, {
    id: stored.id,
    country: verification.country,
    documentType: verification.document_type,
    documentFront: next.front,
    selfie: next.selfie,
    checks: next.checks,
    metadata: verification.metadata,
    createdAt: stored.createdAt,
    updatedAt: now,
  });
  if (outcome.kind === 'refused') return outcome;
  const result = outcome.verification;
  const again: readonly TrailEntry[] = [
    { at: now, event: 'verification.retried', actor: 'api', details: { images: sentIn(parameters) } },
    { at: now, event: 'verification.completed', actor: 'system', details: { status: result.status } },
  ];
  return done(result, () => {
    outcome.use();
    visit.parts.world.objects.replace({
      ...stored,
      body: JSON.stringify(result),
      facets: { ...stored.facets, status: result.status },
      later: undefined,
      state: { ...next, trail: [...state.trail, ...again].slice(-MAX_TRAIL) } satisfies VerificationState,
    });
    tellOf(visit, result, `${stored.id}\n${next.retries}`, now, state.webhookUrl);
  });
}

/** `GET /identity/verifications/{id}/audit`: what happened to it, oldest first. */
export function auditVerification(visit: Visit): Deed {
  const found = find(visit);
  if ('kind' in found) return found;
  const { stored, state } = found;
  const created = {
    at: stored.createdAt,
    event: 'verification.created',
    actor: 'api',
    details: { mode: state.mode },
  } as const;
  const finished: readonly TrailEntry[] =
    state.outcome === undefined || state.finishedAt > visit.now()
      ? []
      : [
          {
            at: state.finishedAt,
            event: 'verification.completed',
            actor: 'system',
            details: { status: state.outcome },
          },
        ];
  const audit: VerificationAudit = {
    verification_id: stored.id,
    events: [created, ...finished, ...state.trail].map(({ at, event, actor, details }) => ({
      timestamp: new Date(at).toISOString(),
      event,
      actor,
      details,
    })),
  };
  return done(audit);
}

/** The names of the images that a retry brings. */
function sentIn(parameters: Parameters): readonly string[] {
  if (parameters === NO_PARAMETERS) return [];
  const sent = parameters.params as RetryRequest;
  return (['document_front', 'document_back', 'selfie'] as const).filter((name) => sent[name] !== undefined);
}

function find(visit: Visit): Found | Deed {
  const { pathParams, world } = visit.parts;
  const id = pathParams['id'] ?? '';
  const stored = world.objects.stored('verifications', id);
  if (stored === undefined) return refuse(unknown(id));
  const verification = JSON.parse(viewOf(stored, visit.now()).body) as Verification;
  return { stored, verification, state: stored.state as VerificationState };
}
