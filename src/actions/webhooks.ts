import type { Parameters } from '../body.ts';
import { EVENT_TYPES, type EventType } from '../contract/operation.ts';
import { validateQuery } from '../contract/query.ts';
import type {
  WebhookEndpointView,
  WebhookRequest,
  WebhookTest,
  WebhookTestRequest,
  WebhookUpdate,
} from '../contract/types.ts';
import { emitTest, secretOf, urlFault } from '../events.ts';
import type { ApiError } from '../model/error-table.ts';
import { editsBetween } from '../model/nearest.ts';
import { idOf } from '../model/random.ts';
import { unknown, unknownCursor } from '../reads.ts';
import type { Visit } from '../visit.ts';
import { deliveryView } from '../views.ts';
import { type Endpoint, MAX_ENDPOINTS } from '../world/webhooks.ts';
import type { Deed } from './act.ts';
import { done, refuse } from './deed.ts';

const MAX_EVENTS = 100;
/** A name that the mock does not send, but TXCloud may. */
const EVENT_NAME = /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){1,4}$/;

/** `POST /developers/webhooks`. The one answer that shows the secret whole. */
export function createWebhook(visit: Visit, parameters: Parameters): Deed {
  const { core, world } = visit.parts;
  const { url, events, description, secret } = parameters.params as WebhookRequest;
  const error = faultIn(visit, url, events, description);
  if (error !== undefined) return refuse(error);
  if (secret !== undefined && !/^[\x21-\x7e]{8,256}$/.test(secret)) {
    return refuse(
      'invalid_parameter',
      '`secret` must be 8 to 256 printable ASCII characters without spaces.',
      'secret',
    );
  }
  if (world.webhooks.endpoints().length >= MAX_ENDPOINTS) {
    return refuse('invalid_request', `An API key has ${MAX_ENDPOINTS} webhook endpoints at most; delete some first.`);
  }
  if (core.budget.bytes >= core.budget.maxBytes) {
    return refuse(
      'idempotency_store_full',
      'The mock holds as much as it may; reset it, or start it with a larger --max-bytes.',
    );
  }
  const now = visit.now();
  const identity = [core.settings.seed, world.apiKey, 'webhook', world.webhooks.made + 1].join('\n');
  const endpoint: Endpoint = {
    id: idOf('wh_', identity),
    url,
    events,
    description: description ?? null,
    secret: secret ?? secretOf(identity),
    status: 'active',
    createdAt: now,
    updatedAt: now,
  };
  const body = view(endpoint, endpoint.secret);
  return done(
    body,
    () => {
      world.webhooks.made++;
      world.webhooks.put(endpoint);
    },
    201,
  );
}

/** `GET /developers/webhooks`, newest first. */
export function listWebhooks(visit: Visit): Deed {
  return page(
    visit,
    [...visit.parts.world.webhooks.endpoints()].reverse().map((endpoint) => view(endpoint)),
  );
}

export function readWebhook(visit: Visit): Deed {
  const endpoint = find(visit);
  return endpoint === undefined ? missing(visit) : done(view(endpoint));
}

/** `PUT /developers/webhooks/{id}`. Retries of earlier deliveries go to the new URL, and to a disabled endpoint none do. */
export function changeWebhook(visit: Visit, parameters: Parameters): Deed {
  const endpoint = find(visit);
  if (endpoint === undefined) return missing(visit);
  const { url, events, description, status } = parameters.params as WebhookUpdate;
  const error = faultIn(visit, url, events, description);
  if (error !== undefined) return refuse(error);
  const changed: Endpoint = {
    ...endpoint,
    url,
    events,
    description: description ?? endpoint.description,
    status: status ?? endpoint.status,
    updatedAt: visit.now(),
  };
  return done(view(changed), () => visit.parts.world.webhooks.put(changed));
}

export function deleteWebhook(visit: Visit): Deed {
  const endpoint = find(visit);
  if (endpoint === undefined) return missing(visit);
  return done({ id: endpoint.id, object: 'webhook_endpoint', deleted: true }, () => {
    visit.parts.world.webhooks.remove(endpoint.id);
  });
}

/** `POST /developers/webhooks/{id}/test`: an event that says that it is one. */
export function testWebhook(visit: Visit, parameters: Parameters): Deed {
  const { core, world } = visit.parts;
  const endpoint = find(visit);
  if (endpoint === undefined) return missing(visit);
  const { event_type: asked } = parameters.params as WebhookTestRequest;
  const type: EventType =
    asked ?? EVENT_TYPES.find((known) => endpoint.events.includes(known)) ?? 'identity.verification.completed';
  // Sent here and not on commit, because the answer names the delivery; the sending itself does not wait.
  const data = JSON.stringify({ id: endpoint.id, object: 'webhook.test', test: true });
  const name = `${endpoint.id}\n${world.webhooks.count(`test ${endpoint.id}`)}`;
  const delivery = emitTest(core, world, { type, name, at: visit.now(), data }, endpoint);
  const body: WebhookTest = {
    object: 'webhook.test',
    webhook_id: endpoint.id,
    event_id: delivery.eventId,
    event_type: type,
    delivery_id: delivery.id,
  };
  return done(body);
}

/** `GET /developers/webhooks/{id}/logs`: deliveries, newest first. */
export function webhookLogs(visit: Visit): Deed {
  const endpoint = find(visit);
  if (endpoint === undefined) return missing(visit);
  return page(visit, visit.parts.world.webhooks.deliveries(endpoint.id).map(deliveryView));
}

/** What of an endpoint cannot be. */
function faultIn(visit: Visit, url: string, events: readonly string[], description = ''): ApiError | undefined {
  const reason = urlFault(url, visit.parts.core.settings.webhookHosts);
  if (reason !== undefined) return invalid('url', `\`url\` cannot be delivered to: ${reason}.`);
  if (events.length === 0 || events.length > MAX_EVENTS)
    return invalid('events', `\`events\` must name 1 to ${MAX_EVENTS} events, or hold "*".`);
  if (description.length > 1000) return invalid('description', '`description` must have 1,000 characters at most.');
  for (const [i, event] of events.entries()) {
    const reason = eventFault(event);
    if (reason !== undefined) return invalid(`events[${i}]`, `\`events[${i}]\` ${reason}`);
  }
  return undefined;
}

/** A misspelt name is refused; one that the mock does not know at all may be one that TXCloud does. */
function eventFault(event: string): string | undefined {
  if (event === '*' || EVENT_TYPES.some((known) => known === event)) return undefined;
  const shown = JSON.stringify(event.slice(0, 64));
  const near = EVENT_TYPES.find((known) => event.length <= 64 && editsBetween(event.toLowerCase(), known) <= 2);
  if (near !== undefined) return `must be the name of an event; got ${shown}. Did you mean ${near}?`;
  if (event.length <= 64 && EVENT_NAME.test(event)) return undefined;
  return `must be the name of an event; got ${shown}. The mock sends ${EVENT_TYPES.join(', ')}.`;
}

function invalid(param: string, message: string): ApiError {
  return { code: 'invalid_parameter', message, param };
}

function find(visit: Visit): Endpoint | undefined {
  return visit.parts.world.webhooks.endpoint(visit.parts.pathParams['id'] ?? '');
}

function missing(visit: Visit): Deed {
  return refuse(unknown(visit.parts.pathParams['id'] ?? ''));
}

/** A page of what is few enough to be at hand whole (platform.md, "Pagination"). @param all newest first */
function page({ parts: { query, route } }: Visit, all: readonly { readonly id: string }[]): Deed {
  const reading = validateQuery(route.operationId, new URLSearchParams(query));
  if ('error' in reading) return refuse(reading.error);
  const { endingBefore, limit, startingAfter } = reading.query;
  const cursor = endingBefore ?? startingAfter;
  const at = all.findIndex(({ id }) => id === cursor);
  if (cursor !== undefined && at < 0)
    return refuse(unknownCursor(endingBefore === undefined ? 'starting_after' : 'ending_before'));
  const rest = endingBefore === undefined ? all.slice(at + 1) : all.slice(0, at);
  const data = endingBefore === undefined ? rest.slice(0, limit) : rest.slice(-limit);
  const more = rest.length > limit;
  // The end of the page in the direction that was asked for.
  const end = endingBefore === undefined ? data.at(-1) : data[0];
  const next = more && end !== undefined ? end.id : null;
  return done({ object: 'list', data, has_more: more, next_cursor: next, total_count: all.length });
}

function view(endpoint: Endpoint, secret = `whsec_…${endpoint.secret.slice(-4)}`): WebhookEndpointView {
  const { id, url, events, description, status, createdAt, updatedAt } = endpoint;
  return {
    id,
    object: 'webhook_endpoint',
    url,
    events: [...events],
    description,
    secret,
    status,
    created_at: new Date(createdAt).toISOString(),
    updated_at: new Date(updatedAt).toISOString(),
  };
}
