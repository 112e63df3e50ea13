import { failAt, RuleError, show } from './faults/rule-error.ts';
import { resolveTarget } from './faults/target.ts';
import { suggest } from './faults/value.ts';
import { wordsOfLine, wordsOfObject, type Word } from './faults/tokens.ts';
import { RULE_CONTEXT } from './rule-context.ts';
import type { Fixtures } from './simulators/fixtures.ts';
import { findScenario, scenarioNames } from './simulators/scenarios.ts';

/** A scenario rule that has been checked. */
export interface ScenarioRequest {
  readonly scenario: string;
  /** A path without `/v1`. */
  readonly on?: string;
  readonly times?: number;
}

const FORM = 'form: <scenario> [on=<path|operationId>] [times=n]';

/**
 * Reads a scenario in one line, as `--scenario` takes it.
 * @throws {RuleError} with the column, the reason and the nearest right word
 * @example readScenarioLine('face_mismatch on=/identity/verify times=1', fixtures)
 */
export function readScenarioLine(line: string, fixtures: Fixtures): ScenarioRequest {
  if (line.length > 1000) throw new RuleError(undefined, 'a scenario has at most 1,000 characters', FORM);
  const [first, ...rest] = wordsOfLine(line);
  if (first === undefined || first.value !== undefined) throw new RuleError(1, 'a scenario starts with its name', FORM);
  return build(first.name, first.at, rest, fixtures);
}

/**
 * Reads a scenario as the library and the control API take it: its name, and where and how often it applies.
 * @throws {RuleError} with the member, the reason and the nearest right word
 */
export function readScenario(scenario: unknown, how: object, fixtures: Fixtures): ScenarioRequest {
  if (typeof scenario !== 'string')
    throw new RuleError('scenario', `${show(scenario)} is not the name of a scenario`, FORM);
  return build(scenario, 'scenario', wordsOfObject(how), fixtures);
}

function build(scenario: string, at: Word['at'], words: readonly Word[], fixtures: Fixtures): ScenarioRequest {
  const meant = findScenario(fixtures, scenario);
  if (meant.length === 0) {
    throw new RuleError(at, `${show(scenario)} is not a scenario`, suggest(scenario, scenarioNames(fixtures)));
  }
  let on: string | undefined;
  let times: number | undefined;
  for (const word of words) {
    if (word.name === 'on')
      on = pathOf(
        word,
        scenario,
        meant.map((one) => one.on),
      );
    else if (word.name === 'times') times = timesOf(word);
    else throw new RuleError(word.at, `${show(word.name)} is not a word of a scenario`, FORM);
  }
  return { scenario, ...(on === undefined ? {} : { on }), ...(times === undefined ? {} : { times }) };
}

function pathOf(word: Word, scenario: string, paths: readonly string[]): string {
  const { operationIds } = resolveTarget(word.value, RULE_CONTEXT, failAt(word.valueAt));
  const path = paths.find((candidate) =>
    RULE_CONTEXT.operations.some(
      ({ operationId, path: own }) => own === candidate && operationIds.includes(operationId),
    ),
  );
  if (path !== undefined) return path;
  throw new RuleError(
    word.valueAt,
    `${show(scenario)} is not a scenario of ${show(word.value)}`,
    `it is one of ${paths.join(', ')}`,
  );
}

function timesOf(word: Word): number {
  const times = Number(word.value);
  if (Number.isSafeInteger(times) && times > 0) return times;
  throw new RuleError(word.valueAt, `times=${show(word.value)} is not a whole number greater than 0`, FORM);
}
