// The declarations of what is published, made by TypeScript.
import path from 'node:path';
import ts from 'typescript';
import { moduleNames } from './sources.mjs';

/**
 * Emits the declarations that tsconfig.build.json asks for. TypeScript keeps the `.ts` of relative imports there, which
 * the tools of users need not understand: they become `.js`.
 * @param {string} root the project's folder
 * @returns {Map<string, string>} texts by their path in dist/
 */
export function emitDeclarations(root) {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fail };
  const config = ts.getParsedCommandLineOfConfigFile(path.join(root, 'tsconfig.build.json'), {}, host);
  if (config === undefined) throw new Error('tsconfig.build.json can not be read');
  const program = ts.createProgram(config.fileNames, config.options);

  /** @type {Map<string, string>} */
  const files = new Map();
  const { diagnostics } = program.emit(undefined, (file, text) => {
    files.set(path.relative(path.join(root, 'dist'), file), toJsNames(file, text));
  });
  const problems = [...config.errors, ...program.getSyntacticDiagnostics(), ...diagnostics];
  if (problems.length > 0) throw new Error(formatted(problems));
  return files;
}

/**
 * @param {string} file
 * @param {string} text
 */
function toJsNames(file, text) {
  let result = text;
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  for (const name of moduleNames(source).toReversed()) {
    if (!/^\..*\.ts$/.test(name.text)) continue;
    result = `${result.slice(0, name.end - 4)}.js${result.slice(name.end - 1)}`;
  }
  return result;
}

/** @param {readonly ts.Diagnostic[]} problems */
function formatted(problems) {
  return ts.formatDiagnostics(problems, {
    getCurrentDirectory: () => ts.sys.getCurrentDirectory(),
    getCanonicalFileName: (name) => name,
    getNewLine: () => '\n',
  });
}

/**
 * @param {ts.Diagnostic} problem
 * @returns {never}
 */
function fail(problem) {
  throw new Error(formatted([problem]));
}
