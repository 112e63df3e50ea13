import type { Parameters } from '../body.ts';
import type { OperationId } from '../contract/operation.ts';
import type { ApiError } from '../model/error-table.ts';
import type { Visit } from '../visit.ts';
import { fixtures, reset, simulateScenario } from './sandbox.ts';
import { completeSession, uploadToSession } from './sessions.ts';
import { auditVerification, cancelVerification, retryVerification } from './verifications.ts';
import {
  changeWebhook,
  createWebhook,
  deleteWebhook,
  listWebhooks,
  readWebhook,
  testWebhook,
  webhookLogs,
} from './webhooks.ts';

/** What an action does: refuses, or answers and commits. Faults of phase `during` come before it. */
export type Deed =
  | { readonly kind: 'refused'; readonly error: ApiError }
  | {
      readonly kind: 'done';
      readonly status: 200 | 201;
      /** The answer, in JSON. */
      readonly body: string;
      readonly commit?: (now: number) => void;
    };

/** @param parameters have passed the schema of the operation, which is what makes `params` the action's type */
export type Action = (visit: Visit, parameters: Parameters) => Deed;

/** Who does what, for the operations that neither make, read, list nor delete objects. */
const ACTIONS: Partial<Record<OperationId, Action>> = {
  uploadSessionDocument: uploadToSession,
  completeSession,
  cancelVerification,
  retryVerification,
  getVerificationAudit: auditVerification,
  listWebhooks,
  createWebhook,
  getWebhook: readWebhook,
  updateWebhook: changeWebhook,
  deleteWebhook,
  testWebhook,
  getWebhookLogs: webhookLogs,
  simulate: simulateScenario,
  getFixtures: fixtures,
  resetSandbox: reset,
};

/** @throws {Error} for an operation that has no action: a mistake of the engine */
export function planAction(visit: Visit, parameters: Parameters): Deed {
  const { operationId } = visit.parts.route;
  const action = ACTIONS[operationId];
  if (action === undefined) throw new Error(`There is no action for ${operationId}.`);
  return action(visit, parameters);
}
