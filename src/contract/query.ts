import type { ApiError } from '../model/error-table.ts';
import { FORMAT_WORDS, FORMATS } from './formats.ts';
import { OPERATIONS } from './generated/operations.ts';
import { oneOf } from './one-of.ts';
import type { ListFilter, ListQuery, OperationId, QueryParameter } from './operation.ts';
import { show } from '../model/show.ts';

/**
 * Checks the query of a list. Parameters that it does not know are ignored, as unknown members of a body are; a
 * repeated one is refused, since it is not known which was meant. Whether a cursor is known is for the caller to find out.
 */
export function validateQuery(
  operationId: OperationId,
  query: URLSearchParams,
): { readonly error: ApiError } | { readonly query: ListQuery } {
  const values = new Map<string, string | number>();
  const filters: ListFilter[] = [];
  for (const parameter of OPERATIONS[operationId].query) {
    const [text, second] = query.getAll(parameter.name);
    if (text === undefined) {
      if (parameter.default !== undefined) values.set(parameter.name, parameter.default);
      continue;
    }
    if (second !== undefined)
      return { error: invalid(parameter.name, `\`${parameter.name}\` is there twice; send one.`) };
    const value = read(parameter, text);
    if (value === undefined) {
      const { expected, values: good } = parameter;
      const form = expected ?? (good === undefined ? FORMAT_WORDS[parameter.type] : oneOf(good));
      return { error: invalid(parameter.name, `\`${parameter.name}\` must be ${form}; got ${show(text)}.`) };
    }
    if (parameter.filter === undefined) values.set(parameter.name, value);
    else filters.push({ ...parameter.filter, value });
  }
  const limit = values.get('limit');
  if (typeof limit !== 'number') throw new Error(`${operationId} is not a list.`);
  const startingAfter = values.get('starting_after');
  const endingBefore = values.get('ending_before');
  if (startingAfter !== undefined && endingBefore !== undefined) {
    return {
      error: invalid('ending_before', '`starting_after` and `ending_before` exclude each other; send one of them.'),
    };
  }
  return {
    query: {
      limit,
      filters,
      ...(typeof startingAfter === 'string' ? { startingAfter } : {}),
      ...(typeof endingBefore === 'string' ? { endingBefore } : {}),
    },
  };
}

/** A parameter's value, or undefined when its text is not one. Nothing takes an empty text: a variable was not set. */
function read(parameter: QueryParameter, text: string): string | number | undefined {
  if (text === '') return undefined;
  switch (parameter.type) {
    case 'string':
      return parameter.values === undefined || parameter.values.includes(text) ? text : undefined;
    case 'date-time':
      // A day alone is taken too, as its first moment.
      return FORMATS.date(text) || FORMATS['date-time'](text) ? Date.parse(text.toUpperCase()) : undefined;
    default: {
      const form = parameter.type === 'integer' ? /^\d{1,15}$/ : /^\d{1,15}(\.\d{1,15})?$/;
      const value = form.test(text) ? Number(text) : Number.NaN;
      return value >= (parameter.minimum ?? 0) && value <= (parameter.maximum ?? Infinity) ? value : undefined;
    }
  }
}

function invalid(param: string, message: string): ApiError {
  return { code: 'invalid_parameter', message, param };
}
