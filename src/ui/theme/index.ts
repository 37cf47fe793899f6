export { BORDERS, type Border, type Weight } from './borders.ts';
export {
  backgroundOf,
  backgroundSaid,
  type ColourDepth,
  type ColourFacts,
  colourDepthOf,
  forceColorFor,
} from './colour-depth.ts';
export { type Glyphs, MARKS, type MarkName } from './marks.ts';
export { type OwnColours, ownBackground, ownPalette, shortfalls } from './own-palette.ts';
export { createTheme, type Ink, type TextStyle, type Theme, type ThemeName, type ThemeOptions } from './theme.ts';
export { type Background, PALETTES, type Token } from './tokens.ts';
