import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { FLAGS, optionOf, variableOf } from '../src/cli/flags.ts';
import { FAULT_KINDS } from '../src/faults/kinds.ts';
import { PROFILE_NAMES, PROFILES } from '../src/faults/profiles.ts';
import { PROFILE_WORDS } from '../src/cli/fault-words.ts';
import { builtInFixtures, parseFixtures } from '../src/simulators/fixtures.ts';
import { clientProblems } from './docs/client-table.ts';
import { CLIENTS } from './docs/clients.ts';
import { blocksOf, codeIn, examples, pages, root, tableUnder, textOf } from './docs/page.ts';
import { phaseReport } from './docs/phases.ts';
import { run } from './docs/program.ts';
import { BIN } from './docs/server.ts';
import { runPage } from './docs/shell.ts';
import { typeProblems } from './docs/snippet.ts';
import { pythonWith } from './tools.ts';

/** Programs are started by the dozen, and the machine has other tests to run. */
const PATIENT = { timeout: 180_000 };

describe.concurrent('pages', () => {
  test.for(pages())(
    'every command and snippet of %s does what the page shows',
    PATIENT,
    async (page, { expect: expectHere }) => {
      expectHere(await runPage(page)).toEqual([]);
    },
  );
});

test('every snippet in TypeScript has the right types', () => {
  const snippets = pages().flatMap((page) => blocksOf(page).filter(({ language }) => language === 'ts'));
  expect(snippets.length).toBeGreaterThan(0);
  expect(typeProblems(snippets)).toEqual([]);
});

test('no snippet needs a newer Node than package.json does', () => {
  // Node 24 has it. The bundler turns it into what Node 20 has, which hides that a reader's Node 20 calls it a mistake.
  const newer = pages().flatMap((page) => blocksOf(page).filter(({ text }) => /\bawait using\b/.test(text)));
  expect(newer.map(({ at }) => at)).toEqual([]);
});

test('a reader sees the name of every file: in its first line, or in the words above it', () => {
  const files = pages().flatMap((page) => blocksOf(page).filter(({ attributes }) => attributes.has('file')));
  expect(files.length).toBeGreaterThan(5);
  const nameless = files.filter(({ attributes, text, under }) => {
    const shown = `${text.split('\n', 1)[0]}\n${under}`;
    return !shown.includes(attributes.get('file') ?? '');
  });
  expect(nameless.map(({ at }) => at)).toEqual([]);
});

test('curl draws no progress into the terminal of a reader', () => {
  const blocks = pages().flatMap((page) => blocksOf(page).filter(({ language }) => language === 'bash'));
  const commands = blocks.flatMap(({ at, text }) =>
    text
      .replaceAll('\\\n', '')
      .split('\n')
      .filter((line) => /\bcurl -?/.test(line))
      .map((line) => `${at}: ${line}`),
  );
  expect(commands.length).toBeGreaterThan(20);
  // It draws where its output goes elsewhere: into a file, a pipe, or whatever the function that it stands in is put to.
  const elsewhere = commands.filter((command) => /: {3}|\(\) \{| -o |>|\|$| \| /.test(command));
  expect(elsewhere.filter((command) => !/curl (?:-[A-Za-z]*s|--silent)/.test(command))).toEqual([]);
});

test('every link between pages leads somewhere', () => {
  const broken = [...pages(), ...examples()].flatMap((page) =>
    [...textOf(page).matchAll(/\]\((?!https?:)([^)\s]*)\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !leadsSomewhere(page, target))
      .map((target) => `${page}: ${target}`),
  );
  expect(broken).toEqual([]);
});

test('what is to be installed is the file that npm pack writes, not what the registry lacks', () => {
  const { version } = JSON.parse(textOf('package.json')) as { version: string };
  const commands = [...pages(), ...examples()].flatMap((page) =>
    [...textOf(page).matchAll(/npm install [^`\n]*txcloud-mock[^`\n]*|npx --yes (?!tsx )[^`\n]*/g)].map(
      ([command]) => command,
    ),
  );
  expect(commands.length).toBeGreaterThan(5);
  const wrong = commands.filter((command) => !command.includes(`/txcloud-mock-${version}.tgz`));
  expect(wrong).toEqual([]);
});

test('R1 to R23 have a heading each in docs/idempotency.md', () => {
  const numbers = [...textOf('docs/idempotency.md').matchAll(/^### R(\d+) · /gm)].map(([, number]) => Number(number));
  expect(numbers).toEqual(Array.from({ length: 23 }, (_, i) => i + 1));
});

test('docs/command-line.md lists every flag, with its variable and its option', () => {
  const listed = tableUnder('docs/command-line.md', 'Flags').map(([flag = '', variable = '', option = '']) => ({
    flag: codeIn(flag)[0],
    variable: codeIn(variable)[0],
    option: codeIn(option)[0],
  }));
  const ofServer = ['port', 'host', 'corsOrigin', 'allowHost', 'controlToken'];
  const own = ['log', 'readyFile'];
  expect(listed).toEqual(
    FLAGS.map(({ name, short, value }) => {
      const option = optionOf(name);
      return {
        flag: `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`,
        variable: variableOf(name),
        option: own.includes(option) ? undefined : `${ofServer.includes(option) ? 'startServer: ' : ''}${option}`,
      };
    }),
  );
});

test('docs/scenarios.md lists every scenario, as the fixtures describe it', () => {
  const listed = [...new Set(builtInFixtures.scenarios.map(({ on }) => on))].flatMap((on) =>
    tableUnder('docs/scenarios.md', `POST ${on}`).map(([name = '', description]) => ({
      name: codeIn(name)[0],
      on,
      description,
    })),
  );
  expect(listed).toEqual(builtInFixtures.scenarios.map(({ name, on, description }) => ({ name, on, description })));
});

const VALUES = {
  body: {},
  category: 'pep',
  extends: 'decline',
  id: 'ours',
  list: 'pep_lists',
  name: 'ours',
  on: '/lending/assess',
  type: 'individual',
};

test.for(tableUnder('docs/scenarios.md', 'Scenarios and lists of your own'))(
  'docs/scenarios.md: %s, %s: its items have %s, and must have %s',
  ([fileCell = '', listCell = '', membersCell = '', neededCell = '']) => {
    const [[file = ''], [list = '']] = [codeIn(fileCell), codeIn(listCell)];
    const parse = (item: object): unknown => parseFixtures({ [file.replace('.json', '')]: { [list]: [item] } });
    expect(() => parse({ odd: 1 })).toThrow(`"odd" is not a member here; there are ${codeIn(membersCell).join(', ')}.`);
    const needed = Object.entries(VALUES).filter(([member]) => codeIn(neededCell).includes(member));
    expect(needed.length).toBe(codeIn(neededCell).length);
    parse(Object.fromEntries(needed));
    for (const [missing] of needed) {
      const others = Object.fromEntries(needed.filter(([member]) => member !== missing));
      expect(() => parse(others)).toThrow(`"${missing}"`);
    }
  },
);

test('docs/faults.md lists every kind, its figures and phases, and every profile', () => {
  const kinds = tableUnder('docs/faults.md', 'Kinds').map(([kind = '', figures = '', phases]) => ({
    kind: codeIn(kind)[0],
    figures: codeIn(figures),
    phases,
  }));
  expect(kinds).toEqual(
    Object.entries(FAULT_KINDS).map(([kind, spec]) => ({
      kind,
      figures: spec.figures.map(({ name }) => name),
      phases: [spec.phase, ...spec.phases.filter((phase) => phase !== spec.phase)].join(', '),
    })),
  );
  const profiles = tableUnder('docs/faults.md', 'Profiles').map(([name = '', description, rules = '']) => ({
    name: codeIn(name)[0],
    description,
    rules: codeIn(rules),
  }));
  expect(profiles).toEqual(
    PROFILE_NAMES.map((name) => ({ name, description: PROFILE_WORDS[name], rules: PROFILES[name] })),
  );
});

test.for(tableUnder('docs/faults.md', 'Phases', 2))(
  'R13, R15, R16: %s: its work is %s, the second attempt %s',
  async (row) => {
    const [rule = '', ...effects] = row;
    expect(await phaseReport(codeIn(rule)[0] ?? '')).toEqual(effects);
  },
);

describe.concurrent('docs/faults.md says what clients report', () => {
  for (const client of CLIENTS) {
    test(client.name, PATIENT, async ({ expect: expectHere, skip }) => {
      if (!(await client.available())) skip(`${client.name} is not installed here`);
      expectHere(await clientProblems(client)).toEqual([]);
    });
  }
});

describe.concurrent('the tests in Python of docs/exec.md', () => {
  const python = pythonWith('requests');
  const tests = blocksOf('docs/exec.md').find(({ language }) => language === 'python')?.text ?? '';

  test.for([
    ['pass', tests, 0, /Ran 3 tests[^]*OK/],
    ['fail where no fault is added', tests.replaceAll(/^ +self\.add_fault\(.*\n/gm, ''), 1, /failures=2/],
  ] as const)('%s', PATIENT, async ([, text, code, says], { expect: expectHere, skip }) => {
    if (python === undefined) return skip('Python has no requests: apt-get install python3-requests');
    const folder = mkdtempSync(path.join(tmpdir(), 'txcloud-mock-python-'));
    try {
      writeFileSync(path.join(folder, 'test_payments.py'), text);
      const done = await run(process.execPath, [BIN, 'exec', '--', python, '-m', 'unittest'], { cwd: folder });
      expectHere(done, done.output).toEqual({ code, output: expectHere.stringMatching(says) });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** Whether there is such a file, and such a heading in it. */
function leadsSomewhere(page: string, target: string): boolean {
  const [file = '', heading] = target.split('#');
  const linked = file === '' ? page : path.posix.join(path.posix.dirname(page), file);
  if (!existsSync(path.join(root, linked))) return false;
  return heading === undefined || anchorsOf(linked).includes(heading);
}

/** The anchors that a page's headings get. */
function anchorsOf(page: string): string[] {
  const headings = textOf(page).matchAll(/^#+ (.*)$/gm);
  return [...headings].map(([, text = '']) =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
