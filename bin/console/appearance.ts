import type { TerminalNames } from '../../src/ui/notify/ring-bytes.ts';
import {
  type Background,
  backgroundSaid,
  type ColourDepth,
  colourDepthOf,
  createTheme,
  type Glyphs,
  ownBackground,
  ownPalette,
  shortfalls,
  type Theme,
} from '../../src/ui/theme/index.ts';
import type { Environment, Settings } from '../config/settings.ts';
import { type ChosenTheme, themeNamed } from '../config/theme-file.ts';
import type { ConsoleFlags } from './flags.ts';

export type Appearance = {
  /** Absent: the terminal's background decides. */
  theme?: ChosenTheme;
  /** What the terminal can, whatever the theme makes of it. */
  depth: ColourDepth;
  /** What the environment says of it, for a terminal that is asked and does not answer. */
  background?: Background;
  glyphs: Glyphs;
  multiplexer: boolean;
  terminalNames: TerminalNames;
};

/** What a terminal says of itself when it is asked. */
export type TerminalAnswers = { background: Background; isWide: boolean };

/** How the console looks here: flags win over the configuration, both over what the terminal can. */
export function appearanceOf(
  flags: Pick<ConsoleFlags, 'theme' | 'ascii'>,
  { config, home }: Pick<Settings, 'config' | 'home'>,
  env: Environment,
): Appearance {
  const theme = themeOf(flags.theme, config.ui?.theme, home);
  const background = backgroundSaid(env.COLORFGBG);
  return {
    ...(theme === undefined ? {} : { theme }),
    ...(background === undefined ? {} : { background }),
    depth: colourDepthOf({
      noColor: env.NO_COLOR,
      forceColor: env.FORCE_COLOR,
      colorTerm: env.COLORTERM,
      term: env.TERM,
      tmux: env.TMUX,
    }),
    glyphs: flags.ascii === true || config.ui?.ascii === true || !speaksUnicode(env) ? 'ascii' : 'unicode',
    multiplexer: env.TMUX !== undefined || env.STY !== undefined || (env.MOSH_KEY ?? env.MOSH_SERVER_PID) !== undefined,
    terminalNames: { term: env.TERM, termProgram: env.TERM_PROGRAM, tmux: env.TMUX, screen: env.STY },
  };
}

function themeOf(flag: string | undefined, configured: string | undefined, home: string): ChosenTheme | undefined {
  if (flag !== undefined) return themeNamed(flag, home, '--theme');
  return configured === undefined ? undefined : themeNamed(configured, home, 'ui.theme');
}

/** The theme as it is drawn on this terminal. */
export function themeFor(appearance: Appearance, { background, isWide }: TerminalAnswers): Theme {
  const { theme, depth } = appearance;
  const glyphs = isWide ? 'ascii' : appearance.glyphs;
  if (theme?.kind === 'own') {
    const { colours } = theme;
    const palette = ownPalette(colours, background);
    return createTheme({ name: ownBackground(colours, background), background, depth, glyphs, palette });
  }
  const name = theme?.name ?? background;
  switch (name) {
    case 'none':
      return createTheme({ name: background, background, depth: 'none', glyphs });
    case 'high-contrast-dark':
      return createTheme({ name: 'high-contrast', background: 'dark', depth, glyphs });
    case 'high-contrast-light':
      return createTheme({ name: 'high-contrast', background: 'light', depth, glyphs });
    case 'dark':
    case 'light':
    case 'high-contrast':
      return createTheme({ name, background, depth, glyphs });
  }
}

/** What is hard to read in a theme of one's own, in one line; it is taken all the same. */
export function themeWarning({ theme }: Appearance, { background }: TerminalAnswers): string | undefined {
  if (theme?.kind !== 'own') return undefined;
  const [first, ...others] = shortfalls(ownPalette(theme.colours, background));
  if (first === undefined) return undefined;
  return `theme ${theme.name}: ${first}${others.length === 0 ? '' : `; ${others.length} more`}`;
}

/** As the C library reads it: the first of these that is set speaks for all. */
export function speaksUnicode(env: Environment): boolean {
  const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find((each) => each !== undefined && each !== '') ?? '';
  return /utf-?8/i.test(locale);
}
