// @ts-check
import { _, and, getProperty, not, or } from 'ajv/dist/compile/codegen/index.js';

/** @typedef {import('ajv').Ajv} Ajv */
/** @typedef {import('ajv').Code} Code */
/** @typedef {import('ajv').Name} Name */
/** @typedef {import('ajv').KeywordCxt} KeywordCxt */
/** @typedef {import('ajv/dist/types/index.js').KeywordErrorCxt} KeywordErrorCxt */
/** @typedef {import('./document.mjs').Schema} Schema */

/**
 * Teaches ajv `anyOf` and `if` for what requests use them for: which members must be there. Its own would try schemas
 * out, count their errors and take them back; these ask, and name the member that is missing.
 * @param {Ajv} ajv
 */
export function addPresenceKeywords(ajv) {
  for (const keyword of ['anyOf', 'if', 'then', 'else', 'not']) ajv.removeKeyword(keyword);
  const common = /** @type {const} */ ({ type: 'object', before: 'required', error: MISSING });
  ajv.addKeyword({
    ...common,
    keyword: 'anyOf',
    code: (cxt) => {
      const schemas = /** @type {Schema[]} */ (cxt.schema);
      const [first] = schemas;
      if (first !== undefined) cxt.gen.if(not(meets(cxt.data, { anyOf: schemas })), () => requireAll(cxt, first));
    },
  });
  ajv.addKeyword({
    ...common,
    keyword: 'if',
    implements: ['then', 'else'],
    code: (cxt) => {
      const { if: condition = {}, then: yes = {}, else: no = {} } = /** @type {Schema} */ (cxt.parentSchema);
      cxt.gen.if(
        meets(cxt.data, condition),
        () => requireAll(cxt, yes),
        () => requireAll(cxt, no),
      );
    },
  });
}

const MISSING = {
  message: '',
  params: (/** @type {KeywordErrorCxt} */ { params }) => _`{missingProperty: ${params['missing']}}`,
};

/**
 * Whether an object meets a schema that asks for members only.
 * @param {Name} data
 * @param {Schema} schema
 * @returns {Code}
 */
function meets(data, schema) {
  const { type = 'object', required = [], anyOf, not: without, ...rest } = schema;
  if (type !== 'object' || Object.keys(rest).length > 0) {
    throw new Error(`A condition asks for more than which members are there: ${JSON.stringify(schema)}`);
  }
  /** @type {Code[]} */
  const conditions = required.map((name) => _`${data}${getProperty(name)} !== undefined`);
  if (anyOf !== undefined) conditions.push(or(...anyOf.map((one) => meets(data, one))));
  if (without !== undefined) conditions.push(not(meets(data, without)));
  return and(...conditions);
}

/**
 * @param {KeywordCxt} cxt
 * @param {Schema} schema
 */
function requireAll(cxt, { required = [] }) {
  for (const name of required) {
    cxt.gen.if(_`${cxt.data}${getProperty(name)} === undefined`, () => {
      cxt.setParams({ missing: name });
      cxt.error();
    });
  }
}
