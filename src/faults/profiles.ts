/** The names of the lists of rules. */
export const PROFILE_NAMES = ['flaky', 'slow', 'lossy', 'outage', 'rate-limited', 'chaos'] as const;

/** The name of a list of rules. */
export type ProfileName = (typeof PROFILE_NAMES)[number];

/**
 * The profiles of `--profile`: rules in the one-line grammar, in the order in which they are added. Each attempt draws
 * anew, so a client that retries gets through. The first match wins: in a list of rules the share of a later one is its
 * probability of what the earlier ones left.
 */
export const PROFILES: Readonly<Record<ProfileName, readonly string[]>> = {
  flaky: [
    'status code=503 retry-after=1 probability=0.1',
    'lost-request probability=0.04',
    'lost-response probability=0.04',
  ],
  slow: ['delay ms=800 dist=lognormal sigma=0.6', 'slow rate=1000 probability=0.1'],
  lossy: ['lost-request probability=0.12', 'lost-response probability=0.15', 'truncate then=rst probability=0.1'],
  outage: [
    'close phase=before probability=0.2',
    'status code=502 body=html probability=0.4',
    'status code=503 body=html retry-after=5',
  ],
  'rate-limited': ['rate-limit attempt=1', 'rate-limit probability=0.2'],
  chaos: [
    'delay ms=0-500 probability=0.3',
    'slow rate=2000 probability=0.05',
    'lost-request probability=0.08',
    'lost-response probability=0.1',
    'reset phase=during probability=0.06',
    'close probability=0.05',
    'status code=500 phase=during probability=0.06',
    'status code=503 retry-after=1 probability=0.06',
    'status code=502 body=html phase=after probability=0.05',
    'rate-limit probability=0.05',
    'truncate probability=0.05',
    'garble probability=0.03',
    'garble as=bytes probability=0.02',
    'timeout ms=5000 probability=0.02',
  ],
};
