import { existsSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import ts from 'typescript';
import { type Block, root } from './page.ts';

/** What the names that people import stand for here. */
const ENTRIES: Readonly<Record<string, string>> = {
  'txcloud-mock': path.join(root, 'src/index.ts'),
  'txcloud-mock/node': path.join(root, 'src/adapters/node.ts'),
  'txcloud-mock/msw': path.join(root, 'src/adapters/msw.ts'),
};

/** How the files of a bundled snippet start. */
export const SNIPPET = 'snippet.';

/** Bundles a snippet into a folder. @returns what to give to node: a test file is run by vitest */
export async function bundleSnippet(block: Block, folder: string): Promise<string[]> {
  const isTest = /from 'vitest'/.test(block.text);
  const outfile = path.join(folder, `${SNIPPET}${isTest ? 'test.mjs' : 'mjs'}`);
  await build({
    stdin: { contents: block.text, loader: 'ts', resolveDir: root, sourcefile: block.at },
    alias: existing(),
    outfile,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'silent',
  });
  if (!isTest) return [outfile];
  return [path.join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', folder, outfile];
}

/** Checks the types of snippets, as a user's editor would. @returns one line a mistake */
export function typeProblems(blocks: readonly Block[]): string[] {
  const config = ts.readConfigFile(path.join(root, 'tsconfig.json'), (file) => ts.sys.readFile(file));
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  const paths = Object.fromEntries(Object.entries(existing()).map(([name, file]) => [name, [file]]));
  // Vite's own, as every project that Vite makes has them: for `import.meta.env`.
  const types = [...(options.types ?? []), 'vite/client'];
  const checked = { ...options, paths, types, noUnusedLocals: false };
  // A file each, that exists in memory alone.
  const texts = new Map(
    blocks.map((block) => [
      path.posix.join(root, 'test/docs', `${block.at.replaceAll(/\W/g, '-')}.ts`),
      { block, text: `${block.text}\nexport {};\n` },
    ]),
  );
  const host = ts.createCompilerHost(checked);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => texts.has(file) || fileExists(file);
  host.readFile = (file) => texts.get(file)?.text ?? readFile(file);
  host.getSourceFile = (file, version, ...rest) => {
    const text = texts.get(file)?.text;
    return text === undefined ? getSourceFile(file, version, ...rest) : ts.createSourceFile(file, text, version, true);
  };
  const program = ts.createProgram([...texts.keys()], checked, host);
  return [...texts].flatMap(([file, { block }]) => {
    const source = program.getSourceFile(file);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ messageText, start }) => {
      const line = source === undefined ? 0 : source.getLineAndCharacterOfPosition(start ?? 0).line + 1;
      return `${block.at}, line ${line} of it: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
  });
}

function existing(): Record<string, string> {
  return Object.fromEntries(Object.entries(ENTRIES).filter(([, file]) => existsSync(file)));
}
