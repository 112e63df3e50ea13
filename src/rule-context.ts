import { OPERATIONS } from './contract/generated/operations.ts';
import type { Operation } from './contract/operation.ts';
import type { RuleContext } from './faults/target.ts';

/** TXCloud's own sandbox calls: a part of the control plane, which is never faulted (DESIGN.md, "The way of a request"). */
const SANDBOX = '/developers/sandbox/';

/** Whether faults meet the attempts of an operation. A rule without `on=` must not park, or lose, the reset that ends it. */
export function isFaultable({ path }: Operation): boolean {
  return !path.startsWith(SANDBOX);
}

/** What rules can name. */
export const RULE_CONTEXT: RuleContext = { operations: Object.values(OPERATIONS).filter(isFaultable) };
