import type { RuleView } from './rule-entry.ts';
import type { ScriptView } from './script-entry.ts';

/** What a rule or a script has done. */
export interface FaultAccount {
  readonly id: string;
  /** Its text, which for a script names its endpoint and its steps. */
  readonly rule: string;
  readonly fired: number;
  /** Steps of a script that no operation has come to. */
  readonly unused: number;
  /** Attempts after the last step of a script. */
  readonly overrun: number;
}

/** How many faults that are gone are remembered; the oldest are. Those of one text that have done what they were for count as one. */
const MAX_GONE = 10_000;

/** Numbers the rules and scripts of one mock, so that an id is unique across its worlds, and remembers what those did that are gone. */
export class FaultLedger {
  #rules = 0;
  #scripts = 0;
  readonly #gone = new Map<string, FaultAccount>();
  /** The texts of those that come back with every reset. */
  readonly #standing = new Set<string>();
  #idle = 0;

  /** `flt_1`, `flt_2` … */
  nextRule(): string {
    return `flt_${++this.#rules}`;
  }

  /** `scr_1`, `scr_2` … */
  nextScript(): string {
    return `scr_${++this.#scripts}`;
  }

  /** Numbers from 1 again, with the mock. What is gone stays remembered. */
  restart(): void {
    this.#rules = 0;
    this.#scripts = 0;
  }

  /** This one comes back with every reset: what it did before one and after counts as one. */
  stands(view: RuleView | ScriptView): void {
    this.#standing.add(accountOf(view).rule);
  }

  /** Remembers a fault that is being removed. One that never fired stands alone, whatever others of its text did. */
  close(view: RuleView | ScriptView): void {
    const account = accountOf(view);
    const { rule, fired, unused } = account;
    const done = fired > 0 && unused === 0;
    const name = done || this.#standing.has(rule) ? rule : `${rule}\n${++this.#idle}`;
    const earlier = this.#gone.get(name);
    if (earlier === undefined && this.#gone.size >= MAX_GONE) return;
    this.#gone.set(name, earlier === undefined ? account : sum(account, earlier));
  }

  /** Those that are there, and those that are gone. */
  withGone(accounts: readonly FaultAccount[]): readonly FaultAccount[] {
    const all = [...accounts];
    for (const past of this.#gone.values()) {
      const at = this.#standing.has(past.rule) ? all.findIndex(({ rule }) => rule === past.rule) : -1;
      const same = all[at];
      if (same === undefined) all.push(past);
      else all[at] = sum(same, past);
    }
    return all;
  }
}

export function accountOf(view: RuleView | ScriptView): FaultAccount {
  const { id, fired } = view;
  if (!('script' in view)) return { id, rule: view.rule, fired, unused: 0, overrun: 0 };
  const { on, overrun, script, unused } = view;
  return { id, rule: `on=${on} ${JSON.stringify(script)}`, fired, unused, overrun };
}

function sum(one: FaultAccount, other: FaultAccount): FaultAccount {
  return {
    ...one,
    fired: one.fired + other.fired,
    unused: Math.min(one.unused, other.unused),
    overrun: one.overrun + other.overrun,
  };
}
