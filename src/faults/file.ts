import { parseRule } from './grammar.ts';
import type { RuleInput } from './grammar.ts';
import { RuleError, show, within } from './rule-error.ts';
import { isScriptInput, MAX_RULES, parseScript } from './rule-set.ts';
import type { ScriptInput } from './rule-set.ts';
import type { RuleContext } from './target.ts';

/**
 * Reads what a `--faults` file holds, already parsed from JSON or YAML: a list of rules, as lines or objects, and of
 * scripts, or `{faults: […]}` around it. Everything is checked here, so a file is taken whole or not at all.
 * @returns what `RuleSet.put` takes, in order
 * @throws {RuleError} that says which entry is wrong
 */
export function readFaultFile(value: unknown, context: RuleContext): (RuleInput | ScriptInput)[] {
  const list = isObject(value) && 'faults' in value ? onlyMember(value, 'faults') : value;
  if (!Array.isArray(list)) {
    throw new RuleError(
      undefined,
      'a file of faults is a list of rules and scripts',
      'form: [rule, …] or {"faults": [rule, …]}',
    );
  }
  if (list.length > MAX_RULES) throw new RuleError(undefined, `there are more than ${MAX_RULES} entries`);
  return list.map((entry: unknown, i) => within(`entry ${i + 1}`, () => readFault(entry, context)));
}

/**
 * Tells apart and checks the forms in which one fault is given to a file or the API: a line, `{"rule": "…"}`, a rule's
 * object, or a script `{"on", "script"}`.
 * @throws {RuleError}
 */
export function readFault(value: unknown, context: RuleContext): RuleInput | ScriptInput {
  if (typeof value !== 'string' && !isObject(value))
    throw new RuleError(undefined, `${show(value)} is not a rule`, FORMS);
  if (typeof value === 'object' && 'rule' in value) {
    const line = onlyMember(value, 'rule');
    if (typeof line !== 'string') throw new RuleError('rule', `${show(line)} is not a line`, FORMS);
    parseRule(line, context);
    return line;
  }
  const input = value as RuleInput | ScriptInput;
  if (!isScriptInput(input)) {
    parseRule(input, context);
    return input;
  }
  const stray = Object.keys(input).find((member) => member !== 'on' && member !== 'script');
  if (stray !== undefined)
    throw new RuleError(stray, `a script has no ${show(stray)}`, 'form: {"on": "…", "script": […]}');
  parseScript(input.on, input.script, context);
  return input;
}

const FORMS = 'a fault is a line, {"rule": "<line>"}, an object with "kind", or {"on": "…", "script": […]}';

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function onlyMember(value: object, name: string): unknown {
  const stray = Object.keys(value).find((member) => member !== name);
  if (stray !== undefined) throw new RuleError(stray, `${show(stray)} does not go with ${show(name)}`);
  return Object.entries(value)[0]?.[1];
}
