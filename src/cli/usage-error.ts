import { redactKeysIn } from '../model/redact.ts';

/** A command line that cannot be run: one line that says what is wrong and what to write instead, and no API key whole. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';

  constructor(message: string) {
    super(redactKeysIn(message));
  }
}

/** Something outside the command line that stood in the way, such as a port in use. */
export class RunError extends Error {
  override readonly name = 'RunError';
  readonly exitCode: number;

  /** @param exitCode @default 1 */
  constructor(message: string, exitCode = 1) {
    super(redactKeysIn(message));
    this.exitCode = exitCode;
  }
}
