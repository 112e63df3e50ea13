import type { Block } from './page.ts';

/** Why a block may not be run, and what shows that this is so. */
const REASONS: Readonly<Record<string, RegExp>> = {
  'installs from the registry': /\bnpm (?:ci|i|install)\b|\bnpx (?:--?y|msw init)/,
  'runs the tests': /\bnpm test\b/,
  'runs the benchmarks': /\bnpm run bench\b/,
  'rewrites the table': /\bUPDATE_DOCS=1 /,
  "needs Python's requests": /\b(?:python3|pytest)\b/,
  'needs Go': /\bgo test\b/,
  'needs a browser': /\bsetupWorker\b|<script|\bdocument\./,
};

/** @returns undefined when the reason that a block gives is one and holds, else what is wrong with it */
export function reasonProblem(block: Block): string | undefined {
  const reason = block.attributes.get('norun') ?? '';
  const sign = Object.hasOwn(REASONS, reason) ? REASONS[reason] : undefined;
  if (sign === undefined)
    return `${block.at}: "${reason}" is not a reason; there are ${Object.keys(REASONS).join(', ')}`;
  return sign.test(block.text) ? undefined : `${block.at}: it says "${reason}", and nothing in it does that`;
}
