import { type Answer, refusal, success } from './answer.ts';
import type { ListFilter, ListQuery } from './contract/operation.ts';
import { validateQuery } from './contract/query.ts';
import type { ApiError } from './model/error-table.ts';
import { show } from './model/show.ts';
import type { Visit } from './visit.ts';
import type { Narrowing, ObjectView } from './world/objects.ts';

/** Answers what reads, lists and deletes objects: endpoints.md, "Reading back". Keys of such requests are ignored (R18). */
export function read(visit: Visit): Answer {
  const { pathParams, query, route, world } = visit.parts;
  switch (route.action) {
    case 'list': {
      const reading = validateQuery(route.operationId, new URLSearchParams(query));
      return 'error' in reading ? refusal(reading.error, visit.requestId) : list(visit, reading.query);
    }
    case 'delete': {
      const id = pathParams.id ?? '';
      if (!world.objects.delete(route.collection, id)) return refusal(unknown(id), visit.requestId);
      return success(200, JSON.stringify({ id, object: 'verification', deleted: true }), visit.requestId, 'read');
    }
    default: {
      const id = pathParams.id ?? '';
      const object = world.objects.get(route.collection, id, visit.now());
      return object === undefined
        ? refusal(unknown(id), visit.requestId)
        : success(200, object.body, visit.requestId, 'read');
    }
  }
}

/** A page, newest first, whichever way it was asked for (platform.md, "Pagination"). */
function list(visit: Visit, query: ListQuery): Answer {
  const { route, world } = visit.parts;
  const { endingBefore, filters, limit, startingAfter } = query;
  // What is due has turned by now, so that pages and counts agree.
  world.agenda.runDue(() => world.clock.now());
  const now = visit.now();
  for (const [param, cursor] of [
    ['starting_after', startingAfter],
    ['ending_before', endingBefore],
  ] as const) {
    if (cursor !== undefined && world.objects.get(route.collection, cursor, now) === undefined) {
      return refusal(unknownCursor(param), visit.requestId);
    }
  }
  const narrow = narrowest(visit, filters);
  const objects =
    endingBefore === undefined
      ? world.objects.newestFirst(route.collection, now, startingAfter, narrow)
      : world.objects.newerThan(route.collection, now, endingBefore, narrow);
  const page: ObjectView[] = [];
  let more = false;
  for (const object of objects) {
    if (!matches(object, filters)) continue;
    if (page.length === limit) {
      more = true;
      break;
    }
    page.push(object);
  }
  if (endingBefore !== undefined) page.reverse();
  // The end of the page in the direction that was asked for: the next page goes on from there.
  const end = endingBefore === undefined ? page.at(-1) : page[0];
  const cursor = more && end !== undefined ? JSON.stringify(end.id) : 'null';
  const total = totalOf(visit, filters, narrow);
  // The bodies are JSON already: an object reads the same alone and in a list.
  const data = page.map((object) => object.body).join(',');
  const body = `{"object":"list","data":[${data}],"has_more":${more},"next_cursor":${cursor},"total_count":${total}}`;
  return success(200, body, visit.requestId, 'read');
}

/** How many objects pass the filters: known for none and for one that asks for a text, else counted among the fewest. */
function totalOf(
  { parts: { route, world } }: Visit,
  filters: readonly ListFilter[],
  narrow: Narrowing | undefined,
): number {
  if (filters.length === (narrow === undefined ? 0 : 1)) return world.objects.count(route.collection, narrow);
  let total = 0;
  const objects = world.objects.newestFirst(route.collection, world.clock.now(), undefined, narrow);
  for (const object of objects) if (matches(object, filters)) total++;
  return total;
}

/** The filter by a text that leaves the fewest objects. */
function narrowest({ parts: { route, world } }: Visit, filters: readonly ListFilter[]): Narrowing | undefined {
  let best: Narrowing | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const { facet, compare, value } of filters) {
    if (compare !== 'equal' || typeof value !== 'string') continue;
    const narrow = { facet, text: value };
    const count = world.objects.count(route.collection, narrow);
    if (count < least) [best, least] = [narrow, count];
  }
  return best;
}

function matches(object: ObjectView, filters: readonly ListFilter[]): boolean {
  for (const filter of filters) if (!meets(object, filter)) return false;
  return true;
}

function meets(object: ObjectView, { facet, compare, value }: ListFilter): boolean {
  const actual = facet === 'created_at' ? object.createdAt : object.facets[facet];
  if (actual === undefined) return false;
  switch (compare) {
    case 'equal':
      return actual === value;
    case 'min':
      return actual >= value;
    case 'after':
      return actual > value;
    case 'before':
      return actual < value;
  }
}

/** A cursor that stands for no place in the list. @param param the parameter that holds it */
export function unknownCursor(param: string): ApiError {
  return { code: 'invalid_parameter', message: `\`${param}\` is not the id of an object in this list.`, param };
}

/** There is no such object, or it is another API key's. */
export function unknown(id: string): ApiError {
  return {
    code: 'not_found',
    message: `There is no object ${show(id)} here. Objects belong to the API key that made them.`,
  };
}
