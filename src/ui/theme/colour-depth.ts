import type { Background } from './tokens.ts';

export type ColourDepth = 'none' | '16' | '256' | 'true';

/** What the environment says about colours, as its variables are; `choice` is our own flag or setting and wins. */
export type ColourFacts = {
  choice?: ColourDepth | undefined;
  noColor?: string | undefined;
  forceColor?: string | undefined;
  colorTerm?: string | undefined;
  term?: string | undefined;
  tmux?: string | undefined;
};

export const colourDepthOf = (facts: ColourFacts): ColourDepth => {
  if (facts.choice !== undefined) return facts.choice;
  const forced = forcedDepth(facts);
  if (forced !== undefined) return forced;
  return facts.noColor ? 'none' : terminalDepth(facts);
};

/**
 * What FORCE_COLOR must say before Ink is loaded, so that its own guess does not change ours. Without colours it is still
 * 1: at 0 bold and reverse video would go as well, and the theme asks for no colour anyway.
 */
export const forceColorFor = (depth: ColourDepth): '1' | '2' | '3' =>
  depth === 'true' ? '3' : depth === '256' ? '2' : '1';

/** Whether a background that the terminal reports (parts 0 to 255) wants the dark or the light palette. */
export const backgroundOf = (colour: { red: number; green: number; blue: number }): Background =>
  0.299 * colour.red + 0.587 * colour.green + 0.114 * colour.blue < 128 ? 'dark' : 'light';

/** What COLORFGBG says (`15;0`, `0;default;15`); terminals that set it paint with the colour of its last number. */
export function backgroundSaid(colorFgBg: string | undefined): Background | undefined {
  const index = /;(\d{1,2})$/.exec(colorFgBg ?? '')?.[1];
  if (index === undefined || Number(index) > BRIGHT_WHITE) return undefined;
  return Number(index) === WHITE || Number(index) > BRIGHT_BLACK ? 'light' : 'dark';
}

const [WHITE, BRIGHT_BLACK, BRIGHT_WHITE] = [7, 8, 15];

// As in Node itself, FORCE_COLOR beats NO_COLOR: the one is set for a single call, the other for good.
const forcedDepth = (facts: ColourFacts): ColourDepth | undefined => {
  switch (facts.forceColor) {
    case undefined:
      return undefined;
    case '0':
    case 'false':
      return 'none';
    case '2':
      return '256';
    case '3':
      return 'true';
    default:
      return atLeast16(terminalDepth(facts));
  }
};

const atLeast16 = (depth: ColourDepth): ColourDepth => (depth === 'none' ? '16' : depth);

const terminalDepth = ({ term = '', colorTerm = '', tmux }: ColourFacts): ColourDepth => {
  if (term === '' || term === 'dumb' || /^(vt\d|ansi-m|xterm-mono)/.test(term)) return 'none';
  // GNU screen inherits COLORTERM from outside and garbles what it promises; tmux translates.
  const inScreen = /^screen/.test(term) && !tmux;
  if (
    !inScreen &&
    (/^(truecolor|24bit)$/i.test(colorTerm) || /-direct|kitty|ghostty|alacritty|^foot|wezterm/.test(term))
  ) {
    return 'true';
  }
  return /256/.test(term) ? '256' : '16';
};
