// @ts-check
// The one test command: builds, runs every check and every test, and says on its last line how many of them passed.
// Nothing stops at the first failure. Where CI is set, a skipped test is a failed one.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { root } from './lib/sources.mjs';
import { toolPath } from './lib/tools.mjs';

/** @typedef {readonly [tool: string, ...args: string[]]} Command a script of ours, or a package with a program */
/** @typedef {{ name: string, commands: readonly Command[] }} Check */
/**
 * @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
 *   testResults: { status: string, assertionResults: { status: string }[] }[] }} Report what we read of vitest's
 */
/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

/** @type {Check} */
const build = { name: 'build', commands: [['scripts/generate.mjs'], ['scripts/build.mjs']] };

/** @type {readonly Check[]} */
const checks = [
  { name: 'types', commands: [['typescript', '-p', 'tsconfig.json']] },
  { name: 'package shape', commands: [['scripts/check-package.mjs']] },
  { name: 'types without node', commands: [['typescript', '-p', 'tsconfig.core.json']] },
  { name: 'format', commands: [['oxfmt', '--check', '.']] },
  { name: 'lint', commands: [['oxlint', '--type-aware', '--deny-warnings', '--report-unused-disable-directives']] },
  { name: 'unused code', commands: [['knip', '--no-progress', '--treat-config-hints-as-errors']] },
  { name: 'openapi', commands: [['@redocly/cli', 'lint', 'openapi.yaml']] },
  { name: 'import directions', commands: [['scripts/check-imports.mjs']] },
  { name: 'no clock in the core', commands: [['scripts/check-purity.mjs']] },
  { name: 'main entry in a browser', commands: [['scripts/check-browser.mjs']] },
];

const PROGRAMS = new Map([
  ['typescript', 'tsc'],
  ['@redocly/cli', 'redocly'],
  ['knip', 'knip'],
]);

/**
 * @param {Command} command
 * @param {'pipe' | 'inherit'} output
 * @returns {Promise<{ code: number | null, text: string }>}
 */
function run([tool, ...args], output) {
  const file = tool.startsWith('scripts/') ? path.join(root, tool) : toolPath(tool, PROGRAMS.get(tool));
  const child = spawn(process.execPath, [file, ...args], {
    cwd: root,
    stdio: ['ignore', output, output],
    env: {
      ...process.env,
      ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }),
      REDOCLY_TELEMETRY: 'off',
      REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
    },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (part) => (text += part));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, text }));
  });
}

/**
 * Runs the commands of a check up to the first that fails, and prints its name, its result and, if it failed, why.
 * @param {Check} check
 * @returns {Promise<boolean>} whether it passed
 */
async function passes({ name, commands }) {
  const started = performance.now();
  let result = { code: /** @type {number | null} */ (0), text: '' };
  for (const command of commands) {
    result = await run(command, 'pipe');
    if (result.code !== 0) break;
  }
  const passed = result.code === 0;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${passed ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
  // Some tools colour their findings whatever they are told.
  if (!passed) console.log(`${stripVTControlCharacters(result.text).trimEnd().replaceAll(/^/gm, '     ')}\n`);
  return passed;
}

/**
 * Two at a time: most of them keep one core busy.
 * @param {readonly Check[]} all
 * @returns {Promise<boolean[]>}
 */
async function runChecks(all) {
  const queue = [...all];
  /** @type {boolean[]} */
  const results = [];
  const worker = async () => {
    for (let check = queue.shift(); check !== undefined; check = queue.shift()) results.push(await passes(check));
  };
  await Promise.all([worker(), worker()]);
  return results;
}

/**
 * Runs vitest, its output as it comes, and counts by its JSON report.
 * @returns {Promise<Tally>}
 */
async function runTests() {
  const folder = mkdtempSync(path.join(tmpdir(), 'txcloud-mock-test-'));
  try {
    const file = path.join(folder, 'report.json');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const { code } = await run(['vitest', 'run', ...reporters], 'inherit');
    return count(readFileSync(file, 'utf8'), code);
  } catch (error) {
    console.log(`FAIL vitest: ${error instanceof Error ? error.message : String(error)}`);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * @param {string} json vitest's report
 * @param {number | null} code its exit code
 * @returns {Tally}
 */
function count(json, code) {
  const report = /** @type {Report} */ (JSON.parse(json));
  // A file that can't be loaded, or whose hook fails, has failed without a failed test in it.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((assertion) => assertion.status !== 'failed'),
  ).length;
  const failed = report.numFailedTests + broken;
  return {
    passed: report.numPassedTests,
    // An error outside any test, such as an unhandled rejection, shows in the exit code alone.
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

const results = [await passes(build), ...(await runChecks(checks))];
await run(['scripts/install-test-tools.mjs'], 'inherit');
const tests = await runTests();

const strict = process.env['CI'] !== undefined && !['', '0', 'false'].includes(process.env['CI']);
if (strict && tests.skipped > 0) console.log(`FAIL ${tests.skipped} skipped: with CI set, no test may be skipped`);
const passed = results.filter(Boolean).length + tests.passed;
const failed = results.length - results.filter(Boolean).length + tests.failed + (strict ? tests.skipped : 0);
const skipped = strict ? 0 : tests.skipped;
process.exitCode = failed > 0 ? 1 : 0;
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
