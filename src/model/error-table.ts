import { redactKeysIn } from './redact.ts';

/** The types that TXCloud's errors come in (platform.md, "Errors"). */
export type ErrorType =
  | 'validation_error'
  | 'invalid_request_error'
  | 'authentication_error'
  | 'authorization_error'
  | 'not_found_error'
  | 'rate_limit_error'
  | 'idempotency_error'
  | 'api_error';

/** Every error that the mock answers with: one table, so that a code has one status and one type everywhere. */
export const ERRORS = {
  invalid_request: { status: 400, type: 'validation_error' },
  missing_parameter: { status: 400, type: 'validation_error' },
  invalid_parameter: { status: 400, type: 'validation_error' },
  invalid_document: { status: 400, type: 'validation_error' },
  unsupported_country: { status: 400, type: 'validation_error' },
  unsupported_document: { status: 400, type: 'validation_error' },
  unauthorized: { status: 401, type: 'authentication_error' },
  key_revoked: { status: 401, type: 'authentication_error' },
  key_expired: { status: 401, type: 'authentication_error' },
  forbidden: { status: 403, type: 'authorization_error' },
  ip_not_allowed: { status: 403, type: 'authorization_error' },
  not_found: { status: 404, type: 'not_found_error' },
  method_not_allowed: { status: 405, type: 'validation_error' },
  request_timeout: { status: 408, type: 'validation_error' },
  idempotency_key_conflict: { status: 409, type: 'invalid_request_error' },
  idempotency_request_in_progress: { status: 409, type: 'idempotency_error' },
  session_incomplete: { status: 409, type: 'validation_error' },
  session_expired: { status: 409, type: 'validation_error' },
  invalid_state: { status: 409, type: 'validation_error' },
  payload_too_large: { status: 413, type: 'validation_error' },
  unsupported_media_type: { status: 415, type: 'validation_error' },
  document_expired: { status: 422, type: 'validation_error' },
  document_unreadable: { status: 422, type: 'validation_error' },
  face_not_detected: { status: 422, type: 'validation_error' },
  face_mismatch: { status: 422, type: 'validation_error' },
  liveness_failed: { status: 422, type: 'validation_error' },
  fraud_detected: { status: 422, type: 'validation_error' },
  company_not_found: { status: 422, type: 'validation_error' },
  transaction_declined: { status: 422, type: 'validation_error' },
  velocity_exceeded: { status: 422, type: 'validation_error' },
  recipient_blocked: { status: 422, type: 'validation_error' },
  amount_exceeded: { status: 422, type: 'validation_error' },
  rate_limit_exceeded: { status: 429, type: 'rate_limit_error' },
  request_header_fields_too_large: { status: 431, type: 'validation_error' },
  internal_error: { status: 500, type: 'api_error' },
  idempotency_store_full: { status: 507, type: 'api_error' },
} as const satisfies Record<string, { status: number; type: ErrorType }>;

export type ErrorCode = keyof typeof ERRORS;

/** An error on its way to a client. */
export interface ApiError {
  readonly code: ErrorCode;
  readonly message: string;
  /** The member, or header, at fault: `sender.user_id`. */
  readonly param?: string;
  /** Seconds; also sent as `Retry-After`. */
  readonly retryAfter?: number;
  /** Where an option moves the status (R4). */
  readonly status?: number;
  /** Field lines that belong to this error, such as `Allow`. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
}

/** The status that an error is sent with. */
export function statusOf(error: ApiError): number {
  return error.status ?? ERRORS[error.code].status;
}

/**
 * The documented body of an error. API keys that a client put where they do not belong are redacted in it.
 * @param requestId the request's `X-Request-Id`, repeated inside the body
 */
export function errorBody(error: ApiError, requestId: string): string {
  return JSON.stringify({
    error: {
      code: error.code,
      message: redactKeysIn(error.message),
      type: ERRORS[error.code].type,
      ...(error.param === undefined ? {} : { param: redactKeysIn(error.param) }),
      request_id: requestId,
      ...(error.retryAfter === undefined ? {} : { retry_after: error.retryAfter }),
    },
  });
}
