import { rename, rm, writeFile } from 'node:fs/promises';
import { reasonOf } from './files.ts';
import { RunError } from './usage-error.ts';

/**
 * Writes the ready file in one step, so that whoever waits for it never reads half of it.
 * @throws {RunError} when it cannot be written
 */
export async function writeReadyFile(file: string, content: string, pid: number): Promise<void> {
  const temporary = `${file}.${pid}.tmp`;
  try {
    await writeFile(temporary, content);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw new RunError(`--ready-file: ${file} cannot be written: ${reasonOf(error)}`);
  }
}

/** Removes the ready file: before the start that of an earlier run, which would say too early that all is ready. */
export async function removeReadyFile(file: string): Promise<void> {
  try {
    await rm(file, { force: true });
  } catch (error) {
    throw new RunError(`--ready-file: ${file} cannot be replaced: ${reasonOf(error)}`);
  }
}
