import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { OperationId } from '../contract/operation.ts';
import { match } from '../contract/routes.ts';
import { validateBody } from '../contract/validate.ts';
import { nearestOf } from '../model/nearest.ts';
import { FIXTURE_FILES, FixtureError, type FixtureFiles, parseFixtures, type Sample } from '../simulators/fixtures.ts';
import { parseJson, readText, reasonOf } from './files.ts';
import { UsageError } from './usage-error.ts';
import { visible } from './visible.ts';

const NAMES = FIXTURE_FILES.map((name) => `${name}.json`);

/**
 * The files of a `--fixtures` directory, parsed and checked.
 * @param flag names the flag, or its variable, in errors
 * @throws {UsageError} when it has none of them, or one that is misspelt, is not JSON, or holds what cannot be
 */
export async function readFixtures(folder: string, flag: string): Promise<FixtureFiles> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw new UsageError(`${flag}: ${folder} cannot be read: ${reasonOf(error)}`);
  });
  checkNames(names, folder, flag);
  const present = FIXTURE_FILES.filter((name) => names.includes(`${name}.json`));
  const entries = present.map(async (name) => {
    const file = path.join(folder, `${name}.json`);
    return [name, parseJson(await readText(file, flag), file, flag)] as const;
  });
  const files: FixtureFiles = Object.fromEntries(await Promise.all(entries));
  try {
    for (const sample of parseFixtures(files).samples) checkSample(sample);
  } catch (error) {
    throw error instanceof FixtureError ? new UsageError(`${flag}: ${visible(error.message)}`) : error;
  }
  return files;
}

/** Refuses what would be passed over without a word: JSON of another name, and what is nearly one of the names. */
function checkNames(names: readonly string[], folder: string, flag: string): void {
  const odd = names
    .filter((name) => !NAMES.includes(name) && !/^\.|\.(?:md|txt)$/i.test(name))
    .map((name) => ({ name, near: nearestOf(path.parse(name).name, FIXTURE_FILES) }))
    .filter(({ name, near }) => near !== undefined || /\.json$/i.test(name));
  const misspelt = odd.find(({ near }) => near !== undefined);
  const list = NAMES.join(', ');
  if (misspelt === undefined && !names.some((name) => NAMES.includes(name))) {
    throw new UsageError(`${flag}: ${folder} has none of ${list}.`);
  }
  const { name, near } = misspelt ?? odd[0] ?? {};
  if (name === undefined) return;
  const hint = near === undefined ? '' : ` Did you mean ${near}.json?`;
  throw new UsageError(`${flag}: ${folder} has ${JSON.stringify(visible(name))}, which is none of ${list}.${hint}`);
}

/** @throws {FixtureError} when its endpoint would refuse a sample request */
function checkSample({ name, on, body }: Sample): void {
  const error = validateBody(operationOf(on), body, false);
  if (error !== undefined) throw new FixtureError(`samples.json ("${name}"): ${on} refuses the body: ${error.message}`);
}

function operationOf(on: Sample['on']): OperationId {
  const found = match('POST', on);
  if (found.kind !== 'route') throw new Error(`There is no POST ${on}.`);
  return found.operation.operationId;
}
