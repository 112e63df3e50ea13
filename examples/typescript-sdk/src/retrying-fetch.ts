/** How a request is tried. */
export interface Retries {
  /** How often at most. @default 4 */
  readonly attempts?: number;
  /** How long one attempt may take, in milliseconds. @default 10_000 */
  readonly timeout?: number;
  /** How long to wait before the second attempt, in milliseconds; it doubles from there. @default 200 */
  readonly pause?: number;
}

/**
 * A `fetch` that sends a request again while nobody knows what became of it. It is the same request every time, its
 * idempotency key included: that is what makes it safe.
 */
export function retryingFetch({ attempts = 4, timeout = 10_000, pause = 200 }: Retries) {
  return async (request: Request): Promise<Response> => {
    for (let attempt = 1; ; attempt++) {
      const isLast = attempt >= attempts;
      const outcome = await send(request, timeout).catch((error: unknown) => {
        if (isLast) throw error;
        return undefined;
      });
      if (outcome !== undefined && (isLast || !isPassing(outcome))) return outcome;
      await sleep(askedPause(outcome) ?? pause * 2 ** (attempt - 1));
    }
  };
}

/** Sends a copy, since a body can be read once, and answers when the whole answer is here: half of one is none. */
async function send(request: Request, timeout: number): Promise<Response> {
  const response = await fetch(request.clone(), { signal: AbortSignal.timeout(timeout) });
  const body = await response.arrayBuffer();
  return new Response(body.byteLength === 0 ? null : body, response);
}

/** Whether a later attempt may go better. A 409 that says when is about the first attempt being at work still. */
function isPassing({ status, headers }: Response): boolean {
  return status === 429 || status >= 500 || (status === 409 && headers.has('Retry-After'));
}

function askedPause(response: Response | undefined): number | undefined {
  const seconds = Number(response?.headers.get('Retry-After') ?? Number.NaN);
  return Number.isNaN(seconds) ? undefined : seconds * 1000;
}

async function sleep(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
