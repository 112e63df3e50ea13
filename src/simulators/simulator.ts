import type { EventType } from '../contract/operation.ts';
import type { ApiError } from '../model/error-table.ts';
import type { Random } from '../model/random.ts';
import type { Fixtures } from './fixtures.ts';

/** What a simulator may know. It is a function of this and of nothing else: no clock, no randomness, no state of its own. */
export interface SimulationInput<Params> {
  /** The validated request; not to be changed. */
  readonly params: Params;
  /** Seeded by (seed, endpoint, parameters, scenario). */
  readonly random: Random;
  /** A further stream, seeded by (seed, endpoint, `text`, scenario): for what must not depend on every parameter. */
  readonly randomFor: (text: string) => Random;
  /** The mock's clock, in milliseconds: for timestamps, and for the calendar year that document dates are counted from. */
  readonly now: number;
  /**
   * The id of an object made: a function of (seed, API key, endpoint, parameters, how often they were processed, prefix, `nth`).
   * @param nth tells several objects with one prefix apart; 0 by default
   */
  readonly id: (prefix: string, nth?: number) => string;
  /** The scenario asked for, already checked to belong to this endpoint. */
  readonly scenario: string | undefined;
  /** The invented lists and companies, possibly the user's own. */
  readonly fixtures: Fixtures;
  readonly settings: SimulationSettings;
}

export interface SimulationSettings {
  /** Milliseconds until an async verification is ready. */
  readonly asyncLatency: number;
}

/** What a simulator proposes. The engine commits it, or throws it away. */
export type Simulation =
  | {
      readonly kind: 'made';
      readonly status: 200 | 201;
      /** The answer; also the object itself, where `objects` names the same value. */
      readonly body: object;
      readonly objects: readonly NewObject[];
      /** What webhook endpoints are told at once. */
      readonly events?: readonly NewEvent[];
    }
  /** Processing found the input unusable: a 422 that is stored and replayed (R12). */
  | { readonly kind: 'refused'; readonly error: ApiError };

export type Collection =
  | 'verifications'
  | 'sessions'
  | 'transactions'
  | 'assessments'
  | 'kyb_verifications'
  | 'screenings'
  | 'matches';

/** Something that webhook endpoints are told. */
export interface NewEvent {
  readonly type: EventType;
  /** The object that it is about. */
  readonly body: { readonly id: string };
  /** The `webhook_url` of the request, which gets it too. */
  readonly webhookUrl?: string | undefined;
}

/** An object that can be read back by its id, and listed. */
export interface NewObject {
  readonly collection: Collection;
  readonly id: string;
  readonly body: object;
  /** The values that lists filter by: `{ status: 'verified', document_type: 'cin' }`. */
  readonly facets: Readonly<Record<string, string | number>>;
  /** What the object turns into by itself (an async verification's result, a session's expiry). */
  readonly later?: {
    /** When, in milliseconds of the mock's clock. */
    readonly at: number;
    readonly body: object;
    readonly facets: Readonly<Record<string, string | number>>;
    /** What webhook endpoints are told when it does. */
    readonly event?: { readonly type: EventType; readonly webhookUrl: string | undefined };
  };
  /** What the mock has to know of it beside its body. */
  readonly state?: object;
}

export type Simulator<Params> = (input: SimulationInput<Params>) => Simulation;
