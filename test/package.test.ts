import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import * as esbuild from 'esbuild';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { chromiumPath, openPage, type ServedFile } from './chromium.ts';
import { blocksOf } from './docs/page.ts';
import { jest, playwright } from './tools.ts';

const run = promisify(execFile);
const { resolve } = createRequire(import.meta.url);
const root = path.join(import.meta.dirname, '..');
const sources = path.join(import.meta.dirname, 'package');
// Side by side, as the README has them: a clone with what is packed, and the project of a user.
const parent = mkdtempSync(path.join(tmpdir(), 'txcloud-mock-user-'));
const clone = path.join(parent, 'txcloud-mock');
const project = path.join(parent, 'project');

/** Node, in the project of the user. */
async function node(...args: readonly string[]): Promise<string> {
  const { stdout } = await run(process.execPath, args, { cwd: project });
  return stdout;
}

/** Ports that nothing listens on. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  for (const server of servers) if (!server.listening) await once(server, 'listening');
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  for (const server of servers) await once(server.close(), 'close');
  return ports;
}

/** Puts a package of ours into the project of the user, as npm would. */
function lend(...names: readonly string[]): void {
  for (const name of names)
    symlinkSync(path.join(root, 'node_modules', name), path.join(project, 'node_modules', name));
}

beforeAll(() => {
  const { files } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { files: string[] };
  for (const name of ['package.json', 'README.md', 'LICENSE', ...files]) {
    cpSync(path.join(root, name), path.join(clone, name), { recursive: true });
  }
  mkdirSync(project);
  writeFileSync(path.join(project, 'package.json'), '{ "name": "user", "private": true }');
  const install = blocksOf('README.md').find(({ text }) => text.includes('npm pack'))?.text ?? '';
  // The build has been run before, and this clone has nothing to build with.
  const settings = { ignore_scripts: 'true', offline: 'true', audit: 'false', fund: 'false' };
  const env = Object.fromEntries(Object.entries(settings).map(([name, value]) => [`npm_config_${name}`, value]));
  execFileSync('bash', ['-euc', install], { cwd: project, env: { ...process.env, ...env }, stdio: 'pipe' });
  for (const name of ['esm.mjs', 'commonjs.cjs', 'page.js']) cpSync(path.join(sources, name), path.join(project, name));
}, 120_000);

afterAll(() => rmSync(parent, { recursive: true }));

describe('the package, installed into an empty project', () => {
  it('installs nothing else, and its command line needs no msw', async () => {
    expect(readdirSync(path.join(project, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
      'txcloud-mock',
    ]);
    const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
    expect(await node('node_modules/.bin/txcloud-mock', '--version')).toContain(version);
    expect(await node('node_modules/.bin/txcloud-mock', 'scenarios')).toContain('face_mismatch');
  });

  it('asks for no script to be run when it is installed: npm 11 warns of those, a tarball’s prepare included', () => {
    const installed = readFileSync(path.join(project, 'node_modules/txcloud-mock/package.json'), 'utf8');
    const { scripts } = JSON.parse(installed) as { scripts: Record<string, string> };
    expect(Object.keys(scripts)).toContain('build');
    const asked = ['preinstall', 'install', 'postinstall', 'prepare'];
    expect(Object.keys(scripts).filter((name) => asked.includes(name))).toEqual([]);
  });

  it('without msw, txcloud-mock/msw says what is missing', async () => {
    await expect(node('--input-type=module', '-e', "import 'txcloud-mock/msw'")).rejects.toThrow(/package 'msw'/);
  });
});

describe('the package, beside msw', () => {
  beforeAll(() => lend('msw', 'vite'));

  it('is imported from an ES module', async () => {
    await node('esm.mjs');
  });

  it('is required from CommonJS', async () => {
    await node('commonjs.cjs');
  });

  it.each([
    ['node16', 'node16', ['user.mts', 'user.cts']],
    ['bundler', 'esnext', ['user.ts']],
  ])('is typed: moduleResolution %s', { timeout: 90_000 }, async (moduleResolution, module, files) => {
    for (const file of files) cpSync(path.join(sources, 'types.ts'), path.join(project, file));
    const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
    const strict = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--skipLibCheck'];
    const platform = ['--target', 'es2022', '--lib', 'es2023,dom,esnext.disposable'];
    const resolution = ['--module', module, '--moduleResolution', moduleResolution];
    expect(await node(tsc, ...strict, ...platform, ...resolution, ...files)).toBe('');
  });

  it('is used in node:test, where a hung request lasts until it is aborted', async () => {
    cpSync(path.join(sources, 'node-test.mjs'), path.join(project, 'node-test.mjs'));
    expect(await node('--test', 'node-test.mjs')).toContain('# pass 4\n');
  });

  it.skipIf(jest === undefined)('is used in Jest', { timeout: 60_000 }, async () => {
    const folder = path.join(project, 'jest');
    mkdirSync(folder);
    cpSync(path.join(sources, 'jest.js'), path.join(folder, 'pay.test.js'));
    const { stderr } = await run(process.execPath, [jest ?? '', '--rootDir', folder], { cwd: project });
    expect(stderr).toContain('1 passed');
  });

  describe('the recipes of docs/fixture.md', () => {
    const folder = path.join(project, 'recipes');
    const body = `async () => {
      const init = { headers: { Authorization: 'Bearer txc_test_42' } };
      expect((await fetch(process.env.TXCLOUD_BASE_URL + '/transactions', init)).status).toBe(200);
    }`;
    beforeAll(() => {
      mkdirSync(folder);
      for (const { attributes, text } of blocksOf('docs/fixture.md')) {
        const file = attributes.get('file');
        if (file !== undefined) writeFileSync(path.join(folder, file), text);
      }
      writeFileSync(
        path.join(folder, 'vitest.test.mjs'),
        `import { expect, test } from 'vitest';\ntest('answers', ${body});`,
      );
      writeFileSync(path.join(folder, 'jest.test.cjs'), `test('answers', ${body});`);
      lend('vitest');
    });

    it('for Vitest', { timeout: 60_000 }, async () => {
      const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
      const { stdout } = await run(process.execPath, [vitest, 'run', 'vitest.test.mjs'], { cwd: folder });
      expect(stripVTControlCharacters(stdout)).toContain('1 passed');
    });

    it.skipIf(jest === undefined)('for Jest', { timeout: 60_000 }, async () => {
      const { stderr } = await run(process.execPath, [jest ?? '', '--testMatch', '**/jest.test.cjs'], { cwd: folder });
      expect(stderr).toContain('1 passed');
    });

    it.skipIf(playwright === undefined || chromiumPath === undefined)(
      'for Playwright',
      { timeout: 90_000 },
      async () => {
        const modules = path.join(project, 'node_modules');
        mkdirSync(path.join(modules, '@playwright'));
        symlinkSync(playwright ?? '', path.join(modules, '@playwright/test'));
        symlinkSync('../vite/bin/vite.js', path.join(modules, '.bin/vite'));
        const config = path.join(folder, 'playwright.config.js');
        const [mockPort, pagePort] = await freePorts(2);
        const recipe = readFileSync(config, 'utf8')
          .replaceAll('4010', String(mockPort))
          .replaceAll('5173', String(pagePort));
        writeFileSync(config, recipe);
        // The page's own server reads the address of the recipe, and passes its page's calls on.
        const target = "new URL(process.env.TXCLOUD_BASE_URL ?? '').origin";
        writeFileSync(
          path.join(folder, 'vite.config.js'),
          `export default { server: { host: '127.0.0.1', proxy: { '/v1': { target: ${target}, changeOrigin: true } } } };`,
        );
        const script = `const headers = { Authorization: 'Bearer txc_test_42' };
        document.body.textContent = String((await fetch('/v1/transactions', { headers })).status);`;
        writeFileSync(
          path.join(folder, 'index.html'),
          `<!doctype html><body></body><script type="module">${script}</script>`,
        );
        const launchOptions = JSON.stringify({ executablePath: chromiumPath, args: ['--no-sandbox'] });
        writeFileSync(
          path.join(folder, 'page.spec.mjs'),
          `import { expect, test } from '@playwright/test';
        test.use({ launchOptions: ${launchOptions} });
        test('answers', async ({ page }) => {
          await page.goto('/');
          await expect(page.locator('body')).toHaveText('200');
        });`,
        );
        const { stdout } = await run(
          process.execPath,
          [path.join(playwright ?? '', 'cli.js'), 'test', 'page.spec.mjs'],
          {
            cwd: folder,
          },
        );
        expect(stdout).toContain('1 passed');
      },
    );
  });

  it.skipIf(chromiumPath === undefined)(
    'is built by Vite, into a page that may not eval',
    { timeout: 60_000 },
    async () => {
      writeFileSync(path.join(project, 'index.html'), '<!doctype html><script type="module" src="/page.js"></script>');
      await build({ root: project, configFile: false, logLevel: 'error', build: { target: 'esnext' } });
      const files = new Map<string, ServedFile>();
      for (const entry of readdirSync(path.join(project, 'dist'), { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const file = path.join(entry.parentPath, entry.name);
        const type = file.endsWith('.html') ? 'text/html' : 'text/javascript';
        files.set(`/${path.relative(path.join(project, 'dist'), file)}`, { type, text: readFileSync(file, 'utf8') });
      }
      files.set('/', files.get('/index.html') ?? { type: 'text/html', text: '' });
      const worker = readFileSync(resolve('msw/mockServiceWorker.js'), 'utf8');
      files.set('/mockServiceWorker.js', { type: 'text/javascript', text: worker });

      const { page, errors, close } = await openPage(files);
      try {
        await page.waitForFunction(() => document.title !== '');
        expect(await page.title()).toBe('lost: TypeError, replayed: true');
        expect(errors.filter((error) => error.includes('Content Security Policy'))).toEqual([]);
      } finally {
        await close();
      }
    },
  );

  it('is left out of what Vite builds for production, as docs/msw.md writes it', async () => {
    const snippet = blocksOf('docs/msw.md').find(({ text }) => text.includes('setupWorker'))?.text ?? '';
    const input = path.join(project, 'main.ts');
    writeFileSync(input, snippet);
    const hasMock = async (environment: string): Promise<boolean> => {
      vi.stubEnv('NODE_ENV', environment);
      try {
        const options = { write: false, target: 'esnext', rolldownOptions: { input } };
        const built = await build({ root: project, configFile: false, logLevel: 'error', build: options });
        return JSON.stringify(built).includes('api.txcloud.io');
      } finally {
        vi.unstubAllEnvs();
      }
    };
    expect(await hasMock('development')).toBe(true);
    expect(await hasMock('production')).toBe(false);
  });

  it('txcloud-mock/node in a browser bundle fails when it is built, and the message names it', async () => {
    writeFileSync(path.join(project, 'wrong.js'), "import { startServer } from 'txcloud-mock/node';\nstartServer();\n");
    const entry = path.join(project, 'wrong.js');
    const withVite = build({
      root: project,
      configFile: false,
      logLevel: 'silent',
      build: { write: false, rolldownOptions: { input: entry } },
    });
    const message = /starts a server, which needs Node\. In a browser use createHandlers from txcloud-mock\/msw/;
    await expect(withVite.then(() => 'built')).rejects.toThrow(message);
    const withEsbuild = esbuild.build({ entryPoints: [entry], bundle: true, write: false, logLevel: 'silent' });
    await expect(withEsbuild.then(() => 'built')).rejects.toThrow(message);
  });
});
