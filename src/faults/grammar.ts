import type { Fault, Phase, Rule, RuleTarget, Step } from './fault.ts';
import { formatRule } from './format.ts';
import { FAULT_KINDS, figuresOf, isKind, isShorthand, KIND_NAMES, SHORTHANDS, specOf } from './kinds.ts';
import type { Figure, FigureSource, KindSpec } from './kinds.ts';
import { failAt, RuleError, show } from './rule-error.ts';
import type { RulePlace } from './rule-error.ts';
import type { RuleObject } from './rule-object.ts';
import { isWebhookTarget, resolveTarget } from './target.ts';
import type { OperationName, RuleContext } from './target.ts';
import { wordsOfLine, wordsOfObject } from './tokens.ts';
import type { Word } from './tokens.ts';
import { attempts, glob, numberIn, oneOf, suggest, wholeIn } from './value.ts';
import type { Reader } from './value.ts';
import { isWebhookKind, SHARED_KINDS, WEBHOOK_KINDS } from './webhook-kinds.ts';

/** A rule in one of its two forms, as it is written; what comes from outside is checked all the same. */
export type RuleInput = string | RuleObject;

/** The form of a rule, for messages and for `--help`. */
export const RULE_FORM =
  '<kind> [figures] [phase=before|during|after] [on=<path|operationId|webhook:event>] [key=<glob>] [api-key=<glob>] [attempt=n|a-b] [probability=p] [times=n]';

const STEP_FORM = '<kind> [figures] [phase=before|during|after]';

/** The longest line; an object whose line would be longer is refused too. */
export const MAX_RULE_LENGTH = 1000;

const TARGET_WORDS = ['phase', 'on', 'key', 'api-key', 'attempt', 'probability', 'times'] as const;
const VALUE_FORMS: Readonly<Record<string, string>> = {
  phase: 'before|during|after',
  on: '<path|operationId|webhook:event>',
  key: '<glob>',
  'api-key': '<glob>',
  attempt: 'n|a-b',
  probability: '<0…1>',
  times: '<n>',
};

/**
 * Reads a rule. Both forms give the same value, and `parseRule(formatRule(rule))` gives it again.
 * @throws {RuleError} with the column or member, the reason, and the nearest right word
 * @example parseRule('lost-response on=/transactions/score attempt=1', { operations })
 */
export function parseRule(input: string | object, context: RuleContext): Rule {
  const { words, kind } = split(input);
  if (kind.name === 'ok') failAt(kind.at)('"ok" is a step of a script, not a rule', `form: ${RULE_FORM}`);
  const rule = { ...faultOf(kind, words, TARGET_WORDS), ...targetOf(words, context) };
  const at = (name: string): RulePlace => words.find((word) => word.name === name)?.at;
  checkPlace(rule, rule.on, context, kind.name, at('phase') ?? kind.at);
  if (rule.on !== undefined && isWebhookTarget(rule.on)) refuseRequestWords(words);
  else if (rule.key !== undefined && rule.on !== undefined) {
    if (!operationsOf(rule.on, context).some(({ idempotent }) => idempotent))
      failAt(at('key'))(`${show(rule.on)} takes no idempotency key`, 'leave key= out');
  }
  const text = formatRule(rule);
  if (text.length > MAX_RULE_LENGTH) failAt(undefined)(tooLong(text));
  return rule;
}

/**
 * Reads one step of a script: a rule's kind, figures and phase, or `ok`. A number is short for a status.
 * @throws {RuleError}
 * @example parseStep('503 retry-after=2')
 */
export function parseStep(input: string | number | object): Step {
  const { words, kind } = split(typeof input === 'number' ? String(input) : input);
  if (kind.name !== 'ok') return faultOf(kind, words, ['phase']);
  const more = words[0];
  if (more !== undefined) failAt(more.at)('"ok" takes nothing', 'it lets the attempt through');
  return 'ok';
}

/**
 * Refuses a fault where it cannot happen: a few kinds are for webhook deliveries only, and most are for requests only; and
 * where nothing is processed there is no phase `during`.
 * @param on the canonical target of the rule or script
 * @param written the kind's name, as it was given
 * @throws {RuleError}
 */
export function checkPlace(
  { kind, phase }: Fault & { readonly phase: Phase },
  on: string | undefined,
  context: RuleContext,
  written: string,
  at: RulePlace,
): void {
  const fail = failAt(at);
  if (on === undefined || !isWebhookTarget(on)) {
    if (isWebhookKind(kind)) fail(`${written} is for webhook deliveries only`, `add on=webhook:*, or ${EVENT_FORM}`);
    const works =
      on === undefined || operationsOf(on, context).some(({ method }) => method === 'POST' || method === 'PUT');
    if (phase === 'during' && !works)
      fail(`${show(on)} reads or deletes and has no phase during`, 'write phase=before or phase=after');
  } else if (!isWebhookKind(kind) && !SHARED_KINDS.includes(kind)) {
    const kinds = [...SHARED_KINDS, ...Object.keys(WEBHOOK_KINDS)].join(', ');
    fail(`${written} can't happen to a webhook delivery`, `what can: ${kinds}`);
  }
}

function operationsOf(on: string, context: RuleContext): readonly OperationName[] {
  const { operationIds } = resolveTarget(on, context, failAt('on'));
  return context.operations.filter(({ operationId }) => operationIds.includes(operationId));
}

const EVENT_FORM = 'on=webhook:<event>';

/** A delivery has no phases, and no idempotency key. That its faults are `after` is how lists show them. */
function refuseRequestWords(words: readonly Word[]): void {
  for (const { name, value, at } of words) {
    if (name === 'phase' && value !== 'after') failAt(at)('a webhook delivery has no phases', 'leave phase= out');
    if (name === 'key') failAt(at)('a webhook delivery has no idempotency key', 'leave key= out');
  }
}

function split(input: string | object): { kind: Word; words: Word[] } {
  if (typeof input === 'string') {
    if (input.length > MAX_RULE_LENGTH) failAt(MAX_RULE_LENGTH + 1)(tooLong(input));
    const [first, ...words] = wordsOfLine(input);
    if (first === undefined || first.value !== undefined || first.name === '') {
      throw new RuleError(first?.at ?? 1, 'a rule starts with its kind', `form: ${RULE_FORM}`);
    }
    // `503` is short for `status code=503`.
    if (!/^[0-9]+$/.test(first.name)) return { kind: first, words };
    return { kind: { ...first, name: 'status' }, words: [{ ...first, name: 'code', value: first.name }, ...words] };
  }
  if (input === null || typeof input !== 'object' || Array.isArray(input)) {
    throw new RuleError(undefined, `${show(input)} is not a rule`, `a rule is a line or an object. Form: ${RULE_FORM}`);
  }
  const words = wordsOfObject(input);
  const kind = words.find((word) => word.name === 'kind');
  if (kind === undefined || typeof kind.value !== 'string') {
    throw new RuleError('kind', 'a rule needs its kind', `one of: ${KIND_NAMES.join(', ')}`);
  }
  return { kind: { ...kind, name: kind.value, value: undefined }, words: words.filter((word) => word !== kind) };
}

function faultOf(kind: Word, words: readonly Word[], others: readonly string[]): Fault & { readonly phase: Phase } {
  const shorthand = isShorthand(kind.name) ? SHORTHANDS[kind.name] : undefined;
  const name = shorthand === undefined ? kind.name : 'reset';
  if (!isKind(name)) {
    throw new RuleError(kind.at, `${show(kind.name)} is not a kind of fault`, suggest(kind.name, KIND_NAMES));
  }
  const spec = specOf(name);
  checkWords(kind, spec, words, others);
  const given = words.find((word) => word.name === 'phase');
  const allowed = shorthand === undefined ? spec.phases : [shorthand];
  const phase = given === undefined ? (shorthand ?? spec.phase) : readPhase(given, kind.name, allowed);
  return { ...spec.build(sourceOf(kind, words), phase), phase };
}

function checkWords(kind: Word, spec: KindSpec, words: readonly Word[], others: readonly string[]): void {
  const own = spec.figures.map((figure) => figure.name);
  const seen = new Set<string>();
  for (const word of words) {
    const fail = failAt(word.at);
    if (!own.includes(word.name) && !others.includes(word.name)) refuseWord(kind, word, own, others);
    if (seen.has(word.name)) fail(`${show(word.name)} is there twice`);
    seen.add(word.name);
    if (word.value === undefined || word.value === '') {
      const form = VALUE_FORMS[word.name] ?? spec.figures.find((figure) => figure.name === word.name)?.form;
      fail(`${show(word.name)} needs a value`, `form: ${word.name}=${form}`);
    }
  }
}

function refuseWord(kind: Word, word: Word, own: readonly string[], others: readonly string[]): never {
  const fail = failAt(word.at);
  const { name } = word;
  if (others.length === 1 && TARGET_WORDS.some((target) => target === name)) {
    return fail(
      `${show(name)} does not belong in a step`,
      `a step is ${STEP_FORM}; its place in the script is its attempt`,
    );
  }
  if (KIND_NAMES.includes(name) && word.value === undefined) {
    return fail(`${show(name)} is a second kind`, 'a rule has one kind; make two rules');
  }
  if (name.startsWith('/'))
    return fail(`${show(name)} is not a word of a rule`, 'a method and its path go in quotes: on="POST /kyb/verify"');
  const kinds = Object.entries({ ...FAULT_KINDS, ...WEBHOOK_KINDS }).filter(([, spec]) =>
    spec.figures.some((figure) => figure.name === name),
  );
  if (kinds.length > 0) {
    const owners = kinds.map(([owner]) => owner).join(' and ');
    const base = isShorthand(kind.name) ? 'reset' : kind.name;
    return fail(
      `${show(name)} is a figure of ${owners}, not of ${kind.name}`,
      isKind(base) ? figuresOf(base) : undefined,
    );
  }
  const form = others.length === 1 ? STEP_FORM : RULE_FORM;
  const advice = suggest(name, [...own, ...others]).replace(/[^?]$/, '$&.');
  return fail(`${show(name)} is not a word of a rule`, `${advice} Form: ${form}`);
}

function readPhase(word: Word, kind: string, allowed: readonly Phase[]): Phase {
  const fail = failAt(word.valueAt);
  const phase = oneOf<Phase>('before', 'during', 'after')(word.value, fail);
  return allowed.includes(phase) ? phase : fail(`${kind} can't happen in phase ${phase}`, `phase=${allowed.join('|')}`);
}

function sourceOf(kind: Word, words: readonly Word[]): FigureSource {
  const find = (figure: Figure): Word | undefined => words.find((word) => word.name === figure.name);
  const get = <T>(figure: Figure<T>): T | undefined => {
    const word = find(figure);
    return word === undefined ? figure.default : figure.read(word.value, failAt(word.valueAt));
  };
  return {
    get,
    need: (figure) =>
      get(figure) ??
      failAt(kind.at)(
        `${kind.name} needs ${figure.name}`,
        `form: ${figure.name}=${figure.form}, ${figure.description}`,
      ),
    given: (figure) => find(figure) !== undefined,
    fail: (figure, reason, hint) => failAt(find(figure)?.at)(reason, hint),
  };
}

function targetOf(words: readonly Word[], context: RuleContext): RuleTarget {
  const read = <T>(name: string, reader: Reader<T>): T | undefined => {
    const word = words.find((candidate) => candidate.name === name);
    return word === undefined ? undefined : reader(word.value, failAt(word.valueAt));
  };
  const on = read('on', (value, fail) => resolveTarget(value, context, fail).on);
  const key = read('key', glob);
  const apiKey = read('api-key', glob);
  const attempt = read('attempt', attempts);
  const probability = read('probability', numberIn(0, 1));
  const times = read('times', wholeIn(1, 1_000_000_000));
  return {
    ...(on === undefined ? {} : { on }),
    ...(key === undefined ? {} : { key }),
    ...(apiKey === undefined ? {} : { api_key: apiKey }),
    ...(attempt === undefined ? {} : { attempt }),
    ...(probability === undefined ? {} : { probability }),
    ...(times === undefined ? {} : { times }),
  };
}

function tooLong(text: string): string {
  return `a rule has at most ${MAX_RULE_LENGTH} characters, and this one has ${text.length}`;
}

export { formatRule, formatStep } from './format.ts';
