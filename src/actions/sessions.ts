import type { Parameters } from '../body.ts';
import type { Session, SessionUpload } from '../contract/types.ts';
import { idOf, randomOf } from '../model/random.ts';
import { show } from '../model/show.ts';
import { unknown } from '../reads.ts';
import { hundredths } from '../simulators/identity/checks.ts';
import { imageKey } from '../simulators/identity/image-key.ts';
import { NO_TRAIL, type SessionState, type VerificationState } from '../simulators/identity/state.ts';
import type { Visit } from '../visit.ts';
import { type StoredObject, viewOf } from '../world/objects.ts';
import type { Deed } from './act.ts';
import { done, doneWith, refuse } from './deed.ts';
import { scenarioOf, tellOf, verify } from './verify.ts';

type Part = 'front' | 'back' | 'selfie';

/** A session as it is now. */
interface Found {
  readonly stored: StoredObject;
  readonly session: Session;
  readonly state: SessionState;
}

/** `POST /identity/sessions/{id}/documents`: one side of the document, or the selfie. Moves `expires_at` (endpoints.md §2). */
export function uploadToSession(visit: Visit, parameters: Parameters): Deed {
  const { side, type, image } = parameters.params as SessionUpload;
  const part = partOf(side ?? type);
  if (part !== partOf(type ?? side))
    return refuse(
      'invalid_parameter',
      `\`type\` must name the same part as \`side\`, ${show(side)}; got ${show(type)}.`,
      'type',
    );
  const found = find(visit);
  if ('kind' in found) return found;
  const { stored, session, state } = found;
  if (session.status === 'expired') return expired(session);
  if (session.status === 'completed') {
    return refuse('invalid_state', `The session ${session.id} is completed; open another one to upload more.`);
  }
  const asked = scenarioOf(visit, parameters);
  if (asked.kind === 'bad') return refuse(asked.error);
  const key = imageKey(image);
  const random = randomOf(`${visit.parts.core.settings.seed}\nquality\n${part}\n${key}`);
  const documents = session.documents.map((document) =>
    document.side === part ? { ...document, uploaded: true, quality_score: hundredths(random, 85, 98) } : document,
  );
  const now = visit.now();
  const expiresAt = now + state.expiresIn;
  const uploaded: Session = {
    ...session,
    documents,
    selfie_uploaded: session.selfie_uploaded || part === 'selfie',
    expires_at: new Date(expiresAt).toISOString(),
  };
  const next: Session = { ...uploaded, status: missingOf(uploaded, state).length === 0 ? 'ready' : 'pending' };
  const gone: Session = { ...next, status: 'expired' };
  const body = JSON.stringify(next);
  return doneWith(body, () => {
    visit.parts.world.objects.replace({
      ...stored,
      body,
      facets: { ...stored.facets, status: next.status },
      later: {
        at: expiresAt,
        body: JSON.stringify(gone),
        facets: { ...stored.facets, status: 'expired' },
        event: { type: 'identity.session.expired', webhookUrl: state.webhookUrl },
      },
      state: {
        ...state,
        ...(part === 'front' ? { front: key } : part === 'selfie' ? { selfie: key } : {}),
        scenario: asked.scenario ?? state.scenario,
      } satisfies SessionState,
    });
  });
}

/**
 * `POST /identity/sessions/{id}/complete`: verifies what was uploaded. Completing again answers with the same
 * verification, as it is now: that is what a retry wants to know.
 */
export function completeSession(visit: Visit, parameters: Parameters): Deed {
  const { core, world } = visit.parts;
  const found = find(visit);
  if ('kind' in found) return found;
  const { stored, session, state } = found;
  if (session.status === 'expired') return expired(session);
  if (session.verification_id !== undefined) {
    const made = world.objects.get('verifications', session.verification_id, visit.now());
    return made === undefined ? refuse(unknown(session.verification_id)) : doneWith(made.body);
  }
  const missing = missingOf(session, state);
  if (missing.length > 0 || state.front === undefined) {
    const list = missing.join(' and ');
    return refuse('session_incomplete', `The session ${session.id} still needs: ${list}.`, missing[0]);
  }
  const now = visit.now();
  const id = idOf('ver_', [core.settings.seed, world.apiKey, 'session', session.id].join('\n'));
  const outcome = verify(visit, parameters, state.scenario, {
    id,
    country: session.country,
    documentType: session.document_type,
    documentFront: state.front,
    selfie: state.selfie,
    checks: state.checks,
    metadata: session.metadata,
    createdAt: now,
    updatedAt: now,
  });
  if (outcome.kind === 'refused') return outcome;
  const { verification, use } = outcome;
  const completed: Session = { ...session, status: 'completed', verification_id: id };
  return done(verification, () => {
    use();
    world.objects.put({
      collection: 'verifications',
      id,
      createdAt: now,
      body: JSON.stringify(verification),
      facets: { status: verification.status, document_type: verification.document_type },
      later: undefined,
      state: {
        front: state.front as string,
        selfie: state.selfie,
        checks: state.checks,
        webhookUrl: state.webhookUrl,
        mode: 'session',
        finishedAt: now,
        outcome: verification.status,
        trail: NO_TRAIL,
        retries: 0,
      } satisfies VerificationState,
    });
    world.objects.replace({
      ...stored,
      body: JSON.stringify(completed),
      facets: { ...stored.facets, status: 'completed' },
      later: undefined,
    });
    tellOf(visit, verification, id, now, state.webhookUrl);
  });
}

/** `document_front` is `front`. One of `side` and `type` is always there: the schema wants it. */
function partOf(name = 'front'): Part {
  return name.replace('document_', '') as Part;
}

function find(visit: Visit): Found | Deed {
  const { pathParams, world } = visit.parts;
  const id = pathParams['id'] ?? '';
  const stored = world.objects.stored('sessions', id);
  if (stored === undefined) return refuse(unknown(id));
  const session = JSON.parse(viewOf(stored, visit.now()).body) as Session;
  return { stored, session, state: stored.state as SessionState };
}

function expired(session: Session): Deed {
  return refuse('session_expired', `The session ${session.id} expired at ${session.expires_at}; open another one.`);
}

/** What still has to be uploaded. A selfie is needed when the session's own `checks` ask for a face (endpoints.md §2). */
function missingOf(session: Session, { checks }: SessionState): readonly string[] {
  const missing = session.documents.filter(({ uploaded }) => !uploaded).map(({ side }) => `document_${side}`);
  const needsFace = checks?.some((check) => check === 'face_match' || check === 'liveness') === true;
  return needsFace && !session.selfie_uploaded ? [...missing, 'selfie'] : missing;
}
