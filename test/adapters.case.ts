import { describe } from 'vitest';
import { errors } from './conformance/errors.case.ts';
import { faultRules } from './conformance/fault-rules.case.ts';
import { faults } from './conformance/faults.case.ts';
import { guide } from './conformance/guide.case.ts';
import { keys } from './conformance/keys.case.ts';
import { lifetime } from './conformance/lifetime.case.ts';
import { parameters } from './conformance/parameters.case.ts';
import { races } from './conformance/races.case.ts';
import { reads } from './conformance/reads.case.ts';
import { replay } from './conformance/replay.case.ts';
import { scenarios } from './conformance/scenarios.case.ts';
import { worlds } from './conformance/worlds.case.ts';
import type { Door } from './doors.ts';

/** The one suite that every door passes: the guide's flows, the rulings R1 to R23, every scenario, every fault. */
export function conforms(door: Door): void {
  describe(`through the door "${door.name}"`, () => {
    guide(door);
    replay(door);
    lifetime(door);
    parameters(door);
    keys(door);
    races(door);
    faults(door);
    faultRules(door);
    scenarios(door);
    errors(door);
    reads(door);
    worlds(door);
  });
}
