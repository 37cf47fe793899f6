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

/** Which colours of a palette are hard to read or to tell apart, a phrase for each pair, the worst first. */
export function shortfalls(palette: Palette): string[] {
  const colour = (token: Token): Colour => fromHex(palette[token].hex);
  const faint = WRITTEN.flatMap((token) =>
    (['paper', 'sel'] as const).map((ground): Pair => {
      const found = contrast(colour(token), colour(ground));
      const text = `${token} on ${ground} is too faint, ${found.toFixed(1)} of ${CONTRAST_LEAST}`;
      return { text, share: found / CONTRAST_LEAST };
    }),
  );
  const alike = TOLD_APART.flatMap((left, index) =>
    TOLD_APART.slice(index + 1).flatMap((right) =>
      SIGHTS.map((sight): Pair => {
        const found = distance(colour(left), colour(right), sight);
        const who = sight === 'normal' ? '' : `, ${sight}`;
        const text = `${left} and ${right} are too alike, ${found.toFixed(0)} of ${DISTANCE_LEAST}${who}`;
        return { text, share: found / DISTANCE_LEAST };
      }),
    ),
  );
  return [...faint, ...alike]
    .filter(({ share }) => share < 1)
    .sort((a, b) => a.share - b.share)
    .map(({ text }) => text);
}

/** `share`: how much of what is needed there is. */
type Pair = { text: string; share: number };
