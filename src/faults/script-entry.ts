import type { Fault, Phase, Step } from './fault.ts';
import { formatStep } from './format.ts';

/** How many operations one script follows; further ones pass through and are counted. */
export const MAX_SCRIPT_OPERATIONS = 10_000;

/** A script as the API and the library show it. */
export interface ScriptView {
  readonly id: string;
  readonly on: string;
  /** The steps, in canonical text. */
  readonly script: readonly string[];
  /** Faults that happened. */
  readonly fired: number;
  /** Steps that no operation has come to, or whose fault could not happen, as one of phase `during` to a replay. */
  readonly unused: number;
  /** Attempts after the last step: they passed through. */
  readonly overrun: number;
  /** Attempts of operations beyond the bound: they passed through. There only when it happened. */
  readonly dropped?: number;
}

/** A step that met an attempt. */
export interface MetStep {
  readonly fault: Fault & { readonly phase: Phase };
  /** The step's canonical text. */
  readonly text: string;
}

/** A list of faults for the successive attempts of each operation, with a cursor for each. */
export class ScriptEntry {
  readonly type = 'script';
  readonly id: string;
  readonly on: string;
  readonly operationIds: readonly string[];
  readonly steps: readonly Step[];
  fired = 0;
  readonly #met: readonly (MetStep | 'ok')[];
  readonly #cursors = new Map<string, number>();
  #furthest = 0;
  readonly #happened = new Set<Fault>();
  #overrun = 0;
  #dropped = 0;

  constructor(id: string, on: string, operationIds: readonly string[], steps: readonly Step[]) {
    this.id = id;
    this.on = on;
    this.operationIds = operationIds;
    this.steps = steps;
    this.#met = steps.map((step) => (step === 'ok' ? step : { fault: step, text: formatStep(step) }));
  }

  /**
   * Takes the operation's next step, whether or not its fault will happen: an attempt is met once. The first attempt
   * after the script was added meets the first step.
   * @returns undefined past the end
   */
  advance(operation: string): MetStep | 'ok' | undefined {
    const at = this.#cursors.get(operation);
    if (at === undefined && this.#cursors.size >= MAX_SCRIPT_OPERATIONS) {
      this.#dropped++;
      return undefined;
    }
    const step = this.#met[at ?? 0];
    if (step === undefined) {
      this.#overrun++;
      return undefined;
    }
    const next = (at ?? 0) + 1;
    this.#cursors.set(operation, next);
    if (next > this.#furthest) this.#furthest = next;
    return step;
  }

  /**
   * Lets the operations of one world start the script anew: the world was reset, and counts its attempts from 1.
   * @param world as `AttemptFacts.operation` starts
   */
  forget(world: string): void {
    for (const operation of this.#cursors.keys())
      if (operation.startsWith(`${world}\n`)) this.#cursors.delete(operation);
  }

  /** @param fault of the step that happened */
  confirm(fault: Fault): void {
    this.fired++;
    this.#happened.add(fault);
  }

  view(): ScriptView {
    return {
      id: this.id,
      on: this.on,
      script: this.steps.map(formatStep),
      fired: this.fired,
      unused: this.steps.filter((step, i) => i >= this.#furthest || (step !== 'ok' && !this.#happened.has(step)))
        .length,
      overrun: this.#overrun,
      ...(this.#dropped === 0 ? {} : { dropped: this.#dropped }),
    };
  }
}
