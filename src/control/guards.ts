import { show } from '../faults/rule-error.ts';
import { isLoopback, withoutBrackets } from '../model/loopback.ts';
import { ControlProblem } from './problem.ts';
import type { ControlHeaders } from './request.ts';

export { isLoopback } from '../model/loopback.ts';

/** What keeps web pages and strangers out of the control API. */
export interface ControlGuards {
  /** The address that the server listens on, as it was given: `127.0.0.1`, `0.0.0.0`, `localhost`. */
  readonly host: string;
  /** Other Host names that the control API answers to, without a port: a CI service name. */
  readonly allowHost: readonly string[];
  /** The token that callers need when the server listens beyond loopback; undefined: the control API is off there. */
  readonly controlToken: string | undefined;
}

/** Addresses that mean every address: no caller can name them. */
const WILDCARDS = new Set(['0.0.0.0', '::', '']);

/**
 * Refuses calls that a web page, another machine, or a delivery of a webhook may have made. A foreign `Host` means a name that an attacker has
 * pointed here (DNS rebinding); an `Origin` is sent by browsers only, and ours is the one page that may call.
 * @throws {ControlProblem} 403 `forbidden`
 */
export function guard(headers: ControlHeaders, guards: ControlGuards): void {
  const { host, origin, fetchSite, webhookSignature } = headers;
  const name = host === undefined ? undefined : nameOf(host);
  if (host === undefined || name === undefined || !isOwnHost(name, guards)) {
    throw forbidden(
      `The control API does not answer to the Host ${show(host ?? '')}. Start the mock with --allow-host <name> to allow it.`,
    );
  }
  if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`) {
    throw forbidden(`The control API is not for web pages of other origins, such as ${show(origin)}.`);
  }
  // Ports do not make another site, so "same-site" may be any page on this machine.
  if (fetchSite !== undefined && fetchSite !== 'same-origin' && fetchSite !== 'none') {
    throw forbidden('The control API is not for web pages of other origins.');
  }
  // Whoever may name a `webhook_url` would else have this machine's mocks call themselves.
  if (webhookSignature !== undefined) {
    throw forbidden('The control API takes no webhook deliveries: point the webhook URL at a receiver of your own.');
  }
  if (!isLoopback(guards.host)) checkToken(headers.controlToken, guards.controlToken);
}

function checkToken(given: string | undefined, wanted: string | undefined): void {
  if (wanted === undefined) {
    throw forbidden(
      'The control API is off, because the mock listens beyond loopback without a token. Start it with --control-token <secret>, and send that as X-Mock-Control-Token.',
    );
  }
  if (given === undefined)
    throw forbidden('The header X-Mock-Control-Token is missing: it has to hold the token of --control-token.');
  if (!equalTexts(given, wanted)) throw forbidden('X-Mock-Control-Token does not hold the token of --control-token.');
}

/** Compares in a time that depends on the length of `given` alone, so that it tells nothing of `wanted`. */
function equalTexts(given: string, wanted: string): boolean {
  let difference = given.length ^ wanted.length;
  for (let i = 0; i < given.length; i++) difference |= given.charCodeAt(i) ^ wanted.charCodeAt(i % wanted.length);
  return difference === 0;
}

function isOwnHost(name: string, { host, allowHost }: ControlGuards): boolean {
  if (isLoopback(name)) return true;
  const own = WILDCARDS.has(host) ? allowHost : [host, ...allowHost];
  return own.some((allowed) => withoutBrackets(allowed).toLowerCase() === name);
}

/** The name in a Host header, without port and brackets; undefined when it is none (RFC 9110, 7.2). */
function nameOf(host: string): string | undefined {
  const name = /^(\[[0-9a-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i.exec(host)?.[1];
  return name === undefined ? undefined : withoutBrackets(name).toLowerCase();
}

function forbidden(message: string): ControlProblem {
  return new ControlProblem('forbidden', message);
}
