import type { Session, SessionRequest } from '../contract/types.ts';
import type { SessionState } from './identity/state.ts';
import { documentKind } from './people/documents.ts';
import type { Simulation, SimulationInput } from './simulator.ts';

/** Seconds without activity until a session expires, when the request does not say. */
export const DEFAULT_EXPIRES_IN = 900;

/** The sides of a document that a verification needs: a passport has no back (endpoints.md §2). */
export function sidesOf(documentType: string): readonly ('front' | 'back')[] {
  return documentKind(documentType) === 'passport' ? ['front'] : ['front', 'back'];
}

/**
 * `POST /identity/sessions` (endpoints.md §2): 201 with a pending session that expires by itself. Scenario `expired`
 * makes one whose time is already over; another one is kept for the verification.
 */
export function simulateSession(input: SimulationInput<SessionRequest>): Simulation {
  const { params, now } = input;
  const expired = input.scenario === 'expired';
  const documentType = params.document_type ?? 'national_id';
  const expiresAt = expired ? now : now + (params.expires_in ?? DEFAULT_EXPIRES_IN) * 1000;
  const session: Session = {
    id: input.id('sess_'),
    object: 'identity.session',
    status: expired ? 'expired' : 'pending',
    document_type: documentType,
    country: params.country,
    documents: sidesOf(documentType).map((side) => ({ side, uploaded: false })),
    selfie_uploaded: false,
    expires_at: new Date(expiresAt).toISOString(),
    created_at: new Date(now).toISOString(),
    metadata: params.metadata ?? {},
  };
  const state: SessionState = {
    checks: params.checks,
    expiresIn: (params.expires_in ?? DEFAULT_EXPIRES_IN) * 1000,
    webhookUrl: params.webhook_url,
    front: undefined,
    selfie: undefined,
    scenario: expired ? undefined : input.scenario,
  };
  const gone: Session = { ...session, status: 'expired' };
  const facets = { status: session.status, document_type: documentType };
  return {
    kind: 'made',
    status: 201,
    body: session,
    objects: [
      {
        collection: 'sessions',
        id: session.id,
        body: session,
        facets,
        state,
        ...(expired
          ? {}
          : {
              later: {
                at: expiresAt,
                body: gone,
                facets: { ...facets, status: 'expired' },
                event: { type: 'identity.session.expired', webhookUrl: params.webhook_url },
              },
            }),
      },
    ],
    ...(expired
      ? { events: [{ type: 'identity.session.expired', body: session, webhookUrl: params.webhook_url }] }
      : {}),
  };
}
