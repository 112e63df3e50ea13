import type { Core } from './core.ts';
import { isLoopback } from './model/loopback.ts';
import { idOf } from './model/random.ts';
import { redactKeysIn } from './model/redact.ts';
import type { Endpoint, Delivery } from './world/webhooks.ts';
import type { World } from './worlds.ts';

/** Something that webhook endpoints are told. */
export interface Note {
  readonly type: string;
  /** What the event's id is a function of, beside seed, API key and type: the object's id, and which time it is. */
  readonly name: string;
  /** When it happened, in milliseconds of the world's clock. */
  readonly at: number;
  /** The object that it is about, in JSON. */
  readonly data: string;
  /** The `webhook_url` of the request, which gets it beside the endpoints. */
  readonly webhookUrl?: string | undefined;
}

/** TXCloud's API version, as events carry it. */
const API_VERSION = '2025-01-01';

/**
 * Tells everybody who wants to know: the endpoints of this world that ask for this type, and the `webhook_url`, unless
 * that is an endpoint's too (platform.md, "Webhooks").
 */
export function emit(core: Core, world: World, note: Note): void {
  const endpoints = world.webhooks.subscribers(note.type);
  if (endpoints.length === 0 && note.webhookUrl === undefined) return;
  const receivers: Receiver[] = [...endpoints];
  if (note.webhookUrl !== undefined && !endpoints.some(({ url }) => url === note.webhookUrl)) {
    receivers.push({ url: note.webhookUrl, secret: defaultSecret(core) });
  }
  const { id, body } = eventOf(core, world, note);
  const nth = world.webhooks.count(note.type);
  for (const [place, receiver] of receivers.entries()) send(core, world, note, id, body, receiver, `${nth}\n${place}`);
}

/** Sends a test event to one endpoint, whatever it asks for. */
export function emitTest(core: Core, world: World, note: Note, endpoint: Endpoint): Delivery {
  const { id, body } = eventOf(core, world, note);
  return send(core, world, note, id, body, endpoint, `test\n${note.name}`);
}

/**
 * An object's time has come: it turns into what it was to become, and the event that tells of it goes out. One that was
 * deleted or changed meanwhile does not; one whose time was put off is asked again then.
 */
export function turnWhenDue(core: Core, world: World, collection: string, id: string, at: number): void {
  world.agenda.add(at, () => {
    const object = world.objects.stored(collection, id);
    const later = object?.later;
    if (object === undefined || later === undefined) return;
    if (later.at > world.clock.now()) return turnWhenDue(core, world, collection, id, later.at);
    world.objects.replace({ ...object, body: later.body, facets: later.facets, later: undefined });
    if (later.event === undefined) return;
    const { type, webhookUrl } = later.event;
    emit(core, world, { type, name: id, at: later.at, data: later.body, webhookUrl });
  });
}

/** The secret that signs what goes to a `webhook_url`, which has none of its own: one for the whole mock. */
export function defaultSecret(core: Core): string {
  return secretOf(`${core.settings.seed}\nwebhook_url`);
}

/** A secret that is a function of `text`. */
export function secretOf(text: string): string {
  return idOf(idOf('whsec_', `${text}\n1`), `${text}\n2`);
}

type Receiver = { readonly id?: string; readonly url: string; readonly secret: string };

function eventOf(core: Core, world: World, note: Note): { id: string; body: string } {
  const id = idOf('evt_', [core.settings.seed, world.apiKey, note.type, note.name].join('\n'));
  const createdAt = new Date(note.at).toISOString();
  const head = JSON.stringify({ id, type: note.type, created_at: createdAt, api_version: API_VERSION });
  // The object's own text: what it reads as by its id.
  return { id, body: `${head.slice(0, -1)},"data":${note.data}}` };
}

function send(
  core: Core,
  world: World,
  note: Note,
  eventId: string,
  body: string,
  receiver: Receiver,
  subject: string,
): Delivery {
  const delivery = world.webhooks.record({
    id: idOf('whd_', `${world.apiKey}\n${eventId}\n${receiver.id ?? ''}\n${receiver.url}`),
    eventId,
    eventType: note.type,
    endpointId: receiver.id,
    url: receiver.url,
    secret: receiver.secret,
    createdAt: note.at,
    subject,
    body,
    status: 'pending',
    attempts: 0,
    responseCode: null,
    deliveredAt: null,
    nextAttemptAt: note.at,
    reason: null,
  });
  const obstacle =
    core.budget.bytes >= core.budget.maxBytes ? 'the mock is at --max-bytes' : obstacleTo(core, receiver);
  if (obstacle !== undefined) world.webhooks.settle(delivery, 'skipped', obstacle);
  else core.deliveries?.begin(core, world, delivery);
  return delivery;
}

/** Why nothing can be sent to a receiver at all. */
function obstacleTo(core: Core, { url }: Receiver): string | undefined {
  const fault = urlFault(url, core.settings.webhookHosts);
  if (fault !== undefined) return fault;
  return core.deliveries?.courier === undefined
    ? 'this mock has no way out: webhooks are sent by its server (startServer, or the command line)'
    : undefined;
}

/**
 * What is wrong with the URL of a receiver, if anything: deliveries go to this machine only, or to hosts that were
 * allowed by name.
 * @param allowHosts `--webhook-host`
 */
export function urlFault(url: string, allowHosts: readonly string[]): string | undefined {
  // A URL parser strips blanks and line breaks, or encodes them: what was meant is not known.
  if (url.length > 2048 || /[^!-\uffff]/.test(url) || !URL.canParse(url))
    return 'it is not a URL such as http://127.0.0.1:8080/hook';
  const { protocol, hostname, username, password } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') return 'webhooks are sent over http and https only';
  if (username !== '' || password !== '') return 'a user and a password do not belong into a webhook URL';
  if (isLoopback(hostname) || allowHosts.includes(hostname)) return undefined;
  const shown = redactKeysIn(hostname);
  return `${shown} is not this machine; the mock sends there when it is started with --webhook-host ${shown}`;
}
