// @ts-check
// Writes the Arabic letters of names in ASCII ones, as near in sound as there are: then an Arabic name looks like the Latin one
// beside it, and compresses with it. As escapes, which is how esbuild would write them, they take a tenth of what a page has to
// load. src/simulators/people/names.ts reads both.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './sources.mjs';

const TABLE = path.join(root, 'src/simulators/people/arabic-letters.json');

/** @type {import('esbuild').Plugin} */
export const arabicNames = {
  name: 'arabic-names',
  setup(build) {
    const { arabic, short } = /** @type {{ arabic: string, short: string }} */ (
      JSON.parse(readFileSync(TABLE, 'utf8'))
    );
    build.onLoad({ filter: /[\\/]people[\\/]names-\w+\.ts$/ }, ({ path: file }) => ({
      contents: readFileSync(file, 'utf8').replace(/[\u0600-\u06ff]/g, (letter) => {
        const at = arabic.indexOf(letter);
        if (at < 0) throw new Error(`${file}: ${letter} is not in ${TABLE}: add it there, and a letter for it.`);
        return short.charAt(at);
      }),
      loader: 'ts',
    }));
  },
};
