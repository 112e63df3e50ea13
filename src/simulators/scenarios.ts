import type { Fixtures, Scenario } from './fixtures.ts';

/**
 * The scenarios of one endpoint, in the catalogue's order.
 * @param path without `/v1`: `/kyb/verify`
 */
export function scenariosFor(fixtures: Fixtures, path: string): readonly Scenario[] {
  return fixtures.scenarios.filter((scenario) => scenario.on === path);
}

/**
 * Every scenario of that name: `review` belongs to several endpoints. Empty when there is none. Simulators are given
 * `base`, not `name`: that is how a user's own scenario comes to mean a built-in one.
 */
export function findScenario(fixtures: Fixtures, name: string): readonly Scenario[] {
  return fixtures.scenarios.filter((scenario) => scenario.name === name);
}

/** The names that a message about an unknown scenario lists: each once, in the catalogue's order. */
export function scenarioNames(fixtures: Fixtures): readonly string[] {
  return [...new Set(fixtures.scenarios.map((scenario) => scenario.name))];
}

/**
 * The token by which data asks for a scenario: `Sara mock:face_mismatch`, but neither a hammock nor the port of a host
 * that is called mock, as in `http://mock:8080/hook` (platform.md, "Scenarios").
 */
export const scenarioToken = /(?<![A-Za-z0-9])mock:(?!\d+(?![A-Za-z0-9_]))([A-Za-z0-9_]+)/;
