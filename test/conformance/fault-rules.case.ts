import { describe, expect, it } from 'vitest';
import type { Door } from '../doors.ts';
import { failureOf, FROZEN, PAY, PAYMENT, start } from './client.ts';

const ask = { key: 'order_456_payment_attempt_1' };

/** What rules and scripts answer, in which order they are asked, and what they say of themselves. */
export function faultRules(door: Door): void {
  describe('rules and scripts', () => {
    it.each([
      { fault: 'code=503', type: 'application/json', body: /"code":"internal_error"/, after: null },
      { fault: 'code=503 retry-after=2', type: 'application/json', body: /"retry_after":2/, after: /^2$/ },
      { fault: 'code=502 body=html', type: 'text/html', body: /<h1>502 Bad Gateway/, after: null },
      { fault: 'code=504 body=empty', type: null, body: /^$/, after: null },
      { fault: 'code=204', type: null, body: /^$/, after: null },
      { fault: 'code=304', type: null, body: /^$/, after: null },
      { fault: 'code=503 retry-after=date+2', type: 'application/json', body: /"retry_after":2/, after: / GMT$/ },
    ])('status $fault', async ({ fault, type, body, after }) => {
      const { post } = await start(door, { ...FROZEN, fault: `status ${fault}` });
      const sent = Date.now();
      const answer = await post(PAY, PAYMENT, ask);
      expect(answer.status).toBe(Number(/\d+/.exec(fault)?.[0]));
      expect(answer.headers.get('Content-Type')).toBe(type);
      expect(answer.text).toMatch(body);
      expect(answer.headers.get('X-Mock-Fault')).toBe('flt_1');
      const header = answer.headers.get('Retry-After');
      if (after === null) expect(header).toBe(null);
      else expect(header).toMatch(after);
      // A date is one of real time, since real clients wait for it.
      if (fault.includes('date')) expect(Date.parse(header ?? '') - sent).toBeGreaterThanOrEqual(2_000);
    });

    it('one delay and one pace join a fault, whose id the answer carries', async () => {
      const { mock, post } = await start(door, {
        fault: ['slow rate=50000', 'delay ms=1', 'status code=503 times=1', 'status code=500'],
      });
      const answer = await post(PAY, PAYMENT, ask);
      expect([answer.status, answer.headers.get('X-Mock-Fault')]).toEqual([503, 'flt_3']);
      expect(mock.faults.list().map(({ fired }) => fired)).toEqual([1, 1, 1, 0]);
      expect(mock.journal.list()).toMatchObject([{ fault: { id: 'flt_3', kind: 'status', phase: 'before' } }]);
    });

    it('a fault that is added between two requests meets the second, and no connection is lost but by it', async () => {
      const { mock, post } = await start(door);
      await post(PAY, PAYMENT, ask);
      mock.faults.add('lost-response attempt=2');
      await failureOf(post(PAY, PAYMENT, ask));
      expect((await post(PAY, PAYMENT, ask)).headers.get('Idempotent-Replayed')).toBe('true');
      expect(mock.journal.list()).toMatchObject([
        { outcome: 'processed' },
        { outcome: 'lost' },
        { outcome: 'replayed' },
      ]);

      const rule = mock.faults.add('lost-response');
      rule.remove();
      expect((await post(PAY, PAYMENT, ask)).status).toBe(200);
    });

    it('a script takes the successive attempts of each operation, and says what is left of it', async () => {
      const { mock, post } = await start(door);
      const script = mock.faults.script(PAY, ['lost-response', '503 retry-after=2', 'ok', 'lost-request']);
      await failureOf(post(PAY, PAYMENT, ask));
      const second = await post(PAY, PAYMENT, ask);
      const third = await post(PAY, PAYMENT, ask);
      await failureOf(post(PAY, PAYMENT, { key: 'another_operation' }));

      expect([second.status, second.headers.get('Retry-After')]).toEqual([503, '2']);
      expect([third.status, third.headers.get('Idempotent-Replayed')]).toEqual([200, 'true']);
      expect(script).toMatchObject({ fired: 3, unused: 1, overrun: 0 });
      expect(mock.totals().faults_never_fired).toMatchObject([{ id: script.id, unused: 1 }]);
    });

    it('rules of the world come before those of the mock, and meet nobody else', async () => {
      const { mock, post } = await start(door, { fault: 'status code=500' });
      const rule = mock.world('txc_test_42').faults.add('status code=503');
      expect((await post(PAY, PAYMENT)).status).toBe(503);
      expect((await post(PAY, PAYMENT, { apiKey: 'txc_test_other' })).status).toBe(500);
      rule.remove();
      expect((await post(PAY, PAYMENT)).status).toBe(500);
      expect(rule.fired).toBe(1);
    });
  });
}
