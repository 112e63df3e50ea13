// The same bundles for `require`: Jest, and everything that has not moved to ES modules.
import path from 'node:path';
import * as esbuild from 'esbuild';
import ts from 'typescript';
import { isTypeOnly, moduleNames } from './sources.mjs';

/**
 * Makes a CommonJS twin of every bundle that the entries load: `index.cjs` beside `index.js`. Chunk by chunk, so that
 * what the entries share stays shared: a second copy of the engine would double the package.
 * @param {ReadonlyMap<string, string>} bundles ES modules in one folder, by name
 * @param {readonly string[]} entries names of those that people `require`
 * @returns {Promise<Map<string, string>>} CommonJS texts, by name
 */
export async function toCommonJs(bundles, entries) {
  /** @type {Map<string, string>} */
  const result = new Map();
  const queue = [...entries];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (result.has(cjsName(name))) continue;
    const text = bundles.get(name);
    if (text === undefined) throw new Error(`there is no bundle ${name}`);
    const { text: renamed, local } = renameImports(name, text);
    queue.push(...local);
    const { code } = await esbuild.transform(renamed, {
      sourcefile: name,
      format: 'cjs',
      platform: 'node',
      target: 'node20',
      // A chunk that is loaded late is required late.
      supported: { 'dynamic-import': false },
      logLevel: 'warning',
    });
    result.set(cjsName(name), code);
  }
  return result;
}

/**
 * The same declarations for `require`: TypeScript takes a `.d.ts` of a package of ES modules for an ES module.
 * @param {ReadonlyMap<string, string>} declarations by path
 * @returns {Map<string, string>} `index.d.cts` beside every `index.d.ts`
 */
export function toCommonJsTypes(declarations) {
  return new Map(
    [...declarations].map(([name, text]) => [name.replace(/\.d\.ts$/, '.d.cts'), renameImports(name, text).text]),
  );
}

/** @param {string} name */
function cjsName(name) {
  return name.replace(/\.js$/, '.cjs');
}

/**
 * Points a module's relative imports at the CommonJS twins.
 * @param {string} file
 * @param {string} text
 * @returns {{ text: string, local: string[] }} `local`: the names of those that load something
 */
function renameImports(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  let renamed = text;
  /** @type {string[]} */
  const local = [];
  for (const name of moduleNames(source).toReversed()) {
    if (!/^\.\.?\/.*\.js$/.test(name.text)) continue;
    if (!isTypeOnly(name)) local.push(path.posix.normalize(name.text));
    renamed = `${renamed.slice(0, name.end - 4)}.cjs${renamed.slice(name.end - 1)}`;
  }
  return { text: renamed, local };
}
