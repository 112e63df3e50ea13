import pc from 'picocolors';
import type { AttemptView } from '../views.ts';
import { visible, visibleJson } from './visible.ts';

/** What the log looks like. */
export type LogForm = 'pretty' | 'json' | 'silent';

/** Writes an attempt as a line of the log. */
export type AttemptFormat = (attempt: AttemptView, time: Date) => string;

/** An attempt as JSON: what the journal shows of it, marked as an event. */
export function jsonLine(attempt: AttemptView): string {
  return visibleJson({ event: 'attempt', ...attempt });
}

/** How much of a path, of a key and of a member's name is shown; columns are as wide as what is usual. */
const PATH = { usual: 24, most: 80 };
const KEY = { usual: 24, most: 48 };
const PARAM = { most: 60 };

/**
 * The format of a line for people:
 * `10:00:00.123  POST /v1/transactions/score  200  order_456_payment  #1  1 ms  processed`. The time is the machine's.
 * @param colours whether to use them
 */
export function prettyLine(colours: boolean): AttemptFormat {
  const paint = pc.createColors(colours);
  return (attempt, time) => {
    const { method, path, status, idempotency_key: key, fault, duration_ms: ms } = attempt;
    const shownKey = key === null ? '–' : shorten(visible(key), KEY.most);
    const columns = [
      paint.dim(clockTime(time)),
      `${paint.bold(visible(method).padEnd(4))} ${shorten(visible(path), PATH.most).padEnd(PATH.usual)}`,
      paintStatus(paint, status),
      (key === null ? paint.dim : paint.cyan)(shownKey.padEnd(KEY.usual)),
      paint.dim(`#${attempt.attempt}`.padEnd(3)),
      paint.dim((ms === null ? '–' : milliseconds(ms)).padStart(7)),
      paintOutcome(paint, attempt, outcomeText(attempt)),
      ...(fault === null ? [] : [paint.magenta(`${fault.kind} ${fault.phase} (${fault.id})`)]),
      ...(attempt.client_left ? [paint.yellow('client hung up')] : []),
      ...(attempt.key_also_used_on.length === 0
        ? []
        : [paint.yellow(`key also used on ${attempt.key_also_used_on.join(', ')}`)]),
    ];
    return columns.join('  ');
  };
}

/** What became of an attempt, in words. */
function outcomeText({ outcome, committed, fault, error_code: code, error_param: param }: AttemptView): string {
  switch (outcome) {
    case null:
      return 'under way';
    case 'in_progress':
      return 'in flight';
    case 'refused':
      return refusedText(code, param);
    case 'lost':
      if (committed) return 'lost, work done';
      // After the work, but not by it: what was lost is a replay, or a refusal.
      if (fault?.phase !== 'after') return 'lost, nothing done';
      return code === null ? 'lost' : `lost, ${refusedText(code, param)}`;
    case 'processed':
    case 'replayed':
    case 'conflict':
    case 'failed':
    case 'read':
      return outcome;
  }
}

/** What an attempt was refused for, and the member at fault. */
function refusedText(code: string | null, param: string | null): string {
  return ['refused', code, param && `(${shorten(visible(param), PARAM.most)})`].filter(Boolean).join(' ');
}

type Paint = ReturnType<typeof pc.createColors>;

function paintOutcome(paint: Paint, { outcome }: AttemptView, text: string): string {
  if (outcome === 'processed') return paint.green(text);
  if (outcome === 'replayed') return paint.blue(text);
  if (outcome === 'lost' || outcome === 'failed') return paint.red(text);
  if (outcome === 'conflict' || outcome === 'in_progress' || outcome === 'refused') return paint.yellow(text);
  return text;
}

function paintStatus(paint: Paint, status: number | null): string {
  if (status === null) return paint.red('–  ');
  if (status < 300) return paint.green(String(status));
  return status < 500 ? paint.yellow(String(status)) : paint.red(String(status));
}

function shorten(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

function clockTime(time: Date): string {
  const pad = (value: number, width = 2): string => String(value).padStart(width, '0');
  return `${pad(time.getHours())}:${pad(time.getMinutes())}:${pad(time.getSeconds())}.${pad(time.getMilliseconds(), 3)}`;
}

function milliseconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms * 10) / 10} ms` : `${(ms / 1000).toFixed(2)} s`;
}
