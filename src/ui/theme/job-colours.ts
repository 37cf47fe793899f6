import type { JobColour } from '../text/job-colour.ts';
import type { ColourDepth } from './colour-depth.ts';
import { type Colour, contrast, fromHex, fromIndex, nearestIndex } from './colour-science.ts';
import type { TextStyle } from './theme.ts';
import type { Background, Palette } from './tokens.ts';

/** Less cannot be read: then a job's text is painted like other text. */
export const JOB_CONTRAST_LEAST = 3;

/** How a job's own colour is painted here; nothing where it would not be seen, or has no place. */
export function jobColourStyle(
  colour: JobColour,
  { palette, depth, background }: { palette: Palette; depth: ColourDepth; background: Background },
): TextStyle | undefined {
  if (depth === 'none') return undefined;
  if (colour.kind === 'basic') return basicStyle(colour.index, background);
  const value: Colour = colour.kind === 'value' ? [colour.red, colour.green, colour.blue] : fromIndex(colour.index);
  const grounds = [palette.paper.hex, palette.sel.hex].map(fromHex);
  if (grounds.some((ground) => contrast(value, ground) < JOB_CONTRAST_LEAST)) return undefined;
  if (depth === '16') return basicStyle(nearestBasic(value), background);
  if (depth === '256') return { color: `ansi256(${colour.kind === 'indexed' ? colour.index : nearestIndex(value)})` };
  return { color: `#${value.map((part) => part.toString(16).padStart(2, '0')).join('')}` };
}

const NAMES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;
const BRIGHT = 8;

/** The terminal paints these its own way; black, white and bright black are what its background may be. */
function basicStyle(index: number, background: Background): TextStyle | undefined {
  const hue = index % BRIGHT;
  if (hue === 0 || hue === 7) return undefined;
  const name = NAMES[hue];
  // On light paper the bright ones are too faint, on dark paper plain blue is too dark.
  const isBright = background === 'dark' && (index >= BRIGHT || hue === 4);
  return name === undefined ? undefined : { color: isBright ? `${name}Bright` : name };
}

function nearestBasic([red, green, blue]: Colour): number {
  const most = Math.max(red, green, blue);
  const bit = (part: number): number => (part > most / 2 ? 1 : 0);
  return bit(red) + 2 * bit(green) + 4 * bit(blue);
}
