import { describe, expect, it } from 'vitest';
import type { Door } from '../doors.ts';
import { API_KEY, type Ask, BODIES, FROZEN, NOON, PAY, PAYMENT, start } from './client.ts';

const VERIFY = BODIES['/identity/verify'];
type Row = readonly [
  method: string,
  path: string,
  ask: Ask,
  status: number,
  code: string,
  type: string,
  param?: string | undefined,
];

const ROWS: readonly Row[] = [
  ['POST', PAY, { body: '' }, 400, 'invalid_request', 'validation_error'],
  ['POST', PAY, { body: '{' }, 400, 'invalid_request', 'validation_error'],
  ['POST', PAY, { body: '[]' }, 400, 'invalid_request', 'validation_error'],
  ['POST', PAY, { body: 'null' }, 400, 'invalid_request', 'validation_error'],
  ['POST', PAY, { body: {} }, 400, 'missing_parameter', 'validation_error', 'amount'],
  ['POST', PAY, { body: { ...PAYMENT, sender: {} } }, 400, 'missing_parameter', 'validation_error', 'sender.user_id'],
  ['POST', PAY, { body: { ...PAYMENT, amount: '1000' } }, 400, 'invalid_parameter', 'validation_error', 'amount'],
  ['POST', PAY, { body: { ...PAYMENT, amount: -1 } }, 400, 'invalid_parameter', 'validation_error', 'amount'],
  ['POST', PAY, { body: { ...PAYMENT, currency: 'dirham' } }, 400, 'invalid_parameter', 'validation_error', 'currency'],
  [
    'POST',
    '/identity/verify',
    { body: { country: 'MA' } },
    400,
    'missing_parameter',
    'validation_error',
    'document_front',
  ],
  [
    'POST',
    '/identity/verify',
    { body: { ...VERIFY, country: 'ZZ' } },
    400,
    'unsupported_country',
    'validation_error',
    'country',
  ],
  [
    'POST',
    '/identity/verify',
    { body: { ...VERIFY, document_type: 'library_card' } },
    400,
    'unsupported_document',
    'validation_error',
    'document_type',
  ],
  [
    'POST',
    '/identity/verify',
    { body: { ...VERIFY, checks: ['ocr', 'mood'] } },
    400,
    'invalid_parameter',
    'validation_error',
    'checks[1]',
  ],
  [
    'POST',
    PAY,
    { body: PAYMENT, headers: { 'TXCloud-Version': '2024-06-01' } },
    400,
    'invalid_parameter',
    'validation_error',
    'TXCloud-Version',
  ],
  ['GET', '/transactions?limit=0', {}, 400, 'invalid_parameter', 'validation_error', 'limit'],
  // Which of the two was meant is not known.
  ['GET', '/transactions?limit=1&limit=2', {}, 400, 'invalid_parameter', 'validation_error', 'limit'],
  [
    'GET',
    '/transactions?decision=approve&decision=approve',
    {},
    400,
    'invalid_parameter',
    'validation_error',
    'decision',
  ],
  ['GET', '/transactions?limit=101', {}, 400, 'invalid_parameter', 'validation_error', 'limit'],
  [
    'GET',
    '/transactions?starting_after=trs_nobody',
    {},
    400,
    'invalid_parameter',
    'validation_error',
    'starting_after',
  ],
  ['POST', PAY, { body: PAYMENT, apiKey: null }, 401, 'unauthorized', 'authentication_error'],
  ['POST', PAY, { body: PAYMENT, apiKey: 'sk_test_42' }, 401, 'unauthorized', 'authentication_error'],
  [
    'POST',
    PAY,
    { body: PAYMENT, apiKey: null, headers: { Authorization: `Basic ${API_KEY}` } },
    401,
    'unauthorized',
    'authentication_error',
  ],
  ['POST', PAY, { body: PAYMENT, apiKey: 'txc_test_revoked' }, 401, 'key_revoked', 'authentication_error'],
  ['GET', '/transactions', { apiKey: 'txc_test_revoked.for-test-7' }, 401, 'key_revoked', 'authentication_error'],
  ['POST', PAY, { body: PAYMENT, apiKey: 'txc_test_expired' }, 401, 'key_expired', 'authentication_error'],
  ['POST', PAY, { body: PAYMENT, apiKey: 'txc_test_forbidden' }, 403, 'forbidden', 'authorization_error'],
  ['POST', PAY, { body: PAYMENT, apiKey: 'txc_test_ip_blocked' }, 403, 'ip_not_allowed', 'authorization_error'],
  [
    'POST',
    PAY,
    { body: PAYMENT, apiKey: 'txc_test_scoped.transactions:read,kyb:write' },
    403,
    'forbidden',
    'authorization_error',
  ],
  [
    'GET',
    '/kyb/verifications',
    { apiKey: 'txc_test_scoped.transactions:read,kyb:write' },
    403,
    'forbidden',
    'authorization_error',
  ],
  ['GET', '/nothing/here', {}, 404, 'not_found', 'not_found_error'],
  ['GET', `${PAY}/`, {}, 404, 'not_found', 'not_found_error'],
  ['GET', '/transactions/trs_nobody', {}, 404, 'not_found', 'not_found_error'],
  ['DELETE', '/identity/verifications/ver_nobody', {}, 404, 'not_found', 'not_found_error'],
  // These take no body, and one that is not JSON all the same was meant for something else.
  [
    'POST',
    '/developers/sandbox/reset',
    { body: 'all', headers: { 'Content-Type': 'text/plain' } },
    415,
    'unsupported_media_type',
    'validation_error',
    'Content-Type',
  ],
  ['POST', '/developers/sandbox/reset', { body: 'all' }, 400, 'invalid_request', 'validation_error'],
  ['PUT', PAY, { body: PAYMENT }, 405, 'method_not_allowed', 'validation_error'],
  ['DELETE', '/transactions/trs_nobody', {}, 405, 'method_not_allowed', 'validation_error'],
  [
    'POST',
    PAY,
    { body: 'a=1', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
    415,
    'unsupported_media_type',
    'validation_error',
    'Content-Type',
  ],
  [
    'POST',
    PAY,
    { body: PAYMENT, headers: { 'Content-Type': 'application/json; charset=latin1' } },
    415,
    'unsupported_media_type',
    'validation_error',
    'Content-Type',
  ],
];

/** Who may ask, and what every refusal looks like: platform.md, "Authentication", "Errors", "Rate limits". */
export function errors(door: Door): void {
  describe('errors', () => {
    const rows = ROWS.map(([method, path, ask, status, code, type, param]) => ({
      method,
      path,
      ask,
      status,
      code,
      type,
      param,
    }));
    it.each(rows)('$method $path $ask is a $status $code', async ({ method, path, ask, status, code, type, param }) => {
      const { mock, send } = await start(door, FROZEN);
      const answer = await send(method, path, ask);
      const requestId = answer.headers.get('X-Request-Id');
      expect(answer.status).toBe(status);
      expect(answer.headers.get('Content-Type')).toBe('application/json');
      expect(requestId).toMatch(/^req_[a-z0-9]{12}$/);
      expect(answer.json).toEqual({
        error: {
          code,
          message: expect.stringMatching(/\S/) as string,
          type,
          ...(param === undefined ? {} : { param }),
          request_id: requestId,
        },
      });
      for (const name of ['Limit', 'Remaining', 'Reset', 'Window'])
        expect(answer.headers.get(`X-RateLimit-${name}`)).toMatch(/^\d+$/);
      expect(mock.journal.list()).toMatchObject([
        { outcome: 'refused', status, error_code: code, error_param: param ?? null, request_id: requestId },
      ]);
      // A key is never written out whole.
      if (typeof ask.apiKey === 'string')
        expect(answer.text + JSON.stringify(mock.journal.list())).not.toContain(ask.apiKey);
    });

    it('a 405 names the methods that are allowed', async () => {
      const { send } = await start(door);
      expect((await send('PUT', PAY)).headers.get('Allow')).toBe('POST');
      const one = await send('POST', '/identity/verifications/ver_1');
      expect(one.headers.get('Allow')).toBe('GET, DELETE');
      expect(one.error['message']).toBe(
        'POST is not allowed on /v1/identity/verifications/ver_1, which takes GET, DELETE.',
      );
    });

    it('a call that takes no body takes an empty one, and an empty object', async () => {
      const { send } = await start(door);
      for (const ask of [{}, { body: {} }, { headers: { 'Content-Type': 'text/plain' } }])
        expect((await send('POST', '/developers/sandbox/reset', ask)).status).toBe(200);
    });

    it('what answers HEAD has no body (RFC 9110, 9.3.2)', async () => {
      const { mock, send } = await start(door);
      const answer = await send('HEAD', PAY);
      expect([answer.status, answer.text, answer.headers.get('Allow')]).toEqual([405, '', 'POST']);
      expect(mock.journal.list()).toMatchObject([{ status: 405, error_code: 'method_not_allowed' }]);
    });

    it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON'])('reads %s', async (type) => {
      const { post } = await start(door);
      expect((await post(PAY, PAYMENT, { headers: { 'Content-Type': type } })).status).toBe(200);
    });

    it('a scoped key may do what its scopes say', async () => {
      const { get, post } = await start(door);
      const ask = { apiKey: 'txc_test_scoped.transactions:read,kyb:write' };
      expect((await get('/transactions', ask)).status).toBe(200);
      expect((await post('/kyb/verify', BODIES['/kyb/verify'], ask)).status).toBe(200);
    });

    it('takes any key of either prefix; with apiKey only those that are named', async () => {
      const open = await start(door);
      for (const apiKey of ['txc_test_1', 'txc_live_51HxYz-_.,:'])
        expect((await open.get('/transactions', { apiKey })).status).toBe(200);
      // As an empty second line leaves it.
      expect((await open.get('/transactions', { apiKey: 'txc_test_1,' })).status).toBe(401);
      const narrow = await start(door, { apiKey: ['txc_test_mine', 'txc_test_yours'] });
      expect((await narrow.get('/transactions', { apiKey: 'txc_test_yours' })).status).toBe(200);
      const refused = await narrow.get('/transactions', { apiKey: 'txc_test_theirs' });
      expect([refused.status, refused.error['code']]).toEqual([401, 'unauthorized']);
    });

    it('in strict mode requires what the reference requires, and checks base64', async () => {
      const { post } = await start(door, { strict: true });
      expect((await post(PAY, PAYMENT)).error).toMatchObject({ code: 'missing_parameter', param: 'type' });
      const verify = { ...VERIFY, document_type: 'cin' };
      const refused = await post('/identity/verify', verify);
      expect(refused.error).toMatchObject({ code: 'invalid_document', param: 'document_front' });
      expect((await post('/identity/verify', { ...verify, document_front: 'cGl4ZWxz' })).status).toBe(200);
    });

    it('TXCloud-Version 2025-01-01 is accepted, and a request id of the client is kept in the journal', async () => {
      const { mock, post } = await start(door);
      const headers = { 'TXCloud-Version': '2025-01-01', 'X-Request-ID': 'checkout-7' };
      const answer = await post(PAY, PAYMENT, { headers });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('X-Request-Id')).not.toBe('checkout-7');
      expect(mock.journal.list()).toMatchObject([{ client_request_id: 'checkout-7' }]);
    });

    it('an API key is nowhere written out whole, wherever the client has put it', async () => {
      const { get, mock, post } = await start(door);
      const apiKey = 'txc_test_4f9a0c2b7d1e8a63';
      const lost = await get(`/transactions/${apiKey}/x`, { apiKey, headers: { 'X-Request-ID': `for ${apiKey}` } });
      expect(lost.text).not.toContain(apiKey);
      expect(mock.journal.list()).toMatchObject([
        {
          api_key: 'txc_test_…8a63',
          path: '/v1/transactions/txc_test_…8a63/x',
          client_request_id: 'for txc_test_…8a63',
        },
      ]);
      await post(PAY, PAYMENT, { apiKey, headers: { 'Idempotency-Key': apiKey } });
      expect(mock.keys.list()).toMatchObject([{ idempotency_key: 'txc_test_…8a63', state: 'done' }]);
      expect(mock.operations.list({ idempotencyKey: apiKey })).toMatchObject([{ processed: 1 }]);
      expect(JSON.stringify([mock.journal.list(), mock.operations.list(), mock.keys.list()])).not.toContain(apiKey);
    });

    it('of the name of a member the journal keeps 200 characters, and no API key', async () => {
      const { mock, post } = await start(door);
      for (const name of ['txc_test_4f9a0c2b7d1e8a63', 'm'.repeat(300)])
        await post(PAY, { ...PAYMENT, metadata: { [name]: 'mock:no_such_outcome' } });
      const row = { outcome: 'refused', error_code: 'invalid_parameter' };
      expect(mock.journal.list()).toMatchObject([
        { ...row, error_param: 'metadata.txc_test_…8a63' },
        { ...row, error_param: `metadata.${'m'.repeat(191)}` },
      ]);
    });

    it('past the limit of the plan everything is a 429 until the window has passed, for this API key only', async () => {
      const { get, mock, post } = await start(door, { ...FROZEN, plan: 'free' });
      const first = await get('/transactions');
      for (let n = 2; n <= 59; n++) await get('/transactions');
      const last = await get('/transactions');
      mock.clock.advance('59.5s');
      const over = await post(PAY, PAYMENT);
      const reset = String(Date.parse(NOON) / 1000 + 60);
      const head = (answer: { headers: Headers }) =>
        ['Limit', 'Remaining', 'Reset', 'Window'].map((name) => answer.headers.get(`X-RateLimit-${name}`));

      expect(head(first)).toEqual(['60', '59', reset, '60']);
      expect(head(last)).toEqual(['60', '0', reset, '60']);
      expect(head(over)).toEqual(['60', '0', reset, '60']);
      expect(over.status).toBe(429);
      expect(over.headers.get('Retry-After')).toBe('1');
      expect(over.error).toMatchObject({ code: 'rate_limit_exceeded', type: 'rate_limit_error', retry_after: 1 });
      expect((await get('/transactions', { apiKey: 'txc_test_other' })).status).toBe(200);
      mock.clock.advance(500);
      expect((await post(PAY, PAYMENT)).status).toBe(200);
    });

    it('POST /identity/verify has a limit of its own, 100 a minute', async () => {
      const { get, post } = await start(door, { ...FROZEN, plan: 'growth' });
      for (let n = 1; n <= 100; n++) await post('/identity/verify', '{');
      expect((await post('/identity/verify', VERIFY)).status).toBe(429);
      expect((await get('/identity/verifications')).status).toBe(200);
      expect((await post(PAY, PAYMENT)).status).toBe(200);
    });
  });
}
