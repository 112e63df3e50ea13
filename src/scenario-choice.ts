import type { Parameters } from './body.ts';
import type { Core } from './core.ts';
import type { ApiError } from './model/error-table.ts';
import { hintOf } from './model/nearest.ts';
import { show } from './model/show.ts';
import type { Fixtures } from './simulators/fixtures.ts';
import { scenariosFor, scenarioToken } from './simulators/scenarios.ts';
import type { ScenarioRule } from './world/scenario-rules.ts';
import type { World } from './worlds.ts';

/** The scenario that a request asks for itself, as simulators know it; undefined: it asks for none. */
export type AskedScenario =
  | { readonly kind: 'asked'; readonly scenario: string | undefined }
  | { readonly kind: 'bad'; readonly error: ApiError };

const SESSIONS = '/identity/sessions';
const VERIFY = '/identity/verify';

const NONE: AskedScenario = { kind: 'asked', scenario: undefined };

/**
 * The scenario that a request asks for by its header or by a token in its data; the header is nearer (platform.md).
 * @param path without `/v1`
 * @param header `X-Mock-Scenario`
 */
export function askedScenario(
  fixtures: Fixtures,
  path: string,
  header: string | undefined,
  parameters: Parameters,
): AskedScenario {
  if (header !== undefined) return known(fixtures, path, header.trim(), 'X-Mock-Scenario');
  const found = parameters.mayHoldToken ? findToken(parameters.params, '') : undefined;
  return found === undefined ? NONE : known(fixtures, path, found.name, found.param);
}

/**
 * The scenario that was set ahead, for this API key or else for the whole mock. The caller counts its use when the work
 * is committed.
 */
export function rememberedScenario(
  core: Core,
  world: World,
  path: string,
): { scenario: string; rule: ScenarioRule } | undefined {
  if (world.scenarios.size === 0 && core.scenarios.size === 0) return undefined;
  const choices = scenariosFor(core.settings.fixtures, path);
  const applies = (name: string): boolean => choices.some((choice) => choice.name === name);
  const rule = world.scenarios.find(path, applies) ?? core.scenarios.find(path, applies);
  const choice = rule && choices.find(({ name }) => name === rule.scenario);
  return rule === undefined || choice === undefined ? undefined : { scenario: choice.base, rule };
}

function known(fixtures: Fixtures, path: string, name: string, param: string): AskedScenario {
  // What a session is asked for that is not its own is for the verification that it ends in.
  const choices = [path, ...(path === SESSIONS ? [VERIFY] : [])].flatMap((one) => scenariosFor(fixtures, one));
  const scenario = choices.find((choice) => choice.name === name);
  if (scenario !== undefined) return { kind: 'asked', scenario: scenario.base };
  const names = choices.map((choice) => choice.name);
  const message = `Unknown scenario ${show(name)} for ${path}.${hintOf(name, names)} Known: ${names.join(', ')}.`;
  return { kind: 'bad', error: { code: 'invalid_parameter', message, param } };
}

/** The first token among the string members, in the order in which they were sent, with its path. */
function findToken(value: unknown, param: string): { name: string; param: string } | undefined {
  if (typeof value === 'string') {
    const name = scenarioToken.exec(value)?.[1];
    return name === undefined ? undefined : { name, param };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [member, inner] of Object.entries(value)) {
    const step = Array.isArray(value) ? `[${member}]` : param === '' ? member : `.${member}`;
    const found = findToken(inner, param + step);
    if (found !== undefined) return found;
  }
  return undefined;
}
