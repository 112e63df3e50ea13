import type { KybVerification } from '../../contract/types.ts';
import type { Random } from '../../model/random.ts';
import { dateIn, personOf } from '../people/person.ts';

export type Director = KybVerification['directors'][number];
export type Owner = KybVerification['ubos'][number];

/** From this share on an owner is an ultimate beneficial owner (endpoints.md §5). */
export const UBO_THRESHOLD = 25;

function fullName(country: string, random: Random, year: number): string {
  const person = personOf(country, random, year);
  return `${person.first} ${person.last}`;
}

/**
 * One to three directors, appointed between the incorporation and the end of the year before the clock's.
 * @param incorporated the company's date of incorporation
 */
export function directorsOf(country: string, incorporated: string, random: Random, year: number): Director[] {
  const founded = Number(incorporated.slice(0, 4));
  return Array.from({ length: random.int(1, 3) }, (_, i): Director => {
    const appointed = dateIn(random.int(founded, year - 1), random);
    return {
      name: fullName(country, random, year),
      role: i === 0 ? 'managing_director' : 'director',
      nationality: country,
      // The first one was there from the start.
      appointed_date: i === 0 || appointed < incorporated ? incorporated : appointed,
      screening: { status: 'clear', pep: false, sanctions: false },
    };
  });
}

/**
 * Who owns the company, largest share first; the first director is among them. Shares sum to 75–100 %, or, when the
 * ownership is `opaque`, to less than 75 % with nobody at the threshold.
 */
export function ownersOf(
  directors: readonly Director[],
  country: string,
  opaque: boolean,
  random: Random,
  year: number,
): Owner[] {
  const shares = opaque ? opaqueShares(random) : plainShares(random);
  return shares.map((share, i): Owner => ({
    id: `ubo_${random.token(12)}`,
    name: (i === 0 ? directors[0]?.name : undefined) ?? fullName(country, random, year),
    nationality: country,
    ownership_percentage: share,
    is_ubo: share >= UBO_THRESHOLD,
    control_type: share > 50 ? 'majority_shareholding' : 'shareholding',
    verification_status: opaque ? 'pending' : 'verified',
  }));
}

function plainShares(random: Random): number[] {
  const first = random.pick([100, 75, 60, 51, 50, 40]);
  const shares = [first];
  let rest = 100 - first;
  while (rest > 0 && shares.length < 4) {
    const share = Math.min(rest, random.int(15, 40));
    shares.push(share);
    rest -= share;
  }
  return shares.sort((a, b) => b - a);
}

function opaqueShares(random: Random): number[] {
  return Array.from({ length: random.int(2, 3) }, () => random.int(10, 24)).sort((a, b) => b - a);
}
