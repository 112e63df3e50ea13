import { breaksConnection } from './fault.ts';
import type { Step } from './fault.ts';
import { checkPlace, parseRule, parseStep } from './grammar.ts';
import type { RuleInput } from './grammar.ts';
import type { FaultLedger } from './ledger.ts';
import { failAt, RuleError, show, within } from './rule-error.ts';
import { RuleEntry } from './rule-entry.ts';
import type { RuleView } from './rule-entry.ts';
import { ScriptEntry } from './script-entry.ts';
import type { ScriptView } from './script-entry.ts';
import { isWebhookTarget, resolveTarget } from './target.ts';
import type { RuleContext, Target } from './target.ts';

/** How many rules and scripts one set holds. */
export const MAX_RULES = 1000;

/** How many steps one script has. */
export const MAX_STEPS = 1000;

/** A script as it is given: steps for the successive attempts of each operation of an endpoint. */
export interface ScriptInput {
  /** A path or an operationId. */
  readonly on: string;
  readonly script: readonly (RuleInput | number)[];
}

export type FaultEntry = RuleEntry | ScriptEntry;

/** The faults of a world, or of the mock: rules and scripts in the order in which they were added. */
export class RuleSet {
  readonly #context: RuleContext;
  readonly #ledger: FaultLedger;
  readonly #entries = new Map<string, FaultEntry>();
  /** For each operation that was asked for: what may meet it, in order. Made on demand, so a rule for another endpoint costs nothing. */
  readonly #candidates = new Map<string, readonly FaultEntry[]>();
  readonly #breaking = new Set<FaultEntry>();

  readonly #onBreaking: () => void;

  /**
   * @param ledger shared by all sets of a mock
   * @param onBreaking called when something that breaks connections was added
   */
  constructor(context: RuleContext, ledger: FaultLedger, onBreaking: () => void = () => {}) {
    this.#context = context;
    this.#ledger = ledger;
    this.#onBreaking = onBreaking;
  }

  get size(): number {
    return this.#entries.size;
  }

  /**
   * Whether a rule that breaks connections is left. One with `times` counts until all of them have fired, every other
   * one as long as it is here; so does a script, since the next operation starts it anew.
   */
  get breaksConnections(): boolean {
    return this.#breaking.size > 0;
  }

  /**
   * Adds a rule behind the others.
   * @throws {RuleError} when it is wrong, or the set is full
   */
  add(input: RuleInput): RuleEntry {
    const rule = parseRule(input, this.#context);
    this.#checkRoom();
    const operationIds =
      rule.on === undefined ? undefined : resolveTarget(rule.on, this.#context, failAt('on')).operationIds;
    const entry = new RuleEntry(this.#ledger.nextRule(), rule, operationIds, (spent) => this.#breaking.delete(spent));
    this.#insert(entry, breaksConnection(rule));
    return entry;
  }

  /**
   * Adds a script behind the other rules.
   * @throws {RuleError} that says which step is wrong
   * @example set.script('/transactions/score', ['lost-response', '503 retry-after=2', 'ok'])
   */
  script(on: string, steps: ScriptInput['script']): ScriptEntry {
    const { target, steps: parsed } = parseScript(on, steps, this.#context);
    this.#checkRoom();
    const entry = new ScriptEntry(this.#ledger.nextScript(), target.on, target.operationIds, parsed);
    this.#insert(
      entry,
      parsed.some((step) => step !== 'ok' && breaksConnection(step)),
    );
    return entry;
  }

  /** Adds either, as `readFault` tells them apart. */
  put(input: RuleInput | ScriptInput): FaultEntry {
    return isScriptInput(input) ? this.script(input.on, input.script) : this.add(input);
  }

  /** Everything in the set, in order. */
  entries(): FaultEntry[] {
    return [...this.#entries.values()];
  }

  /** As people see them, with their counts as they are now. */
  list(): (RuleView | ScriptView)[] {
    return this.entries().map((entry) => entry.view());
  }

  get(id: string): RuleView | ScriptView | undefined {
    return this.#entries.get(id)?.view();
  }

  /** True when it was there. An attempt that met it already still gets its fault. */
  remove(id: string): boolean {
    const entry = this.#entries.get(id);
    return entry !== undefined && this.drop(entry);
  }

  /** Removes this very entry, and none that has come to its id since. */
  drop(entry: FaultEntry): boolean {
    if (this.#entries.get(entry.id) !== entry) return false;
    this.#ledger.close(entry);
    this.#entries.delete(entry.id);
    this.#breaking.delete(entry);
    this.#candidates.clear();
    return true;
  }

  clear(): void {
    for (const entry of this.#entries.values()) this.#ledger.close(entry);
    this.#entries.clear();
    this.#breaking.clear();
    this.#candidates.clear();
  }

  /** Lets the operations of a world that was reset start every script anew. */
  forget(world: string): void {
    for (const entry of this.#entries.values()) if (entry.type === 'script') entry.forget(world);
  }

  /** What may meet an attempt of this operation, in order of adding. */
  candidates(operationId: string): readonly FaultEntry[] {
    const known = this.#candidates.get(operationId);
    if (known !== undefined) return known;
    const found = [...this.#entries.values()].filter(
      (entry) =>
        // A rule without `on` meets every request; deliveries are met by those that name them.
        entry.operationIds?.includes(operationId) ?? !isWebhookTarget(operationId),
    );
    this.#candidates.set(operationId, found);
    return found;
  }

  #checkRoom(): void {
    if (this.#entries.size >= MAX_RULES) {
      throw new RuleError(undefined, `there are ${MAX_RULES} rules already`, 'remove some first');
    }
  }

  #insert(entry: FaultEntry, breaks: boolean): void {
    this.#entries.set(entry.id, entry);
    this.#candidates.clear();
    if (!breaks) return;
    this.#breaking.add(entry);
    this.#onBreaking();
  }
}

/** True for `{on, script}`, the form of a script. */
export function isScriptInput(input: RuleInput | ScriptInput): input is ScriptInput {
  return typeof input === 'object' && 'script' in input;
}

/**
 * Reads a script.
 * @throws {RuleError} that says which step is wrong
 */
export function parseScript(
  on: unknown,
  steps: unknown,
  context: RuleContext,
): { readonly target: Target; readonly steps: readonly Step[] } {
  const target = resolveTarget(on, context, failAt('on'));
  if (!Array.isArray(steps) || steps.length === 0 || steps.length > MAX_STEPS) {
    throw new RuleError(
      'script',
      `${show(steps)} is not 1 to ${MAX_STEPS} steps`,
      'form: ["lost-response", "503 retry-after=2", "ok"]',
    );
  }
  const parsed = steps.map((given: RuleInput | number, i) =>
    within(`step ${i + 1}`, () => {
      const step = parseStep(given);
      if (step !== 'ok') checkPlace(step, target.on, context, step.kind, undefined);
      return step;
    }),
  );
  return { target, steps: parsed };
}

/** Whether any of the sets holds an unspent rule that breaks connections: answers then carry `Connection: close`. */
export function hasConnectionBreaking(sets: readonly RuleSet[]): boolean {
  return sets.some((set) => set.breaksConnections);
}
