import { describe, expect, test } from 'vitest';
import { RETRYING_CLIENTS } from './clients/all.ts';
import { payAgainst, type Payment } from './clients/till.ts';
import { codeIn, tableUnder } from './docs/page.ts';

const PATIENT = { timeout: 60_000 };
/** The columns of the table "By default". */
const RULES = ['lost-response', 'truncate', 'status code=503 phase=after', 'timeout'];

/** What became of a payment, in the words of the table. */
function cellOf({ attempts, processed, told }: Payment): string {
  if (attempts === 1) return 'error' in told ? 'error' : 'paid';
  return processed === 1 ? `${attempts} attempts` : `${attempts} attempts, ${processed} payments`;
}

describe.concurrent('R1: docs/retries.md says what clients do by default, and without a key', () => {
  const rows = tableUnder('docs/retries.md', 'By default').map(([how = '', ...cells]) => [codeIn(how)[0], ...cells]);

  test('it lists them all', () => {
    expect(rows.map(([how]) => how)).toEqual(RETRYING_CLIENTS.flatMap(({ defaults }) => Object.keys(defaults)));
  });

  for (const { name, available, defaults } of RETRYING_CLIENTS) {
    test(name, PATIENT, async ({ expect: expectHere, skip }) => {
      if (!(await available())) skip(`${name} is not installed here`);
      const done = Object.entries(defaults).map(async ([how, pay]) => {
        const payments = await payAgainst(RULES, pay);
        return [how, ...payments.map(({ last }) => cellOf(last))];
      });
      const listed = rows.filter(([how = '']) => Object.hasOwn(defaults, how));
      expectHere(await Promise.all(done)).toEqual(listed);
    });
  }
});
