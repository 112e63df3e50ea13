import type { Sample, Scenario, ScenarioEndpoint } from './fixtures.ts';

/** Which sample a scenario is asked for with, and where in its body the token goes. */
const ASKING: Readonly<Record<ScenarioEndpoint, readonly [sample: string, within: string, member: string]>> = {
  '/identity/verify': ['card', 'metadata', 'note'],
  '/identity/sessions': ['passport', 'metadata', 'note'],
  '/transactions/score': ['payment', 'recipient', 'name'],
  '/lending/assess': ['car_loan', 'applicant', 'last_name'],
  '/kyb/verify': ['company', 'company', 'name'],
  '/watchlist/screen': ['unlisted', 'entity', 'name'],
};

/** Scenarios that are about a face: without a selfie nobody would look for one. */
const ABOUT_FACES = /^(?:face|liveness)_/;

/**
 * A request for each scenario: a plain sample whose data ask for it by a token, `Sara Bennani mock:review`
 * (platform.md, "Scenarios").
 * @param samples plain ones, those that are named here among them
 */
export function scenarioSamples(scenarios: readonly Scenario[], samples: readonly Sample[]): readonly Sample[] {
  return scenarios.map(({ name, on, description }) => {
    const [plain, within, member] = ASKING[on];
    const wanted = ABOUT_FACES.test(name) ? 'card_with_selfie' : plain;
    const body = samples.find((sample) => sample.on === on && sample.name === wanted)?.body;
    if (body === undefined) throw new Error(`samples.json has no "${wanted}" on ${on}, which a scenario needs.`);
    const inner = body[within] as Readonly<Record<string, unknown>> | undefined;
    const text = inner?.[member];
    const token = `mock:${name}`;
    const asking = { ...inner, [member]: typeof text === 'string' ? `${text} ${token}` : token };
    return { name: `scenario_${name}`, on, description, body: { ...body, [within]: asking } };
  });
}
