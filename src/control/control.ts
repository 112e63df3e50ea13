import { show } from '../faults/rule-error.ts';
import type { Mock } from '../mock.ts';
import { nearestOf } from '../model/nearest.ts';
import type { Surface } from '../surface.ts';
import { bearerOf } from '../world/authenticate.ts';
import { addFault, addScenario, changeClock, clockView, findFault, releaseHold, removeFault } from './calls.ts';
import { openFeed } from './events.ts';
import { guard } from './guards.ts';
import { checkMediaType, membersOf, readJson } from './json-body.ts';
import { ControlProblem, json, problemReply } from './problem.ts';
import { checkNames, filtered, JOURNAL_QUERY, OPERATION_QUERY } from './query.ts';
import type { ControlReply, ControlRequest, ControlSettings } from './request.ts';

/** What a call works with. */
interface Context {
  readonly mock: Mock;
  /** Of the API key that was sent; of the whole mock without one. */
  readonly surface: Surface;
  readonly apiKey: string | undefined;
  readonly settings: ControlSettings;
  readonly query: URLSearchParams;
  /** The `{id}` of the path; empty where there is none. */
  readonly id: string;
  /** The JSON of the body; undefined when it is empty. */
  readonly body: () => unknown;
}

type Handler = (context: Context) => ControlReply;

/** The calls of the control API, by path and method. */
const CALLS: Readonly<Record<string, Readonly<Partial<Record<'GET' | 'POST' | 'PUT' | 'DELETE', Handler>>>>> = {
  '/health': { GET: health },
  '/faults': {
    GET: ({ surface }) => list(surface.faults.list()),
    POST: ({ surface, body }) => json(201, addFault(surface, body())),
    DELETE: ({ surface }) => {
      surface.faults.clear();
      return list(surface.faults.list());
    },
  },
  '/faults/{id}': {
    GET: ({ surface, id }) => json(200, findFault(surface, id)),
    DELETE: ({ surface, id }) => json(200, { ...removeFault(surface, id), deleted: true }),
  },
  '/journal': {
    GET: ({ surface, query }) =>
      list(
        filtered(query, JOURNAL_QUERY, (filter) => surface.journal.list(filter)),
        { dropped: surface.journal.dropped },
      ),
    DELETE: ({ surface }) => {
      surface.journal.clear();
      return list(surface.journal.list(), { dropped: surface.journal.dropped });
    },
  },
  '/operations': {
    GET: ({ surface, query }) => list(filtered(query, OPERATION_QUERY, (filter) => surface.operations.list(filter))),
  },
  '/keys': { GET: ({ surface }) => list(surface.keys.list()) },
  '/clock': {
    GET: ({ surface }) => json(200, clockView(surface)),
    PUT: ({ surface, body }) => json(200, changeClock(surface, body())),
  },
  '/scenarios': {
    GET: ({ surface }) => list(surface.scenarios.list()),
    POST: ({ mock, surface, body }) => json(201, addScenario(mock, surface, body())),
    DELETE: ({ surface }) => {
      surface.scenarios.clear();
      return list(surface.scenarios.list());
    },
  },
  '/holds': { GET: ({ surface }) => list(surface.holds.list()) },
  '/holds/{id}/release': {
    POST: ({ surface, id, body }) => {
      takeNoBody(body());
      return json(200, releaseHold(surface, id));
    },
  },
  '/webhooks': { GET: ({ surface }) => list(surface.webhooks.list(), { secret: surface.webhooks.secret }) },
  '/reset': {
    POST: (context) => {
      takeNoBody(context.body());
      context.surface.reset();
      return health(context);
    },
  },
  '/events': { GET: events },
};

/** A call that takes nothing may be sent an empty object, as some clients do, and nothing else. */
function takeNoBody(body: unknown): void {
  if (body !== undefined) membersOf(body, 'no body', []);
}

/** Filters have calls of their own; the others take no parameters. */
const FILTERED = new Set(['/journal', '/operations']);

/**
 * Answers a call of the control API: `/_mock/…` on the mock's own port. Thin over the surface that the library has.
 * @param settings what only the server knows, the guards among it
 * @returns an answer for everything: also for what is refused, in the API's own error form
 */
export function controlReply(mock: Mock, request: ControlRequest, settings: ControlSettings): ControlReply {
  try {
    guard(request.headers, settings);
    return answer(mock, request, settings);
  } catch (error) {
    if (error instanceof ControlProblem) return problemReply(error);
    throw error;
  }
}

function answer(mock: Mock, request: ControlRequest, settings: ControlSettings): ControlReply {
  const [path = '', search = ''] = request.target.split('?', 2);
  const { template, id } = templateOf(path.replace(/^\/_mock(?=\/|$)/, ''));
  const calls = CALLS[template] ?? {};
  const handler = isMethod(request.method) ? calls[request.method] : undefined;
  if (handler === undefined) {
    const allowed = Object.keys(calls).join(', ');
    throw new ControlProblem(
      'method_not_allowed',
      `${path} takes ${allowed}, not ${show(request.method)}.`,
      undefined,
      [['Allow', allowed]],
    );
  }
  if (request.method === 'POST' || request.method === 'PUT') checkMediaType(request.headers.contentType);
  const apiKey = apiKeyOf(request.headers.authorization);
  const query = new URLSearchParams(search);
  if (!FILTERED.has(template)) checkNames(query, []);
  const surface = apiKey === undefined ? mock : worldOf(mock, apiKey);
  return handler({ mock, surface, apiKey, settings, query, id, body: () => readJson(request) });
}

/** The path template that a path fits, and its `{id}`. @throws {ControlProblem} 404, with the nearest path */
function templateOf(path: string): { template: string; id: string } {
  if (Object.hasOwn(CALLS, path)) return { template: path, id: '' };
  const [, collection = '', id = '', verb, ...rest] = path.split('/');
  const template = `/${collection}/{id}${verb === undefined ? '' : `/${verb}`}`;
  if (id !== '' && rest.length === 0 && Object.hasOwn(CALLS, template)) return { template, id };
  const near = nearestOf(path, Object.keys(CALLS));
  const hint =
    near === undefined
      ? `There are ${Object.keys(CALLS)
          .map((call) => `/_mock${call}`)
          .join(', ')}.`
      : `Did you mean /_mock${near}?`;
  throw new ControlProblem('not_found', `There is no control call ${show(`/_mock${path}`)}. ${hint}`);
}

function isMethod(method: string): method is 'GET' | 'POST' | 'PUT' | 'DELETE' {
  return method === 'GET' || method === 'POST' || method === 'PUT' || method === 'DELETE';
}

/** The API key whose world a call is about. @throws {ControlProblem} 401 for a header that holds none */
function apiKeyOf(authorization: string | undefined): string | undefined {
  if (authorization === undefined) return undefined;
  const apiKey = bearerOf(authorization);
  if (apiKey !== undefined) return apiKey;
  throw new ControlProblem('unauthorized', `The Authorization header is malformed. ${KEY_HINT}`);
}

function worldOf(mock: Mock, apiKey: string): Surface {
  try {
    return mock.world(apiKey);
  } catch (error) {
    if (error instanceof TypeError)
      throw new ControlProblem('unauthorized', `This is not a TXCloud API key. ${KEY_HINT}`);
    throw error;
  }
}

const KEY_HINT =
  'Send Authorization: Bearer txc_test_… for the world of that API key, or leave the header out to mean all of them.';

function health({ mock, surface, settings }: Context): ControlReply {
  return json(200, {
    status: 'ok',
    version: settings.version,
    seed: mock.settings.seed,
    clock: clockView(surface),
    uptime: settings.uptime(),
  });
}

function events({ mock, apiKey }: Context): ControlReply {
  return {
    kind: 'events',
    status: 200,
    headers: [
      ['Content-Type', 'text/event-stream'],
      ['Cache-Control', 'no-store'],
      ['X-Content-Type-Options', 'nosniff'],
    ],
    open: (wake) => openFeed(mock, apiKey, wake),
  };
}

function list(data: readonly unknown[], more: Readonly<Record<string, unknown>> = {}): ControlReply {
  return json(200, { object: 'list', data, ...more });
}
