import type { Core } from './core.ts';
import type { Attempt, AttemptOutcome } from './world/journal.ts';

/** What has happened since the start: the closing summary. */
export interface TotalsView {
  readonly requests: number;
  readonly processed: number;
  readonly replayed: number;
  readonly conflicts: number;
  readonly in_progress: number;
  readonly refused: number;
  readonly lost: number;
  readonly failed: number;
  readonly read: number;
  /** Times that work was committed, answers that were lost included. */
  readonly committed: number;
  /** Faults that fired, by rule or script. */
  readonly faults_fired: readonly { readonly id: string; readonly rule: string; readonly fired: number }[];
  /** Rules that never fired, and scripts with steps left: tests that tested nothing. */
  readonly faults_never_fired: readonly { readonly id: string; readonly rule: string; readonly unused?: number }[];
}

/** Counts outcomes. */
export class Totals {
  #requests = 0;
  #committed = 0;
  #outcomes = new Map<AttemptOutcome, number>();

  count(attempt: Attempt): void {
    this.#requests++;
    if (attempt.committed) this.#committed++;
    if (attempt.outcome !== null) this.#outcomes.set(attempt.outcome, this.#of(attempt.outcome) + 1);
  }

  reset(): void {
    this.#requests = 0;
    this.#committed = 0;
    this.#outcomes.clear();
  }

  view(core: Core): TotalsView {
    const faults = [core.faults, ...[...core.worlds.all()].map((world) => world.faults)].flatMap((set) => set.list());
    const described = faults.map((fault) => ({
      ...fault,
      rule: 'script' in fault ? `on=${fault.on} ${JSON.stringify(fault.script)}` : fault.rule,
    }));
    return {
      requests: this.#requests,
      processed: this.#of('processed'),
      replayed: this.#of('replayed'),
      conflicts: this.#of('conflict'),
      in_progress: this.#of('in_progress'),
      refused: this.#of('refused'),
      lost: this.#of('lost'),
      failed: this.#of('failed'),
      read: this.#of('read'),
      committed: this.#committed,
      faults_fired: described.filter(({ fired }) => fired > 0).map(({ id, rule, fired }) => ({ id, rule, fired })),
      faults_never_fired: described.flatMap((fault) => {
        const unused = 'script' in fault ? fault.unused : 0;
        if (fault.fired > 0 && unused === 0) return [];
        return [{ id: fault.id, rule: fault.rule, ...(unused > 0 ? { unused } : {}) }];
      }),
    };
  }

  #of(outcome: AttemptOutcome): number {
    return this.#outcomes.get(outcome) ?? 0;
  }
}
