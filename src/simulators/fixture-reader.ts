import { hintOf } from '../model/nearest.ts';
import { isPlainObject } from '../model/plain-object.ts';
import { redactKeysIn } from '../model/redact.ts';

/** A mistake in a user's fixtures, in words for people: the file, the entry, what is wrong, the right form. */
export class FixtureError extends Error {
  override readonly name = 'FixtureError';

  constructor(message: string) {
    super(redactKeysIn(message));
  }
}

/** What tells a right text from a wrong one: a pattern, or a check of its own. */
export interface Form {
  test(text: string): boolean;
}

/** Reads members of one object in a fixtures file, and says where a wrong one stands. */
export interface Reader {
  /** A required, non-empty string. */
  text(member: string, form?: Form, inWords?: string): string;
  /** A string, or nothing. */
  optional(member: string, form?: Form, inWords?: string): string | undefined;
  /** A list of strings, empty by default. */
  texts(member: string): readonly string[];
  oneOf<T extends string>(member: string, values: readonly T[]): T;
  object(member: string): Readonly<Record<string, unknown>>;
  /** A list of objects, empty by default. */
  list(member: string): readonly Reader[];
  /** Throws when there is a member of another name: a misspelt one would be ignored without a word. */
  only(...members: readonly string[]): void;
  error(message: string): FixtureError;
}

/**
 * @param where how messages name the place: `watchlist.json`, `watchlist.json, entries[3] ("Orvath")`
 * @param raw parsed JSON
 */
export function reader(where: string, raw: unknown): Reader {
  if (!isPlainObject(raw)) throw new FixtureError(`${where}: must be a JSON object.`);
  const error = (message: string): FixtureError => new FixtureError(`${where}: ${message}`);
  const optional = (member: string, form?: Form, inWords = 'text'): string | undefined => {
    const value = raw[member];
    if (value === undefined) return undefined;
    if (typeof value !== 'string' || value.trim() === '' || form?.test(value) === false) {
      throw error(`"${member}" must be ${inWords}.`);
    }
    return value;
  };
  const text = (member: string, form?: Form, inWords = 'text'): string => {
    const value = optional(member, form, inWords);
    if (value === undefined) throw error(`"${member}" is missing; it must be ${inWords}.`);
    return value;
  };
  const array = (member: string): readonly unknown[] => {
    const value = raw[member] ?? [];
    if (!Array.isArray(value)) throw error(`"${member}" must be a list.`);
    return value;
  };
  return {
    error,
    only: (...members) => {
      const odd = Object.keys(raw).find((member) => !members.includes(member));
      if (odd === undefined) return;
      throw error(`"${odd}" is not a member here; there are ${members.join(', ')}.${hintOf(odd, members)}`);
    },
    optional,
    text,
    texts: (member) =>
      array(member).map((value, i) => {
        if (typeof value !== 'string' || value.trim() === '') throw error(`"${member}[${i}]" must be text.`);
        return value;
      }),
    oneOf: (member, values) => {
      const value = text(member, undefined, `one of ${values.join(', ')}`);
      const found = values.find((known) => known === value);
      if (found !== undefined) return found;
      throw error(`"${member}" must be one of ${values.join(', ')}.${hintOf(value, values)}`);
    },
    object: (member) => {
      const value = raw[member];
      if (!isPlainObject(value)) throw error(`"${member}" must be a JSON object.`);
      return value;
    },
    list: (member) =>
      array(member).map((value, i) => {
        const label = isPlainObject(value) ? (value['id'] ?? value['name']) : undefined;
        return reader(`${where}, ${member}[${i}]${typeof label === 'string' ? ` ("${label}")` : ''}`, value);
      }),
  };
}
