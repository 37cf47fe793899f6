import type { JobColour } from '../text/job-colour.ts';
import { BORDERS, type Border, type Weight } from './borders.ts';
import type { ColourDepth } from './colour-depth.ts';
import { jobColourStyle } from './job-colours.ts';
import { BAR, ELLIPSIS, type Glyphs, HEIGHTS, MARKS, type MarkName } from './marks.ts';
import { type Background, PALETTES, type Palette, type Token } from './tokens.ts';

export type ThemeName = 'dark' | 'light' | 'high-contrast';

/** What is given to Ink's `Text`. */
export type TextStyle = {
  color?: string;
  backgroundColor?: string;
  bold?: boolean;
  inverse?: boolean;
  dimColor?: boolean;
};

/** Tokens that are written with; `sel` is only ever a background, `paper` only computed with. */
export type Ink = Exclude<Token, 'sel' | 'paper'>;

export type Theme = {
  glyphs: Glyphs;
  paint(token: Ink): TextStyle;
  /** The same on the selected row. */
  paintSelected(token: Ink): TextStyle;
  /** Reverse video, to be put around text in brackets: `[APPROVE 4]`. */
  badge(token: Ink): TextStyle;
  /** A job's own colour; absent where it has none here. */
  paintJob(colour: JobColour): TextStyle | undefined;
  mark(name: MarkName): string;
  border(weight: Weight): Border;
  ellipsis: string;
  /** What pictures of the screen are painted on, and text without a colour. */
  ground: { paper: string; text: string };
  bar: { full: string; empty: string };
  heights: string;
};

export type ThemeOptions = {
  name: ThemeName;
  /** What lies behind the text; only `high-contrast` asks, the others are made for one. */
  background: Background;
  depth: ColourDepth;
  glyphs: Glyphs;
  /** Colours of somebody's own, in the place of the theme's. */
  palette?: Palette;
};

/** The only source of colours and drawn characters for screens and components. */
export const createTheme = ({ name, background, depth, glyphs, palette: own }: ThemeOptions): Theme => {
  const palette = own ?? PALETTES[name === 'high-contrast' ? background : name];
  const inks = name === 'high-contrast' ? highContrast(palette, depth) : inksOf(palette, depth);
  const selected = name === 'high-contrast' ? reversed : selection(palette, depth);
  const selectedInks = mapInks((token) => ({ ...undimmed(inks[token]), ...selected }));
  const jobs = { palette, depth: jobDepth(name, depth), background: name === 'high-contrast' ? background : name };
  const badges = mapInks((token) => ({ ...undimmed(inks[token]), ...reversed }));
  return {
    glyphs,
    paint: (token) => inks[token],
    paintSelected: (token) => selectedInks[token],
    badge: (token) => badges[token],
    paintJob: (colour) => jobColourStyle(colour, jobs),
    mark: (mark) => MARKS[mark][glyphs],
    border: (weight) => BORDERS[glyphs][weight],
    ellipsis: ELLIPSIS[glyphs],
    ground: { paper: palette.paper.hex, text: palette.text.hex },
    bar: BAR[glyphs],
    heights: HEIGHTS[glyphs],
  };
};

/** High contrast is the terminal's own 16, for jobs as well. */
const jobDepth = (name: ThemeName, depth: ColourDepth): ColourDepth =>
  name === 'high-contrast' && depth !== 'none' ? '16' : depth;

type Inks = Record<Ink, TextStyle>;

const INKS: Ink[] = ['text', 'muted', 'line', 'accent', 'ok', 'warn', 'fail', 'risk'];
const STATES: ReadonlySet<Ink> = new Set(['ok', 'warn', 'fail', 'risk']);

// One object per token for good: Ink and memoised rows compare by identity.
const mapInks = (styleFor: (token: Ink) => TextStyle): Inks =>
  Object.fromEntries(INKS.map((token) => [token, styleFor(token)])) as Inks;

const inksOf = (palette: Palette, depth: ColourDepth): Inks => mapInks((token) => styleOf(palette, token, depth));

const highContrast = (palette: Palette, depth: ColourDepth): Inks =>
  mapInks((token) => {
    const style = undimmed(styleOf(palette, token, depth === 'none' ? 'none' : '16'));
    return STATES.has(token) ? { ...style, bold: true } : style;
  });

const styleOf = (palette: Palette, token: Ink, depth: ColourDepth): TextStyle => {
  const { hex, indexed, basic } = palette[token];
  if (depth === 'true') return { color: hex };
  if (depth === '256') return { color: `ansi256(${indexed})` };
  if (basic.kind === 'dim') return { dimColor: true };
  return depth === '16' && basic.kind === 'named' ? { color: basic.name } : {};
};

const reversed: TextStyle = { inverse: true };

const selection = (palette: Palette, depth: ColourDepth): TextStyle => {
  if (depth === 'true') return { backgroundColor: palette.sel.hex };
  return depth === '256' ? { backgroundColor: `ansi256(${palette.sel.indexed})` } : reversed;
};

// Dim text in reverse video is close to unreadable on many terminals.
const undimmed = ({ dimColor: _, ...style }: TextStyle): TextStyle => style;
