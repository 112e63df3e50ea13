import type { FaultKind, WebhookFault } from './fault.ts';
import type { Figure, KindSpec } from './kind-spec.ts';
import { wholeIn } from './value.ts';

const BY: Figure<number> = {
  name: 'by',
  form: '<seconds>',
  description: 'how old the timestamp is',
  default: 600,
  read: wholeIn(1, 31_536_000),
};

// A delivery has no phases: all of these are on its way out.
const OUT = { phases: ['after'], phase: 'after' } as const;

/** The kinds that are for webhook deliveries only: `on=webhook:<event|*>`. */
export const WEBHOOK_KINDS: Readonly<Record<WebhookFault['kind'], KindSpec>> = {
  duplicate: {
    ...OUT,
    description: 'the delivery is sent twice, with the same id and the same bytes',
    figures: [],
    example: 'duplicate on=webhook:transaction.scored',
    build: () => ({ kind: 'duplicate' }),
  },
  reorder: {
    ...OUT,
    description: 'the delivery goes after the next one to the same receiver, or a minute later when none comes',
    figures: [],
    example: 'reorder on=webhook:* times=1',
    build: () => ({ kind: 'reorder' }),
  },
  'bad-signature': {
    ...OUT,
    description: 'X-TXCloud-Signature is well-formed, and that of another secret',
    figures: [],
    example: 'bad-signature on=webhook:* attempt=1',
    build: () => ({ kind: 'bad-signature' }),
  },
  'stale-timestamp': {
    ...OUT,
    description: 'X-TXCloud-Timestamp is old, as in a delivery that somebody plays again',
    figures: [BY],
    example: 'stale-timestamp by=600 on=webhook:*',
    build: (figures) => ({ kind: 'stale-timestamp', by: figures.need(BY) }),
  },
};

/** The kind of fault that requests and deliveries share. */
export const SHARED_KINDS: readonly FaultKind[] = ['delay'];

/** True for a kind that only deliveries have. */
export function isWebhookKind(kind: string): kind is WebhookFault['kind'] {
  return Object.hasOwn(WEBHOOK_KINDS, kind);
}
