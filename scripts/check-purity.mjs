// @ts-check
// The lint rules forbid `Date.now` in the core, but not a clock that is read by `new Date()`. This does.
import ts from 'typescript';
import { report } from './lib/report.mjs';
import { placeOf, readSources, walk } from './lib/sources.mjs';

// The edges, where the real clock is handed in.
const EDGES = /^src\/(mock\.ts|index\.ts|adapters\/|cli\/)/;

/** @type {string[]} */
const findings = [];
const sources = readSources().filter(({ file }) => !EDGES.test(file));
for (const { file, source } of sources) {
  walk(source, (node) => {
    const isClock = (ts.isNewExpression(node) && (node.arguments?.length ?? 0) === 0) || ts.isCallExpression(node);
    if (isClock && ts.isIdentifier(node.expression) && node.expression.text === 'Date') {
      findings.push(`${placeOf(file, node)}: reads the machine's clock; take the time as an argument`);
    }
  });
}

report(findings, `${sources.length} files of the core read no clock`);
