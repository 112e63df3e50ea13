import { redactKeysIn } from '../model/redact.ts';

export { show } from '../model/show.ts';

/** Where a rule is wrong: the column (1-based) of a line, or the member of an object; absent when it is the whole of it. */
export type RulePlace = number | string | undefined;

/**
 * A rule that was refused. The message says where, why, and what to write instead:
 * `column 15: "attemp" is not a word of a rule; did you mean "attempt"? Form: …`. API keys in it are redacted.
 */
export class RuleError extends Error {
  override readonly name = 'RuleError';
  /** The column (1-based) in a line; for an object the name of the member. */
  readonly column: RulePlace;
  /** What is wrong, without the place and the advice. */
  readonly reason: string;
  /** The nearest right word, or the right form. */
  readonly hint: string | undefined;

  /** Where the rule itself stands in a longer list: `entry 3, step 2`. */
  readonly within: string | undefined;

  constructor(column: RulePlace, reason: string, hint?: string, within?: string) {
    // All else that a message repeats has gone through `show`.
    const at = typeof column === 'string' ? redactKeysIn(column) : column;
    const place = typeof at === 'number' ? `column ${at}: ` : at === undefined ? '' : `member "${at}": `;
    super(`${within === undefined ? '' : `${within}: `}${place}${reason}${hint === undefined ? '' : `; ${hint}`}`);
    this.column = at;
    this.reason = reason;
    this.hint = hint;
    this.within = within;
  }
}

/** Refuses a rule at a place that the caller has bound: the reason, then the advice. */
export type Fail = (reason: string, hint?: string) => never;

/** Makes a `Fail` for one place of a rule. */
export function failAt(column: RulePlace): Fail {
  return (reason, hint) => {
    throw new RuleError(column, reason, hint);
  };
}

/**
 * Runs `read`, and says of a refused rule where it stood in a longer list.
 * @param place `entry 3`, `step 2`
 */
export function within<T>(place: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    const whole = error.within === undefined ? place : `${place}, ${error.within}`;
    throw new RuleError(error.column, error.reason, error.hint, whole);
  }
}
