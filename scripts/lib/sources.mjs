// The project's TypeScript sources, parsed: what the checks of the house read.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** The folder of package.json. */
export const root = path.resolve(import.meta.dirname, '../..');

/**
 * The files in a folder and below, relative to it with forward slashes, in order of name.
 * @param {string} folder
 */
export function filesUnder(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .sort();
}

/**
 * Every source file under src/, parsed, in order of name. Generated ones are among them when they were built.
 * @returns {{ file: string, source: ts.SourceFile }[]} `file` is relative to the project, with forward slashes
 */
export function readSources() {
  const files = filesUnder(path.join(root, 'src')).filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'));
  return files.map((name) => {
    const file = `src/${name}`;
    const text = readFileSync(path.join(root, file), 'utf8');
    return { file, source: ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true) };
  });
}

/**
 * Calls `visit` with every node of a file, parents first.
 * @param {ts.Node} node
 * @param {(node: ts.Node) => void} visit
 */
export function walk(node, visit) {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

/**
 * Where a node starts, as editors and terminals link it: `src/engine.ts:12`.
 * @param {string} file
 * @param {ts.Node} node
 */
export function placeOf(file, node) {
  const source = node.getSourceFile();
  return `${file}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`;
}

/**
 * Whether a module's name stands where only types are imported, so that nothing is loaded.
 * @param {ts.StringLiteralLike} name as `moduleNames` finds it
 */
export function isTypeOnly({ parent }) {
  if (ts.isImportDeclaration(parent)) return parent.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
  if (ts.isExportDeclaration(parent)) return parent.isTypeOnly;
  return ts.isLiteralTypeNode(parent);
}

/**
 * The string literals that name other modules in a file: static, dynamic and type imports, and re-exports.
 * @param {ts.Node} source
 * @returns {ts.StringLiteralLike[]}
 */
export function moduleNames(source) {
  /** @type {ts.StringLiteralLike[]} */
  const names = [];
  walk(source, (node) => {
    /** @type {ts.Node | undefined} */
    let name;
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) name = node.moduleSpecifier;
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      name = node.arguments[0];
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) name = node.argument.literal;
    if (name !== undefined && ts.isStringLiteralLike(name)) names.push(name);
  });
  return names;
}
