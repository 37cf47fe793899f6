import { cutWords } from './cut-words.ts';
import { cleanLine } from './sanitise.ts';
import { widthOf } from './width.ts';

/** Why an action does nothing here, in so many columns: where the whole has no room, what is the matter goes before what the key is for. */
export function shortReason(off: string, columns: number): string {
  const whole = cleanLine(off);
  const matter = cleanLine(off.split('; ').at(-1) ?? off);
  const ways = [whole, matter, matter.replace(/^this is /, '')];
  return ways.find((way) => widthOf(way) <= columns) ?? cutWords(matter, Math.max(1, columns));
}
