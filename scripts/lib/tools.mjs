// Where the development tools' programs are, so that they start without a shell and without npx.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './sources.mjs';

/**
 * The script of a package that has one program.
 * @param {string} name the package: `oxlint`
 * @param {string} [program] where it has several
 * @returns {string} a path to run with this Node
 */
export function toolPath(name, program) {
  const folder = path.join(root, 'node_modules', name);
  const { bin } = /** @type {{ bin?: string | Record<string, string> }} */ (
    JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
  );
  const file = typeof bin === 'object' ? (program === undefined ? Object.values(bin)[0] : bin[program]) : bin;
  if (file === undefined) throw new Error(`${name} has no program ${program ?? ''}: run npm ci`);
  return path.join(folder, file);
}
