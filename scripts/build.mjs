// @ts-check
// Builds dist/ from src/: the bundles that people run, their declarations, and the licences of what is bundled.
// A package whose parts are all bundled installs nothing else, and its command line starts 2.5 times faster.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { arabicNames } from './lib/arabic.mjs';
import { toCommonJs, toCommonJsTypes } from './lib/commonjs.mjs';
import { emitDeclarations } from './lib/declarations.mjs';
import { collectLicences } from './lib/licences.mjs';
import { oneExport } from './lib/one-export.mjs';
import { filesUnder, root } from './lib/sources.mjs';

const dist = path.join(root, 'dist');

/**
 * What a bundler finds at `txcloud-mock/node` when it builds for a browser: an export that can't be resolved, because an
 * error message names the import. `"browser": null` in package.json would do, but Vite passes over it.
 */
const NODE_ONLY =
  "txcloud-mock's node entry starts a server, which needs Node. In a browser use createHandlers from txcloud-mock/msw.";

/** What commander requires for programs in pieces, and never uses in ours. */
const UNUSED = new Set(['node:child_process']);

/**
 * CommonJS packages, such as commander, `require` Node's modules, which an ES module can't. A small module stands in
 * between, which asks the running Node for it: to import `node:process` would run every getter of `process`.
 * @type {esbuild.Plugin}
 */
const nodeRequire = {
  name: 'node-require',
  setup(build) {
    build.onResolve({ filter: /^node:/ }, ({ path: name, kind }) =>
      kind === 'require-call' ? { path: name, namespace: 'node-require' } : { path: name, external: true },
    );
    build.onLoad({ filter: /.*/, namespace: 'node-require' }, ({ path: name }) => ({
      contents: UNUSED.has(name)
        ? 'module.exports = {};'
        : `module.exports = process.getBuiltinModule(${JSON.stringify(name)});`,
    }));
  },
};

/**
 * Bundles entries, so that they share their chunks. Chunks lie beside the entries, so that `import.meta.url` means the
 * same folder in all of them.
 * @param {Readonly<Record<string, string>>} entryPoints
 */
async function bundleOf(entryPoints) {
  const { outputFiles, metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints,
    outdir: dist,
    bundle: true,
    splitting: true,
    format: 'esm',
    // The user's own, with whose server or worker the handlers have to fit.
    external: ['msw'],
    // Neither Node's nor the browser's variant of a package: the main entry has to run in both.
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: ['node20', 'es2022'],
    // One character beyond Latin-1 makes V8 hold, and scan, the whole file in twice the bytes.
    charset: 'ascii',
    minify: true,
    legalComments: 'none',
    plugins: [nodeRequire, arabicNames, oneExport],
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  const files = new Map(outputFiles.map((file) => [path.relative(dist, file.path), file.text]));
  return { files, inputs: Object.keys(metafile.inputs) };
}

/**
 * The library's entries are one build: a mock made by the main entry is the same class to the server. The command line,
 * which nobody imports, is another: it starts from few files, each of which costs a millisecond to find.
 * @returns {Promise<Map<string, string>>} what to write, by path in dist/
 */
async function bundle() {
  const [library, program] = await Promise.all([
    bundleOf({ index: 'src/index.ts', msw: 'src/adapters/msw.ts', node: 'src/adapters/node.ts' }),
    bundleOf({ cli: 'src/cli/main.ts' }),
  ]);
  const twins = await toCommonJs(library.files, ['index.js', 'msw.js', 'node.js']);
  return new Map([
    ...library.files,
    ...twins,
    ...program.files,
    ['node-in-a-browser.js', `export * from ${JSON.stringify(NODE_ONLY)};\n`],
    ['THIRD-PARTY-LICENSES', collectLicences(root, [...new Set([...library.inputs, ...program.inputs])])],
  ]);
}

const started = performance.now();
// esbuild works in a process of its own while TypeScript keeps this one busy.
const bundling = bundle();
const declarations = emitDeclarations(root);
const bundles = await bundling;
const files = new Map([...bundles, ...declarations, ...toCommonJsTypes(declarations)]);

// Written over, then tidied: at no moment is a dist/ without its files, whoever may be running it.
for (const [name, contents] of files) {
  const target = path.join(dist, name);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, contents);
}
for (const name of filesUnder(dist)) if (!files.has(name)) rmSync(path.join(dist, name));

const size = [...bundles.values()].reduce((sum, contents) => sum + contents.length, 0);
console.log(
  `dist/: ${files.size} files, ${(size / 1e6).toFixed(2)} MB of bundles, ${((performance.now() - started) / 1000).toFixed(1)} s`,
);
