import { RULE_CONTEXT } from '../rule-context.ts';
import { readFault } from '../faults/file.ts';
import type { RuleView } from '../faults/rule-entry.ts';
import { isScriptInput } from '../faults/rule-set.ts';
import type { ScriptView } from '../faults/script-entry.ts';
import { show } from '../faults/rule-error.ts';
import type { Mock } from '../mock.ts';
import { parseTime } from '../model/clock.ts';
import { parseDuration } from '../model/duration.ts';
import { readScenarioLine } from '../scenario-line.ts';
import type { Surface } from '../surface.ts';
import type { ScenarioView } from '../views.ts';
import { membersOf } from './json-body.ts';
import { ControlProblem, invalid, parsing, refusing } from './problem.ts';

// What the calls do that take a body or name one thing. All of it is the surface that the library has.

/** The clock as calls show it. */
export interface ClockView {
  readonly now: string;
  readonly frozen: boolean;
}

export function clockView({ clock }: Surface): ClockView {
  return { now: clock.now().toISOString(), frozen: clock.frozen };
}

const CLOCK_FORM = '{"now": "2026-11-24T10:00:00Z"}, {"advance": "24h"} or {"freeze": true}';

/**
 * Moves the clock: `freeze` first, so that a frozen clock stands exactly at `now`, then `now`, then `advance`. Nothing is
 * changed unless all of them can be.
 */
export function changeClock(surface: Surface, body: unknown): ClockView {
  const { now, advance, freeze } = membersOf(body, CLOCK_FORM, ['now', 'advance', 'freeze']);
  if (now === undefined && advance === undefined && freeze === undefined) {
    throw new ControlProblem('missing_parameter', `There is nothing to change. Send ${CLOCK_FORM}.`);
  }
  if (freeze !== undefined && typeof freeze !== 'boolean') throw invalid('freeze', 'freeze is neither true nor false.');
  const to = now === undefined ? undefined : parsing('now', () => parseTime(textOrNumber('now', now), 'now'));
  const by =
    advance === undefined ? 0 : parsing('advance', () => parseDuration(textOrNumber('advance', advance), 'advance'));
  parsing('advance', () => parseTime((to ?? surface.clock.now().getTime()) + by, 'advance'));
  if (freeze !== undefined) surface.clock.freeze(freeze);
  if (to !== undefined) surface.clock.set(to);
  if (advance !== undefined) parsing('advance', () => surface.clock.advance(by));
  return clockView(surface);
}

function textOrNumber(name: string, value: unknown): string | number {
  if (typeof value === 'string' || typeof value === 'number') return value;
  throw invalid(name, `${name}: ${show(value)} is neither text nor a number. Send ${CLOCK_FORM}.`);
}

const FAULT_FORM = '{"rule": "<line>"}, an object with "kind", or {"on": "…", "script": […]}';

/** Adds a rule or a script; the line, the object form, or a script. */
export function addFault({ faults }: Surface, body: unknown): RuleView | ScriptView {
  const given = membersOf(body, FAULT_FORM);
  const handle = refusing('rule' in given ? 'rule' : 'script' in given ? 'script' : 'kind', () => {
    const input = readFault(given, RULE_CONTEXT);
    return isScriptInput(input) ? faults.script(input.on, input.script) : faults.add(input);
  });
  return findFault({ faults }, handle.id);
}

export function findFault({ faults }: Pick<Surface, 'faults'>, id: string): RuleView | ScriptView {
  const found = faults.get(id);
  if (found === undefined) throw notFound(`There is no fault ${show(id)}.`);
  return found;
}

/** Removes a rule or a script, and shows it a last time, with its counts. */
export function removeFault(surface: Surface, id: string): RuleView | ScriptView {
  const found = findFault(surface, id);
  surface.faults.remove(id);
  return found;
}

const SCENARIO_FORM = '{"scenario": "<name>", "on": "<path>", "times": n} or {"rule": "<line>"}';

/** Sets a scenario: its members, or the line that `--scenario` takes. */
export function addScenario(mock: Mock, { scenarios }: Surface, body: unknown): ScenarioView {
  const { rule, ...members } = membersOf(body, SCENARIO_FORM, ['rule', 'scenario', 'on', 'times']);
  if (rule === undefined) {
    const { scenario, ...how } = members;
    // The surface checks what it is given, whatever its type says.
    return refusing('scenario', () => scenarios.set(scenario as string, how));
  }
  const stray = Object.keys(members)[0];
  if (stray !== undefined) throw invalid(stray, `${stray} does not go with rule. Send ${SCENARIO_FORM}.`);
  if (typeof rule !== 'string') throw invalid('rule', `${show(rule)} is not a line. Send ${SCENARIO_FORM}.`);
  return refusing('rule', () => {
    const { scenario, ...how } = readScenarioLine(rule, mock.settings.fixtures);
    return scenarios.set(scenario, how);
  });
}

/** Lets a parked request go on. */
export function releaseHold({ holds }: Surface, id: string): { id: string; released: true } {
  if (!holds.release(id)) throw notFound(`No request is parked as ${show(id)}.`);
  return { id, released: true };
}

function notFound(message: string): ControlProblem {
  return new ControlProblem('not_found', message);
}
