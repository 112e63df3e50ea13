import { FAULT_KINDS } from '../faults/kinds.ts';
import { PROFILES } from '../faults/profiles.ts';

/** `txcloud-mock faults`: the kinds of faults, their figures and phases, and the profiles. */
export function faultTable(): string {
  const kinds = Object.entries(FAULT_KINDS).map(([name, kind]) => {
    const phases = kind.phases.map((phase) =>
      phase === kind.phase && kind.phases.length > 1 ? `${phase} (default)` : phase,
    );
    const figures = kind.figures.map(
      (figure) =>
        `    ${`${figure.name}=${figure.form}`.padEnd(FIGURE)}  ${figure.description}${figure.default === undefined ? '' : ` (default: ${JSON.stringify(figure.default)})`}`,
    );
    return [
      `  ${name}: ${kind.description}`,
      `    ${'phase='.padEnd(FIGURE)}  ${phases.join(', ')}`,
      ...figures,
      `    ${'example'.padEnd(FIGURE)}  ${kind.example}`,
    ].join('\n');
  });
  const profiles = Object.entries(PROFILES).map(([name, profile]) =>
    [`  ${name}: ${profile.description}`, ...profile.rules.map((rule) => `    ${rule}`)].join('\n'),
  );
  return [FORM, 'Kinds:', ...kinds, 'Profiles (--profile <name>):', ...profiles].join('\n\n');
}

/** How wide a figure's form is shown. */
const FIGURE = 30;

const FORM = `One line a fault:
  <kind> [figures] [phase=before|during|after] [on=<path|operationId>] [key=<glob>] [api-key=<glob>]
         [attempt=n|a-b] [probability=p] [times=n]

  before   lost on the way in: nothing has happened, nothing is stored
  during   the key is claimed and the work under way
  after    done and stored: the answer is late, cut, or lost`;
