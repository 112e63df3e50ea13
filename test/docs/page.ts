import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the project. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A fenced block of a page. */
export interface Block {
  /** `README.md:42`, where its fence stands. */
  readonly at: string;
  readonly language: string;
  /** What stands behind the language: `exit=56`, `norun="…"`, `file=faults.yaml`, or a bare word. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly text: string;
  /** The fence before it is another block's, with nothing but blank lines between. */
  readonly followsBlock: boolean;
  /** The paragraph that it stands under; empty when there is none between it and the block before. */
  readonly under: string;
}

/** README.md and everything in docs/, as paths from the project's folder. */
export function pages(): string[] {
  const docs = readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' });
  return [
    'README.md',
    ...docs.map((name) => path.posix.join('docs', name)).filter((name) => name.endsWith('.md')),
  ].sort();
}

/** The README of each example, which says how to run it. */
export function examples(): string[] {
  return readdirSync(path.join(root, 'examples')).map((name) => path.posix.join('examples', name, 'README.md'));
}

/** The text of a page. */
export function textOf(page: string): string {
  return readFileSync(path.join(root, page), 'utf8');
}

/** The fenced blocks of a page, in order. @throws {Error} for a fence that is never closed */
export function blocksOf(page: string): Block[] {
  const blocks: Block[] = [];
  let open: { at: string; info: string; lines: string[]; followsBlock: boolean; under: string } | undefined;
  let onlyBlank = false;
  let [paragraph, isParagraphOver] = ['', true];
  for (const [i, line] of textOf(page).split('\n').entries()) {
    if (open !== undefined) {
      if (line !== '```') {
        open.lines.push(line);
        continue;
      }
      const [language = '', ...rest] = open.info.split(' ');
      const { lines, info: _, ...where } = open;
      blocks.push({ ...where, language, attributes: attributesOf(rest.join(' ')), text: lines.join('\n') });
      open = undefined;
      onlyBlank = true;
      [paragraph, isParagraphOver] = ['', true];
    } else if (line.startsWith('```')) {
      const info = line.slice(3).trim();
      open = { at: `${page}:${i + 1}`, info, lines: [], followsBlock: onlyBlank, under: paragraph };
    } else if (line.trim() === '') {
      isParagraphOver = true;
    } else {
      onlyBlank = false;
      [paragraph, isParagraphOver] = [isParagraphOver ? line : `${paragraph}\n${line}`, false];
    }
  }
  if (open !== undefined) throw new Error(`${open.at}: this block is never closed`);
  return blocks;
}

function attributesOf(text: string): Map<string, string> {
  const found = text.matchAll(/([\w-]+)(?:=(?:"([^"]*)"|(\S+)))?/g);
  return new Map([...found].map(([, name = '', quoted, bare]) => [name, quoted ?? bare ?? '']));
}

/**
 * The rows of a table under a heading of a page, cell by cell, without its head.
 * @param nth which of the tables there, from 1
 * @throws {Error} when there is none
 */
export function tableUnder(page: string, heading: string, nth = 1): string[][] {
  const lines = textOf(page).split('\n');
  const start = lines.findIndex((line) => headingOf(line) === heading);
  if (start < 0) throw new Error(`${page} has no heading "${heading}"`);
  let seen = 0;
  for (let i = start + 1; i < lines.length && headingOf(lines[i] ?? '') === undefined; i++) {
    if (!isRow(lines[i]) || isRow(lines[i - 1]) || ++seen < nth) continue;
    const end = lines.findIndex((line, at) => at > i && !isRow(line));
    return lines.slice(i + 2, end).map(cellsOf);
  }
  throw new Error(`${page} has no table ${nth} under "${heading}"`);
}

/** What stands between backticks in a cell: what is compared. */
export function codeIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

function headingOf(line: string): string | undefined {
  return /^#+ (.*)$/.exec(line)?.[1];
}

function isRow(line: string | undefined): boolean {
  return line?.startsWith('|') === true;
}

/** The cells of a row; `\|` is a bar. */
function cellsOf(row: string): string[] {
  return row
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll(String.raw`\|`, '|'));
}
