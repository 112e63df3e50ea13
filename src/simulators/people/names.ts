import type { Random } from '../../model/random.ts';
import letters from './arabic-letters.json' with { type: 'json' };
import { AFRICAN_NAMES } from './names-africa.ts';
import { ARABIC_NAMES } from './names-arabic.ts';
import { WORLD_NAMES } from './names-world.ts';

/** Names that go together: `Latin=Arabic` pairs, separated by commas. */
export type NameGroup = readonly [female: string, male: string, family: string];

/** A name in Latin letters, and the same name in Arabic. */
export interface Name {
  readonly latin: string;
  readonly arabic: string;
}

export type Gender = 'F' | 'M';

interface ParsedGroup {
  readonly F: readonly Name[];
  readonly M: readonly Name[];
  readonly family: readonly Name[];
}

const POOLS = { ...ARABIC_NAMES, ...AFRICAN_NAMES, ...WORLD_NAMES };
const parsed = new Map<string, readonly ParsedGroup[]>();

function parseNames(text: string): Name[] {
  return text.split(',').map((pair) => {
    const at = pair.indexOf('=');
    return { latin: pair.slice(0, at), arabic: arabicOf(pair.slice(at + 1)) };
  });
}

/** A name in Arabic, as it stands in the sources, or in the letters of a bundle (scripts/lib/arabic.mjs). */
function arabicOf(text: string): string {
  return text.replace(/[A-Za-z]/g, (letter) => letters.arabic.charAt(letters.short.indexOf(letter)));
}

function groupsOf(pool: string): readonly ParsedGroup[] {
  // Parsed when a country is first asked for: starting up costs nothing.
  let groups = parsed.get(pool);
  if (groups === undefined) {
    const texts = POOLS[pool];
    if (texts === undefined) throw new Error(`No pool of names is called "${pool}": see names.ts.`);
    groups = texts.map(([female, male, family]) => ({
      F: parseNames(female),
      M: parseNames(male),
      family: parseNames(family),
    }));
    parsed.set(pool, groups);
  }
  return groups;
}

/**
 * A given name and a family name of the same language.
 * @param pool a pool of `countries.ts`
 */
export function nameOf(pool: string, gender: Gender, random: Random): { readonly given: Name; readonly family: Name } {
  const group = random.pick(groupsOf(pool));
  return { given: random.pick(group[gender]), family: random.pick(group.family) };
}
