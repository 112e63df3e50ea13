import type { TotalsView } from '../totals.ts';
import { visible, visibleJson } from './visible.ts';

/** The closing summary as one line of JSON. */
export function jsonSummary(totals: TotalsView): string {
  return visibleJson({ event: 'summary', ...totals });
}

/** The closing summary for people: what was asked, what became of it, and which faults tested nothing. */
export function prettySummary(totals: TotalsView): string {
  const { requests, faults_fired: fired, faults_never_fired: unfired } = totals;
  const counts: readonly (readonly [count: number, text: string])[] = [
    [totals.conflicts, totals.conflicts === 1 ? 'conflict' : 'conflicts'],
    [totals.in_progress, 'in flight'],
    [totals.refused, 'refused'],
    [totals.lost, 'lost'],
    [totals.failed, 'failed'],
    [totals.read, 'read'],
  ];
  const outcomes = [
    `${totals.processed} processed`,
    `${totals.replayed} replayed`,
    ...counts.filter(([count], i) => i === 0 || count > 0).map(([count, text]) => `${count} ${text}`),
  ];
  // A lost answer says nothing of the work; the sum tells one payment from two.
  const work = totals.lost > 0 ? `; work done ${times(totals.committed)}` : '';
  const never = unfired.filter(({ unused }) => unused === undefined);
  const scripts = unfired.filter(({ unused }) => unused !== undefined);
  return [
    `Stopped after ${requests} ${requests === 1 ? 'request' : 'requests'}: ${outcomes.join(', ')}${work}.`,
    ...section('Faults that fired:', fired, (fault) => `${fault.fired} ×`),
    ...section('Faults that never fired, so that nothing was tested with them:', never, () => ''),
    ...section('Scripts with unused steps:', scripts, ({ unused = 0 }) => `${unused} unused`),
    ...section(
      'Scripts with more attempts than steps; those passed through:',
      totals.scripts_overrun,
      ({ overrun }) => `${overrun} more`,
    ),
  ].join('\n');
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function section<T extends { readonly id: string; readonly rule: string }>(
  title: string,
  faults: readonly T[],
  figure: (fault: T) => string,
): string[] {
  if (faults.length === 0) return [];
  return [
    title,
    ...faults.map((fault) => `  ${[fault.id, visible(fault.rule), figure(fault)].filter(Boolean).join('  ')}`),
  ];
}
