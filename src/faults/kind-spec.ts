import type { Fault, Phase } from './fault.ts';
import type { Reader } from './value.ts';

/** One figure of a kind: how it is written, read and explained. */
export interface Figure<T = unknown> {
  /** As in a line; an object's member has `_` for `-`. */
  readonly name: string;
  /** The form of the value, for messages and docs. */
  readonly form: string;
  readonly description: string;
  /** What stands for it when it is not given; absent: there is none. Left out of the canonical text. */
  readonly default?: T;
  readonly read: Reader<T>;
}

/** What a kind builds its fault from. */
export interface FigureSource {
  /** The figure's value; its default when it was not given, if it has one. */
  get<T>(figure: Figure<T>): T | undefined;
  /** The figure's value, or a refusal that says that this kind needs it. */
  need<T>(figure: Figure<T>): T;
  /** True when the rule itself names the figure. */
  given(figure: Figure): boolean;
  /** Refuses the rule at this figure. */
  fail(figure: Figure, reason: string, hint?: string): never;
}

/** What the grammar knows of one kind. What it does, in words, is in `src/cli/fault-words.ts`: no page needs that. */
export interface KindSpec {
  readonly phases: readonly Phase[];
  /** The phase if none is given. */
  readonly phase: Phase;
  readonly figures: readonly Figure[];
  readonly build: (figures: FigureSource, phase: Phase) => Fault;
}
