import { readFileSync } from 'node:fs';
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
const document = parse(readFileSync(new URL('../openapi.yaml', import.meta.url), 'utf8')) as AnySchemaObject;
ajv.addSchema(document, 'openapi');

/**
 * What of an answer breaks its schema in openapi.yaml; empty when nothing does.
 * @param schema a component's name: `KybVerification`
 */
export function schemaFaults(schema: string, body: unknown): readonly string[] {
  const validate = ajv.getSchema(`openapi#/components/schemas/${schema}`);
  if (validate === undefined) throw new Error(`openapi.yaml has no schema ${schema}.`);
  void validate(body);
  return (validate.errors ?? []).map((fault) => `${fault.instancePath} ${fault.message ?? fault.keyword}`);
}
