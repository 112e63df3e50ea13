import { refusal, replyOf } from '../answer.ts';
import type { Mock } from '../mock.ts';
import type { ApiError } from '../model/error-table.ts';
import type { Reply } from '../model/outcome.ts';
import { idOf } from '../model/random.ts';
import type { Turn } from './node-turn.ts';
import { unusedRate } from '../world/rate-limits.ts';

/** HTTP/1.1 wants exactly one `Host` (RFC 9112, 3.2). */
export const WRONG_HOST: ApiError = { code: 'invalid_request', message: 'Send exactly one Host header.' };

/** A mistake of the mock's own that happened outside the engine. */
export const BROKEN: ApiError = { code: 'internal_error', message: 'The mock failed.' };

/**
 * The documented error for what Node's parser, or its timers, found wrong; undefined when the connection itself has
 * failed and there is nobody to answer.
 * @param code of the error that `clientError` came with
 */
export function clientErrorOf(code: string | undefined): ApiError | undefined {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return { code: 'request_header_fields_too_large', message: 'The headers are larger than 16 KiB.' };
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return { code: 'payload_too_large', message: 'The chunk extensions are larger than 16 KiB.' };
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { code: 'request_timeout', message: 'The request did not arrive in time.' };
    case 'HPE_INVALID_EOF_STATE':
      return { code: 'invalid_request', message: 'The request ended before it was complete.' };
    default:
      return code?.startsWith('HPE_') === true
        ? { code: 'invalid_request', message: 'The request is not valid HTTP/1.1.' }
        : undefined;
  }
}

/**
 * The answer to a request that never reaches the engine, and after which the connection is closed. It is in no journal, so
 * its id counts no attempts.
 * @param turn the request; absent for what could not be read as one
 */
export function refusalReply(mock: Mock, error: ApiError, turn?: Turn): Reply {
  const of = turn === undefined ? '' : `${turn.request.headers.authorization ?? ''}\n${turn.method}\n${turn.target}`;
  const answer = refusal(error, idOf('req_', `${mock.settings.seed}\n${error.code}\n${of}`));
  return replyOf(answer, {
    idempotencyKey: undefined,
    rate: unusedRate(mock.settings.plan, mock.clock.now().getTime()),
    fault: undefined,
    closeConnection: true,
  });
}
