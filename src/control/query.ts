import { OPERATIONS } from '../contract/generated/operations.ts';
import { resolveTarget } from '../faults/target.ts';
import { failAt, show } from '../faults/rule-error.ts';
import { nearestOf } from '../model/nearest.ts';
import type { JournalFilter, OperationFilter } from '../surface.ts';
import type { AttemptOutcome } from '../world/journal.ts';
import { invalid, refusing } from './problem.ts';

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

/** Reads the filters of `GET /_mock/journal`. A wrong one is refused: ignored, it would make a test that tests nothing. */
export function journalFilter(query: URLSearchParams): JournalFilter {
  checkNames(query, ['idempotency_key', 'endpoint', 'outcome', 'limit']);
  const outcome = query.get('outcome');
  const limit = query.get('limit');
  return {
    ...operationFilterOf(query),
    ...(outcome === null ? {} : { outcome: outcomeOf(outcome) }),
    ...(limit === null ? {} : { limit: limitOf(limit) }),
  };
}

/** Reads the filters of `GET /_mock/operations`. */
export function operationFilter(query: URLSearchParams): OperationFilter {
  checkNames(query, ['idempotency_key', 'endpoint']);
  return operationFilterOf(query);
}

/** Refuses the parameters of a call that takes others, or none. */
export function checkNames(query: URLSearchParams, names: readonly string[]): void {
  for (const name of query.keys()) {
    if (names.includes(name)) continue;
    const near = nearestOf(name, names);
    const hint =
      near !== undefined ? `Did you mean ${near}?` : names.length > 0 ? `There are ${names.join(', ')}.` : '';
    throw invalid(name, `There is no parameter ${show(name)} here. ${hint}`.trimEnd());
  }
}

function operationFilterOf(query: URLSearchParams): OperationFilter {
  const idempotencyKey = query.get('idempotency_key');
  const endpoint = query.get('endpoint');
  return {
    ...(idempotencyKey === null ? {} : { idempotencyKey }),
    ...(endpoint === null ? {} : { endpoint: endpointOf(endpoint) }),
  };
}

/** An endpoint as the journal writes it; what names all methods of a path stays a path. */
function endpointOf(text: string): string {
  const operations = Object.values(OPERATIONS);
  const { on, operationIds } = refusing('endpoint', () => resolveTarget(text, { operations }, failAt(undefined)));
  const [only, ...others] = operations.filter((operation) => operationIds.includes(operation.operationId));
  return only !== undefined && others.length === 0 ? `${only.method} ${only.path}` : on;
}

function outcomeOf(text: string): AttemptOutcome {
  const names = Object.keys(OUTCOMES);
  if (isOutcome(text)) return text;
  const near = nearestOf(text, names);
  const hint = near === undefined ? `It is one of ${names.join(', ')}.` : `Did you mean ${near}?`;
  throw invalid('outcome', `${show(text)} is not an outcome. ${hint}`);
}

function isOutcome(text: string): text is AttemptOutcome {
  return Object.hasOwn(OUTCOMES, text);
}

function limitOf(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw invalid('limit', `${show(text)} is not a whole number greater than 0.`);
}
