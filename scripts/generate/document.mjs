// @ts-check
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/**
 * A JSON schema as openapi.yaml writes it, with the words of our own that its `info` explains.
 * @typedef {object} Schema
 * @property {string} [$ref]
 * @property {string | string[]} [type]
 * @property {readonly string[]} [enum]
 * @property {string} [const]
 * @property {string} [format]
 * @property {string} [pattern]
 * @property {number} [minLength]
 * @property {number} [minimum]
 * @property {number} [maximum]
 * @property {number} [exclusiveMinimum]
 * @property {unknown} [default]
 * @property {string} [description]
 * @property {string[]} [required]
 * @property {Record<string, Schema>} [properties]
 * @property {boolean | Schema} [additionalProperties]
 * @property {Schema} [items]
 * @property {Schema[]} [allOf]
 * @property {Schema[]} [anyOf]
 * @property {Schema[]} [oneOf]
 * @property {Schema} [not]
 * @property {Schema} [if]
 * @property {Schema} [then]
 * @property {Schema} [else]
 * @property {string[]} [x-strict-required]
 * @property {string} [x-strict-format]
 * @property {string} [x-error-code]
 * @property {string} [x-form]
 */

/**
 * @typedef {object} Parameter
 * @property {string} [$ref]
 * @property {string} name
 * @property {'query' | 'path' | 'header'} in
 * @property {Schema} schema
 * @property {{ facet: string, compare: string }} [x-filter]
 */

/**
 * @typedef {object} MediaType
 * @property {Schema} schema
 * @property {Record<string, { contentType?: string }>} [encoding]
 * @property {Record<string, { value: unknown }>} [examples]
 */

/**
 * @typedef {object} OperationObject
 * @property {string} operationId
 * @property {Parameter[]} [parameters]
 * @property {{ required?: boolean, content: Record<string, MediaType> }} [requestBody]
 * @property {string} x-action
 * @property {boolean} [x-idempotent]
 * @property {string} x-permission
 * @property {string} x-collection
 * @property {number} [x-rate-limit]
 */

/**
 * @typedef {object} Document
 * @property {Record<string, Record<string, OperationObject>>} paths
 * @property {{ schemas: Record<string, Schema>, parameters: Record<string, Parameter> }} components
 */

/**
 * openapi.yaml, with a way to follow its references.
 * @typedef {object} Api
 * @property {Document} document
 * @property {(schema: Schema) => Schema} resolve follows `$ref`; members beside it win
 * @property {(parameter: Parameter) => Parameter} resolveParameter
 * @property {{ path: string, method: string, operation: OperationObject }[]} operations
 */

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/**
 * Reads the contract.
 * @param {URL} file openapi.yaml
 * @returns {Api}
 */
export function readApi(file) {
  const document = /** @type {Document} */ (parse(readFileSync(file, 'utf8')));
  return {
    document,
    resolve(schema) {
      if (schema.$ref === undefined) return schema;
      const { $ref, ...beside } = schema;
      const target = document.components.schemas[nameIn($ref, 'schemas')];
      if (target === undefined) throw new Error(`openapi.yaml has no ${$ref}.`);
      return { ...this.resolve(target), ...beside };
    },
    resolveParameter(parameter) {
      if (parameter.$ref === undefined) return parameter;
      const target = document.components.parameters[nameIn(parameter.$ref, 'parameters')];
      if (target === undefined) throw new Error(`openapi.yaml has no ${parameter.$ref}.`);
      return target;
    },
    operations: Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item)
        .filter(([method]) => METHODS.includes(method))
        .map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
    ),
  };
}

/**
 * @param {string} ref
 * @param {'schemas' | 'parameters'} kind
 */
function nameIn(ref, kind) {
  const prefix = `#/components/${kind}/`;
  if (!ref.startsWith(prefix)) throw new Error(`openapi.yaml: ${ref} does not lie in ${prefix}.`);
  return ref.slice(prefix.length);
}
