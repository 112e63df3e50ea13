import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FixtureFiles } from '../simulators/fixtures.ts';
import { UsageError } from './usage-error.ts';

/**
 * The content of a `--faults` file: JSON, or YAML, which is loaded for it alone.
 * @param flag names the flag, or its variable, in errors
 * @throws {UsageError} when it cannot be read or parsed
 */
export async function readFaults(file: string, flag: string): Promise<unknown> {
  const text = await read(file, flag);
  if (path.extname(file).toLowerCase() === '.json') return parseJson(text, file, flag);
  const { parse } = await import('yaml');
  try {
    return parse(text, { logLevel: 'error' }) as unknown;
  } catch (error) {
    throw new UsageError(`${flag}: ${file} is not YAML: ${firstLine(error)}`);
  }
}

const FIXTURES = ['watchlist', 'scenarios', 'samples'] as const;

/**
 * The files of a `--fixtures` directory, parsed.
 * @throws {UsageError} when it has none of them, or one is not JSON
 */
export async function readFixtures(folder: string, flag: string): Promise<FixtureFiles> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw new UsageError(`${flag}: ${folder} cannot be read: ${reasonOf(error)}`);
  });
  const present = FIXTURES.filter((name) => names.includes(`${name}.json`));
  if (present.length === 0) {
    throw new UsageError(`${flag}: ${folder} has none of ${FIXTURES.map((name) => `${name}.json`).join(', ')}.`);
  }
  const entries = present.map(async (name) => {
    const file = path.join(folder, `${name}.json`);
    return [name, parseJson(await read(file, flag), file, flag)] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

async function read(file: string, flag: string): Promise<string> {
  return await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UsageError(`${flag}: ${file} cannot be read: ${reasonOf(error)}`);
  });
}

function parseJson(text: string, file: string, flag: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new UsageError(`${flag}: ${file} is not JSON: ${firstLine(error)}`);
  }
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n', 1)[0] ?? message;
}

/** Why a file cannot be read, without the path that Node repeats. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'it does not exist.';
  if (code === 'EACCES' || code === 'EPERM') return 'no permission.';
  if (code === 'EISDIR') return 'it is a directory.';
  if (code === 'ENOTDIR') return 'it is not a directory.';
  return firstLine(error);
}
