import type { FaultKind } from '../faults/fault.ts';
import { FAULT_KINDS, isKind, specOf } from '../faults/kinds.ts';
import { PROFILES } from '../faults/profiles.ts';
import { WEBHOOK_KINDS } from '../faults/webhook-kinds.ts';
import { KIND_WORDS, PROFILE_WORDS, SHORTHAND_WORDS } from './fault-words.ts';

/** `txcloud-mock faults`: the kinds of faults, their figures and phases, and the profiles. */
export function faultTable(): string {
  const kinds = Object.keys(FAULT_KINDS)
    .filter(isKind)
    .map((kind) => {
      const spec = specOf(kind);
      const phases = spec.phases.map((phase) =>
        phase === spec.phase && spec.phases.length > 1 ? `${phase} (default)` : phase,
      );
      return describe(kind, [`    ${'phase='.padEnd(FIGURE)}  ${phases.join(', ')}`]);
    });
  const shorthands = Object.entries(SHORTHAND_WORDS).map(([name, words]) => `  ${name}: ${words}`);
  const deliveries = Object.keys(WEBHOOK_KINDS)
    .filter(isKind)
    .map((kind) => describe(kind, []));
  const profiles = Object.entries(PROFILE_WORDS).map(([name, words]) =>
    [`  ${name}: ${words}`, ...(RULES[name] ?? []).map((rule) => `    ${rule}`)].join('\n'),
  );
  return [
    FORM,
    'Kinds:',
    ...shorthands,
    ...kinds,
    WEBHOOKS,
    ...deliveries,
    'Profiles (--profile <name>):',
    ...profiles,
  ].join('\n\n');
}

const RULES: Readonly<Record<string, readonly string[]>> = PROFILES;

function describe(kind: FaultKind, more: readonly string[]): string {
  const figures = specOf(kind).figures.map((figure) => {
    const preset = figure.default === undefined ? '' : ` (default: ${JSON.stringify(figure.default)})`;
    return `    ${`${figure.name}=${figure.form}`.padEnd(FIGURE)}  ${figure.description}${preset}`;
  });
  const { description, example } = KIND_WORDS[kind];
  return [`  ${kind}: ${description}`, ...more, ...figures, `    ${'example'.padEnd(FIGURE)}  ${example}`].join('\n');
}

/** How wide a figure's form is shown. */
const FIGURE = 30;

const FORM = `One line a fault:
  <kind> [figures] [phase=before|during|after] [on=<path|operationId|webhook:event>] [key=<glob>]
         [api-key=<glob>] [attempt=n|a-b] [probability=p] [times=n]

  before   lost on the way in: nothing has happened, nothing is stored
  during   the key is claimed and the work under way
  after    done and stored: the answer is late, cut, or lost`;

const WEBHOOKS = `Kinds for webhook deliveries, with on=webhook:<event> or on=webhook:*; delay is for them too:`;
