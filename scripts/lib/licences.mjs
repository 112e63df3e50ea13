// The licences of bundled packages ask to be kept with the code.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * @param {string} root the project's folder
 * @param {readonly string[]} inputs the files that went into the bundles, relative to it
 * @returns {string} one text, in order of package names
 */
export function collectLicences(root, inputs) {
  const folders = new Set(inputs.map((input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? ''));
  folders.delete('');
  const parts = [...folders].sort().map((folder) => {
    const { name, version, license } = /** @type {{ name: string, version: string, license?: string }} */ (
      JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'))
    );
    const file = readdirSync(path.join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
    // Some packages only name their licence; its terms are then what package.json says.
    const text =
      file === undefined ? `License: ${license ?? 'not stated'}` : readFileSync(path.join(root, folder, file), 'utf8');
    return `${name} ${version}\n\n${text.trim()}\n`;
  });
  return ['The bundles in this folder contain these packages.\n', ...parts].join(`\n${'-'.repeat(80)}\n\n`);
}
