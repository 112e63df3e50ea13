import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from './usage-error.ts';

/**
 * The content of a `--faults` file: JSON, or YAML, which is loaded for it alone.
 * @param flag names the flag, or its variable, in errors
 * @throws {UsageError} when it cannot be read or parsed
 */
export async function readFaults(file: string, flag: string): Promise<unknown> {
  const content = await contentOf(file, flag);
  if (content !== null && content !== undefined) return content;
  throw new UsageError(`${flag}: ${file} is empty: it must be a list of rules, such as - lost-response attempt=1.`);
}

async function contentOf(file: string, flag: string): Promise<unknown> {
  const text = await readText(file, flag);
  if (path.extname(file).toLowerCase() === '.json') return parseJson(text, file, flag);
  const { parse } = await import('yaml');
  try {
    return parse(text, { logLevel: 'error' }) as unknown;
  } catch (error) {
    throw new UsageError(`${flag}: ${file} is not YAML: ${firstLine(error)}`);
  }
}

/** The text of a file. @throws {UsageError} when it cannot be read */
export async function readText(file: string, flag: string): Promise<string> {
  return await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UsageError(`${flag}: ${file} cannot be read: ${reasonOf(error)}`);
  });
}

/** @throws {UsageError} when it is not JSON */
export function parseJson(text: string, file: string, flag: string): unknown {
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
