import { MultipartParseError, type MultipartPart, parseMultipart } from '@remix-run/multipart-parser';
import type { ApiError } from '../model/error-table.ts';
import { encodeBase64 } from './base64.ts';
import { OPERATIONS } from './generated/operations.ts';
import { parseMediaType } from './media-type.ts';
import type { FormMember, OperationId } from './operation.ts';

/** One part of a form. */
export interface FormPart {
  readonly name: string;
  /** Given for files only. */
  readonly filename?: string;
  readonly contentType?: string;
  readonly bytes: Uint8Array;
  /** The text of a part without a file name; undefined for a file. */
  readonly text?: string;
}

/** The adapter's bound on the whole body holds as well; this one lets a single file fill it. */
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_PARTS = 100;

/** As of a JSON body (R5). */
const MAX_DEPTH = 100;

/** RFC 2046 §5.1.1. */
const BOUNDARY = /^[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]$/;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Takes a `multipart/form-data` body apart.
 * @param contentType the request's `Content-Type`, which holds the boundary
 * @returns the parts in the order in which they were sent, or `invalid_request`
 */
export function parseForm(body: Uint8Array, contentType: string): FormPart[] | ApiError {
  const boundary = parseMediaType(contentType)?.parameters.get('boundary');
  if (boundary === undefined || !BOUNDARY.test(boundary)) {
    return malformed('The Content-Type of a form must name its boundary, as in `multipart/form-data; boundary=…`.');
  }
  const parts: FormPart[] = [];
  try {
    // An empty line before the first boundary is allowed, and some clients send one.
    const start = body[0] === 13 && body[1] === 10 ? body.subarray(2) : body;
    const options = { boundary, maxFileSize: MAX_BYTES, maxTotalSize: MAX_BYTES, maxParts: MAX_PARTS };
    for (const part of parseMultipart(start, options)) {
      const read = readPart(part);
      if (read === undefined)
        return malformed('Each part of a form needs a name: `Content-Disposition: form-data; name="…"`.');
      parts.push(read);
    }
  } catch (error) {
    if (error instanceof MultipartParseError)
      return malformed(`The form is malformed or has more than ${MAX_PARTS} parts.`);
    // The decoder's word for bytes that are not UTF-8.
    if (error instanceof TypeError) return malformed('The form holds text that is not UTF-8.');
    throw error;
  }
  return parts.length === 0 ? malformed('The form has no parts.') : parts;
}

function readPart(part: MultipartPart): FormPart | undefined {
  const { name, filename, bytes } = part;
  if (name === undefined || name === '') return undefined;
  const contentType = part.headers['content-type'];
  const isFile =
    filename !== undefined || (contentType !== undefined && !/^(text|application\/json)\b/i.test(contentType));
  return {
    name,
    bytes,
    ...(filename === undefined ? {} : { filename }),
    ...(contentType === undefined ? {} : { contentType }),
    ...(isFile ? {} : { text: utf8.decode(bytes) }),
  };
}

/**
 * The members that a form stands for, as its JSON form would hold them: files as base64, so that the same picture is the
 * same parameter either way; lists from repeated parts (`checks` or `checks[]`), a JSON array or a comma-separated text;
 * objects from JSON or from `metadata[key]` parts; numbers and booleans from their text. What does not fit is left as it
 * is, for `validateBody` to find; a member that was sent twice becomes a list.
 */
export function coerceForm(operationId: OperationId, parts: readonly FormPart[]): Record<string, unknown> {
  const form = OPERATIONS[operationId].form ?? {};
  const values = new Map<string, (string | undefined)[]>();
  const entries = new Map<string, [string, unknown][]>();
  for (const part of parts) {
    // What a browser sends for a file that nobody chose.
    if (part.filename === '' && part.bytes.length === 0) continue;
    const value = part.text ?? encodeBase64(part.bytes);
    const [, name = part.name, key] = /^([^[\]]+)\[([^[\]]*)\]$/.exec(part.name) ?? [];
    if (key !== undefined && key !== '' && kindOf(form, name) === 'object') append(entries, name, [key, value]);
    else if (key === '' && kindOf(form, name) === 'array') append(values, name, value);
    else append(values, part.name, value);
  }
  const members: [string, unknown][] = [];
  for (const [name, texts] of values) {
    const [only = ''] = texts;
    const kind = kindOf(form, name);
    if (kind === 'array' && (texts.length > 1 || !/^\s*\[/.test(only))) {
      members.push([name, texts.length > 1 ? texts : splitList(only)]);
    } else {
      members.push([name, texts.length > 1 ? texts : coerce(kind, only)]);
    }
  }
  for (const [name, pairs] of entries) if (!values.has(name)) members.push([name, Object.fromEntries(pairs)]);
  // fromEntries defines members and assigns none: a part named `__proto__` is a member like any other.
  return Object.fromEntries(members);
}

function kindOf(form: Readonly<Record<string, FormMember>>, name: string): FormMember {
  return Object.hasOwn(form, name) ? (form[name] ?? 'string') : 'string';
}

function coerce(kind: FormMember, text: string): unknown {
  switch (kind) {
    case 'array':
    case 'object':
      return jsonOr(text);
    case 'integer':
    case 'number':
      return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? Number(text) : text;
    case 'boolean':
      return text === 'true' || text === 'false' ? text === 'true' : text;
    default:
      return text;
  }
}

/** A JSON text's value, or the text itself: `validateBody` then says what it should have been. */
function jsonOr(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isDeeper(value, MAX_DEPTH) ? text : value;
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

function isDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((member) => isDeeper(member, depth - 1));
}

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function append<T>(map: Map<string, T[]>, name: string, value: T): void {
  const list = map.get(name);
  if (list === undefined) map.set(name, [value]);
  else list.push(value);
}

function malformed(message: string): ApiError {
  return { code: 'invalid_request', message };
}
