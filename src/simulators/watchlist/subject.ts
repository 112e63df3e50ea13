import type { ScreenRequest } from '../../contract/types.ts';
import type { Subject } from './match.ts';

/** The members that say who is screened, in the order in which they come back. */
const MEMBERS = [
  'type',
  'name',
  'date_of_birth',
  'nationality',
  'country',
  'country_of_residence',
  'document_number',
  'registration_number',
] as const;

type Entity = { type: 'individual' | 'entity' | 'organization'; name: string } & {
  [member in Exclude<(typeof MEMBERS)[number], 'type' | 'name'>]?: string;
};

/** The entity as screened, whichever of the two documented forms it came in; an individual unless it says otherwise. */
export function entityOf(params: ScreenRequest): Entity {
  const given: Partial<Entity> = 'entity' in params && params.entity !== undefined ? params.entity : params;
  const entity: Record<string, string> = { type: 'individual', name: '' };
  for (const member of MEMBERS) {
    const value = given[member];
    if (typeof value === 'string') entity[member] = value;
  }
  return entity as Entity;
}

/**
 * What of an entity is compared. `entity` and `organization` are one kind. Where a person lives says nothing about who
 * they are, so that only the nationality counts; an organization is compared by its country.
 */
export function subjectOf(entity: Entity): Subject {
  return {
    type: entity.type === 'individual' ? 'individual' : 'organization',
    name: entity.name,
    dateOfBirth: entity.date_of_birth,
    country:
      entity.nationality ??
      (entity.type === 'individual' ? undefined : (entity.country ?? entity.country_of_residence)),
    documentNumbers: [entity.document_number, entity.registration_number].filter((number) => number !== undefined),
  };
}
