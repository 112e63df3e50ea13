import { readFileSync } from 'node:fs';
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import type { Operation } from '../src/contract/operation.ts';

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
const document = parse(readFileSync(new URL('../openapi.yaml', import.meta.url), 'utf8')) as AnySchemaObject;
ajv.addSchema(document, 'openapi');

/**
 * What of an answer breaks its schema in openapi.yaml; empty when nothing does.
 * @param schema a component's name: `KybVerification`; or an operation, whose answer of this status is meant
 */
export function schemaFaults(schema: string | Operation, body: unknown, status = 200): readonly string[] {
  const place = typeof schema === 'string' ? `/components/schemas/${schema}` : placeOf(schema, status);
  const validate = ajv.getSchema(`openapi#${place}`);
  if (validate === undefined) throw new Error(`openapi.yaml has no ${place}.`);
  void validate(body);
  return (validate.errors ?? []).map((fault) => `${fault.instancePath} ${fault.message ?? fault.keyword}`);
}

function placeOf({ path, method }: Operation, status: number): string {
  const operation = `/paths/${path.replaceAll('/', '~1')}/${method.toLowerCase()}`;
  return encodeURI(`${operation}/responses/${status}/content/application~1json/schema`);
}
