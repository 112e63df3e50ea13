import type { Core } from './core.ts';
import { accountOf, type FaultAccount } from './faults/ledger.ts';
import type { FaultEntry } from './faults/rule-set.ts';
import type { Attempt, AttemptOutcome } from './world/journal.ts';

/** A rule or a script, in a summary. */
type Line<Figure extends string> = { readonly id: string; readonly rule: string } & {
  readonly [name in Figure]: number;
};

/** What has happened: the closing summary. */
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
  readonly faults_fired: readonly Line<'fired'>[];
  /** Rules that never fired, and scripts with steps left: tests that tested nothing. */
  readonly faults_never_fired: readonly (Line<never> & { readonly unused?: number })[];
  /** Scripts with attempts after their last step, which passed through. */
  readonly scripts_overrun: readonly Line<'overrun'>[];
}

type Counts = Map<AttemptOutcome | 'requests' | 'committed', number>;

/** Counts outcomes, since the start and since the last reset. */
export class Totals {
  readonly #counts: Counts = new Map();
  /** Of the attempts that came before the last reset, whenever they ended. */
  readonly #past: Counts = new Map();
  #resets = 0;

  count(attempt: Attempt): void {
    const counts = this.#countsOf(attempt);
    add(counts, 'requests', 1);
    if (attempt.committed) add(counts, 'committed', 1);
    if (attempt.outcome !== null) add(counts, attempt.outcome, 1);
  }

  /** An attempt that was counted has turned out otherwise. */
  revise(attempt: Attempt, was: AttemptOutcome | null): void {
    const counts = this.#countsOf(attempt);
    if (was !== null) add(counts, was, -1);
    if (attempt.outcome !== null) add(counts, attempt.outcome, 1);
  }

  /** @param resets how often the mock has been reset by now, as attempts from here on say */
  reset(resets: number): void {
    this.#resets = resets;
    for (const [name, count] of this.#counts) add(this.#past, name, count);
    this.#counts.clear();
  }

  #countsOf({ resets }: Attempt): Counts {
    return resets === this.#resets ? this.#counts : this.#past;
  }

  /** Since the last reset, with the faults that are there. */
  view(core: Core): TotalsView {
    return viewOf((name) => this.#counts.get(name) ?? 0, entriesIn(core).map(accountOf));
  }

  /** Since the start, with the faults that are gone. */
  history(core: Core): TotalsView {
    const of = (name: Parameters<Counts['get']>[0]): number =>
      (this.#counts.get(name) ?? 0) + (this.#past.get(name) ?? 0);
    return viewOf(of, core.ledger.withGone(entriesIn(core)));
  }
}

function add(counts: Counts, name: Parameters<Counts['get']>[0], count: number): void {
  counts.set(name, (counts.get(name) ?? 0) + count);
}

function entriesIn(core: Core): FaultEntry[] {
  return [core.faults, ...[...core.worlds.all()].map((world) => world.faults)].flatMap((set) => set.entries());
}

function viewOf(of: (name: Parameters<Counts['get']>[0]) => number, faults: readonly FaultAccount[]): TotalsView {
  return {
    requests: of('requests'),
    processed: of('processed'),
    replayed: of('replayed'),
    conflicts: of('conflict'),
    in_progress: of('in_progress'),
    refused: of('refused'),
    lost: of('lost'),
    failed: of('failed'),
    read: of('read'),
    committed: of('committed'),
    faults_fired: faults.filter(({ fired }) => fired > 0).map(({ id, rule, fired }) => ({ id, rule, fired })),
    faults_never_fired: faults
      .filter(({ fired, unused }) => fired === 0 || unused > 0)
      .map(({ id, rule, unused }) => ({ id, rule, ...(unused > 0 ? { unused } : {}) })),
    scripts_overrun: faults
      .filter(({ overrun }) => overrun > 0)
      .map(({ id, rule, overrun }) => ({ id, rule, overrun })),
  };
}
