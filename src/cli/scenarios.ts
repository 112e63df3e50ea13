import { builtInFixtures, parseFixtures, SCENARIO_ENDPOINTS } from '../simulators/fixtures.ts';
import { scenariosFor } from '../simulators/scenarios.ts';
import { SCENARIO_FLAGS } from './flags.ts';
import type { Env } from './io.ts';
import { readFlags } from './read-flags.ts';
import { visible } from './visible.ts';

/**
 * `txcloud-mock scenarios`: the outcomes that can be asked for, by endpoint.
 * @param given the flags, by option name: `fixtures`, a directory of one's own
 * @throws {UsageError} for a directory that cannot be
 */
export async function scenarioTable(given: Readonly<Record<string, unknown>>, env: Env): Promise<string> {
  const { options } = await readFlags(given, env, SCENARIO_FLAGS);
  const fixtures = options.fixtures === undefined ? builtInFixtures : parseFixtures(options.fixtures);
  const width = Math.max(...fixtures.scenarios.map(({ name }) => name.length));
  const sections = SCENARIO_ENDPOINTS.map((path) => {
    const rows = scenariosFor(fixtures, path).map(
      ({ name, description }) => `  ${name.padEnd(width)}  ${visible(description)}`,
    );
    return [`POST ${path}`, ...rows].join('\n');
  });
  return [...sections, HOW].join('\n\n');
}

const HOW = `Ask for one, the nearest wins:
  in a request's header         X-Mock-Scenario: face_mismatch
  in any text of its body       "name": "Sara mock:face_mismatch"
  for the requests to come      txcloud-mock --scenario 'face_mismatch on=/identity/verify times=1'
                                POST /_mock/scenarios {"scenario": "face_mismatch", "times": 1}`;
