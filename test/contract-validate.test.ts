import { fc, test } from '@fast-check/vitest';
import formatsPlugin from 'ajv-formats';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { readApi } from '../scripts/generate/document.mjs';
import { membersOf } from '../scripts/generate/members.mjs';
import { COUNTRIES, FORMATS } from '../src/contract/formats.ts';
import { OPERATIONS } from '../src/contract/generated/operations.ts';
import type { OperationId } from '../src/contract/operation.ts';
import { validateQuery } from '../src/contract/query.ts';
import { validateBody } from '../src/contract/validate.ts';
import { ERRORS } from '../src/model/error-table.ts';

const api = readApi(new URL('../openapi.yaml', import.meta.url));
const guide = { document_front: '...', country: 'MA' };
const payment = { transaction_id: 'order_456', amount: 1000, currency: 'MAD', sender: { user_id: 'user_123' } };
const loan = { applicant: { id: 'u', first_name: 'A', last_name: 'B' }, loan_request: { amount: 5, term_months: 12 } };
const creates = Object.values(OPERATIONS).filter(({ action }) => action === 'create');

describe('validateBody', () => {
  it.each<[OperationId, unknown]>([
    ['createVerification', guide],
    ['scoreTransaction', payment],
    ['createAssessment', loan],
    ['verifyBusiness', { company: { name: 'Atlas', country: 'MA' } }],
    ['screenEntity', { entity: { type: 'individual', name: 'A' } }],
    ['screenEntity', { type: 'individual', name: 'A', country: 'MA' }],
    ['createSession', { country: 'MA', unknown: [1], __proto__: { a: 1 } }],
  ])('accepts what every documented form has: %s %j', (operation, body) => {
    expect(validateBody(operation, body, false)).toBeUndefined();
  });

  it.each<[OperationId, unknown, string, string | undefined, string]>([
    ['createVerification', [], 'invalid_request', undefined, 'The body must be a JSON object; got an array.'],
    ['createVerification', null, 'invalid_request', undefined, 'The body must be a JSON object; got null.'],
    ['createVerification', {}, 'missing_parameter', 'document_front', '`document_front` is required.'],
    [
      'createVerification',
      { ...guide, document_front: '' },
      'invalid_parameter',
      'document_front',
      '`document_front` must be a non-empty string; got "".',
    ],
    [
      'createVerification',
      { ...guide, country: 'ZZ' },
      'unsupported_country',
      'country',
      '`country` must be an ISO 3166-1 alpha-2 code in upper case, such as `MA`; got "ZZ".',
    ],
    [
      'createVerification',
      { ...guide, country: 'ma' },
      'unsupported_country',
      'country',
      '`country` must be an ISO 3166-1 alpha-2 code in upper case, such as `MA`; got "ma".',
    ],
    [
      'createVerification',
      { ...guide, country: 212 },
      'invalid_parameter',
      'country',
      '`country` must be an ISO 3166-1 alpha-2 code in upper case, such as `MA`; got 212.',
    ],
    [
      'createVerification',
      { ...guide, mode: 'later' },
      'invalid_parameter',
      'mode',
      '`mode` must be one of `sync` or `async`; got "later".',
    ],
    [
      'createVerification',
      { ...guide, metadata: 'x' },
      'invalid_parameter',
      'metadata',
      '`metadata` must be an object; got "x".',
    ],
    [
      'scoreTransaction',
      { ...payment, sender: {} },
      'missing_parameter',
      'sender.user_id',
      '`sender.user_id` is required.',
    ],
    [
      'scoreTransaction',
      { ...payment, amount: 0 },
      'invalid_parameter',
      'amount',
      '`amount` must be a number greater than 0 and at most 1e15; got 0.',
    ],
    [
      'scoreTransaction',
      { ...payment, amount: '1000' },
      'invalid_parameter',
      'amount',
      '`amount` must be a number greater than 0 and at most 1e15; got "1000".',
    ],
    [
      'scoreTransaction',
      JSON.parse('{"amount":1e999,"currency":"MAD","sender":{"user_id":"u"}}'),
      'invalid_parameter',
      'amount',
      '`amount` must be a number greater than 0 and at most 1e15; got Infinity.',
    ],
    [
      'createAssessment',
      {
        applicant: { id: 'u', first_name: 'S', last_name: 'B' },
        employment: { monthly_income: 1e16 },
        loan_request: { amount: 1, term_months: 1 },
      },
      'invalid_parameter',
      'employment.monthly_income',
      '`employment.monthly_income` must be a number from 0 to 1e15; got 10000000000000000.',
    ],
    [
      'scoreTransaction',
      { ...payment, currency: 'mad' },
      'invalid_parameter',
      'currency',
      '`currency` must be a currency of three upper-case letters, such as `MAD`; got "mad".',
    ],
    [
      'createAssessment',
      { ...loan, loan_request: { amount: 5, term_months: 1.5 } },
      'invalid_parameter',
      'loan_request.term_months',
      '`loan_request.term_months` must be a whole number from 1 to 480; got 1.5.',
    ],
    [
      'createAssessment',
      { ...loan, existing_debts: [{}, { monthly_payment: true }] },
      'invalid_parameter',
      'existing_debts[1].monthly_payment',
      '`existing_debts[1].monthly_payment` must be a number from 0 to 1e15; got true.',
    ],
    [
      'verifyBusiness',
      { company: { name: 'A', country: 'XX' } },
      'unsupported_country',
      'company.country',
      '`company.country` must be an ISO 3166-1 alpha-2 code in upper case, such as `MA`; got "XX".',
    ],
    ['screenEntity', {}, 'missing_parameter', 'entity', '`entity` is required.'],
    [
      'screenEntity',
      { entity: { type: 'individual' } },
      'missing_parameter',
      'entity.name',
      '`entity.name` is required.',
    ],
    ['screenEntity', { type: 'individual' }, 'missing_parameter', 'name', '`name` is required.'],
    ['screenEntity', { name: 'A' }, 'missing_parameter', 'type', '`type` is required.'],
    [
      'screenEntity',
      { entity: { type: 'robot', name: 'A' } },
      'invalid_parameter',
      'entity.type',
      '`entity.type` must be one of `individual`, `entity` or `organization`; got "robot".',
    ],
  ])('refuses %s %j as %s of %s', (operation, body, code, param, message) => {
    expect(validateBody(operation, body, false)).toEqual({ code, message, ...(param === undefined ? {} : { param }) });
  });

  it('names a document type that it does not know, in either vocabulary, with a code of its own', () => {
    for (const document_type of ['cin', 'national_id', 'voter_id']) {
      expect(validateBody('createVerification', { ...guide, document_type }, false)).toBeUndefined();
    }
    expect(validateBody('createVerification', { ...guide, document_type: 'library_card' }, false)).toMatchObject({
      code: 'unsupported_document',
      param: 'document_type',
    });
  });

  it.each<[OperationId, unknown, string, string]>([
    ['createVerification', guide, 'missing_parameter', 'document_type'],
    ['createVerification', { ...guide, document_type: 'cin' }, 'invalid_document', 'document_front'],
    ['createSession', { country: 'MA' }, 'missing_parameter', 'document_type'],
    ['scoreTransaction', payment, 'missing_parameter', 'type'],
    [
      'scoreTransaction',
      { ...payment, type: 'p2p_transfer', recipient: { type: 'phone' } },
      'missing_parameter',
      'recipient.value',
    ],
    ['createAssessment', loan, 'missing_parameter', 'consent'],
    [
      'screenEntity',
      { entity: { type: 'individual', name: 'A', date_of_birth: '1990-02-30' } },
      'invalid_parameter',
      'entity.date_of_birth',
    ],
  ])('in strict mode also refuses %s %j as %s of %s', (operation, body, code, param) => {
    expect(validateBody(operation, body, false)).toBeUndefined();
    expect(validateBody(operation, body, true)).toMatchObject({ code, param });
  });

  it('repeats no more than 60 characters of a value, and no half of a character', () => {
    const error = validateBody(
      'createVerification',
      { ...guide, country: `${'a'.repeat(59)}😀${'b'.repeat(1e6)}` },
      false,
    );
    expect(error?.message).toMatch(/got "a{59}…"\.$/);
  });

  it('knows 249 countries', () => {
    expect(COUNTRIES).toHaveLength(249);
    for (const country of COUNTRIES)
      expect(validateBody('createSession', { country }, true)?.param).toBe('document_type');
  });

  const names = [
    ...new Set(
      api.operations.flatMap(({ operation }) => {
        const schema = operation.requestBody?.content['application/json']?.schema;
        return schema === undefined ? [] : Object.keys(membersOf(api, schema)).flatMap((path) => path.split(/[.[\]]+/));
      }),
    ),
  ].filter(Boolean);
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', maxDepth: 5 },
      fc.jsonValue(),
      fc.constantFrom('MA', 'MAD', 'individual', '2026-01-01', 'cin', 0, 1, true),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom(...names, '__proto__', 'constructor', '0', 'a/b~'), tie('value'), { maxKeys: 8 }),
    ),
  }));

  test.prop([fc.constantFrom(...creates.map(({ operationId }) => operationId)), value, fc.boolean()], {
    numRuns: 3000,
  })(
    'answers any JSON with nothing or a documented 400, and says of each param what it should be',
    (operation, body, strict) => {
      const error = validateBody(operation, body, strict);
      if (error === undefined) return;
      expect(ERRORS[error.code].status).toBe(400);
      expect(error.message).not.toContain('undefined');
      expect(error.message.length).toBeLessThan(600);
    },
  );
});

describe('formats', () => {
  const ajv = formatsPlugin.default(new Ajv());
  const oracle = {
    date: ajv.compile({ type: 'string', format: 'date' }),
    'date-time': ajv.compile({ type: 'string', format: 'date-time' }),
    byte: ajv.compile({ type: 'string', format: 'byte' }),
  };
  const two = (max: number): fc.Arbitrary<string> => fc.integer({ min: 0, max }).map((n) => String(n).padStart(2, '0'));
  const date = fc
    .tuple(fc.integer({ min: 0, max: 9999 }), two(13), two(32))
    .map(([y, m, d]) => `${String(y).padStart(4, '0')}-${m}-${d}`);
  const time = fc
    .tuple(
      two(24),
      two(60),
      two(59),
      fc.constantFrom('', '.5', '.123456789'),
      fc.constantFrom('Z', 'z', '+01:00', '-09:30', ''),
    )
    .map(([h, m, s, fraction, zone]) => `${h}:${m}:${s}${fraction}${zone}`);

  test.prop([fc.oneof(date, fc.string())])('takes the dates that ajv-formats takes', (text) => {
    expect(FORMATS.date(text)).toBe(oracle.date(text));
  });
  test.prop([fc.tuple(date, fc.constantFrom('T', 't', '-'), time).map((parts) => parts.join(''))])(
    'takes the times that ajv-formats takes',
    (text) => {
      expect(FORMATS['date-time'](text)).toBe(oracle['date-time'](text));
    },
  );
  test.prop([fc.oneof(fc.base64String({ minLength: 1 }), fc.string({ minLength: 1 }))])(
    'takes the base64 that ajv-formats takes',
    (text) => {
      expect(FORMATS.byte(text)).toBe(oracle.byte(text));
    },
  );
  it('checks the base64 of a picture of 32 MiB', () => {
    expect(FORMATS.byte('A'.repeat(43_000_000))).toBe(true);
  });
  it('takes URLs and addresses, and tells what is neither', () => {
    expect(['https://example.com/hook', 'http://127.0.0.1:3000'].every(FORMATS.uri)).toBe(true);
    expect(['example.com', '/hook', 'https://', 'https://a b', 'mailto:a@b.c'].some(FORMATS.uri)).toBe(false);
    expect(['a@b.co', 'a.b+c@d-e.f.gh'].every(FORMATS.email)).toBe(true);
    expect(['a', 'a@b', '@b.co', 'a@b..c', 'a b@c.de', `${'a'.repeat(1e6)}@`].some(FORMATS.email)).toBe(false);
  });
});

describe('validateQuery', () => {
  const read = (operation: OperationId, query: string): unknown => validateQuery(operation, new URLSearchParams(query));

  it('has a limit of 20 unless told otherwise, and ignores what it does not know', () => {
    expect(read('listTransactions', 'foo=1')).toEqual({ query: { limit: 20, filters: [] } });
    expect(read('listTransactions', 'limit=100&starting_after=trs_1')).toEqual({
      query: { limit: 100, filters: [], startingAfter: 'trs_1' },
    });
  });

  it('reads the filters of each list', () => {
    expect(
      read('listVerifications', 'status=verified&created_after=2026-01-01&created_before=2026-01-02T00:00:00%2B01:00'),
    ).toEqual({
      query: {
        limit: 20,
        filters: [
          { facet: 'status', compare: 'equal', value: 'verified' },
          { facet: 'created_at', compare: 'after', value: Date.UTC(2026, 0, 1) },
          { facet: 'created_at', compare: 'before', value: Date.UTC(2026, 0, 1, 23) },
        ],
      },
    });
    expect(read('listMatches', 'min_score=0.9')).toEqual({
      query: { limit: 20, filters: [{ facet: 'score', compare: 'min', value: 0.9 }] },
    });
  });

  it.each<[OperationId, string, string, string]>([
    ['listTransactions', 'limit=0', 'limit', '`limit` must be a whole number from 1 to 100; got "0".'],
    ['listTransactions', 'limit=', 'limit', '`limit` must be a whole number from 1 to 100; got "".'],
    ['listTransactions', 'limit=1e1', 'limit', '`limit` must be a whole number from 1 to 100; got "1e1".'],
    [
      'listTransactions',
      'decision=maybe',
      'decision',
      '`decision` must be one of `approve`, `review`, `challenge` or `decline`; got "maybe".',
    ],
    [
      'listVerifications',
      'created_after=yesterday',
      'created_after',
      '`created_after` must be a date and time such as `2026-11-24T09:30:00Z`; got "yesterday".',
    ],
    ['listMatches', 'min_score=2', 'min_score', '`min_score` must be a number from 0 to 1; got "2".'],
    [
      'listMatches',
      'starting_after=a&ending_before=b',
      'ending_before',
      '`starting_after` and `ending_before` exclude each other; send one of them.',
    ],
  ])('refuses %s?%s', (operation, query, param, message) => {
    expect(read(operation, query)).toEqual({ error: { code: 'invalid_parameter', param, message } });
  });
});
