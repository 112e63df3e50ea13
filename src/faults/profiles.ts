import { RuleError, show } from './rule-error.ts';
import { suggest } from './value.ts';

/** A named list of rules. */
export interface Profile {
  readonly description: string;
  /** In the one-line grammar, in the order in which they are added. */
  readonly rules: readonly string[];
}

/**
 * The profiles of `--profile`. Each attempt draws anew, so a client that retries gets through. The first match wins: in
 * a list of rules the share of a later one is its probability of what the earlier ones left.
 */
export const PROFILES: Readonly<Record<string, Profile>> = {
  flaky: {
    description:
      'about one attempt in six fails: mostly a 503 before the work, sometimes a connection lost on either side of it',
    rules: [
      'status code=503 retry-after=1 probability=0.1',
      'lost-request probability=0.04',
      'lost-response probability=0.04',
    ],
  },
  slow: {
    description: 'answers take about 0.8 s, some of them several, and one in ten trickles in',
    rules: ['delay ms=800 dist=lognormal sigma=0.6', 'slow rate=1000 probability=0.1'],
  },
  lossy: {
    description:
      'one attempt in three loses its connection: on the way in, on the way out, or in the middle of the answer',
    rules: ['lost-request probability=0.12', 'lost-response probability=0.15', 'truncate then=rst probability=0.1'],
  },
  outage: {
    description: 'nothing works: a gateway answers 502 or 503, or the connection is closed; nothing is processed',
    rules: [
      'close phase=before probability=0.2',
      'status code=502 body=html probability=0.4',
      'status code=503 body=html retry-after=5',
    ],
  },
  'rate-limited': {
    description: 'every first attempt of an operation is a 429, and one in five of the later ones',
    rules: ['rate-limit attempt=1', 'rate-limit probability=0.2'],
  },
  chaos: {
    description: 'a little of everything, in every phase; about half of the attempts get no proper answer',
    rules: [
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
  },
};

/**
 * The rules of a profile.
 * @throws {RuleError} with the nearest right name
 */
export function rulesOfProfile(name: string): readonly string[] {
  const profile = Object.hasOwn(PROFILES, name) ? PROFILES[name] : undefined;
  if (profile === undefined)
    throw new RuleError(undefined, `${show(name)} is not a profile`, suggest(name, Object.keys(PROFILES)));
  return profile.rules;
}
