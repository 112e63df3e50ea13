import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, openPage, type OpenPage, type ServedFile } from './chromium.ts';

const example = path.join(import.meta.dirname, '../examples/react-page');
const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

/** The page as Vite builds it, by path. */
async function built(): Promise<Map<string, ServedFile>> {
  const outDir = mkdtempSync(path.join(tmpdir(), 'txcloud-mock-page-'));
  try {
    await build({
      configFile: path.join(example, 'vite.config.ts'),
      logLevel: 'error',
      build: { outDir, emptyOutDir: true },
    });
    const entries = readdirSync(outDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const files = entries.map((entry) => path.join(entry.parentPath, entry.name));
    const served = new Map(
      files.map((file) => [
        `/${path.relative(outDir, file)}`,
        { type: TYPES[path.extname(file)] ?? 'text/plain', text: readFileSync(file, 'utf8') },
      ]),
    );
    return served.set('/', served.get('/index.html') ?? { type: 'text/html', text: '' });
  } finally {
    rmSync(outDir, { recursive: true });
  }
}

describe.skipIf(chromiumPath === undefined)('the example page, in Chromium with the worker', () => {
  let open: OpenPage;
  let origin: string;
  beforeAll(async () => {
    open = await openPage(await built());
    origin = new URL(open.page.url()).origin;
  }, 60_000);
  afterAll(async () => await open?.close());

  /** Opens the page anew, with its mock. */
  async function visit(query: string): Promise<(button: string) => Promise<string>> {
    const { page } = open;
    await page.goto(`${origin}/${query}`);
    return async (button) => {
      await page.getByRole('button', { name: button }).click();
      return (await page.getByRole('status').textContent()) ?? '';
    };
  }

  it('approves', async () => {
    const press = await visit('');
    expect(await press('Pay')).toBe('Paid. Thank you!');
  });

  it('declines', async () => {
    const press = await visit('?scenario=decline');
    expect(await press('Pay')).toBe('Your bank declined this payment.');
  });

  it('retries a lost response', async () => {
    const press = await visit(`?fault=${encodeURIComponent('lost-response attempt=1')}`);
    expect(await press('Pay')).toContain('please retry');
    expect(await press('Retry')).toBe('Paid. Thank you!');
  });

  it('says that an order is already paid', async () => {
    const press = await visit('');
    expect(await press('Pay')).toBe('Paid. Thank you!');
    await open.page.getByLabel('Amount in MAD').fill('2000');
    expect(await press('Pay')).toContain('already paid');
  });
});
