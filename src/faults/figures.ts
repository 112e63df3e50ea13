import { randomOf } from '../model/random.ts';
import type { Random } from '../model/random.ts';
import type { DelayFault, TruncateFault } from './fault.ts';
import { LONGEST_MS } from './value.ts';

/**
 * How long a delay takes, in whole milliseconds from 0 to a day.
 * @param salt the active fault's: the same rule and attempt always draw the same
 */
export function delayMs(fault: DelayFault, salt: string): number {
  if (!('dist' in fault)) return typeof fault.ms === 'number' ? fault.ms : draw(salt).int(...fault.ms);
  const z = gaussian(draw(salt));
  const ms = fault.dist === 'normal' ? fault.ms + fault.sd * z : fault.ms * Math.exp(fault.sigma * z);
  // Rounded, so that the last bits of Math.log and Math.exp, which engines may choose, are not seen.
  return Math.round(Math.min(LONGEST_MS, Math.max(0, ms)));
}

/**
 * How many bytes of a body are sent before it is cut: at least one is missing, or nothing would have been cut.
 * @param length the body's, in bytes
 */
export function truncatedLength(fault: TruncateFault, length: number): number {
  const wanted = 'bytes' in fault ? fault.bytes : Math.floor(fault.share * length);
  return Math.max(0, Math.min(wanted, length - 1));
}

function draw(salt: string): Random {
  return randomOf(`delay\n${salt}`);
}

/** A number of the standard normal distribution (Box–Muller). */
function gaussian(random: Random): number {
  const u = 1 - random.next(); // in (0, 1]: its logarithm is finite
  return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * random.next());
}
