import type { ApiError } from '../model/error-table.ts';
import type { Operation } from './operation.ts';
import { show } from '../model/show.ts';

/** A parsed `Content-Type`. */
export interface MediaType {
  /** Lower case: `application/json`. */
  readonly essence: string;
  /** By name in lower case; of a repeated one the first counts. */
  readonly parameters: ReadonlyMap<string, string>;
}

const TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
const ESSENCE = new RegExp(`^\\s*(${TOKEN}/${TOKEN})\\s*`);
const PARAMETER = new RegExp(`;\\s*(?:(${TOKEN})=(?:"((?:[^"\\\\]|\\\\.)*)"|(${TOKEN}))\\s*)?`, 'y');

/**
 * Parses a `Content-Type` (RFC 9110 §8.3).
 * @returns undefined when it is not one
 */
export function parseMediaType(contentType: string): MediaType | undefined {
  const start = ESSENCE.exec(contentType);
  if (start === null) return undefined;
  const parameters = new Map<string, string>();
  let at = start[0].length;
  while (at < contentType.length) {
    PARAMETER.lastIndex = at;
    const found = PARAMETER.exec(contentType);
    if (found === null) return undefined;
    at = PARAMETER.lastIndex;
    const [, name, quoted, plain] = found;
    if (name === undefined) continue;
    const key = name.toLowerCase();
    if (!parameters.has(key)) parameters.set(key, quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '');
  }
  return { essence: (start[1] ?? '').toLowerCase(), parameters };
}

/**
 * How the body of an operation is to be read. A missing `Content-Type` is refused like a foreign one: the real service
 * would not guess either.
 * @param contentType the header, as sent
 * @returns a 415 when the operation does not read this media type, or not in this character set
 */
export function readMediaType(operation: Operation, contentType: string | undefined): 'json' | 'form' | ApiError {
  // What nearly every client sends, without the work.
  if (contentType === 'application/json') return 'json';
  const form = operation.mediaTypes.includes('multipart/form-data');
  const cure = form
    ? 'Send `Content-Type: application/json` with a JSON body, or `multipart/form-data`.'
    : 'Send `Content-Type: application/json` with a JSON body.';
  if (contentType === undefined) return unsupported(`The request has no Content-Type. ${cure}`);
  const type = parseMediaType(contentType);
  if (type === undefined) return unsupported(`The Content-Type ${show(contentType)} is malformed. ${cure}`);
  const charset = type.parameters.get('charset');
  // ASCII is a part of UTF-8.
  if (charset !== undefined && !/^(utf-?8|us-ascii)$/i.test(charset)) {
    return unsupported(`The character set ${show(charset)} is not supported. Send UTF-8.`);
  }
  if (type.essence === 'application/json' || /^application\/.+\+json$/.test(type.essence)) return 'json';
  if (type.essence === 'multipart/form-data' && form) return 'form';
  return unsupported(`The media type ${show(type.essence)} is not supported here. ${cure}`);
}

function unsupported(message: string): ApiError {
  return { code: 'unsupported_media_type', message, param: 'Content-Type' };
}
