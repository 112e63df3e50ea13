/** A payment to be sent: where to, and under which idempotency key. */
export interface Order {
  /** Of `POST /transactions/score`. */
  readonly url: string;
  /** Undefined: without a key (R1). */
  readonly key: string | undefined;
  readonly apiKey: string;
  /** How long the client waits for the answer to one attempt, in milliseconds. */
  readonly patience: number;
}

/** What the code that asked for a payment was told in the end: the payment's id, or why there is none. */
export type Told = { readonly id: string } | { readonly error: string };

/** Sends orders side by side, each with the client's own retries. */
export type Pay = (orders: readonly Order[]) => Promise<Told[]>;

/** A client that people retry with. */
export interface RetryingClient {
  /** As the columns of docs/retries.md name it. */
  readonly name: string;
  readonly available: () => Promise<boolean>;
  /** As it comes, by what was switched on to make it retry: the rows of "By default". */
  readonly defaults: Readonly<Record<string, Pay>>;
  /** Set to retry a POST that has a key, as docs/retries.md recommends. */
  readonly safe: Pay;
  /** The same, with its key made in a place that it passes for every attempt. */
  readonly newKeys?: Pay;
}

/** Answers after which the same request may succeed; 409 is a key that is in use right now (R14). */
export const RETRIED = [409, 429, 500, 502, 503, 504];
export const PAYMENT = { transaction_id: 'order_456', amount: 1000, currency: 'MAD', sender: { user_id: 'user_123' } };

export function headersOf({ key, apiKey }: Order): Record<string, string> {
  return {
    Authorization: `Bearer ${apiKey}`,
    'Content-Type': 'application/json',
    ...(key === undefined ? {} : { 'Idempotency-Key': key }),
  };
}

/** Makes a {@link Pay} of what sends one order and returns the answer's JSON. */
export function paying(send: (order: Order) => Promise<unknown>): Pay {
  return async (orders) =>
    await Promise.all(
      orders.map(async (order) => {
        try {
          return told(await send(order));
        } catch (error) {
          return { error: nameOf(error) };
        }
      }),
    );
}

/** What an answer's JSON tells. */
export function told(json: unknown): Told {
  if (typeof json === 'object' && json !== null && 'id' in json && typeof json.id === 'string') return { id: json.id };
  return { error: typeof json === 'string' ? 'no JSON' : 'no payment' };
}

/** The status of an error answer where there is one, else the error's code, else its name. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) throw error;
  const status = statusOf(error);
  if (status !== undefined && status >= 400) return String(status);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

function statusOf(error: object): number | undefined {
  if ('statusCode' in error && typeof error.statusCode === 'number') return error.statusCode;
  if ('status' in error && typeof error.status === 'number') return error.status;
  if (!('response' in error) || typeof error.response !== 'object' || error.response === null) return undefined;
  return statusOf(error.response);
}
