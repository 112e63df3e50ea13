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

export type CancelledVerification = Schemas['CancelledVerification'];
export type VerificationAudit = Schemas['VerificationAudit'];
export type RetryRequest = Schemas['RetryRequest'];
export type SessionUpload = Schemas['SessionUpload'];
export type WebhookRequest = Schemas['WebhookRequest'];
export type WebhookUpdate = Schemas['WebhookUpdate'];
export type WebhookTestRequest = Schemas['WebhookTestRequest'];
export type WebhookEndpointView = Schemas['WebhookEndpoint'];
export type WebhookTest = Schemas['WebhookTest'];
export type WebhookDeliveryView = Schemas['WebhookDelivery'];
export type SimulateRequest = Schemas['SimulateRequest'];
export type SandboxSimulation = Schemas['SandboxSimulation'];
export type SandboxFixtures = Schemas['SandboxFixtures'];
export type SandboxReset = Schemas['SandboxReset'];
