import createClient from 'openapi-fetch';
import { type Retries, retryingFetch } from './retrying-fetch.ts';
import type { components, paths } from './schema.ts';

export type Payment = components['schemas']['ScoreRequest'];
export type Score = components['schemas']['TransactionScore'];

/** An answer that is an error. */
export class TxcloudError extends Error {
  override readonly name = 'TxcloudError';
  readonly status: number;
  readonly code: string;

  constructor(status: number, { code, message }: { code: string; message: string }) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export interface TxcloudOptions extends Retries {
  readonly apiKey: string;
  readonly baseUrl?: string;
}

/** A client of TXCloud. */
export class Txcloud {
  readonly #api;

  constructor({ apiKey, baseUrl = 'https://api.txcloud.io/v1', ...retries }: TxcloudOptions) {
    const headers = { Authorization: `Bearer ${apiKey}` };
    this.#api = createClient<paths>({ baseUrl, headers, fetch: retryingFetch(retries) });
  }

  /**
   * Scores a payment.
   * @param idempotencyKey names it: give the order's own, so that it is scored once even if you ask again after a crash
   */
  async score(payment: Payment, idempotencyKey: string = crypto.randomUUID()): Promise<Score> {
    const { data, error, response } = await this.#api.POST('/transactions/score', {
      params: { header: { 'Idempotency-Key': idempotencyKey } },
      body: payment,
    });
    if (error !== undefined) throw new TxcloudError(response.status, error.error);
    return data;
  }
}
