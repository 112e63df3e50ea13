import canonicalize from 'canonicalize';
import { idOf, randomOf } from '../src/model/random.ts';
import { builtInFixtures } from '../src/simulators/fixtures.ts';
import type { Simulation, SimulationInput } from '../src/simulators/simulator.ts';

/** What the engine hands to a simulator, for a frozen clock: streams and ids as functions of seed, parameters, scenario. */
export function simulationInput<Params>(params: Params, scenario?: string, seed = '1'): SimulationInput<Params> {
  const base = `${seed}\n${scenario ?? ''}`;
  const text = `${base}\n${canonicalize(params) ?? ''}`;
  return {
    params,
    random: randomOf(text),
    randomFor: (part) => randomOf(`${base}\n${part}`),
    now: Date.parse('2026-11-24T09:30:00Z'),
    id: (prefix, nth = 0) => idOf(prefix, `${text}\n${nth}`),
    scenario,
    fixtures: builtInFixtures,
    settings: { asyncLatency: 2000 },
  };
}

/** The body of a simulation that must have made something. */
export function bodyOf<Body>(simulation: Simulation): Body {
  if (simulation.kind !== 'made') throw new Error(`The simulator refused: ${simulation.error.message}`);
  return simulation.body as Body;
}
