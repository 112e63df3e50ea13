// @ts-check
import { phraseOf } from './phrases.mjs';

/** @typedef {import('./document.mjs').Api} Api */
/** @typedef {import('./document.mjs').Schema} Schema */

/**
 * The names that operations go by, as union types.
 * @param {Api} api
 * @returns {string} a TypeScript module
 */
export function generateNames({ document, operations }) {
  const all = operations.map(({ operation }) => operation);
  const events = document.components.schemas['EventType']?.enum ?? [];
  return [
    union(
      'OperationId',
      all.map((operation) => operation.operationId),
    ),
    union(
      'Collection',
      all.map((operation) => operation['x-collection']),
    ),
    union(
      'Permission',
      all.map((operation) => operation['x-permission']),
    ),
    union('EventType', events),
    `/** What the mock sends to webhook endpoints. */\nexport const EVENT_TYPES: readonly EventType[] = ${JSON.stringify(events)};\n`,
  ].join('\n');
}

/**
 * The table of operations.
 * @param {Api} api
 * @returns {string} a TypeScript module
 */
export function generateOperations(api) {
  const rows = api.operations.map(({ path, method, operation }) => {
    const content = operation.requestBody?.content ?? {};
    const mediaTypes = Object.keys(content);
    const query = queryOf(api, operation);
    // What most operations have is filled in when the table is loaded: a page loads less.
    const row = {
      method,
      path,
      action: operation['x-action'],
      idempotent: operation['x-idempotent'] === true || undefined,
      permission: operation['x-permission'],
      collection: operation['x-collection'],
      rateLimit: operation['x-rate-limit'],
      mediaTypes: mediaTypes.length === 0 ? undefined : mediaTypes,
      bodyRequired: operation.requestBody?.required === true || undefined,
      form: formOf(api, content['multipart/form-data']),
      query: query.length === 0 ? undefined : query,
    };
    return [operation.operationId, row];
  });
  return `import type { Operation } from '../operation.ts';
import type { OperationId } from './names.ts';

export type { Operation } from '../operation.ts';

/** What most operations have. */
const USUAL = { idempotent: false, mediaTypes: [], bodyRequired: false, query: [] } as const;
type Row = Omit<Operation, 'operationId' | keyof typeof USUAL> & Partial<Operation>;

const ROWS: Readonly<Record<OperationId, Row>> = ${JSON.stringify(Object.fromEntries(rows), null, 2)};

export const OPERATIONS = Object.fromEntries(
  Object.entries(ROWS).map(([operationId, row]) => [operationId, { operationId, ...USUAL, ...row }]),
) as Readonly<Record<OperationId, Operation>>;
`;
}

/**
 * The members of a form, by what their text stands for. Those with a content type of their own are files.
 * @param {Api} api
 * @param {import('./document.mjs').MediaType | undefined} media
 */
function formOf(api, media) {
  if (media === undefined) return undefined;
  const { properties = {} } = api.resolve(media.schema);
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [
      name,
      media.encoding?.[name]?.contentType === undefined ? api.resolve(schema).type : 'file',
    ]),
  );
}

/**
 * @param {Api} api
 * @param {import('./document.mjs').OperationObject} operation
 */
function queryOf(api, operation) {
  return (operation.parameters ?? [])
    .map((parameter) => api.resolveParameter(parameter))
    .filter((parameter) => parameter.in === 'query')
    .map((parameter) => {
      const schema = api.resolve(parameter.schema);
      return {
        name: parameter.name,
        type: schema.format ?? schema.type,
        // The words of a format, or of a list of values, are the mock's own: see src/contract/query.ts.
        ...(schema.format === undefined && schema.enum === undefined ? { expected: phraseOf(schema) } : {}),
        ...(schema.enum === undefined ? {} : { values: schema.enum }),
        ...(schema.minimum === undefined ? {} : { minimum: schema.minimum }),
        ...(schema.maximum === undefined ? {} : { maximum: schema.maximum }),
        ...(parameter['x-filter'] === undefined ? {} : { filter: parameter['x-filter'] }),
        ...(schema.default === undefined ? {} : { default: schema.default }),
      };
    });
}

/**
 * @param {string} name
 * @param {readonly string[]} values
 */
function union(name, values) {
  const literals = [...new Set(values)].map((value) => `\n  | ${JSON.stringify(value)}`);
  return `export type ${name} =${literals.join('')};\n`;
}
