import { errorBody } from '../model/error-table.ts';
import type { ErrorCode } from '../model/error-table.ts';
import type { Reply } from '../model/outcome.ts';
import { hasNoBody } from './fault.ts';
import type { RateLimitFault, StatusFault } from './fault.ts';
import type { RetryAfter } from './value.ts';

/** What a fault's answer may know of its request. */
export interface FaultReplyFacts {
  /** The request's `X-Request-Id`. */
  readonly requestId: string;
  /** Milliseconds of REAL time: clients really wait for the date of a `Retry-After`. */
  readonly realNow: number;
}

/**
 * The answer of a `status` or `rate-limit` fault, with `Content-Type` and `Retry-After` only: what every answer
 * carries, `X-Mock-Fault` included, is the engine's.
 */
export function faultReply(fault: StatusFault | RateLimitFault, facts: FaultReplyFacts): Reply {
  const status = fault.kind === 'status' ? fault.code : 429;
  const headers: [string, string][] = [];
  let body = '';
  if (fault.kind === 'rate-limit' || fault.body === 'json') {
    headers.push(['Content-Type', 'application/json']);
    body = jsonBody(status, fault.retry_after, facts.requestId);
  } else if (fault.body === 'html' && !hasNoBody(status)) {
    headers.push(['Content-Type', 'text/html']);
    body = gatewayPage(status);
  }
  if (fault.retry_after !== undefined)
    headers.push(['Retry-After', retryAfterHeader(fault.retry_after, facts.realNow)]);
  return { status, headers, body };
}

/**
 * A `Retry-After` field: seconds, or an HTTP date, rounded up to its second so that nobody waits too little.
 * @param realNow milliseconds of real time
 */
export function retryAfterHeader(after: RetryAfter, realNow: number): string {
  if (typeof after === 'number') return String(after);
  return new Date(Math.ceil(realNow / 1000) * 1000 + secondsOf(after) * 1000).toUTCString();
}

/** The documented code for a status; others are the most general one of their hundred. */
const CODES: Readonly<Record<number, ErrorCode>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  408: 'request_timeout',
  409: 'idempotency_request_in_progress',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
  429: 'rate_limit_exceeded',
  431: 'request_header_fields_too_large',
  507: 'idempotency_store_full',
};

/** nginx's own words where it has them. */
const PHRASES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Authorization Required',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Not Allowed',
  406: 'Not Acceptable',
  408: 'Request Time-out',
  409: 'Conflict',
  410: 'Gone',
  411: 'Length Required',
  412: 'Precondition Failed',
  413: 'Request Entity Too Large',
  414: 'Request-URI Too Large',
  415: 'Unsupported Media Type',
  416: 'Requested Range Not Satisfiable',
  421: 'Misdirected Request',
  429: 'Too Many Requests',
  431: 'Request Header Or Cookie Too Large',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
  505: 'HTTP Version Not Supported',
  507: 'Insufficient Storage',
};

function jsonBody(status: number, after: RetryAfter | undefined, requestId: string): string {
  if (status < 400) return '{}';
  const code = CODES[status] ?? (status < 500 ? 'invalid_request' : 'internal_error');
  const message = status === 429 ? 'Rate limit exceeded' : (PHRASES[status] ?? `Status ${status}`);
  return errorBody({ code, message, ...(after === undefined ? {} : { retryAfter: secondsOf(after) }) }, requestId);
}

function gatewayPage(status: number): string {
  const title = PHRASES[status] === undefined ? String(status) : `${status} ${PHRASES[status]}`;
  return [
    '<html>',
    `<head><title>${title}</title></head>`,
    '<body>',
    `<center><h1>${title}</h1></center>`,
    '<hr><center>nginx</center>',
    '</body>',
    '</html>',
    '',
  ].join('\r\n');
}

/** How long a client is told to wait, in seconds. */
export function secondsOf(after: RetryAfter): number {
  return typeof after === 'number' ? after : Number(after.slice('date+'.length));
}
