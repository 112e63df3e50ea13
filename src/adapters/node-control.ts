import packageJson from '../../package.json' with { type: 'json' };
import { controlReply } from '../control/control.ts';
import { HEARTBEAT } from '../control/events.ts';
import type { ControlGuards } from '../control/guards.ts';
import type { ControlReply, ControlSettings } from '../control/request.ts';
import type { Mock } from '../mock.ts';
import { fieldOf } from './node-fields.ts';
import { fieldLines } from './node-wire.ts';
import type { Turn } from './node-turn.ts';

/** How often an idle stream of events shows that it lives, in milliseconds. */
const HEARTBEAT_MS = 15_000;

/** What the control API has to know of the server that it is offered by. */
export function controlSettings(guards: ControlGuards): ControlSettings {
  const startedAt = performance.now();
  return { ...guards, version: packageJson.version, uptime: () => Math.round(performance.now() - startedAt) / 1000 };
}

/** Hands a request to the control API. */
export function askControl(mock: Mock, turn: Turn, settings: ControlSettings): ControlReply {
  const raw = turn.request.rawHeaders;
  const { method, target, body, fields } = turn;
  return controlReply(
    mock,
    {
      method,
      target,
      body,
      headers: {
        host: fields.host,
        origin: fields.origin,
        fetchSite: fieldOf(raw, 'sec-fetch-site'),
        contentType: fieldOf(raw, 'content-type'),
        authorization: fieldOf(raw, 'authorization'),
        controlToken: fieldOf(raw, 'x-mock-control-token'),
      },
    },
    settings,
  );
}

/**
 * Sends a stream of events, until it is stopped.
 * @returns a function that stops it
 */
export function sendEvents(turn: Turn, reply: Extract<ControlReply, { kind: 'events' }>): () => void {
  const { response } = turn;
  let blocked = false;
  const send = (): void => {
    if (blocked || response.writableEnded) return;
    for (let text = feed.take(); text !== ''; text = feed.take()) {
      if (response.write(text)) continue;
      blocked = true;
      response.once('drain', () => {
        blocked = false;
        send();
      });
      return;
    }
  };
  const feed = reply.open(send);
  response.writeHead(reply.status, fieldLines({ ...reply, body: '' }, { fields: [], close: true }, undefined));
  response.flushHeaders();
  send();
  const heartbeat = setInterval(() => {
    if (!blocked && !response.writableEnded) response.write(HEARTBEAT);
  }, HEARTBEAT_MS).unref();
  return () => {
    clearInterval(heartbeat);
    feed.close();
  };
}
