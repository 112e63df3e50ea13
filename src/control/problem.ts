import { type ErrorCode, ERRORS } from '../model/error-table.ts';
import { redactKeysIn } from '../model/redact.ts';
import { RuleError } from '../faults/rule-error.ts';
import type { ControlFields, ControlReply } from './request.ts';

/**
 * A control call that is refused: the API's own error form, without a request id, which only attempts have. API keys in
 * it are redacted.
 */
export class ControlProblem extends Error {
  override readonly name = 'ControlProblem';
  readonly code: ErrorCode;
  readonly param: string | undefined;
  readonly headers: ControlFields;

  constructor(code: ErrorCode, message: string, param?: string, headers: ControlFields = []) {
    super(redactKeysIn(message));
    this.code = code;
    this.param = param === undefined ? undefined : redactKeysIn(param);
    this.headers = headers;
  }
}

/** Refuses one member, or parameter, of a call. */
export function invalid(param: string, message: string): ControlProblem {
  return new ControlProblem('invalid_parameter', message, param);
}

/**
 * Runs what may refuse a rule or a scenario, and turns that into the error of a control call.
 * @param param the member at fault, where the error itself does not name one
 */
export function refusing<T>(param: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof RuleError) throw invalid(memberOf(error) ?? param, error.message);
    // One more than there may be.
    if (error instanceof RangeError) throw invalid(param, error.message);
    throw error;
  }
}

/** Runs what reads a time: of the wrong form, or out of range. */
export function parsing<T>(param: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) throw invalid(param, error.message);
    throw error;
  }
}

function memberOf(error: RuleError): string | undefined {
  // Within a script it is a member of a step, and not of the call.
  return typeof error.column === 'string' && error.within === undefined ? error.column : undefined;
}

/** An answer in JSON. */
export function json(status: number, value: unknown, headers: ControlFields = []): ControlReply {
  return { kind: 'reply', status, headers: [...FIELDS, ...headers], body: JSON.stringify(value) };
}

/** No cache, no guessing, and no CORS header: the control API is not for web pages. */
const FIELDS: ControlFields = [
  ['Content-Type', 'application/json'],
  ['Cache-Control', 'no-store'],
  ['X-Content-Type-Options', 'nosniff'],
];

/** The answer that a refused call gets. */
export function problemReply(problem: ControlProblem): ControlReply {
  const { code, message, param, headers } = problem;
  const { status, type } = ERRORS[code];
  return json(status, { error: { code, message, type, ...(param === undefined ? {} : { param }) } }, headers);
}
