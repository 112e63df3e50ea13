import { METHODS } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { fc, test as property } from '@fast-check/vitest';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readServerOptions } from '../src/adapters/node-options.ts';
import { type Listening, listen } from '../src/adapters/node-server.ts';
import { createMock, type Mock } from '../src/mock.ts';
import { BODY, RawClient, requestText } from './raw-socket.ts';

/** Short, so that a test need not wait; a slow machine must not meet them by accident all the same. */
const TIMEOUTS = { headers: 300, request: 300, check: 50, grace: 100 };
const PATIENT = { headers: 60_000, request: 60_000, check: 5_000, grace: 100 };

let mock: Mock;
let server: Listening;
let errors: unknown[];
const clients: RawClient[] = [];

async function start(timeouts = PATIENT): Promise<void> {
  mock = createMock();
  errors = [];
  mock.onError((error) => errors.push(error));
  server = await listen(mock, readServerOptions({}), timeouts);
}

async function stop(): Promise<void> {
  for (const client of clients.splice(0)) client.close();
  await server.close();
  expect(errors).toEqual([]);
}

function client(): RawClient {
  const made = new RawClient(server.port);
  clients.push(made);
  return made;
}

/** Sends, and waits until the connection has ended. Returns the status, code and message of each answer. */
async function answers(...parts: (string | Uint8Array)[]): Promise<string[]> {
  const raw = client();
  for (const part of parts) raw.send(part);
  await raw.ended;
  return (await raw.replies(99)).map(({ status, headers, body }) => {
    if (status === 200) return '200';
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'x-request-id': expect.stringMatching(/^req_[a-z0-9]{12}$/),
    });
    const { error } = JSON.parse(body) as { error: { code: string; message: string; request_id: string } };
    expect(error.request_id).toBe(headers['x-request-id']);
    return `${status} ${error.code} ${error.message}`;
  });
}

const GOOD = requestText({ key: 'order_456_payment' });
const LAST = requestText({ key: 'order_456_payment', headers: ['Connection: close'] });
const lastWith = (body: string | Uint8Array): (string | Uint8Array)[] => [
  requestText({
    body: '',
    headers: ['Connection: close', 'Content-Type: application/json', `Content-Length: ${Buffer.from(body).length}`],
  }),
  body,
];
const lastWithKey = (key: string): Uint8Array =>
  Buffer.from(requestText({ headers: ['Connection: close', `Idempotency-Key: ${key}`] }), 'latin1');

describe('what is not HTTP', () => {
  beforeEach(async () => await start());
  afterEach(stop);

  test.each([
    ['no request at all', 'HELLO\r\n\r\n'],
    ['a method in lower case', GOOD.replace('POST', 'post')],
    ['TLS', Buffer.from([0x16, 0x03, 0x01, 0x00, 0xa5, 0x01, 0x00, 0x00, 0xa1, 0x03, 0x03])],
    ['another version', GOOD.replace('HTTP/1.1', 'HTTP/3.7')],
    ['two lengths', GOOD.replace('Content-Length: ', 'Content-Length: 1\r\nContent-Length: ')],
    ['a length that is none', GOOD.replace(/Content-Length: \d+/, 'Content-Length: many')],
    ['a length and chunks', GOOD.replace('Content-Length', 'Transfer-Encoding: chunked\r\nContent-Length')],
    ['a broken chunk', requestText({ body: '', headers: ['Transfer-Encoding: chunked'] }) + 'zz\r\n{}\r\n0\r\n\r\n'],
    ['a space before the colon', GOOD.replace('Idempotency-Key:', 'Idempotency-Key :')],
    ['a line feed in the key', GOOD.replace('order_456', 'order\n456')],
    ['a carriage return in the key', GOOD.replace('order_456', 'order\r456')],
    ['a NUL byte in the key', GOOD.replace('order_456', 'order\x00456')],
  ])('%s: 400 invalid_request, and the connection is closed', async (_, bytes) => {
    expect(await answers(bytes)).toEqual(['400 invalid_request The request is not valid HTTP/1.1.']);
    expect(mock.operations.list()).toEqual([]);
  });

  test.each([
    ['no Host', GOOD.replace('Host: 127.0.0.1\r\n', '')],
    ['two Hosts', GOOD.replace('Host: 127.0.0.1\r\n', 'Host: 127.0.0.1\r\nHost: evil.example\r\n')],
  ])('%s: 400', async (_, bytes) => {
    expect(await answers(bytes)).toEqual(['400 invalid_request Send exactly one Host header.']);
  });

  test('a key of 1 MB, and any head over 16 KiB: 431', async () => {
    const refused = ['431 request_header_fields_too_large The headers are larger than 16 KiB.'];
    expect(await answers(requestText({ key: 'k'.repeat(1_000_000) }))).toEqual(refused);
    expect(await answers(requestText({ path: `/v1/${'x'.repeat(20_000)}` }))).toEqual(refused);
  });

  test('CONNECT is closed; an Upgrade is an ordinary request', async () => {
    expect(await answers('CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n')).toEqual([]);
    expect(await answers(LAST.replace('Connection: close', 'Connection: Upgrade, close\r\nUpgrade: h2c'))).toEqual([
      '200',
    ]);
  });
});

describe('bodies', () => {
  beforeEach(async () => await start());
  afterEach(stop);

  test('shorter than its Content-Length: nothing is processed', async () => {
    const raw = client().send(GOOD.slice(0, -5));
    await sleep(20);
    raw.socket.end();
    expect(await raw.reply()).toMatchObject({ status: 400, headers: { connection: 'close' } });
    expect(raw.received).toContain('The request ended before it was complete.');
    expect(mock.journal.list()).toEqual([]);
  });

  test('longer than its Content-Length: the rest is no request', async () => {
    expect(await answers(`${GOOD}{"more":1}\r\n\r\n`)).toEqual([
      '200',
      '400 invalid_request The request is not valid HTTP/1.1.',
    ]);
    expect(mock.operations.list()).toMatchObject([{ attempts: 1, processed: 1 }]);
  });

  test('what is malformed waits for the answers before it', async () => {
    mock.faults.add('delay ms=30 phase=during');
    expect(await answers(`${GOOD}${GOOD}nonsense\r\n\r\n`)).toEqual(['200', '200', expect.stringMatching(/^400 /)]);
  });

  test('in chunks are bodies like others', async () => {
    const raw = client().send(
      requestText({
        body: '',
        key: 'order_456_payment',
        headers: ['Content-Type: application/json', 'Transfer-Encoding: chunked'],
      }),
    );
    for (const part of BODY.match(/.{1,10}/g) ?? []) raw.send(`${part.length.toString(16)}\r\n${part}\r\n`);
    raw.send('0\r\nX-Trailer: yes\r\n\r\n');
    expect(await raw.reply()).toMatchObject({ status: 200 });
    raw.send(GOOD);
    expect((await raw.replies(2))[1]?.headers['idempotent-replayed']).toBe('true');
  });

  const TOO_LARGE = '413 payload_too_large The body is larger than 32 MiB.';
  const MIB = 1024 * 1024;

  test('over 32 MiB by their length: 413 at once, and not read', async () => {
    const head = requestText({
      body: '',
      headers: ['Content-Type: application/json', `Content-Length: ${32 * MIB + 1}`],
    });
    expect(await answers(head)).toEqual([TOO_LARGE]);
    expect(await answers(head, 'x'.repeat(3 * MIB))).toEqual([TOO_LARGE]);
    const stranger = head.replace('Bearer txc_test_42', 'Bearer nobody');
    // R20: authentication comes first.
    expect(await answers(stranger)).toEqual([expect.stringMatching(/^401 unauthorized/)]);
  });

  test('over 32 MiB in chunks: 413 as soon as they are', async () => {
    const raw = client().send(
      requestText({ body: '', headers: ['Content-Type: application/json', 'Transfer-Encoding: chunked'] }),
    );
    const chunk = `${MIB.toString(16)}\r\n${'x'.repeat(MIB)}\r\n`;
    for (let i = 0; i < 40; i++) raw.send(chunk);
    expect(await raw.reply()).toMatchObject({ status: 413, headers: { connection: 'close' } });
  });

  test('of 32 MiB are read', async () => {
    expect(await answers(...lastWith('x'.repeat(32 * MIB)))).toEqual([
      '400 invalid_request The body is not valid JSON.',
    ]);
  });

  test('Expect: 100-continue is honoured, and a body that is too large is never asked for', async () => {
    const expecting = (length: number): string =>
      requestText({
        body: '',
        headers: [
          'Expect: 100-continue',
          'Connection: close',
          'Content-Type: application/json',
          `Content-Length: ${length}`,
        ],
      });
    const raw = client().send(expecting(BODY.length));
    while (raw.received === '') await sleep(2);
    expect(raw.received).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    raw.send(BODY);
    expect(await raw.reply()).toMatchObject({ status: 200 });

    const large = client().send(expecting(33 * MIB));
    await large.ended;
    expect(large.received).toMatch(/^HTTP\/1\.1 413 /);

    expect(await answers(expecting(BODY.length).replace('100-continue', 'miracles'), BODY)).toEqual(['200']);
  });

  test.each([
    ['malformed JSON', '{"amount":', 'The body is not valid JSON.'],
    ['no JSON', 'amount=1000', 'The body is not valid JSON.'],
    ['bytes that are not UTF-8', Buffer.from('{"amount":"\xff\xfe"}', 'latin1'), 'The body is not valid UTF-8.'],
    ['an array', '[]', 'The body must be a JSON object'],
    ['null', 'null', 'The body must be a JSON object'],
    ['a lone surrogate', BODY.replace('user_123', '\\ud800'), 'lone surrogate'],
    ['10,000-deep nesting', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, 'more than 100 levels deep'],
    ['1,000,000-deep nesting', '['.repeat(1_000_000) + ']'.repeat(1_000_000), ''],
    ['a number beyond a double', BODY.replace('1000', '1e999'), ''],
    ['a wrong type', BODY.replace('1000', '"1000"'), '`amount` must be'],
    ['a missing member', BODY.replace('"currency":"MAD",', ''), '`currency` is required'],
  ])('%s: 400', async (_, body, message) => {
    const [answer, ...more] = await answers(...lastWith(body));
    expect(answer).toMatch(/^400 /);
    expect(answer).toContain(message);
    expect(more).toEqual([]);
  });

  test('members named __proto__ and constructor, and NUL bytes, are data', async () => {
    const sender = '{"user_id":"user\\u0000123","__proto__":{"user_id":"x"},"constructor":{"prototype":1}}';
    expect(
      await answers(...lastWith(`{"amount":1,"currency":"MAD","sender":${sender},"__proto__":{"amount":"x"}}`)),
    ).toEqual(['200']);
    expect(Object.prototype).not.toHaveProperty('amount');
    expect(({} as Record<string, unknown>)['user_id']).toBeUndefined();
  });
});

describe('keys', () => {
  beforeEach(async () => await start());
  afterEach(stop);

  test.each([
    '',
    'short',
    '"order_456_payment"',
    'order 456 payment',
    'örder_456_payment',
    'order_456_paymént',
    'k'.repeat(256),
  ])('%j: 400 invalid_parameter (R6 to R9)', async (key) => {
    expect(await answers(lastWithKey(key))).toEqual([
      expect.stringMatching(/^400 invalid_parameter .*Idempotency-Key/),
    ]);
  });

  test('two of them: 400, and a header cannot be smuggled in (R8)', async () => {
    const smuggled = LAST.replace('order_456_payment', 'order_456_payment\r\nIdempotency-Key: order_789_payment');
    expect(await answers(smuggled)).toEqual(['400 invalid_parameter Send one Idempotency-Key header, not 2.']);
  });
});

describe('headers that are there twice', () => {
  beforeEach(async () => await start());
  afterEach(stop);

  test.each([
    [
      'X-Mock-Scenario: approve',
      'X-Mock-Scenario: decline',
      '400 invalid_parameter Unknown scenario "approve, decline"',
    ],
    ['TXCloud-Version: 2025-01-01', 'TXCloud-Version: 2024-01-01', '400 invalid_parameter TXCloud-Version "2025-'],
    [
      'Content-Type: application/json',
      'Content-Type: text/plain',
      '415 unsupported_media_type The Content-Type "application/json, text/',
    ],
    ['Authorization: Bearer txc_test_1', 'X-Other: 1', '401 unauthorized The Authorization header is malformed.'],
  ])('%s, %s: which is meant is not guessed', async (one, other, refusal) => {
    expect(await answers(requestText({ headers: [one, other, 'Connection: close'] }))).toEqual([
      expect.stringContaining(refusal),
    ]);
  });
});

describe('slow requests', () => {
  beforeEach(async () => await start(TIMEOUTS));
  afterEach(stop);

  test.each([
    ['head', GOOD.slice(0, 40)],
    ['body', GOOD.slice(0, -5)],
    ['body, in chunks', requestText({ body: '', headers: ['Transfer-Encoding: chunked'] }) + '5\r\nhel'],
  ])('a %s that does not come: 408, and the connection is closed', async (_, bytes) => {
    expect(await answers(bytes)).toEqual(['408 request_timeout The request did not arrive in time.']);
    expect(mock.journal.list()).toEqual([]);
  });

  test('a hung request is not a slow one', async () => {
    mock.faults.add('delay ms=700 phase=during');
    expect(await answers(LAST)).toEqual(['200']);
  });
});

describe('whatever is sent', () => {
  beforeAll(async () => await start());
  afterAll(stop);

  const token = fc.stringMatching(/^[A-Za-z0-9-]{1,20}$/);
  const text = fc.stringMatching(/^[\x21-\x7e\x80-\xff]{0,40}$/);
  const paths = [
    '/v1/identity/verify',
    '/v1/identity/sessions',
    '/v1/transactions/score',
    '/v1/lending/assess',
    '/v1/kyb/verify',
    '/v1/watchlist/screen',
    '/v1/identity/verifications',
    '/v1/transactions',
    '/v1/watchlist/matches',
    '/_mock/journal',
    '/_mock/faults/x',
    '/_mock/clock',
  ];
  const path = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...paths) },
    {
      weight: 2,
      arbitrary: fc.tuple(fc.constantFrom(...paths), fc.webQueryParameters()).map(([at, query]) => `${at}?${query}`),
    },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...paths), fc.webSegment()).map(([at, id]) => `${at}/${id}`) },
    { weight: 1, arbitrary: fc.stringMatching(/^[\x21-\x7e]{0,40}$/).map((at) => `/${at}`) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '*',
        '//',
        '/v1',
        '/v1/',
        'http://[::1]:1/v1/kyb/verify',
        '/v1/kyb/verify/%',
        '/_mock',
      ),
    },
  );
  const verb = fc.oneof(
    { weight: 4, arbitrary: fc.constant('POST') },
    { weight: 1, arbitrary: fc.constantFrom(...METHODS.filter((name) => name !== 'CONNECT' && name !== 'HEAD')) },
  );
  const member = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom('MA', 'MAD', 1, 0, -1, 1e308, true, null, '', 'mock:x'),
  );
  const object = fc.dictionary(
    fc.constantFrom(
      'amount',
      'currency',
      'sender',
      'country',
      'document_front',
      'company',
      'applicant',
      'loan_request',
      'entity',
      'type',
      'name',
      'checks',
      'threshold',
      '__proto__',
    ),
    fc.oneof(
      member,
      fc.dictionary(
        fc.constantFrom('user_id', 'id', 'name', 'country', 'amount', 'term_months', 'first_name', 'last_name', 'type'),
        member,
      ),
    ),
  );
  const body = fc.oneof(
    object.map((value) => JSON.stringify(value)),
    fc.json(),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc.constantFrom('', BODY, '--b\r\nContent-Disposition: form-data; name="country"\r\n\r\nMA\r\n--b--\r\n'),
  );
  const field = fc.oneof(
    fc.tuple(
      fc.constantFrom(
        'Idempotency-Key',
        'Content-Type',
        'TXCloud-Version',
        'X-Mock-Scenario',
        'X-Request-ID',
        'Origin',
        'Authorization',
        'Accept',
      ),
      text,
    ),
    fc.tuple(
      token.filter(
        (name) =>
          !/^(host|connection|upgrade|expect|content-length|transfer-encoding|keep-alive|trailer|te)$/i.test(name),
      ),
      text,
    ),
    fc.constantFrom(
      ['Idempotency-Key', 'order_456_payment'] as [string, string],
      ['Content-Type', 'application/json'] as [string, string],
      ['Content-Type', 'multipart/form-data; boundary=b'] as [string, string],
      ['Authorization', 'Bearer txc_test_scoped.kyb:write'] as [string, string],
    ),
  );
  const request = fc.record({ verb, path, body, known: fc.boolean(), fields: fc.array(field, { maxLength: 4 }) });

  interface Request {
    readonly verb: string;
    readonly path: string;
    readonly body: string | Uint8Array;
    readonly known: boolean;
    readonly fields: readonly (readonly [name: string, value: string])[];
  }

  function bytesOf({ verb, path, body, known, fields }: Request): Buffer {
    const bytes = Buffer.from(body);
    const lines = [
      `${verb} ${path} HTTP/1.1`,
      'Host: localhost',
      ...fields.map(([name, value]) => `${name}: ${value}`),
    ];
    if (known) lines.push('Authorization: Bearer txc_test_42', 'Content-Type: application/json');
    const head = `${lines.join('\r\n')}\r\nContent-Length: ${bytes.length}\r\n\r\n`;
    return Buffer.concat([Buffer.from(head, 'latin1'), bytes]);
  }
  const PER_CONNECTION = 25;

  property.prop([fc.array(request, { minLength: PER_CONNECTION, maxLength: PER_CONNECTION })], { numRuns: 400 })(
    'a request that is HTTP gets one documented answer, and never a 5xx (10,000 requests)',
    async (requests) => {
      const raw = client();
      raw.send(Buffer.concat(requests.map(bytesOf)));
      const replies = await raw.replies(PER_CONNECTION);
      raw.close();
      expect(replies).toHaveLength(PER_CONNECTION);
      for (const { status, headers, body } of replies) {
        expect(status).toBeLessThan(500);
        expect(headers['x-mock-fault']).toBeUndefined();
        if (status >= 400)
          expect(JSON.parse(body)).toMatchObject({ error: { code: expect.any(String), message: expect.any(String) } });
      }
      expect(errors).toEqual([]);
    },
  );

  property.prop([fc.uint8Array({ maxLength: 300 }), fc.nat(GOOD.length), fc.boolean()], { numRuns: 500 })(
    'bytes at random, alone or inside a request: an answer below 500 or none, and an end',
    async (noise, at, inside) => {
      const raw = client();
      raw.send(inside ? Buffer.concat([Buffer.from(GOOD.slice(0, at)), noise, Buffer.from(GOOD.slice(at))]) : noise);
      raw.socket.end();
      await raw.ended;
      for (const { status } of await raw.replies(99)) expect(status).toBeLessThan(500);
      expect(errors).toEqual([]);
    },
  );
});
