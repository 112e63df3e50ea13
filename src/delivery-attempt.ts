import type { Core } from './core.ts';
import type { Courier, WebhookPost, WebhookResult } from './courier.ts';
import { type ActiveFault, type FaultPlan, NO_FAULTS, selectFaults } from './faults/select.ts';
import type { Delivery } from './world/webhooks.ts';
import type { World } from './worlds.ts';

/** How long a receiver has for its answer, on the mock's clock; the courier holds the same on real time. */
const ANSWER_WITHIN = 10_000;

/** The faults that meet this attempt: rules with `on=webhook:…`, whose `attempt` counts the attempts of one delivery. */
export function planOf(core: Core, world: World, delivery: Delivery): FaultPlan {
  const sets = [world.faults, core.faults];
  if (sets.every(({ size }) => size === 0)) return NO_FAULTS;
  const endpoint = `webhook:${delivery.eventType}`;
  const facts = {
    operationId: endpoint,
    endpoint,
    apiKey: world.apiKey,
    subject: delivery.subject,
    operation: `${world.apiKey}\n${delivery.id}`,
    attempt: delivery.attempts + 1,
  };
  return selectFaults(sets, facts, core.settings.seed);
}

/** Every fault of a delivery is on its way out. */
export function faultOf(plan: FaultPlan, kind: string): ActiveFault | undefined {
  return plan.at('after').find(({ fault }) => fault.kind === kind);
}

/** The request of one attempt, signed: hex HMAC-SHA256 of the body's bytes under the receiver's secret. */
export function postOf(courier: Courier, world: World, delivery: Delivery, plan: FaultPlan): WebhookPost {
  const badSignature = faultOf(plan, 'bad-signature');
  const stale = faultOf(plan, 'stale-timestamp');
  for (const active of [badSignature, stale]) if (active !== undefined) plan.fire(active);
  // Well-formed, but of another secret: what a receiver sees when somebody else signs.
  const secret = badSignature === undefined ? delivery.secret : `not ${delivery.secret}`;
  const age = stale?.fault.kind === 'stale-timestamp' ? stale.fault.by : 0;
  return {
    url: delivery.url,
    headers: [
      ['Content-Type', 'application/json'],
      ['User-Agent', 'txcloud-mock'],
      ['X-TXCloud-Signature', courier.sign(secret, delivery.body)],
      ['X-TXCloud-Timestamp', String(Math.floor(world.clock.now() / 1000) - age)],
    ],
    body: delivery.body,
  };
}

/**
 * Makes one attempt. When the mock's clock is moved past the time that the receiver has, the attempt need not last as long
 * as real time would let it; an answer that comes all the same counts.
 */
export async function attempt(
  courier: Courier,
  world: World,
  post: WebhookPost,
  allowHosts: readonly string[],
): Promise<WebhookResult> {
  const abort = new AbortController();
  const until = world.clock.now() + ANSWER_WITHIN;
  const stop = world.clock.onMove(() => {
    if (world.clock.now() >= until) abort.abort();
  });
  const result = await courier.deliver(post, allowHosts, abort.signal);
  stop();
  if (!abort.signal.aborted || result.kind !== 'failed') return result;
  return { kind: 'failed', reason: 'no answer when the clock was moved past the 10 s for it' };
}
