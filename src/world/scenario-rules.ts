/** An outcome that was asked for ahead of the requests that it is for (platform.md, "Scenarios", 3 and 4). */
export interface ScenarioRule {
  readonly id: string;
  readonly scenario: string;
  /** The path that it is for, without `/v1`; absent: every endpoint that has a scenario of this name. */
  readonly on?: string;
  /** How many requests it is for; absent: all. */
  readonly times?: number;
  used: number;
}

/** How many rules one world, or the mock, may hold. */
export const MAX_SCENARIO_RULES = 1_000;

/** The scenarios that are set for one world, or for the whole mock. The latest that applies wins. */
export class ScenarioRules {
  readonly #nextId: () => number;
  #rules: ScenarioRule[] = [];

  /** @param nextId numbers that no other rule of this mock has */
  constructor(nextId: () => number) {
    this.#nextId = nextId;
  }

  get size(): number {
    return this.#rules.length;
  }

  /**
   * Adds a rule, whose names have been checked.
   * @throws {RangeError} past 1,000 rules, once those that are used up are gone
   */
  add(rule: { readonly scenario: string; readonly on?: string; readonly times?: number }): ScenarioRule {
    if (this.#rules.length >= MAX_SCENARIO_RULES) this.#rules = this.#rules.filter((known) => !spent(known));
    if (this.#rules.length >= MAX_SCENARIO_RULES) {
      throw new RangeError(`${MAX_SCENARIO_RULES} scenarios are set already; remove some first.`);
    }
    const made: ScenarioRule = { ...rule, id: `scn_${this.#nextId()}`, used: 0 };
    this.#rules.push(made);
    return made;
  }

  /** The rule for a request to `path`, if there is one; `use` it once the work is committed. */
  find(path: string, applies: (scenario: string) => boolean): ScenarioRule | undefined {
    for (let i = this.#rules.length - 1; i >= 0; i--) {
      const rule = this.#rules[i] as ScenarioRule;
      if (!spent(rule) && (rule.on === undefined || rule.on === path) && applies(rule.scenario)) return rule;
    }
    return undefined;
  }

  list(): readonly ScenarioRule[] {
    return this.#rules;
  }

  remove(id: string): boolean {
    const before = this.#rules.length;
    this.#rules = this.#rules.filter((rule) => rule.id !== id);
    return this.#rules.length < before;
  }

  clear(): void {
    this.#rules = [];
  }
}

function spent(rule: ScenarioRule): boolean {
  return rule.times !== undefined && rule.used >= rule.times;
}
