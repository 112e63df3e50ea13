// @ts-check
import { Ajv } from 'ajv';
import { _ } from 'ajv/dist/compile/codegen/index.js';
import standalone from 'ajv/dist/standalone/index.js';
import { membersOf } from './members.mjs';
import { addPresenceKeywords } from './presence.mjs';

/** @typedef {import('./document.mjs').Api} Api */
/** @typedef {import('./document.mjs').Schema} Schema */
/** @typedef {import('./members.mjs').Member} Member */

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
  const ajv = new Ajv({
    code: { source: true, esm: true, lines: true, formats: _`formats` },
    messages: false,
    strictTypes: false,
    // Its schema of schemas uses `anyOf` for more than this one can.
    meta: false,
    validateSchema: false,
  });
  // Lengths in UTF-16 units: nothing here counts beyond 1, and ajv's exact count needs a module at run time.
  ajv.removeKeyword('minLength').addKeyword({
    keyword: 'minLength',
    type: 'string',
    schemaType: 'number',
    code: (cxt) => cxt.fail(_`${cxt.data}.length < ${Number(cxt.schema)}`),
  });
  addPresenceKeywords(ajv);
  for (const format of FORMATS) ajv.addFormat(format, () => true);
  /** @type {Record<string, string>} */
  const refs = {};
  /** @type {Record<string, Record<string, Member>>} */
  const members = {};
  /** @type {string[]} */
  const rows = [];
  for (const { operation } of api.operations) {
    const schema = operation.requestBody?.content['application/json']?.schema;
    if (schema === undefined) continue;
    const { operationId } = operation;
    ajv.addSchema(baseOf(api, schema), operationId);
    refs[`${operationId}Base`] = operationId;
    members[`${operationId}Base`] = members[`${operationId}Strict`] = membersOf(api, schema);
    const more = strictOf(api, schema);
    if (more !== undefined) {
      ajv.addSchema(more, `${operationId}.strict`);
      refs[`${operationId}Strict`] = `${operationId}.strict`;
    }
    rows.push(
      `  ${operationId}: { base: ${operationId}Base, strict: ${more === undefined ? 'undefined' : `${operationId}Strict`} },`,
    );
  }
  const code = returningFaults(standalone.default(ajv, refs), members);
  if (code.includes('require(')) throw new Error('A validator needs a module of ajv at run time.');
  return `${HEAD}${code}\nexport const VALIDATORS = {\n${rows.join('\n')}\n};\n`;
}

/**
 * Makes of ajv's functions, which keep a list of errors and leave it behind as a property of theirs, ones that return the
 * first fault, in the words of its member. With the list goes the counting: ajv asks after every member whether there is
 * an error by now, but without `allErrors` it has returned at the first one. That is half of the code.
 * @param {string} code
 * @param {Readonly<Record<string, Readonly<Record<string, Member>>>>} members by the validator's name
 */
function returningFaults(code, members) {
  /** @type {Map<string, string>} */
  const lists = new Map();
  const functions = code
    .replaceAll('"use strict";', '')
    .replaceAll('export const ', 'const ')
    .replaceAll(', {instancePath="", parentData, parentDataProperty, rootData=data}={}', '')
    .replaceAll('instancePath:instancePath+"', 'instancePath:"')
    .replaceAll('{instancePath,', '{instancePath:"",')
    .split(/^(?=const \w+ = validate)/m)
    .map((text) => {
      const own = members[/^const (\w+) = validate/.exec(text)?.[1] ?? ''] ?? {};
      const faults = text
        .replace(
          /\{instancePath:(.+?),schemaPath:"(?:[^"\\]|\\.)*",keyword:"(\w+)",params:\{(.*?)\}\}(?=[\];])/g,
          (_, /** @type {string} */ path, /** @type {string} */ keyword, /** @type {string} */ params) =>
            faultOf(path, keyword, params, own, lists),
        )
        .replace(/validate\d+\.errors = \[((?:bad|missing)\(.+\))\];\nreturn false;/g, 'return $1;')
        .replace(/validate\d+\.errors = vErrors;\nreturn (?:false|errors === 0);/g, 'return vErrors?.[0];')
        // A list of values is looked into, and is what the message shows.
        .replace(
          /^if\(!\(\(*(data\d*) === .+\)\)\{\n(?=return bad\(.+, (list\d+)(?:, .+)?\);)/gm,
          'if(!$2.includes($1)){\n',
        );
      return withoutCounting(faults);
    });
  return [...lists].map(([values, name]) => `const ${name} = ${values};\n`).join('') + functions.join('');
}

/**
 * The expression for one of ajv's errors.
 * @param {string} path an expression: `"/checks/" + i0`
 * @param {string} keyword
 * @param {string} params
 * @param {Readonly<Record<string, Member>>} members
 * @param {Map<string, string>} lists the names of the lists of values, by their JSON
 */
function faultOf(path, keyword, params, members, lists) {
  const missing = /^missingProperty: ?(.+)$/.exec(params)?.[1];
  if (missing !== undefined) return `missing(${path}, ${missing})`;
  // The body itself: of what is wrong there its words don't depend.
  if (path === '""') return 'bad("")';
  const name = path
    .replace(/\/" ?\+ ?i\d+(?: ?\+ ?")?/g, '[]')
    .replaceAll('"', '')
    .slice(1)
    .replaceAll('/', '.');
  const member = members[name];
  if (member === undefined) throw new Error(`A validator speaks of ${name}, which no request has.`);
  // A code such as `unsupported_country` is for a value of the right type that is not among the good ones.
  const code = ['enum', 'format', 'pattern'].includes(keyword) ? member.code : undefined;
  const format = /^format: ?(".+")$/.exec(params)?.[1] ?? '"country"';
  const expected = format === '"country"' ? wordsOf(member, lists) : `words[${format}]`;
  return `bad(${path}, ${expected}${code === undefined ? '' : `, ${JSON.stringify(code)}`})`;
}

/**
 * @param {Member} member
 * @param {Map<string, string>} lists
 */
function wordsOf({ expected }, lists) {
  const text = JSON.stringify(expected);
  if (typeof expected === 'string') return text;
  const name = lists.get(text) ?? `list${lists.size}`;
  lists.set(text, name);
  return name;
}

/** @param {string} code functions that return at the first error */
function withoutCounting(code) {
  const lines = code
    .replace(/^(?:let vErrors = null|let errors = 0|const _errs\d+ = errors|var valid\d+ = .+);\n/gm, '')
    .replace(/^if\(!valid\d+\)\{\nbreak;\n\}\n/gm, '')
    .replace(/^else \{\n\}\n/gm, '')
    .replace(/^if\((?:errors === (?:_errs\d+|0)|valid\d+)\)\{/gm, '{')
    .replaceAll('return vErrors?.[0];\n', '');
  const left = /\b(?:_errs\d+|vErrors|valid\d+|errors)\b/.exec(lines);
  if (left !== null) throw new Error(`ajv now counts errors in another way: ${left[0]} is left of it.`);
  return (
    lines
      // Where two words of a schema have the same to say, they say it once.
      .replace(
        /^if\(typeof (\S+) === "string"\)\{\nif\((.+)\)\{\n(return .+;)\n\}\n\}\nelse \{\n\3\n\}\n/gm,
        'if(typeof $1 !== "string" || $2){\n$3\n}\n',
      )
      .replace(
        /^if\(typeof (\S+) !== "string"\)\{\n(return .+;)\n\}\nif\((!list\d+\.includes\(\1\))\)\{\n\2\n\}\n/gm,
        'if($3){\n$2\n}\n',
      )
  );
}

const HEAD = `import { FORMATS as formats, FORMAT_WORDS as words } from '../formats.ts';
const bad = (path, expected, code = 'invalid_parameter') => ({ path, expected, code });
const missing = (path, name) => bad(path + '/' + name, undefined, 'missing_parameter');
`;

/** The declarations of that module. */
export const VALIDATOR_TYPES = `/** The first thing that is wrong with a body. */
export interface ValidationFault {
  /** JSON pointer to the value at fault, or to where it is missing. */
  readonly path: string;
  /** The right form: words that fit after “must be”, or the good values. Absent for a missing member, and for the body itself. */
  readonly expected?: string | readonly string[];
  readonly code: 'missing_parameter' | 'invalid_parameter' | 'unsupported_country' | 'unsupported_document' | 'invalid_document';
}
export type Validator = (data: unknown) => ValidationFault | undefined;
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
 * What strict mode adds, or nothing. Types are not asked for again.
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
  return Object.keys(own).length === 0 ? undefined : own;
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
