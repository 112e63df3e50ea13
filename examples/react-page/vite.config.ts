import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { defineConfig, type Plugin } from 'vite';

const WORKER = 'mockServiceWorker.js';
const source = readFileSync(createRequire(import.meta.url).resolve(`msw/${WORKER}`), 'utf8');

/** msw's worker at the root of the page. `npx msw init public/` does the same with a copy. */
const worker: Plugin = {
  name: 'msw-worker',
  configureServer: ({ middlewares }) => {
    middlewares.use(`/${WORKER}`, (_request, response) => {
      response.setHeader('Content-Type', 'text/javascript').end(source);
    });
  },
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: WORKER, source });
  },
};

export default defineConfig({ root: import.meta.dirname, plugins: [worker], build: { target: 'esnext' } });
