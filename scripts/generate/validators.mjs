// @ts-check
import { Ajv } from 'ajv';
import { _ } from 'ajv/dist/compile/codegen/index.js';
import standalone from 'ajv/dist/standalone/index.js';

/** @typedef {import('./document.mjs').Api} Api */
/** @typedef {import('./document.mjs').Schema} Schema */

/** The formats that src/contract/formats.ts implements; here only their names count. */
const FORMATS = ['byte', 'country', 'date', 'date-time', 'email', 'uri'];

/** Past this, a list of values is a set to look into, not a chain of comparisons. */
const LONG_ENUM = 50;

/**
 * Validators of request bodies: code, so that nothing is compiled where the mock runs. Each operation has a base
 * validator and, where strict mode asks for more, one for that alone: it is run after the base has passed.
 * @param {Api} api
 * @returns {string} an ES module
 */
export function generateValidators(api) {
  const ajv = new Ajv({ code: { source: true, esm: true, lines: true, formats: _`formats` }, messages: false });
  // Lengths in UTF-16 units: nothing here counts beyond 1, and ajv's exact count needs a module at run time.
  ajv.removeKeyword('minLength').addKeyword({
    keyword: 'minLength',
    type: 'string',
    schemaType: 'number',
    code: (cxt) => cxt.fail(_`${cxt.data}.length < ${Number(cxt.schema)}`),
  });
  for (const format of FORMATS) ajv.addFormat(format, () => true);
  /** @type {Record<string, string>} */
  const refs = {};
  /** @type {string[]} */
  const rows = [];
  for (const { operation } of api.operations) {
    const schema = operation.requestBody?.content['application/json']?.schema;
    if (schema === undefined) continue;
    const { operationId } = operation;
    ajv.addSchema(baseOf(api, schema), operationId);
    refs[`${operationId}Base`] = operationId;
    const more = strictOf(api, schema);
    if (more !== undefined) {
      ajv.addSchema(more, `${operationId}.strict`);
      refs[`${operationId}Strict`] = `${operationId}.strict`;
    }
    rows.push(
      `  ${operationId}: { base: ${operationId}Base, strict: ${more === undefined ? 'undefined' : `${operationId}Strict`} },`,
    );
  }
  const code = lighten(standalone.default(ajv, refs));
  if (code.includes('require(')) throw new Error('A validator needs a module of ajv at run time.');
  return `import { FORMATS as formats } from '../formats.ts';\n${code}\nexport const VALIDATORS = {\n${rows.join('\n')}\n};\n`;
}

/**
 * Leaves out of ajv's errors what nobody reads: where in the schema they come from, and every parameter but the missing
 * member's name and the format's. With them go the schemas that they refer to, and a quarter of the code.
 * @param {string} code
 */
function lighten(code) {
  return code
    .replaceAll('"use strict";', '')
    .replaceAll('export const ', 'const ')
    .replace(/schemaPath:"(?:[^"\\]|\\.)*",/g, '')
    .replace(
      /params:\{(?:type|comparison|pattern|allowedValues|failingKeyword): (?:"(?:[^"\\]|\\.)*"|[^"}])*\}/g,
      'params:{}',
    );
}

/** The declarations of that module. */
export const VALIDATOR_TYPES = `/** The part of ajv's errors that is read. */
export interface ValidationFault {
  /** JSON pointer to the value at fault; for a missing member, to the object that lacks it. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: { readonly missingProperty?: string; readonly format?: string };
}
export interface Validator {
  (data: unknown): boolean;
  errors?: readonly ValidationFault[] | null;
}
export const VALIDATORS: Readonly<Record<string, { readonly base: Validator; readonly strict: Validator | undefined }>>;
`;

/**
 * What is always checked, without the words that ajv does not know.
 * @param {Api} api
 * @param {Schema} unresolved
 * @returns {Schema}
 */
function baseOf(api, unresolved) {
  const schema = api.resolve(unresolved);
  refuseUnknownWords(schema);
  const { type, minLength, minimum, maximum, exclusiveMinimum, pattern, required, properties, items, ...rest } = schema;
  const { if: condition, then: yes, else: no, not, anyOf } = rest;
  const long = rest.enum !== undefined && rest.enum.length > LONG_ENUM;
  return defined({
    type,
    enum: long ? undefined : rest.enum,
    format: long ? 'country' : undefined,
    minLength,
    minimum,
    maximum,
    exclusiveMinimum,
    pattern,
    required,
    properties: properties && mapValues(properties, (member) => baseOf(api, member)),
    items: items && baseOf(api, items),
    if: condition && baseOf(api, condition),
    then: yes && baseOf(api, yes),
    else: no && baseOf(api, no),
    not: not && baseOf(api, not),
    anyOf: anyOf?.map((member) => baseOf(api, member)),
  });
}

const WORDS = new Set(
  '$ref type enum minLength minimum maximum exclusiveMinimum pattern required properties items if then else not anyOf'
    .split(' ')
    .concat(
      'description examples additionalProperties x-form x-error-code x-strict-required x-strict-format'.split(' '),
    ),
);

/**
 * A word that is passed over would be a rule that nobody checks.
 * @param {Schema} schema
 */
function refuseUnknownWords(schema) {
  for (const [word, value] of Object.entries(schema)) {
    if (!WORDS.has(word) || (word === 'additionalProperties' && value !== true)) {
      throw new Error(`A request schema uses ${word}: teach scripts/generate/validators.mjs to check it.`);
    }
  }
}

/**
 * What strict mode adds, or nothing.
 * @param {Api} api
 * @param {Schema} unresolved
 * @returns {Schema | undefined}
 */
function strictOf(api, unresolved) {
  const schema = api.resolve(unresolved);
  const { properties = {}, items } = schema;
  const inside = Object.entries(properties).flatMap(([name, property]) => {
    const more = strictOf(api, property);
    return more === undefined ? [] : [/** @type {const} */ ([name, more])];
  });
  const own = defined({
    required: schema['x-strict-required'],
    format: schema['x-strict-format'],
    properties: inside.length === 0 ? undefined : Object.fromEntries(inside),
    items: items && strictOf(api, items),
  });
  return Object.keys(own).length === 0 ? undefined : { ...defined({ type: schema.type }), ...own };
}

/**
 * @template T, U
 * @param {Record<string, T>} record
 * @param {(value: T) => U} change
 * @returns {Record<string, U>}
 */
function mapValues(record, change) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

/**
 * Drops the members that are undefined.
 * @param {Record<string, unknown>} record
 * @returns {Schema}
 */
function defined(record) {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
