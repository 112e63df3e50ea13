import type { Operation } from './contract/operation.ts';
import { coerceForm, type FormPart, parseForm } from './contract/form.ts';
import { readMediaType } from './contract/media-type.ts';
import { validateBody } from './contract/validate.ts';
import { canonicalText, UncomparableError } from './idempotency/canonical.ts';
import { withExactNumbers } from './idempotency/long-numbers.ts';
import type { Call } from './model/call.ts';
import type { ApiError, ErrorCode } from './model/error-table.ts';
import type { Sha256 } from './model/sha256.ts';
import { show } from './model/show.ts';
import { RecentBodies } from './recent-bodies.ts';

/** A body that has passed every check. Whoever reads it changes nothing in it: the next request may be given the same. */
export interface Parameters {
  readonly params: unknown;
  /** Equal for equal parameters of one endpoint that makes something, and for no others (R5). Elsewhere nothing is compared. */
  readonly fingerprint: string;
  /** False when no string of `params` can hold a scenario token, which saves the search for one. */
  readonly mayHoldToken: boolean;
}

/** Of a request without a body. */
export const NO_PARAMETERS: Parameters = { params: {}, fingerprint: '', mayHoldToken: false };

export type BodyReading =
  | { readonly kind: 'parameters'; readonly parameters: Parameters }
  | { readonly kind: 'bad'; readonly error: ApiError };

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A body whose size and media type have been checked. */
export type Media =
  | { readonly kind: 'json'; readonly bytes: Uint8Array }
  | { readonly kind: 'form'; readonly bytes: Uint8Array; readonly contentType: string }
  | { readonly kind: 'bad'; readonly error: ApiError };

/** The versions of TXCloud's API that the mock speaks. */
const VERSION = '2025-01-01';

/** `TXCloud-Version` (platform.md, "Request ids"). */
export function checkVersion(version: string | undefined): ApiError | undefined {
  if (version === undefined || version === VERSION) return undefined;
  const message = `TXCloud-Version ${show(version)} is not known; send ${VERSION}, or no such header.`;
  return { code: 'invalid_parameter', message, param: 'TXCloud-Version' };
}

/** The first half of what R20 asks of a body: its size and media type. */
export function checkMedia(operation: Operation, call: Call): Media {
  const { body, headers } = call;
  if (body === 'too-large') return bad('payload_too_large', 'The body is larger than 32 MiB.');
  const media = readMediaType(operation, headers.contentType);
  if (typeof media !== 'string') return { kind: 'bad', error: media };
  return media === 'form'
    ? { kind: 'form', bytes: body, contentType: headers.contentType ?? '' }
    : { kind: 'json', bytes: body };
}

/** The second half: syntax, then schema. */
export class BodyReader {
  readonly #strict: boolean;
  readonly #sha256: Sha256;
  readonly #recent = new RecentBodies();

  /** @param strict also requires what the OpenAPI files require */
  constructor(strict: boolean, sha256: Sha256) {
    this.#strict = strict;
    this.#sha256 = sha256;
  }

  /** @param query of the request, which counts among its parameters */
  read(operation: Operation, media: Exclude<Media, { kind: 'bad' }>, query: string): BodyReading {
    try {
      return media.kind === 'json'
        ? this.#readJson(operation, query, media.bytes)
        : this.#readForm(operation, query, media.contentType, media.bytes);
    } catch (error) {
      if (error instanceof UncomparableError) return bad('invalid_request', error.message);
      throw error;
    }
  }

  #readJson(operation: Operation, query: string, body: Uint8Array): BodyReading {
    if (body.length === 0) return bad('invalid_request', 'The body is empty; send a JSON object.');
    let params: unknown;
    let text: string;
    try {
      text = utf8.decode(body);
      const known = this.#recent.find(operation, query, text);
      if (known !== undefined) return { kind: 'parameters', parameters: known };
      params = JSON.parse(text);
    } catch (error) {
      // Not the parser's own words: they differ from one engine to the next, and quote what the client sent.
      return bad(
        'invalid_request',
        error instanceof SyntaxError ? 'The body is not valid JSON.' : 'The body is not valid UTF-8.',
      );
    }
    let canonical = canonicalText(params);
    const exact = withExactNumbers(text);
    // Beside the first, in which a number is no string.
    if (exact !== undefined) canonical += `\n${canonicalText(JSON.parse(exact))}`;
    const reading = this.#validated(operation, query, params, canonical, canonical.includes('mock:'));
    if (reading.kind === 'parameters') this.#recent.keep(operation, query, text, reading.parameters);
    return reading;
  }

  #readForm(operation: Operation, query: string, contentType: string, body: Uint8Array): BodyReading {
    const parts = parseForm(body, contentType);
    if (!Array.isArray(parts)) return { kind: 'bad', error: parts };
    const params = coerceForm(operation.operationId, parts);
    // The members too: JSON inside a part can hold what cannot be compared.
    canonicalText(params);
    return this.#validated(operation, query, params, canonicalText(comparable(parts, this.#sha256)), true);
  }

  /** Compared before it is validated: what cannot be compared is not JSON that anybody means (R5). */
  #validated(
    { action, method, path, operationId }: Operation,
    query: string,
    params: unknown,
    canonical: string,
    mayHoldToken: boolean,
  ): BodyReading {
    const error = validateBody(operationId, params, this.#strict);
    if (error !== undefined) return { kind: 'bad', error };
    const fingerprint = action === 'create' ? this.#sha256(`${method} ${path}?${query}\n${canonical}`) : '';
    return { kind: 'parameters', parameters: { params, fingerprint, mayHoldToken } };
  }
}

/** Form data is compared part by part, whatever the boundary (R5); the order counts only among parts of one name. */
function comparable(parts: readonly FormPart[], sha256: Sha256): unknown {
  return parts
    .map((part) => [part.name, part.filename ?? null, part.contentType ?? null, sha256(part.bytes)] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

function bad(code: ErrorCode, message: string): { kind: 'bad'; error: ApiError } {
  return { kind: 'bad', error: { code, message } };
}
