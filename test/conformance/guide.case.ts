import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Door, OpenDoor } from '../doors.ts';
import { API_KEY, type Answer, readAnswer, start } from './client.ts';

/** What an SDK throws for an answer that is not a success. */
class StatusError extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(`${answer.status}: ${answer.text}`);
    this.answer = answer;
  }
}

/** The few lines of an SDK that the guide's examples stand on. */
function sdk(open: OpenDoor) {
  const post =
    (path: string) =>
    async (body: object, options: { idempotencyKey?: string } = {}): Promise<Answer> => {
      const headers = {
        Authorization: `Bearer ${API_KEY}`,
        'Content-Type': 'application/json',
        ...(options.idempotencyKey === undefined ? {} : { 'Idempotency-Key': options.idempotencyKey }),
      };
      const response = await open.fetch(`/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
      const answer = await readAnswer(response);
      if (!response.ok) throw new StatusError(answer);
      return answer;
    };
  return {
    identity: { verify: post('/identity/verify') },
    lending: { assess: post('/lending/assess') },
    transactions: { score: post('/transactions/score') },
  };
}

function isRetryable(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof StatusError && error.answer.status >= 500);
}

/** The guide's "Safe Retry Pattern"; `sleep` is told how long, and does not. */
async function safeRequest<T>(
  fn: (key: string) => Promise<T>,
  sleep: (ms: number) => Promise<void>,
  maxRetries = 3,
): Promise<T> {
  const idempotencyKey = randomUUID();
  for (let attempt = 0; attempt < maxRetries; attempt++) {
    try {
      return await fn(idempotencyKey);
    } catch (error) {
      if (isRetryable(error) && attempt < maxRetries - 1) {
        await sleep(1000 * Math.pow(2, attempt));
        continue;
      }
      throw error;
    }
  }
  throw new Error('maxRetries must be at least 1.');
}

/** The examples of TXCloud's guide to idempotency, as it writes them. */
export function guide(door: Door): void {
  describe("the guide's examples", () => {
    it('answers the curl call, and answers it again from the stored result', async () => {
      const { open } = await start(door);
      // The guide's own text of the body, spaces and all.
      const curl = {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${API_KEY}`,
          'Idempotency-Key': 'user_123_verification_attempt_1',
          'Content-Type': 'application/json',
        },
        body: '{"document_front": "...", "country": "MA"}',
      };

      const first = await readAnswer(await open.fetch('/v1/identity/verify', curl));
      const second = await readAnswer(await open.fetch('/v1/identity/verify', curl));

      expect(first.status).toBe(200);
      expect(first.json).toMatchObject({ object: 'identity.verification', country: 'MA' });
      expect(first.headers.has('Idempotent-Replayed')).toBe(false);
      expect(second.status).toBe(200);
      expect(second.text).toBe(first.text);
      expect(second.headers.get('Idempotency-Key')).toBe('user_123_verification_attempt_1');
      expect(second.headers.get('Idempotent-Replayed')).toBe('true');
      expect(second.headers.get('X-Request-Id')).toBe(first.headers.get('X-Request-Id'));
    });

    it.each([
      'user_123_verify_2025-01-15T10:30:00Z',
      'order_456_payment_attempt_1',
      '550e8400-e29b-41d4-a716-446655440000',
    ])('takes the good key %s', async (key) => {
      const { open } = await start(door);
      const answer = await sdk(open).identity.verify({ document_front: '...', country: 'MA' }, { idempotencyKey: key });
      expect(answer.headers.get('Idempotency-Key')).toBe(key);
    });

    it('processes a payment once, however often processPayment is called', async () => {
      const { mock, open } = await start(door);
      const txcloud = sdk(open);
      async function processPayment(userId: string, amount: number, orderId: string): Promise<Answer> {
        const idempotencyKey = `payment_${orderId}`;
        return await txcloud.transactions.score(
          { transaction_id: orderId, amount, currency: 'MAD', sender: { user_id: userId } },
          { idempotencyKey },
        );
      }

      const first = await processPayment('user_123', 1000, 'order_456');
      const second = await processPayment('user_123', 1000, 'order_456'); // Returns cached

      expect(second.text).toBe(first.text);
      expect(mock.operations.list()).toMatchObject([
        { endpoint: 'POST /transactions/score', idempotency_key: 'payment_order_456', attempts: 2, processed: 1 },
      ]);
    });

    it.each(['lost-request', 'lost-response', 'status code=503', 'status code=500 phase=during'])(
      'gets through with safeRequest, and is processed once: %s',
      async (fault) => {
        const { mock, open } = await start(door, { fault: `${fault} attempt=1-2` });
        const slept: number[] = [];
        const sleep = async (ms: number): Promise<void> => void slept.push(ms);

        const verification = await safeRequest(
          async (key) =>
            await sdk(open).identity.verify({ document_front: '...', country: 'MA' }, { idempotencyKey: key }),
          sleep,
        );

        expect(verification.status).toBe(200);
        expect(slept).toEqual([1000, 2000]);
        expect(mock.operations.list()).toMatchObject([{ attempts: 3, processed: 1 }]);
        expect(mock.totals().faults_fired).toMatchObject([{ fired: 2 }]);
      },
    );

    it('gives up with the last error when every attempt is lost, and the work is done once all the same', async () => {
      const { mock, open } = await start(door, { fault: 'lost-response' });
      const lost = safeRequest(
        async (key) =>
          await sdk(open).identity.verify({ document_front: '...', country: 'MA' }, { idempotencyKey: key }),
        async () => {},
      );
      await expect(lost).rejects.toThrow(TypeError);
      expect(mock.operations.list()).toMatchObject([{ attempts: 3, processed: 1, last: 'lost' }]);
    });

    it('answers a key that is used again with another body by the conflict of the guide', async () => {
      const { open } = await start(door);
      const txcloud = sdk(open);
      const options = { idempotencyKey: 'payment_order_456' };
      const payment = { transaction_id: 'order_456', currency: 'MAD', sender: { user_id: 'user_123' } };
      await txcloud.transactions.score({ ...payment, amount: 1000 }, options);

      const conflict = txcloud.transactions.score({ ...payment, amount: 2000 }, options);

      await expect(conflict).rejects.toMatchObject({
        answer: {
          json: {
            error: {
              code: 'idempotency_key_conflict',
              message: 'Idempotency key already used with different request parameters',
              type: 'invalid_request_error',
            },
          },
        },
      });
    });

    it('takes one key on two endpoints, whatever the comment in the best practices says (R10)', async () => {
      const { open } = await start(door);
      const key = { idempotencyKey: 'user_user_123' };
      const verified = await sdk(open).identity.verify({ document_front: '...', country: 'MA' }, key);
      const assessed = await sdk(open).lending.assess(
        {
          applicant: { id: 'user_123', first_name: 'Sara', last_name: 'Bennani' },
          loan_request: { amount: 20_000, term_months: 24 },
        },
        key,
      );
      expect([verified.status, assessed.status]).toEqual([200, 200]);
    });
  });
}
