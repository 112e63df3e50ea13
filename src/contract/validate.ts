import type { ApiError } from '../model/error-table.ts';
import { FORMAT_WORDS } from './formats.ts';
import { OPERATIONS } from './generated/operations.ts';
import { type ValidationFault, VALIDATORS } from './generated/validators.js';
import type { OperationId } from './operation.ts';
import { show } from './show.ts';

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
  return fault === undefined ? undefined : errorOf(operationId, params, fault);
}

function errorOf(
  operationId: OperationId,
  params: unknown,
  { path: pointer, keyword, word }: ValidationFault,
): ApiError {
  const path = pointer.split('/').slice(1);
  if (keyword === 'required') {
    const param = dotted([...path, word ?? '']);
    return { code: 'missing_parameter', message: `\`${param}\` is required.`, param };
  }
  const value = valueAt(params, path);
  if (path.length === 0)
    return { code: 'invalid_request', message: `The body must be a JSON object; got ${show(value)}.` };
  const param = dotted(path);
  const member = OPERATIONS[operationId].members[param.replace(/\[\d+\]/g, '[]')];
  // A code such as `unsupported_country` is for a value of the right type that is not among the good ones.
  const aboutValue = keyword === 'enum' || keyword === 'format' || keyword === 'pattern';
  const code = (aboutValue ? member?.code : undefined) ?? 'invalid_parameter';
  const expected = FORMAT_WORDS[word ?? ''] ?? member?.expected ?? 'valid';
  return { code, message: `\`${param}\` must be ${expected}; got ${show(value)}.`, param };
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
