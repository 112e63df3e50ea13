import { FilterError } from '../filters.ts';
import { nearestOf } from '../model/nearest.ts';
import { show } from '../model/show.ts';
import { invalid } from './problem.ts';

/** The filters of calls, by the names that the surface has for them. */
export const OPERATION_QUERY = { idempotency_key: 'idempotencyKey', endpoint: 'endpoint' };
export const JOURNAL_QUERY = { ...OPERATION_QUERY, outcome: 'outcome', limit: 'limit' };

/**
 * Lists what the filters of a query leave. Of a repeated one none counts: it is refused, as a wrong one is.
 * @param names the parameters that the call takes
 * @param list the surface's own list, which checks the values
 * @throws {ControlProblem} 400
 */
export function filtered<T>(
  query: URLSearchParams,
  names: Readonly<Record<string, string>>,
  list: (filter: object) => T,
): T {
  checkNames(query, Object.keys(names));
  const filter: Record<string, string> = {};
  for (const [name, value] of query) filter[names[name] ?? name] = value;
  try {
    return list(filter);
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    const param = Object.keys(names).find((name) => names[name] === error.member) ?? error.member;
    throw invalid(param, error.message.replace(error.member, param));
  }
}

/** Refuses parameters that are there twice, and those of a call that takes others, or none. */
export function checkNames(query: URLSearchParams, names: readonly string[]): void {
  for (const name of query.keys()) {
    if (query.getAll(name).length > 1) throw invalid(name, `The parameter ${show(name)} is there twice.`);
    if (names.includes(name)) continue;
    const near = nearestOf(name, names);
    const hint =
      near !== undefined ? `Did you mean ${near}?` : names.length > 0 ? `There are ${names.join(', ')}.` : '';
    throw invalid(name, `There is no parameter ${show(name)} here. ${hint}`.trimEnd());
  }
}
