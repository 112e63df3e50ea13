import packageJson from '../../package.json' with { type: 'json' };
import { controlReply } from '../control/control.ts';
import { HEARTBEAT } from '../control/events.ts';
import { type ControlGuards, guard } from '../control/guards.ts';
import { ControlProblem } from '../control/problem.ts';
import type { ControlHeaders, ControlReply, ControlSettings } from '../control/request.ts';
import type { Mock } from '../mock.ts';
import type { ApiError } from '../model/error-table.ts';
import { fieldOf } from './node-fields.ts';
import { fieldLines } from './node-wire.ts';
import type { Turn } from './node-turn.ts';

/** How often an idle stream of events shows that it lives, in milliseconds. */
const HEARTBEAT_MS = 15_000;

/** What the control API has to know of the server that it is offered by. */
export function controlSettings(guards: ControlGuards): ControlSettings {
  // Not `performance`: Node loads a module for it, which would take a part of the time to start.
  const startedAt = process.uptime();
  return {
    ...guards,
    version: packageJson.version,
    uptime: () => Math.round((process.uptime() - startedAt) * 1000) / 1000,
  };
}

/**
 * What keeps web pages and strangers out of `/v1/developers` too: a
 * page that could register a webhook endpoint would be told everything.
 */
export function refuseStranger(turn: Turn, settings: ControlSettings): ApiError | undefined {
  try {
    guard(headersOf(turn), settings);
    return undefined;
  } catch (error) {
    if (error instanceof ControlProblem) return { code: error.code, message: error.message };
    throw error;
  }
}

/** Hands a request to the control API. */
export function askControl(mock: Mock, turn: Turn, settings: ControlSettings): ControlReply {
  const { method, target, body } = turn;
  return controlReply(mock, { method, target, body, headers: headersOf(turn) }, settings);
}

function headersOf({ request, fields }: Turn): ControlHeaders {
  const raw = request.rawHeaders;
  return {
    host: fields.host,
    origin: fields.origin,
    fetchSite: fieldOf(raw, 'sec-fetch-site'),
    contentType: fieldOf(raw, 'content-type'),
    authorization: fieldOf(raw, 'authorization'),
    controlToken: fieldOf(raw, 'x-mock-control-token'),
    webhookSignature: fieldOf(raw, 'x-txcloud-signature'),
  };
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
