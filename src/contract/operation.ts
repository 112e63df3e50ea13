import type { Collection, OperationId, Permission } from './generated/names.ts';

export { EVENT_TYPES } from './generated/names.ts';
export type { Collection, EventType, OperationId, Permission } from './generated/names.ts';

/** An operation of openapi.yaml: all that the mock knows of it but its schemas. */
export interface Operation {
  readonly operationId: OperationId;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** The path template below `/v1`: `/identity/verifications/{id}`. */
  readonly path: string;
  /** `act`: whatever its function in `src/actions/` does. */
  readonly action: 'create' | 'read' | 'list' | 'delete' | 'act';
  /** True where the `Idempotency-Key` header is honoured; elsewhere it is ignored (R18). */
  readonly idempotent: boolean;
  readonly permission: Permission;
  /** The objects that it makes, reads, lists or deletes. */
  readonly collection: Collection;
  /** Requests a minute for one API key, with any plan but enterprise. */
  readonly rateLimit?: number;
  /** The media types of its body, without parameters; empty where there is no body. */
  readonly mediaTypes: readonly string[];
  /** False where an empty body stands for an empty object. */
  readonly bodyRequired: boolean;
  /** The members of its form data, by what their text stands for. */
  readonly form?: Readonly<Record<string, FormMember>>;
  readonly query: readonly QueryParameter[];
}

export type FormMember = 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object' | 'file';

export interface QueryParameter {
  readonly name: string;
  readonly type: 'integer' | 'number' | 'string' | 'date-time';
  /** Its right form, in words that fit after “must be”; for a date and time those of `FORMAT_WORDS`, for `values` they. */
  readonly expected?: string;
  readonly values?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: number;
  /** For a filter: which facet of the objects it compares, and how. */
  readonly filter?: { readonly facet: string; readonly compare: ListFilter['compare'] };
}

/** A condition that the objects of a list must meet. */
export interface ListFilter {
  /** A facet of the objects; `created_at` is the time of making. */
  readonly facet: string;
  readonly compare: 'equal' | 'min' | 'after' | 'before';
  /** Milliseconds for `after` and `before`, both of which exclude the moment itself. */
  readonly value: string | number;
}

/** The query of a list, checked. */
export interface ListQuery {
  /** 1–100, 20 by default. */
  readonly limit: number;
  readonly startingAfter?: string;
  readonly endingBefore?: string;
  readonly filters: readonly ListFilter[];
}
