import { OPERATIONS } from './contract/generated/operations.ts';
import type { Fail } from './faults/rule-error.ts';
import { compileGlob } from './faults/glob.ts';
import { resolveTarget } from './faults/target.ts';
import { oneOf, type Reader, suggest, wholeIn } from './faults/value.ts';
import { isPlainObject } from './model/plain-object.ts';
import { redactKeysIn } from './model/redact.ts';
import { show } from './model/show.ts';
import type { AttemptOutcome } from './world/journal.ts';

/** A filter that cannot be: the message shows the right form, and the nearest right word. */
export class FilterError extends TypeError {
  override readonly name = 'FilterError';
  /** The member at fault. */
  readonly member: string;

  constructor(member: string, reason: string, hint?: string) {
    super(redactKeysIn(`${member}: ${reason}${hint === undefined ? '' : `; ${hint}`}`));
    this.member = member;
  }
}

const OUTCOMES: Readonly<Record<AttemptOutcome, true>> = {
  processed: true,
  replayed: true,
  conflict: true,
  in_progress: true,
  refused: true,
  lost: true,
  failed: true,
  read: true,
};

const text: Reader<string> = (value, fail) =>
  typeof value === 'string' && value !== '' ? value : fail(`${show(value)} is not text`);

/** The endpoints that a path, a method and a path, or an operationId means: `POST /transactions/score`. */
const endpoints: Reader<readonly string[]> = (value, fail) => {
  const operations = Object.values(OPERATIONS);
  // A rule's own form has an `on=` that is not for filters.
  const { operationIds } = resolveTarget(text(value, fail), { operations }, (reason, hint) =>
    fail(reason, hint?.replace(/^form:.*/, 'form: /transactions/score or scoreTransaction')),
  );
  const named = operations.filter(({ operationId }) => operationIds.includes(operationId));
  if (named.length === 0) fail(`${show(value)} is not an endpoint`);
  return named.map(({ method, path }) => `${method} ${path}`);
};

/** Which keys a glob means, as in a rule's `key=`; none is no key. */
const keys: Reader<(key: string | null | undefined) => boolean> = (value, fail) => {
  const matches = compileGlob(text(value, fail));
  return (key) => typeof key === 'string' && matches(key);
};

/** How each filter of operations is read. */
export const OPERATION_FILTERS = { idempotencyKey: keys, endpoint: endpoints };

/** How each filter of attempts is read. */
export const JOURNAL_FILTERS = {
  ...OPERATION_FILTERS,
  outcome: oneOf(...(Object.keys(OUTCOMES) as AttemptOutcome[])),
  limit: wholeIn(1, 1_000_000_000),
};

type Readers = Readonly<Record<string, Reader<unknown>>>;
type Read<R extends Readers> = { readonly [Name in keyof R]?: ReturnType<R[Name]> };

/**
 * Reads the filters of a list. A wrong one is refused: ignored, it would make a test that tests nothing.
 * @param readers `JOURNAL_FILTERS` or `OPERATION_FILTERS`
 * @param given members that are undefined do not narrow
 * @throws {FilterError}
 */
export function readFilters<R extends Readers>(readers: R, given: object): Read<R> {
  if (!isPlainObject(given)) throw new FilterError('filter', `${show(given)} is not an object`);
  const read: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const fail: Fail = (reason, hint) => {
      throw new FilterError(name, reason, hint);
    };
    const reader = Object.hasOwn(readers, name) ? readers[name] : undefined;
    read[name] =
      reader === undefined ? fail('there is no such filter', suggest(name, Object.keys(readers))) : reader(value, fail);
  }
  return read as Read<R>;
}
