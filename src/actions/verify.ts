import type { Parameters } from '../body.ts';
import type { Verification } from '../contract/types.ts';
import { emit } from '../events.ts';
import type { ApiError } from '../model/error-table.ts';
import { randomOf } from '../model/random.ts';
import { askedScenario, rememberedScenario } from '../scenario-choice.ts';
import { buildVerification, type VerificationSubject } from '../simulators/identity/build-verification.ts';
import { verificationEvent } from '../simulators/identity/verification-event.ts';
import { REFUSALS } from '../simulators/identity-verify.ts';
import type { Visit } from '../visit.ts';

/** Where a verification's scenarios belong, and what its random streams are named by, however it comes about. */
const VERIFY = '/identity/verify';

/** A verification that was worked out; `use` counts the scenario's use, once the work is committed. */
export type Outcome =
  | { readonly kind: 'refused'; readonly error: ApiError }
  | { readonly kind: 'verified'; readonly verification: Verification; readonly use: () => void };

/**
 * Verifies what a session, or an earlier verification, holds. The same images give the same answer as
 * `POST /identity/verify`, and the same scenarios apply: the request's own, then `earlier`, then those set ahead.
 * @param earlier the scenario that an upload has asked for
 */
export function verify(
  visit: Visit,
  parameters: Parameters,
  earlier: string | undefined,
  subject: Omit<VerificationSubject, 'scenario'>,
): Outcome {
  const { call, core, world } = visit.parts;
  const asked = askedScenario(core.settings.fixtures, VERIFY, call.headers.scenario, parameters);
  if (asked.kind === 'bad') return { kind: 'refused', error: asked.error };
  const nearest = asked.scenario ?? earlier;
  const remembered = nearest === undefined ? rememberedScenario(core, world, VERIFY) : undefined;
  const scenario = nearest ?? remembered?.scenario;
  const refusal = scenario === undefined ? undefined : REFUSALS[scenario];
  if (refusal !== undefined) return { kind: 'refused', error: refusal };
  const stream = `${core.settings.seed}\nPOST ${VERIFY}\n${scenario ?? ''}\n`;
  return {
    kind: 'verified',
    verification: buildVerification({ ...subject, scenario }, (text) => randomOf(stream + text)),
    use: () => {
      if (remembered !== undefined) remembered.rule.used++;
    },
  };
}

/** The scenario that an upload asks for, by its header or by a token in its data. */
export function scenarioOf(visit: Visit, parameters: Parameters): ReturnType<typeof askedScenario> {
  return askedScenario(visit.parts.core.settings.fixtures, VERIFY, visit.parts.call.headers.scenario, parameters);
}

/** Tells webhook endpoints of a result. @param name tells the results of one verification apart */
export function tellOf(
  visit: Visit,
  verification: Verification,
  name: string,
  now: number,
  webhookUrl: string | undefined,
): void {
  const { core, world } = visit.parts;
  const type = verificationEvent(verification.status);
  emit(core, world, { type, name, at: now, data: JSON.stringify(verification), webhookUrl });
}
