import { show } from '../faults/rule-error.ts';
import { hintOf } from '../model/nearest.ts';
import { ControlProblem, invalid } from './problem.ts';
import type { ControlRequest } from './request.ts';

/** The media type that POST and PUT need. A page of another origin cannot send it without asking first. */
const JSON_TYPE = /^application\/json\s*(?:;|$)/i;

/**
 * Refuses a POST or PUT that does not say that it is JSON; also one without a body, since this keeps web pages out.
 * @throws {ControlProblem} 415
 */
export function checkMediaType(contentType: string | undefined): void {
  if (contentType !== undefined && JSON_TYPE.test(contentType.trim())) return;
  throw new ControlProblem(
    'unsupported_media_type',
    'The control API takes JSON: send Content-Type: application/json.',
  );
}

/**
 * The JSON value of a body.
 * @returns undefined for an empty body
 * @throws {ControlProblem} 413 over the bound, 400 for what is not JSON in UTF-8
 */
export function readJson(request: ControlRequest): unknown {
  const { body } = request;
  if (body === 'too-large') {
    throw new ControlProblem('payload_too_large', 'The body of a control call may have 1 MiB at most.');
  }
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown;
  } catch (error) {
    // What the parser says quotes the body; that is the caller's own.
    const reason = error instanceof SyntaxError ? 'malformed JSON' : 'not UTF-8';
    throw new ControlProblem('invalid_request', `The body is ${reason}.`);
  }
}

/**
 * The members of a JSON object.
 * @param form shown when it is none, or has other members
 * @param names which members it may have; absent: any
 * @throws {ControlProblem} 400
 */
export function membersOf(value: unknown, form: string, names?: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ControlProblem('invalid_request', `The body is not a JSON object. Send ${form}.`);
  }
  for (const name of Object.keys(value)) {
    if (names === undefined || names.includes(name)) continue;
    throw invalid(name, `There is no member ${show(name)}.${hintOf(name, names)} Send ${form}.`);
  }
  return { ...value };
}
