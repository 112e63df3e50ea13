import type { KindSpec } from '../faults/kind-spec.ts';
import { FAULT_KINDS } from '../faults/kinds.ts';
import { PROFILES } from '../faults/profiles.ts';
import { WEBHOOK_KINDS } from '../faults/webhook-kinds.ts';

/** `txcloud-mock faults`: the kinds of faults, their figures and phases, and the profiles. */
export function faultTable(): string {
  const kinds = Object.entries(FAULT_KINDS).map(([name, kind]) => {
    const phases = kind.phases.map((phase) =>
      phase === kind.phase && kind.phases.length > 1 ? `${phase} (default)` : phase,
    );
    return describe(name, kind, [`    ${'phase='.padEnd(FIGURE)}  ${phases.join(', ')}`]);
  });
  const deliveries = Object.entries(WEBHOOK_KINDS).map(([name, kind]) => describe(name, kind, []));
  const profiles = Object.entries(PROFILES).map(([name, profile]) =>
    [`  ${name}: ${profile.description}`, ...profile.rules.map((rule) => `    ${rule}`)].join('\n'),
  );
  return [FORM, 'Kinds:', ...kinds, WEBHOOKS, ...deliveries, 'Profiles (--profile <name>):', ...profiles].join('\n\n');
}

function describe(name: string, kind: KindSpec, more: readonly string[]): string {
  const figures = kind.figures.map((figure) => {
    const preset = figure.default === undefined ? '' : ` (default: ${JSON.stringify(figure.default)})`;
    return `    ${`${figure.name}=${figure.form}`.padEnd(FIGURE)}  ${figure.description}${preset}`;
  });
  return [
    `  ${name}: ${kind.description}`,
    ...more,
    ...figures,
    `    ${'example'.padEnd(FIGURE)}  ${kind.example}`,
  ].join('\n');
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
