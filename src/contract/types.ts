import type { components } from './generated/types.ts';

type Schemas = components['schemas'];

// The shapes of requests and responses, under the names that openapi.yaml gives them. Generated: nothing is stated twice.
export type VerifyRequest = Schemas['VerifyRequest'];
export type SessionRequest = Schemas['SessionRequest'];
export type ScoreRequest = Schemas['ScoreRequest'];
export type AssessRequest = Schemas['AssessRequest'];
export type KybRequest = Schemas['KybRequest'];
export type ScreenRequest = Schemas['ScreenRequest'];

export type Verification = Schemas['Verification'];
export type PendingVerification = Schemas['PendingVerification'];
export type Session = Schemas['Session'];
export type TransactionScore = Schemas['TransactionScore'];
export type LendingAssessment = Schemas['LendingAssessment'];
export type KybVerification = Schemas['KybVerification'];
export type Screening = Schemas['Screening'];
export type WatchlistMatch = Schemas['WatchlistMatch'];
