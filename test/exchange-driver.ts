import type { Core } from '../src/core.ts';
import { exchange } from '../src/engine.ts';
import { buildCore } from '../src/mock.ts';
import type { Call } from '../src/model/call.ts';
import type { Exchange, Wait, WaitEnd } from '../src/model/exchange.ts';
import type { Outcome, Reply } from '../src/model/outcome.ts';
import { portableSha256 } from '../src/model/sha256.ts';
import { type MockOptions, readOptions } from '../src/options.ts';
import type { Attempt } from '../src/world/journal.ts';
import type { World } from '../src/worlds.ts';

/** An engine without a door: every exchange is taken through its waits by hand, in whatever order a test wants. */
export interface Rig {
  readonly core: Core;
  /** Real time, in milliseconds. */
  readonly real: { now: number };
  /** The attempts that have ended, in that order. */
  readonly ended: Attempt[];
  readonly errors: unknown[];
}

/** @param options `fault`, `faults`, `profile` and `scenario` are for `createMock`: here rules are added to `core.faults` */
export function rigOf(options: MockOptions): Rig {
  const real = { now: Date.parse('2026-11-24T12:00:00Z') };
  const ended: Attempt[] = [];
  const errors: unknown[] = [];
  const core = buildCore({ now: () => real.now, sha256: portableSha256 }, readOptions(options), {
    onAttempt: (attempt) => ended.push(attempt),
    onRevised: () => {},
    onError: (error) => errors.push(error),
    onBreakingFault: () => {},
  });
  return { core, real, ended, errors };
}

/** What one request is made of. */
export interface RequestParts {
  readonly apiKey: string;
  /** Without `/v1`. */
  readonly path: string;
  readonly key?: string | undefined;
  readonly body: Uint8Array;
  readonly scenario?: string | undefined;
}

/** A POST in JSON. */
export function callOf({ apiKey, path, key, body, scenario }: RequestParts): Call {
  return {
    method: 'POST',
    target: `/v1${path}`,
    headers: {
      authorization: `Bearer ${apiKey}`,
      contentType: 'application/json',
      idempotencyKeys: key === undefined ? [] : [key],
      ...(scenario === undefined ? {} : { scenario }),
    },
    body,
    reusedConnection: false,
  };
}

/** One exchange on its way, as `perform` would take it, but one wait at a time. */
export class Running {
  readonly row: Attempt;
  /** Its world; undefined for a caller without one. */
  readonly world: World | undefined;
  readonly #exchange: Exchange;
  #wait: Wait | undefined;
  #stop: (() => void) | undefined;
  #woken = false;
  #left = false;
  outcome: Outcome | undefined;

  constructor(rig: Rig, call: Call) {
    this.#exchange = exchange(rig.core, call);
    this.#take(this.#exchange.next());
    this.row = [...rig.core.journal.rows()].at(-1) as Attempt;
    this.world = this.row.world === undefined ? undefined : rig.core.worlds.get(this.row.world);
  }

  /** The answer, whole or cut, if the client gets anything of one. */
  get reply(): Reply | undefined {
    return this.outcome !== undefined && 'reply' in this.outcome ? this.outcome.reply : undefined;
  }

  /** How slowly it comes, in bytes per second; undefined: at once. */
  get pace(): number | undefined {
    return this.outcome !== undefined && 'pace' in this.outcome ? this.outcome.pace?.bytesPerSecond : undefined;
  }

  /** True when its wait ends by itself in the end, or has been ended. */
  get canElapse(): boolean {
    return this.#woken || (!this.#left && this.#wait?.ms !== undefined);
  }

  get left(): boolean {
    return this.#left;
  }

  /** True once the wait was ended early, by whoever it was for. */
  get woken(): boolean {
    return this.#woken;
  }

  /** Ends the present wait. A client that has left stays away. @returns false when the wait cannot end so */
  step(end: WaitEnd): boolean {
    if (this.#wait === undefined) return false;
    const real = this.#left ? 'client-left' : this.#woken ? 'elapsed' : end;
    if (real === 'elapsed' && !this.canElapse) return false;
    this.force(real);
    return true;
  }

  /** Ends the present wait, whether or not anything but a test could. */
  force(end: WaitEnd): void {
    if (end === 'client-left') this.#left = true;
    this.#stop?.();
    this.#stop = undefined;
    this.#take(this.#exchange.next(end));
  }

  #take(next: IteratorResult<Wait, Outcome>): void {
    this.#woken = false;
    if (next.done === true) {
      this.#wait = undefined;
      this.outcome = next.value;
      return;
    }
    this.#wait = next.value;
    // As an adapter does: for a client that has left, nothing is waited for.
    if (!this.#left) {
      this.#stop = next.value.early?.(() => {
        this.#woken = true;
      });
    }
  }
}

/** The value of a field line of an answer. */
export function header(reply: Reply, name: string): string | undefined {
  return reply.headers.find(([field]) => field.toLowerCase() === name.toLowerCase())?.[1];
}
