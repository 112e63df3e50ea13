import type { IdentityCheck } from './finding.ts';

/** What the mock has to know of a verification beside its body, so that it can be done again and its story be told. */
export interface VerificationState {
  /** `imageKey` of the document's front. */
  readonly front: string;
  readonly selfie: string | undefined;
  readonly checks: readonly IdentityCheck[] | undefined;
  readonly webhookUrl: string | undefined;
  /** How it came to be. */
  readonly mode: 'sync' | 'async' | 'session';
  /** When the first result was, or is to be, there. */
  readonly finishedAt: number;
  /** What that was; undefined when it was cancelled before. */
  readonly outcome: string | undefined;
  /** What happened after that, oldest first: the last `MAX_TRAIL` of it. */
  readonly trail: readonly TrailEntry[];
  /** How often it was done again. */
  readonly retries: number;
}

/** One thing that happened to a verification. */
export interface TrailEntry {
  readonly at: number;
  readonly event: 'verification.completed' | 'verification.cancelled' | 'verification.retried';
  readonly actor: 'api' | 'system';
  readonly details: Readonly<Record<string, unknown>>;
}

/** How much of its story a verification keeps: who retries for ever must not fill the memory. */
export const MAX_TRAIL = 100;

/** Shared: most verifications are done once. */
export const NO_TRAIL: readonly TrailEntry[] = [];

/** What the mock has to know of a session beside its body. */
export interface SessionState {
  readonly checks: readonly IdentityCheck[] | undefined;
  /** Milliseconds. */
  readonly expiresIn: number;
  readonly webhookUrl: string | undefined;
  /** `imageKey` of what was uploaded. */
  readonly front: string | undefined;
  readonly selfie: string | undefined;
  /** The scenario that the session or, later, an upload has asked for. */
  readonly scenario: string | undefined;
}
