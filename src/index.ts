// What people import from 'txcloud-mock'. Written by hand: what stands here is public.
export { createMock } from './mock.ts';
export type { Mock } from './mock.ts';
export { OptionError } from './option-values.ts';
export type { ConflictStatus, InFlight, MockOptions, Scope, Settings } from './options.ts';
export { RuleError } from './faults/rule-error.ts';
export type { Fault, FaultKind, Phase, Rule } from './faults/fault.ts';
export type { ProfileName } from './faults/profiles.ts';
export type { RuleObject, StepObject } from './faults/rule-object.ts';
export type { RuleView } from './faults/rule-entry.ts';
export type { ScriptView } from './faults/script-entry.ts';
export { FixtureError } from './simulators/fixtures.ts';
export type { FixtureFiles } from './simulators/fixtures.ts';
export type {
  ClockControls,
  FaultControls,
  FaultHandle,
  JournalFilter,
  OperationFilter,
  ScenarioControls,
  ScriptHandle,
  Surface,
} from './surface.ts';
export type { TotalsView } from './totals.ts';
export type { AttemptView, HoldView, KeyView, OperationView, ScenarioView, SentView } from './views.ts';
export type { AttemptOutcome } from './world/journal.ts';
