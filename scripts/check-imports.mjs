// @ts-check
// Holds the lines between the folders of src/: who may import whom, and where a foreign module is allowed. Type imports
// count too: a type that points the wrong way is a design that points the wrong way. Circles are looked for among the
// imports that load something.
import path from 'node:path';
import { report } from './lib/report.mjs';
import { isTypeOnly, moduleNames, placeOf, readSources } from './lib/sources.mjs';

// Each room, and the rooms that it may import besides itself. The list runs from the inside out.
const inner = ['model', 'contract', 'world'];
const core = [...inner, 'idempotency', 'simulators', 'faults'];
/** @type {Readonly<Record<string, readonly string[]>>} */
const ROOMS = {
  model: [],
  contract: ['model'],
  world: ['model'],
  idempotency: inner,
  simulators: inner,
  faults: inner,
  engine: core,
  mock: [...core, 'engine'],
  control: [...core, 'engine', 'mock'],
  // A server has to offer the control calls on its port.
  adapters: [...core, 'engine', 'mock', 'control'],
  index: [...core, 'engine', 'mock', 'control', 'adapters'],
  cli: [...core, 'engine', 'mock', 'control', 'adapters'],
};

// Foreign modules that have one home.
/** @type {readonly { module: RegExp, home: RegExp, rule: string }[]} */
const FOREIGN = [
  {
    module: /^node:/,
    home: /^src\/(adapters\/node[^/]*\.ts|cli\/|idempotency\/redis[^/]*\.ts)/,
    rule: 'node:* is for src/adapters/node*.ts, the redis store and src/cli/: the rest runs in a browser',
  },
  { module: /^@faker-js\//, home: /^src\/simulators\//, rule: 'faker is for src/simulators/' },
  { module: /^commander$/, home: /^src\/cli\//, rule: 'commander is for src/cli/' },
  { module: /^picocolors$/, home: /^src\/cli\//, rule: 'colours are for src/cli/' },
  { module: /^yaml$/, home: /^src\/cli\//, rule: 'YAML is read at build time and by src/cli/ only' },
  { module: /^msw(\/|$)/, home: /^src\/adapters\/msw\.ts$/, rule: 'msw is for src/adapters/msw.ts' },
];

/** What adapters share: waiting, and the `Request` and `Response` of the web. */
const SHARED = new Set(['perform', 'web']);

/**
 * The room of a file: its folder under src/. Of the files beside the folders `mock.ts` and `index.ts` are rooms of their
 * own; the others are parts of the engine, and so is `actions/`.
 * @param {string} file
 */
function roomOf(file) {
  const first = file.split('/')[1] ?? '';
  if (first === 'actions') return 'engine';
  if (!first.endsWith('.ts')) return first;
  return first === 'mock.ts' || first === 'index.ts' ? path.posix.basename(first, '.ts') : 'engine';
}

/**
 * The adapter that a file belongs to: `node-server.ts` is a part of `node`.
 * @param {string} file
 */
function adapterOf(file) {
  return path.posix.basename(file, '.ts').split('-')[0];
}

/**
 * The rule that an import inside the project breaks.
 * @param {string} from
 * @param {string} to
 * @returns {string | undefined}
 */
function brokenRule(from, to) {
  if (to.startsWith('fixtures/')) {
    return roomOf(from) === 'simulators' ? undefined : 'fixtures/ is for src/simulators/';
  }
  if (to === 'package.json' || to === 'openapi.yaml') return undefined;
  if (!to.startsWith('src/')) return 'src/ imports nothing from outside src/';
  const [room, target] = [roomOf(from), roomOf(to)];
  const allowed = ROOMS[room];
  if (allowed === undefined) return `src/${room} is in no room: give it a place in ROOMS of scripts/check-imports.mjs`;
  // `mock.fetch` is part of what people hold.
  if (room === 'mock' && to === 'src/adapters/fetch.ts') return undefined;
  if (room !== target && !allowed.includes(target)) {
    return `${room} may import ${allowed.length === 0 ? 'nothing' : allowed.join(', ')}, not ${target}`;
  }
  if (room === 'adapters' && target === 'adapters' && adapterOf(from) !== adapterOf(to)) {
    return SHARED.has(adapterOf(to) ?? '') ? undefined : 'adapters share perform.ts and web.ts and nothing else';
  }
  if (room === 'index' && /^src\/adapters\/(node|msw)/.test(to)) return 'the main entry has neither node:* nor msw';
  return undefined;
}

/** @type {string[]} */
const findings = [];
/** @type {Map<string, string[]>} */
const graph = new Map();

for (const { file, source } of readSources()) {
  /** @type {string[]} */
  const edges = [];
  graph.set(file, edges);
  for (const name of moduleNames(source)) {
    const place = placeOf(file, name);
    if (name.text.startsWith('.')) {
      const to = path.posix.join(path.posix.dirname(file), name.text);
      if (!isTypeOnly(name)) edges.push(to);
      const rule = brokenRule(file, to);
      if (rule !== undefined) findings.push(`${place}: imports ${to}, but ${rule}`);
    } else {
      for (const { module, home, rule } of FOREIGN) {
        if (module.test(name.text) && !home.test(file)) findings.push(`${place}: imports ${name.text}, but ${rule}`);
      }
    }
  }
}

/**
 * Every cycle that a walk from `file` closes, found once each.
 * @param {string} file
 * @param {string[]} trail
 * @param {Set<string>} done
 */
function findCycles(file, trail, done) {
  const start = trail.indexOf(file);
  if (start >= 0) {
    findings.push(`${file}:1: imports itself in a circle: ${[...trail.slice(start), file].join(' → ')}`);
    return;
  }
  if (done.has(file)) return;
  for (const to of graph.get(file) ?? []) findCycles(to, [...trail, file], done);
  done.add(file);
}

/** @type {Set<string>} */
const done = new Set();
for (const file of graph.keys()) findCycles(file, [], done);

report(findings, `${graph.size} files keep to their rooms`);
