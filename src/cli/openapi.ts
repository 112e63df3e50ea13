import { readFile } from 'node:fs/promises';

/** `txcloud-mock openapi`: the contract, openapi.yaml as it comes with the package. */
export async function openapiDocument(): Promise<string> {
  // As built: this file is a part of dist/, beside which openapi.yaml lies.
  return await readFile(new URL('../openapi.yaml', import.meta.url), 'utf8');
}
