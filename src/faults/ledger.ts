import type { FaultEntry } from './rule-set.ts';

/** What a rule or a script has done. */
export interface FaultAccount {
  readonly id: string;
  /** Its text, which for a script names its endpoint and its steps. */
  readonly rule: string;
  readonly fired: number;
  /** Steps of a script that did not happen. */
  readonly unused: number;
  /** Attempts after the last step of a script. */
  readonly overrun: number;
}

/** How many accounts of faults that are gone are kept; the oldest are. Of one text those that have done what they were for are one. */
const MAX_GONE = 10_000;
/** How many of the last ones are kept as they are: an attempt that met one before it was removed may still fire it. */
const MAX_LATE = 100;

/** Numbers the rules and scripts of one mock, so that an id is unique across its worlds, and remembers what those did that are gone. */
export class FaultLedger {
  #rules = 0;
  #scripts = 0;
  readonly #gone = new Map<string, FaultAccount>();
  #late: FaultEntry[] = [];
  /** Those that come back with every reset. */
  readonly #standing = new WeakSet<FaultEntry>();

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
  stands(entry: FaultEntry): void {
    this.#standing.add(entry);
  }

  /** Remembers a fault that is being removed. */
  close(entry: FaultEntry): void {
    this.#late.push(entry);
    if (this.#late.length <= MAX_LATE) return;
    for (const old of this.#late.splice(0, MAX_LATE / 2)) this.#enter(this.#gone, old);
  }

  /** The accounts of those that are there, and of those that are gone. */
  withGone(entries: readonly FaultEntry[]): readonly FaultAccount[] {
    const gone = new Map(this.#gone);
    for (const entry of this.#late) this.#enter(gone, entry);
    const there = entries.map((entry) => {
      const account = accountOf(entry);
      const name = standing(account);
      const past = this.#standing.has(entry) ? gone.get(name) : undefined;
      if (past === undefined) return account;
      gone.delete(name);
      return sum(account, past);
    });
    return [...there, ...gone.values()];
  }

  /** One that never fired stands alone, whatever others of its text did. */
  #enter(gone: Map<string, FaultAccount>, entry: FaultEntry): void {
    const account = accountOf(entry);
    const { rule, fired, unused } = account;
    const done = fired > 0 && unused === 0 ? `done ${rule}` : String(gone.size);
    const name = this.#standing.has(entry) ? standing(account) : done;
    const earlier = gone.get(name);
    if (earlier === undefined && gone.size >= MAX_GONE) return;
    gone.set(name, earlier === undefined ? account : sum(account, earlier));
  }
}

export function accountOf(entry: FaultEntry): FaultAccount {
  const view = entry.view();
  const { id, fired } = view;
  if (!('script' in view)) return { id, rule: view.rule, fired, unused: 0, overrun: 0 };
  const { on, overrun, script, unused } = view;
  return { id, rule: `on=${on} ${JSON.stringify(script)}`, fired, unused, overrun };
}

function standing({ rule }: FaultAccount): string {
  return `standing ${rule}`;
}

function sum(one: FaultAccount, other: FaultAccount): FaultAccount {
  return {
    ...one,
    fired: one.fired + other.fired,
    unused: Math.min(one.unused, other.unused),
    overrun: one.overrun + other.overrun,
  };
}
