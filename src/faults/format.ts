import type { Fault, Phase, Rule, RuleTarget, Step } from './fault.ts';
import { SHORTHANDS, specOf } from './kinds.ts';
import type { KindSpec } from './kinds.ts';
import { writeValue } from './tokens.ts';

/** The canonical line of a rule: defaults left out, words in one order. */
export function formatRule(rule: Rule): string {
  return [...faultWords(rule, false), ...targetWords(rule)].join(' ');
}

/** The canonical line of a step; a status in its short form. */
export function formatStep(step: Step): string {
  return step === 'ok' ? step : faultWords(step, true).join(' ');
}

function faultWords(fault: Fault & { readonly phase: Phase }, short: boolean): string[] {
  const shorthand = fault.kind === 'reset' && Object.entries(SHORTHANDS).find(([, phase]) => phase === fault.phase);
  if (shorthand) return [shorthand[0]];
  const spec: KindSpec = specOf(fault.kind);
  const fields = new Map<string, unknown>(Object.entries(fault));
  const shortCode = short && fault.kind === 'status';
  const words: string[] = [shortCode ? String(fault.code) : fault.kind];
  for (const figure of spec.figures) {
    const value = fields.get(figure.name.replaceAll('-', '_'));
    if (value === undefined || value === figure.default || (shortCode && figure.name === 'code')) continue;
    words.push(`${figure.name}=${writeValue(value)}`);
  }
  if (fault.phase !== spec.phase) words.push(`phase=${fault.phase}`);
  return words;
}

function targetWords(rule: RuleTarget): string[] {
  const words: string[] = [];
  if (rule.on !== undefined) words.push(`on=${writeValue(rule.on)}`);
  if (rule.key !== undefined) words.push(`key=${writeValue(rule.key)}`);
  if (rule.api_key !== undefined) words.push(`api-key=${writeValue(rule.api_key)}`);
  if (rule.attempt !== undefined) {
    const [first, last] = rule.attempt;
    words.push(`attempt=${first === last ? first : `${first}-${last}`}`);
  }
  if (rule.probability !== undefined) words.push(`probability=${rule.probability}`);
  if (rule.times !== undefined) words.push(`times=${rule.times}`);
  return words;
}
