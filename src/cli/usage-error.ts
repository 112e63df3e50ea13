/** A command line that cannot be run: one line that says what is wrong and what to write instead. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Something outside the command line that stood in the way, such as a port in use. Exit code 1. */
export class RunError extends Error {
  override readonly name = 'RunError';
}
