import type { Interruption } from './exchange.ts';

/** An HTTP answer. `headers` are field lines in the order in which they are sent. */
export interface Reply {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** How a body is sent that comes slowly. */
export interface Pace {
  readonly bytesPerSecond: number;
  /** To be called when the connection ends before the body does. */
  readonly interrupted: (by: Interruption) => void;
}

/**
 * What a client gets to see of one attempt. Data, not behaviour: the node adapter performs it on the socket, the others
 * as the nearest thing that their platform can show.
 */
export type Outcome =
  /** An answer, at once or at a pace. */
  | { readonly kind: 'reply'; readonly reply: Reply; readonly pace?: Pace }
  /** TCP RST, no bytes. */
  | { readonly kind: 'reset' }
  /** TCP FIN, no bytes. */
  | { readonly kind: 'close' }
  /** The head with the full Content-Length, then only the first `bytes` of the body. */
  | {
      readonly kind: 'truncate';
      readonly reply: Reply;
      readonly bytes: number;
      readonly then: 'fin' | 'rst';
      readonly pace?: Pace;
    }
  /** No HTTP that a client could read: nothing like a head, or a head and then a broken chunk. */
  | { readonly kind: 'garble'; readonly reply: Reply; readonly as: 'bytes' | 'chunk' };
