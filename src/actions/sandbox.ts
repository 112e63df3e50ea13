import type { Parameters } from '../body.ts';
import type { SandboxFixtures, SandboxReset, SandboxSimulation, SimulateRequest } from '../contract/types.ts';
import { emptyWorld } from '../empty-world.ts';
import { RuleError } from '../faults/rule-error.ts';
import { show } from '../model/show.ts';
import { readScenario } from '../scenario-line.ts';
import type { Visit } from '../visit.ts';
import type { Deed } from './act.ts';
import { done, refuse } from './deed.ts';

const FORM = 'write {"scenario": "decline", "config": {"endpoint": "/transactions/score", "times": 1}}.';

/** `POST /developers/sandbox/simulate`: a scenario for requests to come of the calling API key (platform.md, "Scenarios"). */
export function simulateScenario(visit: Visit, parameters: Parameters): Deed {
  const { core, world } = visit.parts;
  const { scenario, config } = parameters.params as SimulateRequest;
  const { endpoint, times } = config ?? {};
  const stray =
    strayIn(parameters.params as object, ['scenario', 'config']) ?? strayIn(config ?? {}, ['endpoint', 'times']);
  if (stray !== undefined) return refuse('invalid_parameter', `${show(stray)} is no member here; ${FORM}`, 'config');
  try {
    const how = { ...(endpoint === undefined ? {} : { on: endpoint }), ...(times === undefined ? {} : { times }) };
    const request = readScenario(scenario, how, core.settings.fixtures);
    // Added here and not on commit, because a full list refuses it; nothing comes between the two.
    const rule = world.scenarios.add(request);
    const simulation: SandboxSimulation = {
      object: 'sandbox.simulation',
      id: rule.id,
      scenario: rule.scenario,
      config: { endpoint: rule.on ?? null, times: rule.times ?? null },
    };
    return done(simulation);
  } catch (error) {
    if (error instanceof RuleError) {
      const param = error.column === 'on' ? 'config.endpoint' : error.column === 'times' ? 'config.times' : 'scenario';
      return refuse('invalid_parameter', sentence(error.message), param);
    }
    if (error instanceof RangeError) return refuse('invalid_parameter', error.message, 'scenario');
    throw error;
  }
}

/** `GET /developers/sandbox/fixtures`: scenarios and sample requests, by API. */
export function fixtures(visit: Visit): Deed {
  const { scenarios, samples } = visit.parts.core.settings.fixtures;
  const of = (api: string): SandboxFixtures['identity'] => ({
    scenarios: scenarios
      .filter(({ on }) => on.startsWith(`/${api}/`))
      .map(({ name, on, description }) => ({ name, endpoint: on, description })),
    samples: samples
      .filter(({ on }) => on.startsWith(`/${api}/`))
      .map(({ name, on, description, body }) => ({ name, endpoint: on, description, body: { ...body } })),
  });
  const body: SandboxFixtures = {
    identity: of('identity'),
    transactions: of('transactions'),
    lending: of('lending'),
    kyb: of('kyb'),
    watchlist: of('watchlist'),
  };
  return done(body);
}

/** `POST /developers/sandbox/reset`: empties the calling key's world. Fault rules, clock and journal stay. */
export function reset(visit: Visit): Deed {
  const { core, world } = visit.parts;
  const body: SandboxReset = { object: 'sandbox.reset', reset: true };
  return done(body, () => {
    emptyWorld(core, world);
    visit.renew();
  });
}

/** A member that would be passed over, and with it where or how often a scenario is to apply. */
function strayIn(members: object, known: readonly string[]): string | undefined {
  return Object.keys(members).find((name) => !known.includes(name));
}

/** A rule's message names the member of another form than the one that was sent here. */
function sentence(message: string): string {
  return message.replace(/^member "[a-z]+": /, '');
}
