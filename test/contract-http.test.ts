import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { encodeBase64 } from '../src/contract/base64.ts';
import { coerceForm, type FormPart, parseForm } from '../src/contract/form.ts';
import { OPERATIONS } from '../src/contract/generated/operations.ts';
import { parseMediaType, readMediaType } from '../src/contract/media-type.ts';
import { match } from '../src/contract/routes.ts';
import { validateBody } from '../src/contract/validate.ts';

describe('match', () => {
  it('finds every operation by its method and path', () => {
    for (const operation of Object.values(OPERATIONS)) {
      const path = operation.path.replace('{id}', 'x_1');
      const params = operation.path.includes('{id}') ? { id: 'x_1' } : {};
      const endpoint = `${operation.method} ${operation.path}`;
      expect(match(operation.method, path)).toEqual({ kind: 'route', operation, endpoint, params });
    }
  });

  it('lists the methods of a path for a 405, HEAD included', () => {
    expect(match('HEAD', '/watchlist/screen')).toEqual({ kind: 'method-not-allowed', allow: ['POST', 'GET'] });
    expect(match('PUT', '/identity/verifications/ver_1')).toEqual({
      kind: 'method-not-allowed',
      allow: ['GET', 'DELETE'],
    });
    expect(match('post', '/kyb/verify')).toEqual({ kind: 'method-not-allowed', allow: ['POST'] });
  });

  it('decodes ids, and has none with broken escapes', () => {
    expect(match('GET', '/transactions/a%2Fb')).toMatchObject({ kind: 'route', params: { id: 'a/b' } });
    expect(match('GET', '/transactions/%E0%A4')).toEqual({ kind: 'not-found' });
  });

  it.each([
    '',
    '/',
    '/identity',
    '/identity/verify/',
    '/transactions/',
    '/transactions/a/b',
    '//transactions',
    '/toString',
    '/__proto__',
  ])('knows no path %j', (path) => {
    expect(match('GET', path)).toEqual({ kind: 'not-found' });
  });

  test.prop([
    fc.string(),
    fc.oneof(
      fc.string(),
      fc.webPath(),
      fc.string().map((id) => `/transactions/${id}`),
    ),
  ])('never throws', (method, path) => {
    match(method, path);
  });
});

describe('readMediaType', () => {
  it.each([
    'application/json',
    'Application/JSON; Charset="UTF-8"',
    'application/json;charset=utf8',
    'application/json;',
    'application/problem+json',
  ])('reads %j as JSON', (contentType) => {
    expect(readMediaType(OPERATIONS.scoreTransaction, contentType)).toBe('json');
  });

  it('reads forms where the contract has them only', () => {
    expect(readMediaType(OPERATIONS.createVerification, 'multipart/form-data; boundary=x')).toBe('form');
    expect(readMediaType(OPERATIONS.scoreTransaction, 'multipart/form-data; boundary=x')).toMatchObject({
      code: 'unsupported_media_type',
    });
  });

  it.each([
    undefined,
    '',
    'json',
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/json; charset=latin1',
    'application/json; =',
    'application/json x',
  ])('refuses %j and says what to send', (contentType) => {
    expect(readMediaType(OPERATIONS.scoreTransaction, contentType)).toMatchObject({
      code: 'unsupported_media_type',
      message: expect.stringMatching(/Send (`Content-Type: application\/json`|UTF-8)/) as string,
    });
  });

  test.prop([fc.string()])('never throws, whatever the header', (contentType) => {
    parseMediaType(contentType);
    readMediaType(OPERATIONS.createVerification, contentType);
  });

  test.prop([fc.string()])('reads quoted parameters back', (value) => {
    const quoted = value.replace(/[\\"]/g, '\\$&');
    fc.pre(!/[\n\r\u2028\u2029]/.test(value));
    expect(parseMediaType(`multipart/form-data; a=1; boundary="${quoted}"`)?.parameters.get('boundary')).toBe(value);
  });
});

describe('forms', () => {
  const TYPE = 'multipart/form-data; boundary=XX';
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text.replaceAll('\n', '\r\n'));
  const partsOf = (text: string, type = TYPE): FormPart[] => {
    const parts = parseForm(encode(text), type);
    if (!Array.isArray(parts)) throw new Error(parts.message);
    return parts;
  };
  const field = (name: string, value: string): string =>
    `--XX\nContent-Disposition: form-data; name="${name}"\n\n${value}\n`;
  const form = (...fields: string[]): Record<string, unknown> =>
    coerceForm('createVerification', partsOf(`${fields.join('')}--XX--\n`));

  it('is what a client makes of FormData', async () => {
    const data = new FormData();
    data.set('document_front', new Blob([Uint8Array.of(255, 216, 255)], { type: 'image/jpeg' }), 'front.jpg');
    data.set('country', 'MA');
    data.append('checks', 'ocr');
    data.append('checks', 'fraud');
    data.set('metadata', '{"user_id":"user_123"}');
    const request = new Request('http://localhost', { method: 'POST', body: data });
    const parts = parseForm(new Uint8Array(await request.arrayBuffer()), request.headers.get('content-type') ?? '');
    expect(parts).toMatchObject([
      { name: 'document_front', filename: 'front.jpg', contentType: 'image/jpeg' },
      {},
      {},
      {},
      {},
    ]);
    const params = coerceForm('createVerification', parts as FormPart[]);
    expect(params).toEqual({
      document_front: '/9j/',
      country: 'MA',
      checks: ['ocr', 'fraud'],
      metadata: { user_id: 'user_123' },
    });
    expect(validateBody('createVerification', { ...params, document_type: 'cin' }, true)).toBeUndefined();
  });

  it('takes lists and objects in every usual spelling', () => {
    for (const fields of [
      [field('checks', 'ocr, fraud')],
      [field('checks', '["ocr","fraud"]')],
      [field('checks[]', 'ocr'), field('checks[]', 'fraud')],
    ]) {
      expect(form(...fields)).toEqual({ checks: ['ocr', 'fraud'] });
    }
    expect(form(field('checks[]', 'ocr'))).toEqual({ checks: ['ocr'] });
    expect(form(field('metadata[a]', '1'), field('metadata[b]', 'x'))).toEqual({ metadata: { a: '1', b: 'x' } });
  });

  it('leaves what does not fit for validation to find', () => {
    expect(
      validateBody(
        'createVerification',
        form(field('document_front', 'x'), field('country', 'MA'), field('country', 'FR')),
        false,
      ),
    ).toMatchObject({
      param: 'country',
      message: expect.stringContaining('got an array') as string,
    });
    expect(form(field('metadata', '{'))).toEqual({ metadata: '{' });
    const deep = `${'{"a":'.repeat(200)}1${'}'.repeat(200)}`;
    expect(form(field('metadata', deep))).toEqual({ metadata: deep });
    const odd = form(field('__proto__', 'x'), field('metadata[__proto__]', 'y'));
    expect(Object.keys(odd)).toEqual(['__proto__', 'metadata']);
    expect(Object.getPrototypeOf(odd)).toBe(Object.prototype);
  });

  it('passes over a file input that was left empty', () => {
    expect(
      form(
        '--XX\nContent-Disposition: form-data; name="selfie"; filename=""\nContent-Type: application/octet-stream\n\n\n',
      ),
    ).toEqual({});
  });

  it.each<[string, string, string]>([
    ['no boundary', 'multipart/form-data', field('country', 'MA')],
    ['another boundary', 'multipart/form-data; boundary=YY', `${field('country', 'MA')}--XX--`],
    ['no end', TYPE, field('country', 'MA')],
    ['no parts', TYPE, '--XX--\n'],
    ['an empty body', TYPE, ''],
    ['a part without a name', TYPE, '--XX\nContent-Type: text/plain\n\nx\n--XX--'],
    ['more than 100 parts', TYPE, `${field('a', 'b').repeat(101)}--XX--`],
  ])('refuses a form with %s', (_what, type, text) => {
    expect(parseForm(encode(text), type)).toMatchObject({ code: 'invalid_request' });
  });

  it('refuses text that is not UTF-8', () => {
    const body = encode(`${field('country', '!')}--XX--`);
    body[body.indexOf(33)] = 0xff;
    expect(parseForm(body, TYPE)).toMatchObject({
      code: 'invalid_request',
      message: 'The form holds text that is not UTF-8.',
    });
  });

  it('takes one file that fills a body of 32 MiB', () => {
    const head = encode('--XX\nContent-Disposition: form-data; name="document_front"; filename="a"\n\n');
    const body = new Uint8Array(32 * 1024 * 1024);
    body.set(head);
    const tail = encode('\n--XX--\n');
    body.set(tail, body.length - tail.length);
    expect(parseForm(body, TYPE)).toMatchObject([{ name: 'document_front' }]);
  });

  test.prop([fc.uint8Array({ maxLength: 300 })])('encodes bytes as every base64 does', (bytes) => {
    expect(encodeBase64(bytes)).toBe(btoa(String.fromCharCode(...bytes)));
  });

  test.prop([
    fc.array(
      fc.oneof(
        fc.constantFrom('--XX', '\r\n', '--', 'Content-Disposition: form-data; name="a"', ': ', '"', '=', '\xff'),
        fc.string(),
      ),
      { maxLength: 30 },
    ),
  ])('never throws, whatever the bytes', (pieces) => {
    const parts = parseForm(new TextEncoder().encode(pieces.join('')), TYPE);
    if (Array.isArray(parts)) coerceForm('createVerification', parts);
  });
});
