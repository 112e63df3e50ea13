import { ListenError } from '../adapters/node.ts';
import { RULE_CONTEXT } from '../rule-context.ts';
import { parseRule } from '../faults/grammar.ts';
import { RuleError } from '../faults/rule-error.ts';
import { OptionError } from '../option-values.ts';
import { readScenarioLine } from '../scenario-line.ts';
import { builtInFixtures, parseFixtures } from '../simulators/fixtures.ts';
import type { ServeFlags } from './read-flags.ts';
import { RunError, UsageError } from './usage-error.ts';
import { visible } from './visible.ts';

/**
 * What a failed start means to the one who typed the command: which flag it was, or what stands in the way.
 * @returns the error itself when it is neither, which then is a mistake of ours
 */
export function explainStart(error: unknown, flags: ServeFlags): unknown {
  if (error instanceof OptionError) {
    const option = /^(\w+): /.exec(error.message)?.[1];
    if (option === undefined) return new UsageError(error.message);
    return new UsageError(`${flags.label(option)}: ${error.message.slice(option.length + 2)}`);
  }
  if (error instanceof RuleError) return new UsageError(`${whichRule(flags)}: ${error.message}`);
  if (error instanceof ListenError) return new RunError(error.message);
  return error;
}

/** The first rule of the command line that is refused, with its flag: the error tells only where in the rule it is. */
function whichRule({ options, label }: ServeFlags): string {
  const fixtures = options.fixtures === undefined ? builtInFixtures : parseFixtures(options.fixtures);
  const scenario = linesOf(options.scenario).find((line) => isRefused(() => readScenarioLine(line, fixtures)));
  if (scenario !== undefined) return `${label('scenario')} '${visible(scenario)}'`;
  const fault = linesOf(options.fault).find((line) => isRefused(() => parseRule(line, RULE_CONTEXT)));
  if (fault !== undefined) return `${label('fault')} '${visible(fault)}'`;
  // None of them alone: there are too many of them together.
  return label((['faults', 'profile'] as const).find((option) => options[option] !== undefined) ?? 'fault');
}

function linesOf(value: string | readonly string[] | undefined): readonly string[] {
  return typeof value === 'string' ? [value] : (value ?? []);
}

function isRefused(read: () => unknown): boolean {
  try {
    read();
    return false;
  } catch (error) {
    return error instanceof RuleError;
  }
}
