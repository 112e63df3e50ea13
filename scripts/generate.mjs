// @ts-check
import { mkdir, writeFile } from 'node:fs/promises';
import { generateTypes } from './generate/types.mjs';
const root = new URL('../', import.meta.url);
const out = new URL('src/contract/generated/', root);
await mkdir(out, { recursive: true });
await writeFile(new URL('types.ts', out), await generateTypes(new URL('openapi.yaml', root)));
