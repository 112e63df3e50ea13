import { drawText } from './attempt.ts';
import type { AttemptFacts } from './attempt.ts';
import { slotOf } from './fault.ts';
import type { Fault, Phase, Slot } from './fault.ts';
import type { FaultEntry, RuleSet } from './rule-set.ts';

/** A fault that met an attempt. */
export interface ActiveFault {
  /** Of the rule or script. */
  readonly id: string;
  readonly fault: Fault;
  readonly phase: Phase;
  /** What its random figures are drawn from. */
  readonly salt: string;
}

/** What is to happen to one attempt. Its firings are reserved until they are confirmed by `fire` or given back by `release`. */
export interface FaultPlan {
  /** The faults of a phase in the order of performing: a delay, the fault itself, a pace. */
  at(phase: Phase): readonly ActiveFault[];
  /**
   * What joins an answer on its way out, also one that a fault of an earlier phase gave: the delay and the pace of
   * phase `after`.
   */
  onAnswer(): readonly ActiveFault[];
  /** Confirms that a fault of this plan happened: its rule counts it. Calling it again changes nothing. */
  fire(active: ActiveFault): void;
  /** Ends the plan: what did not happen is given back, so that another attempt can have it. */
  release(): void;
}

const NONE: readonly ActiveFault[] = [];

/** The plan of an attempt that no fault meets. Shared: it holds nothing. */
export const NO_FAULTS: FaultPlan = {
  at: () => NONE,
  onAnswer: () => NONE,
  fire: () => {
    throw new Error('This fault is not part of the plan: fire() takes what at() or onAnswer() gave.');
  },
  release: () => {},
};

/**
 * Decides what meets an attempt. The sets are asked in turn, each in order of adding: the first match wins, and one
 * `delay` and one `slow` may join it, wherever they stand. A script's `ok` wins like any other step.
 * @param sets the world's, then the mock's
 * @param seed the mock's
 */
export function selectFaults(sets: readonly RuleSet[], attempt: AttemptFacts, seed: string): FaultPlan {
  const met: Partial<Record<Slot, Claim>> = {};
  let through = false;
  let any = false;
  for (const set of sets) {
    if (set.size === 0) continue;
    for (const entry of set.candidates(attempt.operationId)) {
      if (entry.type === 'script') {
        // Before any other question: a script counts every attempt that it sees, so that its steps keep their numbers.
        const step = entry.advance(attempt.operation);
        if (step === undefined) continue;
        if (step === 'ok') {
          through ||= met.main === undefined;
          continue;
        }
        const slot = slotOf(step.fault);
        if (met[slot] !== undefined || (slot === 'main' && through)) continue;
        met[slot] = new Claim(entry, step.fault, step.fault.phase, drawText(seed, step.text, attempt));
      } else {
        const { slot } = entry;
        if (!entry.couldMeet(attempt) || met[slot] !== undefined || (slot === 'main' && through)) continue;
        if (!entry.meets(attempt, seed)) continue;
        met[slot] = new Claim(entry, entry.rule, entry.rule.phase, drawText(seed, entry.text, attempt));
      }
      any = true;
    }
  }
  return any ? new Plan([met.delay, met.main, met.slow].filter((claim) => claim !== undefined)) : NO_FAULTS;
}

/** One reserved firing. */
class Claim implements ActiveFault {
  readonly id: string;
  readonly fault: Fault;
  readonly phase: Phase;
  readonly salt: string;
  readonly #entry: FaultEntry;
  #state: 'reserved' | 'fired' | 'given-back' = 'reserved';

  constructor(entry: FaultEntry, fault: Fault, phase: Phase, salt: string) {
    this.id = entry.id;
    this.fault = fault;
    this.phase = phase;
    this.salt = salt;
    this.#entry = entry;
    if (entry.type === 'rule') entry.reserve();
  }

  fire(): void {
    if (this.#state === 'fired') return;
    if (this.#state === 'given-back') throw new Error('This plan was released: a fault must be fired before.');
    this.#state = 'fired';
    this.#entry.confirm(this.fault);
  }

  giveBack(): void {
    if (this.#state !== 'reserved') return;
    this.#state = 'given-back';
    if (this.#entry.type === 'rule') this.#entry.giveBack();
  }
}

class Plan implements FaultPlan {
  readonly #claims: readonly Claim[];

  constructor(claims: readonly Claim[]) {
    this.#claims = claims;
  }

  at(phase: Phase): readonly ActiveFault[] {
    return this.#claims.filter((claim) => claim.phase === phase);
  }

  onAnswer(): readonly ActiveFault[] {
    return this.#claims.filter((claim) => claim.phase === 'after' && slotOf(claim.fault) !== 'main');
  }

  fire(active: ActiveFault): void {
    const claim = this.#claims.find((candidate) => candidate === active);
    if (claim === undefined) return NO_FAULTS.fire(active);
    claim.fire();
  }

  release(): void {
    for (const claim of this.#claims) claim.giveBack();
  }
}
