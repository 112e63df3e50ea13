// @ts-check
import openapiTS, { astToString } from 'openapi-typescript';

/**
 * The TypeScript types of every component schema and operation.
 * @param {URL} file openapi.yaml
 * @returns {Promise<string>}
 */
export async function generateTypes(file) {
  return astToString(await openapiTS(file, { silent: true, alphabetize: false, rootTypes: false }));
}
