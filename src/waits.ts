import type { MaybePromise, Wait, WaitEnd } from './model/exchange.ts';
import type { World } from './worlds.ts';

/**
 * Waits for a length of real time. With a frozen clock, also one that was frozen meanwhile, the wait ends as well when the
 * clock is moved past it, so that a test need not sleep (DESIGN.md, "One clock"). The end of its world ends any wait.
 * @param ms undefined: until the client leaves
 */
export function* pause(
  { clock, waiting }: Pick<World, 'clock' | 'waiting'>,
  ms: number | undefined,
): Generator<Wait, WaitEnd, WaitEnd> {
  if (ms === 0) return 'elapsed';
  const end = clock.now() + (ms ?? Number.POSITIVE_INFINITY);
  return yield {
    ...(ms === undefined ? {} : { ms }),
    early: (wake) => {
      waiting.add(wake);
      const stop = clock.onMove(() => {
        if (clock.frozen && clock.now() >= end) wake();
      });
      return () => {
        waiting.delete(wake);
        stop();
      };
    },
  };
}

/** Waits for somebody else, through a subscription; the time is theirs. */
export function* until(subscribe: (wake: () => void) => () => void): Generator<Wait, WaitEnd, WaitEnd> {
  return yield { early: subscribe };
}

/** The answer of a store: at once from memory, after a wait from a shared one. */
export function* settled<T>(value: MaybePromise<T>): Generator<Wait, T, WaitEnd> {
  if (!(value instanceof Promise)) return value;
  let result: { readonly value: T } | undefined;
  yield {
    promise: value.then((settledValue) => {
      result = { value: settledValue };
    }),
  };
  if (result === undefined) throw new Error('A wait for a promise was ended before the promise was settled.');
  return result.value;
}
