/** What rules may know of one attempt. */
export interface AttemptFacts {
  readonly operationId: string;
  /** Method and path template: `POST /transactions/score`. */
  readonly endpoint: string;
  readonly apiKey: string;
  /** The valid idempotency key; absent when there is none. */
  readonly idempotencyKey?: string;
  /**
   * What names the operation within its API key and endpoint: the idempotency key, without one the hash of the body.
   * Chances and delays are drawn from it, so that a fresh API key changes neither.
   */
  readonly subject: string;
  /** What names the operation in the whole mock, API key included: scripts count by it. */
  readonly operation: string;
  /** The number of the attempt within its operation, from 1. */
  readonly attempt: number;
}

/** The text that everything random about a rule and an attempt is drawn from: not the API key, not the order of attempts. */
export function drawText(seed: string, ruleText: string, attempt: AttemptFacts): string {
  return `${seed}\n${ruleText}\n${attempt.endpoint}\n${attempt.subject}\n${attempt.attempt}`;
}
