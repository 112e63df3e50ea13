import { setTimeout as sleep } from 'node:timers/promises';
import { parseDuration } from '../model/duration.ts';
import { RunError, UsageError } from './usage-error.ts';
import { visible } from './visible.ts';

/** Between two looks, in milliseconds. */
const PAUSE_MS = 100;
/** How long one look may take at least and at most, in milliseconds. */
const LOOK_MS = { least: 1000, most: 2000 };

/** What stood at an address. */
type Seen = { readonly mock: string } | { readonly instead: string };

/**
 * `txcloud-mock wait <url>`: looks until a mock answers there.
 * @param url of the mock, or its base URL that ends in `/v1`
 * @param timeout a duration, such as `30s`; 0 looks once
 * @returns the line that says so
 * @throws {UsageError} for a URL or a duration that is none
 * @throws {RunError} when none has answered in time, with what was there instead
 */
export async function wait(url: string, timeout: string): Promise<string> {
  const base = baseOf(url);
  const ms = durationOf(timeout);
  const started = performance.now();
  for (;;) {
    const left = ms - (performance.now() - started);
    const patience = Math.ceil(Math.min(Math.max(left, LOOK_MS.least), LOOK_MS.most));
    const seen = await look(`${base}/_mock/health`, patience);
    if ('mock' in seen) return `${visible(seen.mock)} answers at ${base}/v1`;
    if (performance.now() - started + PAUSE_MS > ms) {
      throw new RunError(
        `wait: no mock has answered at ${base} (--timeout ${timeout}). Last seen: ${visible(seen.instead)}`,
      );
    }
    await sleep(PAUSE_MS);
  }
}

function baseOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new UsageError(`wait: ${JSON.stringify(text)} is not a URL. Write for example http://127.0.0.1:4010`);
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '').replace(/\/v1$/, '')}`;
}

function durationOf(text: string): number {
  try {
    return parseDuration(text, '--timeout');
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(error.message) : error;
  }
}

async function look(health: string, ms: number): Promise<Seen> {
  const over = new AbortController();
  // `AbortSignal.timeout` keeps no process alive, and neither does a `fetch` whose connection was closed as soon as it was
  // made: the process would end before it settles.
  const timer = setTimeout(() => over.abort(), ms);
  try {
    const response = await fetch(health, { redirect: 'manual', signal: over.signal });
    return judge(response.status, await response.text());
  } catch (error) {
    if (over.signal.aborted) return { instead: `no answer in ${ms} ms.` };
    if (error instanceof TypeError) return { instead: reasonOf(error) };
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** A mock tells its version; one that listens beyond loopback refuses to, in the API's error form. */
function judge(status: number, text: string): Seen {
  const { version, seed, error } = membersOf(text);
  if (status === 200 && typeof version === 'string' && typeof seed === 'string') {
    return { mock: `txcloud-mock ${version}` };
  }
  const { code, type } = membersOf(JSON.stringify(error ?? null));
  if (status === 403 && code === 'forbidden' && type === 'authorization_error') return { mock: 'txcloud-mock' };
  return { instead: `status ${status}, which is not a mock's answer.` };
}

function membersOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** Why a connection came to nothing: what `fetch` keeps in its cause. */
function reasonOf({ cause, message }: TypeError): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'ECONNREFUSED') return 'nothing listens there (ECONNREFUSED).';
  return `${cause instanceof Error && cause.message !== '' ? cause.message : message}.`;
}
