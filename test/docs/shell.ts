import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mismatch, textFits } from './expected.ts';
import { type Block, blocksOf, root } from './page.ts';
import { run } from './program.ts';
import { reasonProblem } from './reasons.ts';
import { BIN, PageServer } from './server.ts';
import { bundleSnippet, SNIPPET } from './snippet.ts';

/** `npm ci` is the CI's own business: it has run when the tests run. */
const INSTALL = /^npm ci(?: && |$)/gm;
/** Starts the server, when no other command of the program follows. */
const SERVE = /^npx txcloud-mock(?! (?:scenarios|faults|openapi|exec|wait)\b)(?!.* --?(?:help|version|h|V)\b)/;

/**
 * Runs the blocks of a page in order, in a folder of their own, and compares what they print with what the page shows.
 * @returns what is wrong, block by block; empty when all is as the page says
 */
export async function runPage(page: string): Promise<string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'txcloud-mock-docs-'));
  const shell = new Shell(folder);
  try {
    return await shell.run(blocksOf(page));
  } finally {
    await shell.close();
    rmSync(folder, { recursive: true });
  }
}

class Shell {
  readonly #folder: string;
  readonly #tools: string;
  #server: PageServer | undefined;

  constructor(folder: string) {
    this.#folder = path.join(folder, 'page');
    this.#tools = path.join(folder, 'tools');
    for (const made of [this.#folder, this.#tools]) mkdirSync(made);
    // For the packages that a snippet imports.
    symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
    writeFileSync(
      path.join(this.#tools, 'npx'),
      '#!/bin/sh\n[ "$1" = txcloud-mock ] && shift && exec node "$TXCLOUD_DOCS_BIN" "$@"\n',
    );
    chmodSync(path.join(this.#tools, 'npx'), 0o755);
    // Without a terminal curl would draw its progress.
    writeFileSync(path.join(this.#tools, '.curlrc'), 'silent\nshow-error\n');
  }

  get #env(): Record<string, string> {
    const programs = `${this.#tools}:${process.env['PATH'] ?? ''}`;
    return { PATH: programs, CURL_HOME: this.#tools, TXCLOUD_DOCS_BIN: BIN };
  }

  async run(blocks: readonly Block[]): Promise<string[]> {
    const problems: string[] = [];
    for (const [i, block] of blocks.entries()) {
      const next = blocks[i + 1];
      const output = next !== undefined && next.followsBlock && isOutput(next) ? next : undefined;
      const before = blocks[i - 1];
      if (isOutput(block) && before !== undefined && isCommand(before) && block.followsBlock) continue;
      const problem = await this.#runBlock(block, output);
      if (problem !== undefined) problems.push(problem);
    }
    await this.close();
    return [...problems, ...this.#left(blocks)];
  }

  /** What the page leaves in the folder of a reader, who may stand in the clone, beside the files that it tells to save. */
  #left(blocks: readonly Block[]): string[] {
    const saved = blocks.flatMap(({ attributes }) => attributes.get('file') ?? []);
    return readdirSync(this.#folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(this.#folder, path.join(entry.parentPath, entry.name)))
      .filter((name) => !saved.includes(name) && !name.startsWith(SNIPPET) && !name.startsWith('node_modules/'))
      .map((name) => `${name} is left behind`);
  }

  async #runBlock(block: Block, output: Block | undefined): Promise<string | undefined> {
    const { attributes, language } = block;
    if (attributes.has('norun')) return reasonProblem(block);
    const file = attributes.get('file');
    if (file !== undefined) {
      const target = path.join(this.#folder, file);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, `${block.text}\n`);
      return undefined;
    }
    if (attributes.has('log')) return await this.#checkLog(block);
    if (attributes.has('stopped')) return await this.#checkStopped(block);
    if (language === 'bash') return await this.#runBash(block, output);
    if (language === 'ts') return await this.#runSnippet(block, output);
    return `${block.at}: a block of ${language || 'no language'} that follows no command is neither run nor compared`;
  }

  async #runBash(block: Block, output: Block | undefined): Promise<string | undefined> {
    const text = block.text.replaceAll(INSTALL, '').replaceAll(/^npm test$/gm, '');
    if (text.trim() === '') return undefined;
    if (SERVE.test(text) && !block.attributes.has('exit')) return await this.#serve(text, output);
    const state = path.join(this.#tools, 'exported');
    const script = `touch ${state}; . ${state}; set -euo pipefail; trap '{ export -p; declare -f; } > ${state}' EXIT\n${this.#localise(text)}`;
    const done = await run('bash', ['-c', script], { cwd: this.#folder, env: this.#env });
    const wanted = Number(block.attributes.get('exit') ?? 0);
    const printed = this.#server?.delocalise(done.output) ?? done.output;
    if (done.code !== wanted) return `${block.at} ends with ${done.code}, not ${wanted}:\n${printed}`;
    return output === undefined ? undefined : mismatch(output, printed);
  }

  /** Starts the server of a page, in place of the one before. */
  async #serve(text: string, output: Block | undefined): Promise<string | undefined> {
    await this.close();
    const words = await run('bash', ['-c', `printf '%s\\0' ${text.replace(/^npx txcloud-mock/, '')}`], {
      cwd: this.#folder,
    });
    this.#server = await PageServer.start(words.output.split('\0').filter(Boolean), this.#folder, this.#env);
    return output === undefined ? undefined : mismatch(output, this.#server.output);
  }

  async #runSnippet(block: Block, output: Block | undefined): Promise<string | undefined> {
    const bundle = await bundleSnippet({ ...block, text: this.#localise(block.text) }, this.#folder);
    const done = await run(process.execPath, bundle, { cwd: this.#folder });
    if (done.code !== 0) return `${block.at} ends with ${done.code}:\n${done.output}`;
    return output === undefined ? undefined : mismatch(output, this.#server?.delocalise(done.output) ?? done.output);
  }

  /** The last lines that the server has printed. */
  async #checkLog(block: Block): Promise<string | undefined> {
    try {
      await this.#server?.until((printed) => textFits(`…\n${block.text}`, printed));
      return this.#server === undefined ? `${block.at}: no server is running` : undefined;
    } catch (error) {
      return `${block.at} shows a log that never came: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  /** What the server prints when it is stopped. */
  async #checkStopped(block: Block): Promise<string | undefined> {
    const server = this.#server;
    if (server === undefined) return `${block.at}: no server is running`;
    this.#server = undefined;
    const code = await server.stop();
    if (code !== 0) return `${block.at}: the server ended with ${code}`;
    return textFits(`…\n${block.text}`, server.output) ? undefined : mismatch(block, server.output);
  }

  #localise(text: string): string {
    return this.#server?.localise(text) ?? text;
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    await server?.stop();
  }
}

function isOutput({ attributes, language }: Block): boolean {
  return ['text', 'json', 'http'].includes(language) && attributes.size === 0;
}

function isCommand({ attributes, language }: Block): boolean {
  return ['bash', 'ts'].includes(language) && !attributes.has('file');
}
