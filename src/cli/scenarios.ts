import { builtInFixtures, parseFixtures, SCENARIO_ENDPOINTS } from '../simulators/fixtures.ts';
import { scenariosFor } from '../simulators/scenarios.ts';
import { readFixtures } from './files.ts';
import { visible } from './visible.ts';

/**
 * `txcloud-mock scenarios`: the outcomes that can be asked for, by endpoint.
 * @param folder a fixtures directory of one's own
 */
export async function scenarioTable(folder: string | undefined): Promise<string> {
  const fixtures = folder === undefined ? builtInFixtures : parseFixtures(await readFixtures(folder, '--fixtures'));
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
