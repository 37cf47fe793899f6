import { cleanLine } from './sanitise.ts';
import { cutRight, widthOf } from './width.ts';

/** Why an action does nothing here, in so many columns: where the whole has no room, what is the matter goes before what the key is for. */
export function shortReason(off: string, columns: number): string {
  const whole = cleanLine(off);
  return widthOf(whole) <= columns ? whole : cutRight(cleanLine(off.split('; ').at(-1) ?? off), Math.max(1, columns));
}
