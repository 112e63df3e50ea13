import type { ApiError, ErrorCode } from '../model/error-table.ts';
import type { Deed } from './act.ts';

/** Done, with an answer that openapi.yaml describes as `T`. */
export function done<T extends object>(body: T, commit?: (now: number) => void, status: 200 | 201 = 200): Deed {
  return doneWith(JSON.stringify(body), commit, status);
}

/** Done, with an answer that is JSON already. */
export function doneWith(body: string, commit?: (now: number) => void, status: 200 | 201 = 200): Deed {
  return { kind: 'done', status, body, ...(commit === undefined ? {} : { commit }) };
}

/** Not possible: nothing has happened. */
export function refuse(error: ApiError): Deed;
export function refuse(code: ErrorCode, message: string, param?: string): Deed;
export function refuse(error: ApiError | ErrorCode, message = '', param?: string): Deed {
  if (typeof error === 'object') return { kind: 'refused', error };
  return { kind: 'refused', error: { code: error, message, ...(param === undefined ? {} : { param }) } };
}
