import { backgroundOf } from './colour-depth.ts';
import { type Colour, contrast, distance, fromHex, nearestIndex, type Sight } from './colour-science.ts';
import { type Background, PALETTES, type Palette, TOKENS, type Token } from './tokens.ts';

/** Colours as `#rrggbb`; what is left out is that of our own theme. */
export type OwnColours = Readonly<Partial<Record<Token, string>>>;

/** The colours of a person's own theme. Its paper says whether it is a dark one; without one the terminal does. */
export function ownPalette(colours: OwnColours, terminal: Background): Palette {
  const base = PALETTES[ownBackground(colours, terminal)];
  return Object.fromEntries(
    TOKENS.map((token) => {
      const hex = colours[token];
      if (hex === undefined) return [token, base[token]];
      // With 16 colours a terminal paints what it likes, so there our own choice is the better one.
      return [token, { hex, indexed: nearestIndex(fromHex(hex)), basic: base[token].basic }];
    }),
  ) as Palette;
}

export function ownBackground({ paper }: OwnColours, terminal: Background): Background {
  if (paper === undefined) return terminal;
  const [red, green, blue] = fromHex(paper);
  return backgroundOf({ red, green, blue });
}

export const CONTRAST_LEAST = 4.5;
export const DISTANCE_LEAST = 16;

const WRITTEN: readonly Token[] = ['text', 'muted', 'accent', 'ok', 'warn', 'fail', 'risk'];
const TOLD_APART: readonly Token[] = ['text', 'accent', 'ok', 'warn', 'fail', 'risk'];
const SIGHTS: readonly Sight[] = ['normal', 'protanopia', 'deuteranopia', 'tritanopia'];

/** Which colours of a palette are hard to read or to tell apart, a phrase for each pair. */
export function shortfalls(palette: Palette): string[] {
  const colour = (token: Token): Colour => fromHex(palette[token].hex);
  const unreadable = WRITTEN.flatMap((token) =>
    (['paper', 'sel'] as const).flatMap((ground) => {
      const found = contrast(colour(token), colour(ground));
      if (found >= CONTRAST_LEAST) return [];
      return [`${token} on ${ground} has a contrast of ${found.toFixed(1)}, ${CONTRAST_LEAST} is needed`];
    }),
  );
  const alike = TOLD_APART.flatMap((left, index) =>
    TOLD_APART.slice(index + 1).flatMap((right) => {
      const [worst] = SIGHTS.map((sight) => ({
        sight,
        found: distance(colour(left), colour(right), sight),
      })).sort((a, b) => a.found - b.found);
      if (worst === undefined || worst.found >= DISTANCE_LEAST) return [];
      const who = worst.sight === 'normal' ? '' : ` for ${worst.sight}`;
      return [`${left} and ${right} differ by ${worst.found.toFixed(0)}${who}, ${DISTANCE_LEAST} is needed`];
    }),
  );
  return [...unreadable, ...alike];
}
