import type { OperationId } from '../contract/operation.ts';
import { simulateSession } from './identity-sessions.ts';
import { simulateVerification } from './identity-verify.ts';
import { simulateKyb } from './kyb-verify.ts';
import { simulateAssessment } from './lending-assess.ts';
import type { Simulation, SimulationInput, Simulator } from './simulator.ts';
import { simulateScore } from './transaction-score.ts';
import { simulateScreening } from './watchlist-screen.ts';

/** Who does the work of which operation. A new simulator is a new file and a line here. */
const SIMULATORS: Partial<Record<OperationId, Simulator<never>>> = {
  createVerification: simulateVerification,
  createSession: simulateSession,
  scoreTransaction: simulateScore,
  createAssessment: simulateAssessment,
  verifyBusiness: simulateKyb,
  screenEntity: simulateScreening,
};

/**
 * Proposes the result of an operation.
 * @param input its `params` have passed the schema of this very operation, which is what makes them the simulator's type
 * @throws {Error} for an operation that makes nothing: a mistake of the engine
 */
export function simulate(operationId: OperationId, input: SimulationInput<unknown>): Simulation {
  const simulator = SIMULATORS[operationId];
  if (simulator === undefined) throw new Error(`There is no simulator for ${operationId}.`);
  return simulator(input as SimulationInput<never>);
}
