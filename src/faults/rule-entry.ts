import { hash128 } from '../model/random.ts';
import { redactKey, redactKeysIn } from '../model/redact.ts';
import { drawText } from './attempt.ts';
import type { AttemptFacts } from './attempt.ts';
import { slotOf } from './fault.ts';
import type { Rule, Slot } from './fault.ts';
import { formatRule } from './format.ts';
import { compileGlob } from './glob.ts';
import type { Matcher } from './glob.ts';

/** A rule as the API and the library show it. */
export type RuleView = { readonly id: string; readonly rule: string } & Rule & { readonly fired: number };

/** No bound: a small integer, which compares faster than Infinity, and more than `times` and `attempt` can be. */
const UNBOUNDED = 0x3fff_ffff;

/** A rule in a set, with its account. A firing is reserved at selection, then confirmed or given back. */
export class RuleEntry {
  readonly type = 'rule';
  readonly id: string;
  readonly rule: Rule;
  /** Which place the fault takes in a plan. */
  readonly slot: Slot;
  /** The canonical line: what probabilities are drawn from. */
  readonly text: string;
  readonly operationIds: readonly string[] | undefined;
  fired = 0;
  #reserved = 0;
  readonly #key: Matcher | undefined;
  readonly #apiKey: Matcher | undefined;
  readonly #first: number;
  readonly #last: number;
  readonly #limit: number;
  readonly #onSpent: (entry: RuleEntry) => void;

  /** @param onSpent called when the last of `times` firings was confirmed */
  constructor(
    id: string,
    rule: Rule,
    operationIds: readonly string[] | undefined,
    onSpent: (entry: RuleEntry) => void,
  ) {
    this.id = id;
    this.rule = rule;
    this.slot = slotOf(rule);
    this.text = formatRule(rule);
    this.operationIds = operationIds;
    this.#key = rule.key === undefined ? undefined : compileGlob(rule.key);
    this.#apiKey = rule.api_key === undefined ? undefined : compileGlob(rule.api_key);
    [this.#first, this.#last] = rule.attempt ?? [1, UNBOUNDED];
    this.#limit = rule.times ?? UNBOUNDED;
    this.#onSpent = onSpent;
  }

  /** Whether the rule is left to meet an attempt of this number: the cheap question, which spares most of the others. */
  couldMeet(attempt: AttemptFacts): boolean {
    const n = attempt.attempt;
    return n >= this.#first && n <= this.#last && this.fired + this.#reserved < this.#limit;
  }

  /** Whether the rule meets an attempt that it could meet. */
  meets(attempt: AttemptFacts, seed: string): boolean {
    if (this.#key !== undefined && (attempt.idempotencyKey === undefined || !this.#key(attempt.idempotencyKey)))
      return false;
    if (this.#apiKey !== undefined && !this.#apiKey(attempt.apiKey)) return false;
    const p = this.rule.probability;
    return p === undefined || hash128(`probability\n${drawText(seed, this.text, attempt)}`)[0] / 2 ** 32 < p;
  }

  reserve(): void {
    this.#reserved++;
  }

  /** The reserved firing happened. */
  confirm(): void {
    this.#reserved--;
    this.fired++;
    if (this.fired === this.#limit) this.#onSpent(this);
  }

  /** The reserved firing did not happen: another attempt may have it. */
  giveBack(): void {
    this.#reserved--;
  }

  view(): RuleView {
    const { key, api_key: glob } = this.rule;
    // Keys are never written out whole; a glob that only has the shape of one key is that key.
    const shown = glob === undefined || (/[*?]/.test(glob) && glob.length < 24) ? glob : redactKey(glob);
    const rule: Rule = {
      ...this.rule,
      ...(key === undefined ? {} : { key: redactKeysIn(key) }),
      ...(shown === undefined ? {} : { api_key: shown }),
    };
    return { id: this.id, rule: formatRule(rule), ...rule, fired: this.fired };
  }
}
