/** TXCloud's plans (platform.md, "Rate limits"). */
export type Plan = 'free' | 'starter' | 'growth' | 'enterprise';

interface PlanLimits {
  readonly perMinute: number;
  readonly perDay: number;
  readonly burst: number;
}

const PLANS: Readonly<Record<Plan, PlanLimits>> = {
  free: { perMinute: 60, perDay: 1_000, burst: 10 },
  starter: { perMinute: 300, perDay: 10_000, burst: 50 },
  growth: { perMinute: 1_000, perDay: 100_000, burst: 100 },
  // The headers say so; nothing is enforced.
  enterprise: { perMinute: 1_000_000, perDay: Number.POSITIVE_INFINITY, burst: Number.POSITIVE_INFINITY },
};

const MINUTE = 60_000;
const DAY = 86_400_000;

/** A fixed window: opens at its first request. */
interface Window {
  opensAt: number;
  used: number;
}

/** What the rate-limit headers of an answer say. */
export interface RateStatus {
  readonly limit: number;
  readonly remaining: number;
  /** Unix seconds. */
  readonly reset: number;
  /** Seconds. */
  readonly window: number;
  /** Seconds to wait, when the request is over a limit. */
  readonly retryAfter: number | undefined;
}

/** The rate windows of one API key. They follow the world's clock. */
export class RateLimits {
  readonly #plan: Plan;
  readonly #windows = new Map<string, Window>();
  #inFlight = 0;

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  /**
   * Counts a request. One that is over a limit is told so and takes no place in any window.
   * @param endpoint method and path template
   * @param endpointLimit requests a minute of this endpoint, where it has a limit of its own
   * @param now the world's clock, in milliseconds
   */
  take(endpoint: string, endpointLimit: number | undefined, now: number): RateStatus {
    const plan = PLANS[this.#plan];
    if (this.#plan === 'enterprise') {
      const window = this.#window('minute', now, MINUTE);
      window.used++;
      return status(plan.perMinute, window, MINUTE);
    }
    const day = this.#window('day', now, DAY);
    const minute = this.#window('minute', now, MINUTE);
    const own = endpointLimit === undefined ? undefined : this.#window(endpoint, now, MINUTE);
    // Of several exhausted windows the one that opens last is told of, so that who waits gets through.
    let longest: RateStatus | undefined;
    if (day.used >= plan.perDay) longest = longer(longest, over(plan.perDay, day, now, DAY));
    if (minute.used >= plan.perMinute) longest = longer(longest, over(plan.perMinute, minute, now, MINUTE));
    if (own !== undefined && own.used >= (endpointLimit as number))
      longest = longer(longest, over(endpointLimit as number, own, now, MINUTE));
    if (longest !== undefined) return longest;
    if (this.#inFlight >= plan.burst) return { ...status(plan.perMinute, minute, MINUTE), retryAfter: 1 };
    day.used++;
    minute.used++;
    if (own !== undefined) own.used++;
    // The headers tell of whichever limit is nearer.
    if (own !== undefined && (endpointLimit as number) - own.used < plan.perMinute - minute.used) {
      return status(endpointLimit as number, own, MINUTE);
    }
    return status(plan.perMinute, minute, MINUTE);
  }

  /** What `take` would say, without taking: for answers to requests that never came as far as the limits. */
  peek(now: number): RateStatus {
    const window = this.#windows.get('minute');
    const open = window !== undefined && now >= window.opensAt && now < window.opensAt + MINUTE;
    return status(PLANS[this.#plan].perMinute, open ? window : { opensAt: now, used: 0 }, MINUTE);
  }

  /** A request that was counted is under way, or no longer: burst bounds those. */
  enter(): void {
    this.#inFlight++;
  }

  leave(): void {
    this.#inFlight--;
  }

  clear(): void {
    this.#windows.clear();
  }

  #window(name: string, now: number, length: number): Window {
    let window = this.#windows.get(name);
    if (window === undefined) this.#windows.set(name, (window = { opensAt: now, used: 0 }));
    // A clock that was set back opens the window anew too: it could else stay shut for as long as it was set back.
    if (now >= window.opensAt + length || now < window.opensAt) {
      window.opensAt = now;
      window.used = 0;
    }
    return window;
  }
}

/** The limits of a caller who has not used any of them: what an answer to a stranger says. */
export function unusedRate(plan: Plan, now: number): RateStatus {
  return status(PLANS[plan].perMinute, { opensAt: now, used: 0 }, MINUTE);
}

function status(limit: number, window: Window, length: number): RateStatus {
  return {
    limit,
    remaining: Math.max(0, limit - window.used),
    reset: Math.ceil((window.opensAt + length) / 1000),
    window: length / 1000,
    retryAfter: undefined,
  };
}

function longer(known: RateStatus | undefined, other: RateStatus): RateStatus {
  return known === undefined || (other.retryAfter ?? 0) > (known.retryAfter ?? 0) ? other : known;
}

function over(limit: number, window: Window, now: number, length: number): RateStatus {
  return {
    ...status(limit, window, length),
    remaining: 0,
    retryAfter: Math.max(1, Math.ceil((window.opensAt + length - now) / 1000)),
  };
}
