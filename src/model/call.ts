/**
 * A request as every adapter hands it to the engine: parts, no WHATWG objects, because building a `Request` for each
 * call would cost a third of the throughput.
 */
export interface Call {
  /** The method, as sent: `POST`. */
  readonly method: string;
  /** The request target in origin form, path and query: `/v1/transactions/score?x=1`. */
  readonly target: string;
  readonly headers: CallHeaders;
  readonly body: CallBody;
  /** True when the connection has carried an earlier request: such a request may be a silent re-send. */
  readonly reusedConnection: boolean;
}

/** The bytes of a body, or `too-large` when the adapter stopped reading at its bound (413, after authentication: R20). */
export type CallBody = Uint8Array | 'too-large';

/** The request headers that the mock reads; everything else is ignored. */
export interface CallHeaders {
  authorization?: string;
  contentType?: string;
  /** Each `Idempotency-Key` field line, as sent: two of them are an error (R8). */
  idempotencyKeys: string[];
  /** The client's own `X-Request-ID`: kept in the journal only. */
  clientRequestId?: string;
  /** `TXCloud-Version` */
  version?: string;
  /** `X-Mock-Scenario` */
  scenario?: string;
}

/** Their names. */
export const HEADER_NAMES = [
  'authorization',
  'content-type',
  'idempotency-key',
  'x-request-id',
  'txcloud-version',
  'x-mock-scenario',
] as const;

/**
 * Picks the headers that the mock reads out of any list of field lines.
 * @param fields names and values in turn, as in `http.IncomingMessage.rawHeaders`
 * @example collectHeaders(['Content-Type', 'application/json', 'Idempotency-Key', 'order_456_payment'])
 */
export function collectHeaders(fields: readonly string[]): CallHeaders {
  const headers: CallHeaders = { idempotencyKeys: [] };
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const name = fields[i] as string;
    const value = fields[i + 1] as string;
    // The lengths differ, so most field lines cost one comparison and no lower-cased copy.
    switch (name.length) {
      case 12:
        if (name.toLowerCase() === 'content-type') headers.contentType = joined(headers.contentType, value);
        else if (name.toLowerCase() === 'x-request-id')
          headers.clientRequestId = joined(headers.clientRequestId, value);
        break;
      case 13:
        if (name.toLowerCase() === 'authorization') headers.authorization = joined(headers.authorization, value);
        break;
      case 15:
        if (name.toLowerCase() === 'idempotency-key') headers.idempotencyKeys.push(value);
        else if (name.toLowerCase() === 'txcloud-version') headers.version = joined(headers.version, value);
        else if (name.toLowerCase() === 'x-mock-scenario') headers.scenario = joined(headers.scenario, value);
        break;
      default:
    }
  }
  return headers;
}

/** Field lines of one name, as one value (RFC 9110, 5.3): what `fetch` does too, and what no check then takes for one. */
function joined(earlier: string | undefined, value: string): string {
  return earlier === undefined ? value : `${earlier}, ${value}`;
}

/** How long a body may be: 10 MB images, in base64, with room to spare (platform.md, "Errors"). */
export const MAX_BODY_BYTES = 32 * 1024 * 1024;
