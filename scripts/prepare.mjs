// @ts-check
// What npm runs after `npm ci`, so that a fresh clone has its dist/. `npx txcloud-mock` in a clone links the package into
// npx's own folder and asks for this again: there the program has to start at once, not be built a second time.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { root } from './lib/sources.mjs';

const built = existsSync(path.join(root, 'dist/cli.js'));
if (process.env['npm_command'] !== 'exec' || !built) {
  for (const script of ['scripts/generate.mjs', 'scripts/build.mjs']) {
    const { status } = spawnSync(process.execPath, [script], { cwd: root, stdio: 'inherit' });
    if (status !== 0) {
      process.exitCode = status ?? 1;
      break;
    }
  }
}
