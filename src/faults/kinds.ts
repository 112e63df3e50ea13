import {
  flag,
  LONGEST_MS,
  milliseconds,
  millisecondsOrRange,
  numberIn,
  oneOf,
  retryAfter,
  seconds,
  wholeIn,
} from './value.ts';
import type { DelayFault, FaultKind, Phase, RequestFault, StatusFault, TruncateFault } from './fault.ts';
import { hasNoBody } from './fault.ts';
import type { Figure, FigureSource, KindSpec } from './kind-spec.ts';
import { WEBHOOK_KINDS } from './webhook-kinds.ts';

export type { Figure, FigureSource, KindSpec } from './kind-spec.ts';

const ANY: readonly Phase[] = ['before', 'during', 'after'];

const CLOSES_AFTER: Figure<number> = {
  name: 'ms',
  form: '<milliseconds>',
  description: 'closes the connection after so long; without it, never',
  read: milliseconds,
};
const MS: Figure<number | readonly [number, number]> = {
  name: 'ms',
  form: '<milliseconds>|<min-max>',
  description: 'fixed, or uniform between two; the mean of dist=normal, the median of dist=lognormal',
  read: millisecondsOrRange,
};
const DIST: Figure<'normal' | 'lognormal'> = {
  name: 'dist',
  form: 'normal|lognormal',
  description: 'spreads the delay around ms',
  read: oneOf('normal', 'lognormal'),
};
const SD: Figure<number> = {
  name: 'sd',
  form: '<milliseconds>',
  description: 'standard deviation of dist=normal',
  read: numberIn(0, LONGEST_MS),
};
const SIGMA: Figure<number> = {
  name: 'sigma',
  form: '<number>',
  description: 'standard deviation of the logarithm, of dist=lognormal',
  read: numberIn(0, 10),
};
const BYTES: Figure<number> = {
  name: 'bytes',
  form: '<n>',
  description: 'how many bytes of the body are sent; at least one is always missing',
  read: wholeIn(0, 1_000_000_000),
};
const SHARE: Figure<number> = {
  name: 'share',
  form: '<0…1>',
  description: 'which share of the body is sent, when bytes is not given',
  default: 0.5,
  read: numberIn(0, 1),
};
const THEN: Figure<'fin' | 'rst'> = {
  name: 'then',
  form: 'fin|rst',
  description: 'how the connection ends',
  default: 'fin',
  read: oneOf('fin', 'rst'),
};
const AS: Figure<'bytes' | 'chunk' | 'json'> = {
  name: 'as',
  form: 'bytes|chunk|json',
  description: 'bytes that are not HTTP, a broken chunk, or bad JSON under a 200',
  default: 'json',
  read: oneOf('bytes', 'chunk', 'json'),
};
const RATE: Figure<number> = {
  name: 'rate',
  form: '<bytes per second>',
  description: 'the pace of the body',
  read: wholeIn(1, 1_000_000_000),
};
const CODE: Figure<number> = {
  name: 'code',
  form: '<200…599>',
  description: 'the status; 204, 205 and 304 have no body',
  read: wholeIn(200, 599),
};
const BODY: Figure<'json' | 'html' | 'empty'> = {
  name: 'body',
  form: 'json|html|empty',
  description: 'the documented error form, a page as a gateway sends it, or nothing',
  default: 'json',
  read: oneOf('json', 'html', 'empty'),
};
const RETRY_AFTER: Figure<number | `date+${number}`> = {
  name: 'retry-after',
  form: '<seconds>|date+<seconds>',
  description: 'a Retry-After header in seconds, or as an HTTP date that many seconds ahead',
  read: retryAfter,
};
const STORE: Figure<boolean> = {
  name: 'store',
  form: 'true|false',
  description: 'store the answer and replay it, with phase=during only (R13)',
  default: false,
  read: flag,
};
const LIMIT_RETRY_AFTER: Figure<number> = {
  name: 'retry-after',
  form: '<seconds>',
  description: 'in the header and in the body',
  default: 1,
  read: seconds,
};

/** Every kind of fault that meets requests: its phases, its figures, and how its fault is made. */
export const FAULT_KINDS: Readonly<Record<RequestFault['kind'], KindSpec>> = {
  reset: {
    phases: ANY,
    phase: 'after',
    figures: [],
    build: () => ({ kind: 'reset' }),
  },
  close: {
    phases: ANY,
    phase: 'after',
    figures: [],
    build: () => ({ kind: 'close' }),
  },
  timeout: {
    phases: ANY,
    phase: 'after',
    figures: [CLOSES_AFTER],
    build: (figures) => {
      const ms = figures.get(CLOSES_AFTER);
      return { kind: 'timeout', ...(ms === undefined ? {} : { ms }) };
    },
  },
  delay: {
    phases: ANY,
    phase: 'after',
    figures: [MS, DIST, SD, SIGMA],
    build: delayOf,
  },
  truncate: {
    phases: ['after'],
    phase: 'after',
    figures: [BYTES, SHARE, THEN],
    build: truncateOf,
  },
  garble: {
    phases: ['after'],
    phase: 'after',
    figures: [AS],
    build: (figures) => ({ kind: 'garble', as: figures.need(AS) }),
  },
  slow: {
    phases: ['after'],
    phase: 'after',
    figures: [RATE],
    build: (figures) => ({ kind: 'slow', rate: figures.need(RATE) }),
  },
  status: {
    phases: ANY,
    phase: 'before',
    figures: [CODE, BODY, RETRY_AFTER, STORE],
    build: statusOf,
  },
  'rate-limit': {
    phases: ['before'],
    phase: 'before',
    figures: [LIMIT_RETRY_AFTER],
    build: (figures) => ({ kind: 'rate-limit', retry_after: figures.need(LIMIT_RETRY_AFTER) }),
  },
  hold: {
    phases: ANY,
    phase: 'during',
    figures: [],
    build: () => ({ kind: 'hold' }),
  },
};

/** The two that matter most, by the names that people know them by: a `reset` in this phase. */
export const SHORTHANDS: Readonly<Record<'lost-request' | 'lost-response', Phase>> = {
  'lost-request': 'before',
  'lost-response': 'after',
};

/** True for the name of a shorthand. */
export function isShorthand(name: string): name is keyof typeof SHORTHANDS {
  return Object.hasOwn(SHORTHANDS, name);
}

/** Every word that a rule can start with. */
export const KIND_NAMES: readonly string[] = [
  ...Object.keys(SHORTHANDS),
  ...Object.keys(FAULT_KINDS),
  ...Object.keys(WEBHOOK_KINDS),
];

/** Everything about a kind, of requests or of deliveries. */
export function specOf(kind: FaultKind): KindSpec {
  return ALL_KINDS[kind];
}

const ALL_KINDS: Readonly<Record<FaultKind, KindSpec>> = { ...FAULT_KINDS, ...WEBHOOK_KINDS };

/** True for the name of a kind; shorthands are not kinds. */
export function isKind(name: string): name is FaultKind {
  return Object.hasOwn(ALL_KINDS, name);
}

function delayOf(figures: FigureSource): DelayFault {
  const ms = figures.need(MS);
  const dist = figures.get(DIST);
  const sd = figures.get(SD);
  const sigma = figures.get(SIGMA);
  if (sd !== undefined && dist !== 'normal') figures.fail(SD, 'sd goes with dist=normal only');
  if (sigma !== undefined && dist !== 'lognormal') figures.fail(SIGMA, 'sigma goes with dist=lognormal only');
  if (dist === undefined) return { kind: 'delay', ms };
  if (typeof ms !== 'number') return figures.fail(MS, `dist=${dist} needs one number, not a range`);
  return dist === 'normal'
    ? { kind: 'delay', ms, dist, sd: figures.need(SD) }
    : { kind: 'delay', ms, dist, sigma: figures.need(SIGMA) };
}

function truncateOf(figures: FigureSource): TruncateFault {
  const bytes = figures.get(BYTES);
  const then = figures.need(THEN);
  if (bytes === undefined) return { kind: 'truncate', share: figures.need(SHARE), then };
  if (figures.given(SHARE)) figures.fail(SHARE, 'bytes and share exclude each other', 'give one of them');
  return { kind: 'truncate', bytes, then };
}

function statusOf(figures: FigureSource, phase: Phase): StatusFault {
  const code = figures.need(CODE);
  const body = figures.get(BODY);
  const after = figures.get(RETRY_AFTER);
  const store = figures.get(STORE);
  if (hasNoBody(code) && figures.given(BODY) && body !== 'empty') figures.fail(BODY, `a ${code} has no body`);
  if (store === true && phase !== 'during') {
    figures.fail(
      STORE,
      `store=true stores what processing answers, and phase=${phase} is not processing`,
      'add phase=during',
    );
  }
  return {
    kind: 'status',
    code,
    ...(hasNoBody(code) ? {} : { body: body ?? 'json' }),
    ...(after === undefined ? {} : { retry_after: after }),
    ...(store === true ? { store } : {}),
  };
}

/** For messages: the figures that a kind takes. */
export function figuresOf(kind: FaultKind): string {
  const figures = specOf(kind).figures.map((figure) => `${figure.name}=${figure.form}`);
  return figures.length === 0 ? `${kind} takes no figures` : `${kind} takes ${figures.join(', ')}`;
}
