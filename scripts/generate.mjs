// @ts-check
// openapi.yaml → src/contract/generated/: types, the table of operations, validators. The same input gives the same
// bytes. Files that have not changed are left alone, so that watchers don't wake.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readApi } from './generate/document.mjs';
import { generateNames, generateOperations } from './generate/operations.mjs';
import { generateTypes } from './generate/types.mjs';
import { generateValidators, VALIDATOR_TYPES } from './generate/validators.mjs';

const root = new URL('../', import.meta.url);
const source = new URL('openapi.yaml', root);
const target = new URL('src/contract/generated/', root);
const header = '// Generated from openapi.yaml by scripts/generate.mjs: change it there.\n';

const api = readApi(source);
const countries = api.document.components.schemas['Country']?.enum ?? [];
const files = {
  'types.ts': await generateTypes(source),
  'names.ts': generateNames(api),
  'operations.ts': generateOperations(api),
  'countries.ts': `/** ISO 3166-1 alpha-2 codes. */\nexport const COUNTRIES: readonly string[] = '${countries.join(' ')}'.split(' ');\n`,
  'validators.js': generateValidators(api),
  'validators.d.ts': VALIDATOR_TYPES,
};

mkdirSync(target, { recursive: true });
for (const [name, text] of Object.entries(files)) {
  const file = new URL(name, target);
  const content = header + text;
  if (readIfThere(file) !== content) writeFileSync(file, content);
}

/**
 * @param {URL} file
 * @returns {string | undefined}
 */
function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return undefined;
    throw error;
  }
}
