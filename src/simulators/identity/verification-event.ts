import type { EventType } from '../../contract/operation.ts';
import type { Verification } from '../../contract/types.ts';

/** What webhook endpoints are told of a result (platform.md, "Webhooks"): one event each. */
export function verificationEvent(status: Verification['status']): EventType {
  return status === 'verified' || status === 'review'
    ? 'identity.verification.completed'
    : 'identity.verification.failed';
}
