// @ts-check
// Reads `ms` as the ES module that it nearly is. It is the one CommonJS package of the library's bundles, and what esbuild adds
// to load such modules takes more of a page than `ms` does.
import { readFileSync } from 'node:fs';

const EXPORT = 'module.exports = function';

/** @type {import('esbuild').Plugin} */
export const oneExport = {
  name: 'one-export',
  setup(build) {
    build.onLoad({ filter: /[\\/]node_modules[\\/]ms[\\/]index\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      if (!text.includes(EXPORT))
        throw new Error(`${path} no longer says "${EXPORT}": see scripts/lib/one-export.mjs.`);
      return { contents: text.replace(EXPORT, 'export default function') };
    });
  },
};
