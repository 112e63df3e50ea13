import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formatsPlugin from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { OPERATIONS } from '../src/contract/generated/operations.ts';
import { ERRORS } from '../src/model/error-table.ts';

type Json = { readonly [key: string]: unknown };

const spec = parse(readFileSync(new URL('../openapi.yaml', import.meta.url), 'utf8')) as Json;

/** Every object in the document, with the place where it was found. */
function* walk(value: unknown, at = '#'): Generator<readonly [at: string, node: Json]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield [at, value as Json];
  for (const [key, member] of Object.entries(value)) {
    yield* walk(member, `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  }
}

function resolve(ref: string): Json {
  let node: unknown = spec;
  for (const name of ref.split('/').slice(1)) node = (node as Json)[name];
  return node as Json;
}

const nodes = [...walk(spec)];
const media = nodes.filter(([, node]) => 'schema' in node && 'examples' in node);

describe('openapi.yaml', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: true });
  formatsPlugin.default(ajv);
  ajv.addSchema({ $id: 'spec', ...spec });

  it('has only examples that its own schemas accept', () => {
    let count = 0;
    for (const [at, node] of media) {
      const validate = ajv.compile({ $ref: `spec${encodeURI(at)}/schema` });
      for (const [name, entry] of Object.entries(node['examples'] as Record<string, Json>)) {
        const example = typeof entry['$ref'] === 'string' ? resolve(entry['$ref']) : entry;
        expect(validate(example['value']), `${at} ${name} ${JSON.stringify(validate.errors)}`).toBe(true);
        count++;
      }
    }
    expect(count).toBeGreaterThan(30);
  });

  it('has an example of every request and of every 2xx answer', () => {
    const without = nodes
      .filter(([at]) => /(requestBody|responses\/2\d\d)\/content\/application~1json$/.test(at))
      .filter(([, node]) => !('examples' in node));
    expect(without.map(([at]) => at)).toEqual([]);
  });

  it('uses only words of its own that it explains', () => {
    const used = nodes.flatMap(([, node]) => Object.keys(node)).filter((key) => key.startsWith('x-'));
    const explained = ((spec['info'] as Json)['description'] as string).match(/`x-[a-z-]+`/g) ?? [];
    expect([...new Set(used)].sort()).toEqual([...new Set(explained.map((word) => word.slice(1, -1)))].sort());
  });

  it('names every error code and type of the error table, and no other', () => {
    const codes = resolve('#/components/schemas/ErrorCode')['enum'] as string[];
    expect([...codes].sort()).toEqual(Object.keys(ERRORS).sort());
    const error = resolve('#/components/schemas/Error/properties/error/properties/type');
    const types = new Set(Object.values(ERRORS).map((row) => row.type));
    expect([...(error['enum'] as string[])].sort()).toEqual([...types].sort());
  });

  it('requires only members that it describes', () => {
    const bad = nodes.filter(
      ([, node]) =>
        typeof node['properties'] === 'object' &&
        [node['required'], node['x-strict-required']]
          .flat()
          .some((name) => name !== undefined && !((name as string) in (node['properties'] as Json))),
    );
    expect(bad.map(([at]) => at)).toEqual([]);
  });
});

describe('the table of operations', () => {
  it('marks exactly the six endpoints of the idempotency guide as idempotent (R18)', () => {
    const idempotent = Object.values(OPERATIONS).filter((operation) => operation.idempotent);
    expect(idempotent.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /identity/verify',
      'POST /identity/sessions',
      'POST /transactions/score',
      'POST /lending/assess',
      'POST /kyb/verify',
      'POST /watchlist/screen',
    ]);
  });

  it('lets every object that is made be read by its id', () => {
    const made = Object.values(OPERATIONS).filter(({ action }) => action === 'create');
    const readable = new Set(
      Object.values(OPERATIONS)
        .filter(({ action }) => action === 'read')
        .map(({ collection }) => collection),
    );
    for (const { collection } of made) expect(readable).toContain(collection);
  });

  it('holds the limits of single endpoints', () => {
    const limits = Object.values(OPERATIONS).flatMap(({ path, rateLimit }) =>
      rateLimit === undefined ? [] : [[path, rateLimit]],
    );
    expect(limits).toEqual([
      ['/identity/verify', 100],
      ['/transactions/score', 1000],
      ['/watchlist/screen', 500],
    ]);
  });
});
