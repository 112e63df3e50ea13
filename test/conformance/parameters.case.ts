import { describe, expect, it } from 'vitest';
import type { Door } from '../doors.ts';
import { PAY, PAYMENT, start } from './client.ts';

const KEY = 'order_456_payment_attempt_1';

/** Which parameters are the same, and what others get: R4, R5. */
export function parameters(door: Door): void {
  describe('conflicts', () => {
    it.each([
      { options: {}, status: 409 },
      { options: { conflictStatus: 422 }, status: 422 },
      { options: { conflictStatus: 400 }, status: 400 },
    ] as const)(
      'R4 answers other parameters with exactly the error of the guide and $status',
      async ({ options, status }) => {
        const { mock, post } = await start(door, options);
        const first = await post(PAY, PAYMENT, { key: KEY });
        const conflict = await post(PAY, { ...PAYMENT, amount: 2000 }, { key: KEY });

        expect(conflict.status).toBe(status);
        expect(conflict.json).toEqual({
          error: {
            code: 'idempotency_key_conflict',
            message: 'Idempotency key already used with different request parameters',
            type: 'invalid_request_error',
            request_id: conflict.headers.get('X-Request-Id'),
          },
        });
        expect(conflict.headers.get('Content-Type')).toBe('application/json');
        expect(conflict.headers.get('Idempotency-Key')).toBe(KEY);
        expect(conflict.headers.has('Idempotent-Replayed')).toBe(false);
        expect(conflict.headers.get('X-Request-Id')).not.toBe(first.headers.get('X-Request-Id'));
        expect((await post(PAY, PAYMENT, { key: KEY })).text).toBe(first.text);
        expect(mock.operations.list()).toMatchObject([{ attempts: 3, processed: 1 }]);
        expect(mock.journal.list({ outcome: 'conflict' })).toMatchObject([{ attempt: 2, status, committed: false }]);
      },
    );

    const base = '{"amount":1000,"currency":"MAD","sender":{"user_id":"u"},"metadata":{"a":[1,2],"b":null}}';
    it.each([
      [
        'white space',
        '{ "amount": 1000,\n "currency":"MAD","sender":{"user_id":"u"},"metadata":{"a":[1,2],"b":null}}',
        true,
      ],
      ['order', '{"metadata":{"b":null,"a":[1,2]},"sender":{"user_id":"u"},"currency":"MAD","amount":1000}', true],
      ['1000.0', base.replace('1000', '1000.0'), true],
      ['1e3', base.replace('1000', '1e3'), true],
      ['an escape', base.replace('"u"', String.raw`"\u0075"`), true],
      ['1001', base.replace('1000', '1001'), false],
      ['array order', base.replace('[1,2]', '[2,1]'), false],
      ['absent against null', base.replace(',"b":null', ''), false],
      ['a number against its text', base.replace('"a":[1,2]', '"a":["1",2]'), false],
      ['an unknown member', base.replace('"amount"', '"extra":0,"amount"'), false],
      ['case', base.replace('"u"', '"U"'), false],
      ['another form of the same letter', base.replace('"u"', '"\u00e9"'), false],
    ])('R5 compares JSON as values: %s', async (_, body, same) => {
      const { post } = await start(door);
      await post(PAY, base, { key: KEY });
      const second = await post(PAY, body, { key: KEY });
      expect(second.headers.get('Idempotent-Replayed')).toBe(same ? 'true' : null);
      expect(second.error['code']).toBe(same ? undefined : 'idempotency_key_conflict');
    });

    it.each([
      ['another boundary', form('other', ['country', 'MA'], ['document_front', 'pixels', 'front.jpg']), true],
      ['another order of parts', form('x', ['document_front', 'pixels', 'front.jpg'], ['country', 'MA']), true],
      ['another file', form('x', ['country', 'MA'], ['document_front', 'Pixels', 'front.jpg']), false],
      ['another country', form('x', ['country', 'DZ'], ['document_front', 'pixels', 'front.jpg']), false],
      [
        'one part more',
        form('x', ['country', 'MA'], ['document_front', 'pixels', 'front.jpg'], ['mode', 'sync']),
        false,
      ],
    ])('R5 compares form data part by part: %s', async (_, second, same) => {
      const { post } = await start(door);
      const first = form('x', ['country', 'MA'], ['document_front', 'pixels', 'front.jpg']);
      const made = await post('/identity/verify', first.body, { key: KEY, headers: first.headers });
      expect(made.status).toBe(200);
      const answer = await post('/identity/verify', second.body, { key: KEY, headers: second.headers });
      expect(answer.headers.get('Idempotent-Replayed')).toBe(same ? 'true' : null);
      expect(answer.status).toBe(same ? 200 : 409);
    });

    it('R5 counts the query string, and no header', async () => {
      const { post } = await start(door);
      await post(PAY, PAYMENT, { key: KEY });
      const headers = { 'User-Agent': 'another', 'Content-Type': 'application/json; charset=utf-8', Accept: '*/*' };
      const replayed = await post(PAY, PAYMENT, { key: KEY, headers });
      const conflict = await post(`${PAY}?expand=checks`, PAYMENT, { key: KEY });
      const scenario = await post(PAY, PAYMENT, { key: KEY, headers: { 'X-Mock-Scenario': 'decline' } });
      expect(replayed.headers.get('Idempotent-Replayed')).toBe('true');
      expect(conflict.error['code']).toBe('idempotency_key_conflict');
      expect(scenario.headers.get('Idempotent-Replayed')).toBe('true');
    });

    it.each([
      [
        'nested 101 deep',
        `{"amount":1,"currency":"MAD","sender":{"user_id":"u"},"metadata":${'{"a":'.repeat(100)}1${'}'.repeat(101)}`,
      ],
      ['nested 10,000 deep', '['.repeat(10_000) + ']'.repeat(10_000)],
      ['holding a lone surrogate', String.raw`{"amount":1,"currency":"MAD","sender":{"user_id":"\ud800"}}`],
    ])('R5 refuses a body %s', async (_, body) => {
      const { mock, post } = await start(door);
      const answer = await post(PAY, body, { key: KEY });
      expect(answer.status).toBe(400);
      expect(answer.error).toMatchObject({ code: 'invalid_request', type: 'validation_error' });
      expect(mock.keys.list()).toEqual([]);
    });

    it('R5 takes a body nested 100 deep', async () => {
      const { post } = await start(door);
      const metadata = `${'{"a":'.repeat(98)}{}${'}'.repeat(98)}`;
      const answer = await post(PAY, `{"amount":1,"currency":"MAD","sender":{"user_id":"u"},"metadata":${metadata}}`);
      expect(answer.status).toBe(200);
    });
  });
}

type Part = readonly [name: string, value: string, filename?: string];

/** A form, written by hand so that its boundary and the order of its parts are the test's. */
function form(boundary: string, ...parts: readonly Part[]): { headers: Record<string, string>; body: string } {
  const text = parts.map(([name, value, filename]) => {
    const file = filename === undefined ? '' : `; filename="${filename}"\r\nContent-Type: image/jpeg`;
    return `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${value}\r\n`;
  });
  return {
    headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}` },
    body: `${text.join('')}--${boundary}--\r\n`,
  };
}
