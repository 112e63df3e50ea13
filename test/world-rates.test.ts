import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { type Plan, RateLimits, type RateStatus, unusedRate } from '../src/world/rate-limits.ts';

const NOON = Date.parse('2026-11-24T12:00:00Z');
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const SCORE = 'POST /transactions/score';
const VERIFY = 'POST /identity/verify';

/** Takes until one is refused. */
function exhaust(take: () => RateStatus, most = 2000): { taken: number; refusal: RateStatus | undefined } {
  for (let taken = 0; taken < most; taken++) {
    const status = take();
    if (status.retryAfter !== undefined) return { taken, refusal: status };
  }
  return { taken: most, refusal: undefined };
}

describe('rate limits (platform.md)', () => {
  it('tell the plan, and count down', () => {
    const rates = new RateLimits('free');
    const reset = (NOON + MINUTE) / 1000;
    expect(rates.peek(NOON)).toEqual({ limit: 60, remaining: 60, reset, window: 60, retryAfter: undefined });
    expect(rates.take(SCORE, 1000, NOON)).toEqual({
      limit: 60,
      remaining: 59,
      reset,
      window: 60,
      retryAfter: undefined,
    });
    expect(rates.take(SCORE, 1000, NOON + 1000)).toMatchObject({ remaining: 58, reset });
    expect(rates.peek(NOON + 1000)).toMatchObject({ remaining: 58, reset });
    expect(unusedRate('free', NOON)).toMatchObject({ limit: 60, remaining: 60, reset });
  });

  it.each<[Plan, number]>([
    ['free', 60],
    ['starter', 300],
    ['growth', 1000],
  ])('%s: %d a minute; the window opens at its first request and lasts 60 s', (plan, perMinute) => {
    const rates = new RateLimits(plan);
    rates.take(SCORE, undefined, NOON);
    const last = NOON + MINUTE - 1;
    const { taken, refusal } = exhaust(() => rates.take(SCORE, undefined, last));
    expect(taken).toBe(perMinute - 1);
    expect(refusal).toMatchObject({ limit: perMinute, remaining: 0, retryAfter: 1, window: 60 });
    expect(rates.take(SCORE, undefined, NOON + MINUTE)).toMatchObject({
      remaining: perMinute - 1,
      retryAfter: undefined,
    });
  });

  it('the day has a bound of its own, and its own way to say when it is over', () => {
    const rates = new RateLimits('free');
    let now = NOON;
    for (let taken = 0; taken < 1000; taken++) {
      if (rates.peek(now).remaining === 0) now += MINUTE;
      expect(rates.take(SCORE, undefined, now).retryAfter).toBeUndefined();
    }
    now += MINUTE;
    const refusal = rates.take(SCORE, undefined, now);
    expect(refusal).toMatchObject({ limit: 1000, remaining: 0, window: 86_400, reset: (NOON + DAY) / 1000 });
    expect(now + (refusal.retryAfter as number) * 1000).toBe(NOON + DAY);
    expect(rates.take(SCORE, undefined, NOON + DAY).retryAfter).toBeUndefined();
  });

  it('an endpoint with a bound of its own has a window of its own, and the headers tell of the nearer limit', () => {
    const rates = new RateLimits('starter');
    expect(rates.take(VERIFY, 100, NOON)).toMatchObject({ limit: 100, remaining: 99 });
    const { taken, refusal } = exhaust(() => rates.take(VERIFY, 100, NOON));
    expect(taken).toBe(99);
    expect(refusal).toMatchObject({ limit: 100, remaining: 0, retryAfter: 60 });
    expect(rates.take(SCORE, 1000, NOON)).toMatchObject({ limit: 300, remaining: 199, retryAfter: undefined });
  });

  it('a request that is over a limit takes no place in any window', () => {
    const rates = new RateLimits('starter');
    exhaust(() => rates.take(VERIFY, 100, NOON));
    for (let i = 0; i < 500; i++) rates.take(VERIFY, 100, NOON);
    expect(rates.take(SCORE, 1000, NOON)).toMatchObject({ remaining: 199, retryAfter: undefined });
  });

  it('enterprise enforces nothing, and says 1,000,000', () => {
    const rates = new RateLimits('enterprise');
    expect(exhaust(() => rates.take(VERIFY, 100, NOON)).refusal).toBeUndefined();
    expect(rates.take(VERIFY, 100, NOON)).toMatchObject({ limit: 1_000_000, remaining: 1_000_000 - 2001 });
  });

  it('burst bounds requests under way, and nothing else', () => {
    const rates = new RateLimits('free');
    for (let i = 0; i < 10; i++) {
      expect(rates.take(SCORE, undefined, NOON).retryAfter).toBeUndefined();
      rates.enter();
    }
    expect(rates.take(SCORE, undefined, NOON)).toMatchObject({ remaining: 50, retryAfter: 1 });
    rates.leave();
    expect(rates.take(SCORE, undefined, NOON)).toMatchObject({ remaining: 49, retryAfter: undefined });
  });

  it('a clock that is set back opens the windows anew', () => {
    const rates = new RateLimits('free');
    exhaust(() => rates.take(SCORE, undefined, NOON));
    expect(rates.take(SCORE, undefined, NOON - 1)).toMatchObject({ remaining: 59, retryAfter: undefined });
  });

  test.prop([
    fc.constantFrom<Plan>('free', 'starter'),
    fc.array(
      fc.record({
        pass: fc.nat(20_000),
        count: fc.integer({ min: 1, max: 150 }),
        own: fc.constantFrom(undefined, 100),
      }),
      { maxLength: 40 },
    ),
  ])('who waits as long as Retry-After says gets through, and who waits less does not', (plan, bursts) => {
    const rates = new RateLimits(plan);
    let now = NOON;
    for (const { pass, count, own } of bursts) {
      now += pass;
      const take = (at: number): RateStatus => rates.take(own === undefined ? SCORE : VERIFY, own, at);
      const { refusal } = exhaust(() => take(now), count);
      if (refusal?.retryAfter === undefined) continue;
      const wait = refusal.retryAfter * 1000;
      if (wait > 1000) expect(take(now + wait - 1001).retryAfter).toBeDefined();
      now += wait;
      expect(take(now).retryAfter).toBeUndefined();
    }
  });
});
