export const TOKENS = ['text', 'muted', 'line', 'accent', 'sel', 'ok', 'warn', 'fail', 'risk', 'paper'] as const;
/** What a colour is for. Nothing else in the console has a colour. */
export type Token = (typeof TOKENS)[number];
export type Background = 'dark' | 'light';

/** How a terminal with 16 colours shows a token: a name Ink knows, the default colour (dim or not), or reverse video. */
export type Basic = { kind: 'named'; name: string } | { kind: 'default' | 'dim' | 'reverse' };
export type TokenValue = { hex: string; indexed: number; basic: Basic };
export type Palette = Readonly<Record<Token, TokenValue>>;

const named = (name: string): Basic => ({ kind: 'named', name });
const plain: Basic = { kind: 'default' };
// Never bright black: Solarized paints it as the background.
const dim: Basic = { kind: 'dim' };
const reverse: Basic = { kind: 'reverse' };

/** Both palettes are safe for colour-blind eyes; a test recomputes contrast and distance of every value here. */
export const PALETTES: Record<Background, Palette> = {
  dark: {
    text: { hex: '#D8DEE6', indexed: 253, basic: plain },
    muted: { hex: '#94A0AE', indexed: 247, basic: dim },
    line: { hex: '#465160', indexed: 239, basic: dim },
    accent: { hex: '#9BCFF0', indexed: 153, basic: named('cyanBright') },
    sel: { hex: '#233247', indexed: 236, basic: reverse },
    ok: { hex: '#3BB39E', indexed: 37, basic: named('green') },
    warn: { hex: '#E3CB8A', indexed: 222, basic: named('yellowBright') },
    fail: { hex: '#F47348', indexed: 209, basic: named('redBright') },
    risk: { hex: '#D276DE', indexed: 177, basic: named('magentaBright') },
    paper: { hex: '#12161C', indexed: 233, basic: plain },
  },
  light: {
    text: { hex: '#1C2128', indexed: 234, basic: plain },
    muted: { hex: '#59636E', indexed: 241, basic: dim },
    line: { hex: '#A9B3BD', indexed: 249, basic: dim },
    accent: { hex: '#083B6C', indexed: 26, basic: named('blue') },
    sel: { hex: '#D6E6F8', indexed: 254, basic: reverse },
    ok: { hex: '#19694E', indexed: 23, basic: named('green') },
    warn: { hex: '#795E18', indexed: 94, basic: named('yellow') },
    fail: { hex: '#6E110C', indexed: 52, basic: named('red') },
    risk: { hex: '#B223A1', indexed: 90, basic: named('magenta') },
    paper: { hex: '#FBFBF8', indexed: 231, basic: plain },
  },
};
