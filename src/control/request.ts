import type { ControlGuards } from './guards.ts';

/** How long the body of a control call may be. */
export const MAX_CONTROL_BODY_BYTES = 1024 * 1024;

/** A call of the control API, in parts, as an adapter hands it over. */
export interface ControlRequest {
  readonly method: string;
  /** In origin form: `/_mock/journal?limit=10`. */
  readonly target: string;
  readonly headers: ControlHeaders;
  /** `too-large` when the adapter stopped reading at {@link MAX_CONTROL_BODY_BYTES}. */
  readonly body: Uint8Array | 'too-large';
}

/** The headers that the control API reads. */
export interface ControlHeaders {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
  /** `Sec-Fetch-Site`: what a browser says of the page that asks. */
  readonly fetchSite?: string | undefined;
  readonly contentType?: string | undefined;
  readonly authorization?: string | undefined;
  /** `X-Mock-Control-Token` */
  readonly controlToken?: string | undefined;
  /** `X-TXCloud-Signature`: what every delivery of a webhook carries. */
  readonly webhookSignature?: string | undefined;
}

/** What the control API knows only from its server. */
export interface ControlSettings extends ControlGuards {
  readonly version: string;
  /** Seconds since the server started. */
  readonly uptime: () => number;
}

/** What a control call is answered with: a body, or a stream of events that goes on until it is closed. */
export type ControlReply =
  | { readonly kind: 'reply'; readonly status: number; readonly headers: ControlFields; readonly body: string }
  | {
      readonly kind: 'events';
      readonly status: 200;
      readonly headers: ControlFields;
      /**
       * Starts the stream.
       * @param wake called when there is something to {@link EventFeed.take}; from then on not again until it was taken
       */
      readonly open: (wake: () => void) => EventFeed;
    };

/** Field lines, in the order in which they are sent. */
export type ControlFields = readonly (readonly [name: string, value: string])[];

/** A stream of events. It keeps what its reader has not taken yet, up to a bound. */
export interface EventFeed {
  /** What is to be sent next; empty when there is nothing new. */
  take(): string;
  /** Ends the subscription; to be called when the connection has ended, whoever ended it. */
  close(): void;
}
