import { type Answer, refusal, success } from './answer.ts';
import type { ListFilter, ListQuery } from './contract/operation.ts';
import { validateQuery } from './contract/query.ts';
import type { ApiError } from './model/error-table.ts';
import type { Visit } from './visit.ts';
import type { ObjectView } from './world/objects.ts';

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
  const now = visit.now();
  for (const [param, cursor] of [
    ['starting_after', startingAfter],
    ['ending_before', endingBefore],
  ] as const) {
    if (cursor !== undefined && world.objects.get(route.collection, cursor, now) === undefined) {
      const message = `\`${param}\` is not the id of an object in this list.`;
      return refusal({ code: 'invalid_parameter', message, param }, visit.requestId);
    }
  }
  const objects =
    endingBefore === undefined
      ? world.objects.newestFirst(route.collection, now, startingAfter)
      : world.objects.newerThan(route.collection, now, endingBefore);
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
  const total =
    filters.length === 0
      ? world.objects.count(route.collection)
      : count(world.objects.newestFirst(route.collection, now), filters);
  // The bodies are JSON already: an object reads the same alone and in a list.
  const data = page.map((object) => object.body).join(',');
  const body = `{"object":"list","data":[${data}],"has_more":${more},"next_cursor":${cursor},"total_count":${total}}`;
  return success(200, body, visit.requestId, 'read');
}

function count(objects: Iterable<ObjectView>, filters: readonly ListFilter[]): number {
  let total = 0;
  for (const object of objects) if (matches(object, filters)) total++;
  return total;
}

function matches(object: ObjectView, filters: readonly ListFilter[]): boolean {
  return filters.every(({ facet, compare, value }) => {
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
  });
}

/** There is no such object, or it is another API key's. */
export function unknown(id: string): ApiError {
  return {
    code: 'not_found',
    message: `There is no object ${JSON.stringify(id.slice(0, 64))} here. Objects belong to the API key that made them.`,
  };
}
