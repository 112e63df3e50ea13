import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { startServer } from '../../src/adapters/node.ts';
import { type Client, CLIENTS } from './clients.ts';
import { codeIn, root, tableUnder, textOf } from './page.ts';

const PAGE = 'docs/faults.md';
const HEADING = 'What clients report';
/** The columns before the clients': the fault, and what is on the wire. */
const FIRST = 2;

/**
 * Runs a client against every fault of the table "What clients report".
 * @returns the rows whose cell says something else; with UPDATE_DOCS set they are rewritten instead
 */
export async function clientProblems(client: Client): Promise<string[]> {
  const rows = tableUnder(PAGE, HEADING);
  const column = FIRST + CLIENTS.indexOf(client);
  await using server = await startServer();
  const sent = rows.map(([fault = ''], i) => {
    const key = `client_table_row_${i}`;
    server.mock.faults.add(`${codeIn(fault)[0]} key=${key}`);
    return { url: `${server.baseUrl}/transactions/score`, key };
  });
  const reports = await client.report(sent);
  const unfired = server.mock.faults.list().filter(({ fired }) => fired === 0);
  if (unfired.length > 0) throw new Error(`Never fired: ${unfired.map(({ id }) => id).join(', ')}`);
  const wrong = rows.flatMap((row, i) => {
    const report = reports[i] ?? '';
    return fits(row[column] ?? '', report) ? [] : [{ row, report }];
  });
  if (process.env['UPDATE_DOCS'] === undefined) {
    return wrong.map(({ row, report }) => `${row[0]}: the page says ${row[column]}, ${client.name} says ${report}`);
  }
  for (const { row, report } of wrong) rewrite(row[0] ?? '', column, report);
  return [];
}

/** Whether a cell holds everything that a report has between backticks. Its other words differ between versions. */
function fits(cell: string, report: string): boolean {
  return codeIn(report).every((code) => codeIn(cell).includes(code));
}

function rewrite(fault: string, column: number, report: string): void {
  const text = textOf(PAGE);
  const from = text.indexOf(`## ${HEADING}`);
  const lines = text.slice(from).split('\n');
  const at = lines.findIndex((line) => line.startsWith(`| ${fault} |`));
  const cells = (lines[at] ?? '').split(' | ');
  const end = column === cells.length - 1 ? ' |' : '';
  lines[at] = cells.map((cell, i) => (i === column ? `${report}${end}` : cell)).join(' | ');
  writeFileSync(path.join(root, PAGE), text.slice(0, from) + lines.join('\n'));
}
