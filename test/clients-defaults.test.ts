import { describe, expect, test } from 'vitest';
import { RETRYING_CLIENTS } from './clients/all.ts';
import type { Pay } from './clients/client.ts';
import { payAgainst, type Payment } from './clients/till.ts';
import { codeIn, tableUnder } from './docs/page.ts';

const PATIENT = { timeout: 120_000 };
/** The columns of the table "By default". */
const RULES = ['lost-response', 'truncate', 'status code=503 phase=after', 'timeout'];

/** What became of a payment, in the words of the table. */
function cellOf({ attempts, processed, told }: Payment): string {
  if (attempts === 1) return 'error' in told ? 'error' : 'paid';
  return processed === 1 ? `${attempts} attempts` : `${attempts} attempts, ${processed} payments`;
}

async function cellsOf(rules: readonly string[], pay: Pay, patience?: number): Promise<string[]> {
  const payments = await payAgainst(rules, pay, patience === undefined ? {} : { patience });
  return payments.map(({ last }) => cellOf(last));
}

describe.concurrent('R1: docs/retries.md says what clients do by default, and without a key', () => {
  const rows = tableUnder('docs/retries.md', 'By default').map(([how = '', ...cells]) => [codeIn(how)[0], ...cells]);

  test('it lists them all', () => {
    expect(rows.map(([how]) => how)).toEqual(RETRYING_CLIENTS.flatMap(({ defaults }) => Object.keys(defaults)));
  });

  for (const { name, available, defaults } of RETRYING_CLIENTS) {
    test(name, PATIENT, async ({ expect: expectHere, skip }) => {
      if (!(await available())) skip(`${name} is not installed here`);
      const listed = rows.filter(([how = '']) => Object.hasOwn(defaults, how));
      const done = listed.map(async ([how = '', ...cells]) => {
        const pay = defaults[how] as Pay;
        const seen = await cellsOf(RULES, pay);
        // On a busy machine the time may have run out before the payment was even sent.
        if (seen.at(-1) !== cells.at(-1)) seen.splice(-1, 1, ...(await cellsOf(['timeout'], pay, 10_000)));
        return [how, ...seen];
      });
      expectHere(await Promise.all(done)).toEqual(listed);
    });
  }
});
