import { OPERATIONS } from './generated/operations.ts';
import type { Operation } from './operation.ts';

export type RouteMatch =
  | {
      readonly kind: 'route';
      readonly operation: Operation;
      /** Method and path template: `GET /identity/verifications/{id}`. */
      readonly endpoint: string;
      readonly params: { readonly id?: string };
    }
  | { readonly kind: 'method-not-allowed'; readonly allow: readonly string[] }
  | { readonly kind: 'not-found' };

/** What one path template offers, by method. */
type Methods = Map<string, Extract<RouteMatch, { kind: 'route' }>>;

const NOT_FOUND: RouteMatch = { kind: 'not-found' };

const exact = new Map<string, Methods>();
/** Every path without an id in it, below `/v1`: what a misspelt one is compared with. */
export const PATHS: readonly string[] = Object.values(OPERATIONS).flatMap(({ path }) =>
  path.includes('{') ? [] : [path],
);

const templates: { readonly pattern: RegExp; readonly methods: Methods }[] = [];
compile();

/**
 * Finds the operation of a request. Every method but the documented ones, HEAD included, is refused with the list of
 * those that are.
 * @param method as sent: methods are case-sensitive
 * @param path below `/v1`, without the query: `/identity/verifications/ver_4k2m9x7q1b3c`
 */
export function match(method: string, path: string): RouteMatch {
  const methods = exact.get(path);
  if (methods !== undefined) return pick(methods, method);
  for (const template of templates) {
    const segment = template.pattern.exec(path)?.[1];
    if (segment === undefined) continue;
    const id = decode(segment);
    return id === undefined ? NOT_FOUND : pick(template.methods, method, id);
  }
  return NOT_FOUND;
}

function pick(methods: Methods, method: string, id?: string): RouteMatch {
  const route = methods.get(method);
  if (route === undefined) return { kind: 'method-not-allowed', allow: [...methods.keys()] };
  return id === undefined ? route : { ...route, params: { id } };
}

/** A segment as the id that it stands for; undefined when its escapes are broken: no object has such an id. */
function decode(segment: string): string | undefined {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

function compile(): void {
  const patterns = new Map<string, Methods>();
  for (const operation of Object.values(OPERATIONS)) {
    const table = operation.path.includes('{') ? patterns : exact;
    let methods = table.get(operation.path);
    if (methods === undefined) table.set(operation.path, (methods = new Map()));
    const endpoint = `${operation.method} ${operation.path}`;
    methods.set(operation.method, { kind: 'route', operation, endpoint, params: {} });
  }
  for (const [path, methods] of patterns) {
    templates.push({ pattern: new RegExp(`^${path.replace(/\{id\}/, '([^/]+)')}$`), methods });
  }
}
