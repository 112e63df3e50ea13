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
    figures: [],
    build: () => ({ kind: 'duplicate' }),
  },
  reorder: {
    ...OUT,
    figures: [],
    build: () => ({ kind: 'reorder' }),
  },
  'bad-signature': {
    ...OUT,
    figures: [],
    build: () => ({ kind: 'bad-signature' }),
  },
  'stale-timestamp': {
    ...OUT,
    figures: [BY],
    build: (figures) => ({ kind: 'stale-timestamp', by: figures.need(BY) }),
  },
};

/** The kind of fault that requests and deliveries share. */
export const SHARED_KINDS: readonly FaultKind[] = ['delay'];

/** True for a kind that only deliveries have. */
export function isWebhookKind(kind: string): kind is WebhookFault['kind'] {
  return Object.hasOwn(WEBHOOK_KINDS, kind);
}
