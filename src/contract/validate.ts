import type { ApiError } from '../model/error-table.ts';
import { type ValidationFault, VALIDATORS } from './generated/validators.js';
import { oneOf } from './one-of.ts';
import type { OperationId } from './operation.ts';
import { show } from '../model/show.ts';

/**
 * Checks a request's body against openapi.yaml.
 * @param params the parsed JSON, or the members of a form
 * @param strict also require what the reference's OpenAPI files require, and check formats
 * @returns TXCloud's error for the first thing that is wrong; undefined when nothing is
 */
export function validateBody(operationId: OperationId, params: unknown, strict: boolean): ApiError | undefined {
  const validators = VALIDATORS[operationId];
  if (validators === undefined) return undefined;
  const { base, strict: more } = validators;
  const fault = base(params) ?? (strict ? more?.(params) : undefined);
  return fault === undefined ? undefined : errorOf(params, fault);
}

function errorOf(params: unknown, { path: pointer, expected, code }: ValidationFault): ApiError {
  const path = pointer.split('/').slice(1);
  const param = dotted(path);
  if (code === 'missing_parameter') return { code, message: `\`${param}\` is required.`, param };
  const got = show(valueAt(params, path));
  if (expected === undefined)
    return { code: 'invalid_request', message: `The body must be a JSON object; got ${got}.` };
  const form = typeof expected === 'string' ? expected : oneOf(expected);
  return { code, message: `\`${param}\` must be ${form}; got ${got}.`, param };
}

/** `['existing_debts', '0', 'monthly_payment']` as `existing_debts[0].monthly_payment`. No documented member is a number. */
function dotted(path: readonly string[]): string {
  return path.map((name, i) => (/^\d+$/.test(name) ? `[${name}]` : i === 0 ? name : `.${name}`)).join('');
}

function valueAt(params: unknown, path: readonly string[]): unknown {
  let value = params;
  for (const name of path) value = (value as Readonly<Record<string, unknown>>)[name];
  return value;
}
