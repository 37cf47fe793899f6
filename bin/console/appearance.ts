import type { TerminalNames } from '../../src/ui/notify/ring-bytes.ts';
import type { Background, Glyphs, ThemeName } from '../../src/ui/theme/index.ts';
import { type ColourDepth, colourDepthOf } from '../../src/ui/theme/index.ts';
import type { Config } from '../config/config-schema.ts';
import type { Environment } from '../config/settings.ts';
import { usageFailure } from '../failure.ts';
import type { ConsoleFlags } from './flags.ts';

export type Appearance = {
  /** Absent: the terminal's background decides. */
  theme?: ThemeName;
  depth: ColourDepth;
  glyphs: Glyphs;
  multiplexer: boolean;
  terminalNames: TerminalNames;
};

const THEMES = ['dark', 'light', 'high-contrast', 'none'] as const;

/** How the console looks here: flags win over the configuration, both over what the terminal can. */
export function appearanceOf(flags: ConsoleFlags, config: Config, env: Environment): Appearance {
  const wanted = themeOf(flags.theme ?? config.ui?.theme);
  const plain = flags.plain === true || wanted === 'none';
  return {
    ...(wanted === undefined || wanted === 'none' ? {} : { theme: wanted }),
    depth: colourDepthOf({
      choice: plain ? 'none' : undefined,
      noColor: env.NO_COLOR,
      forceColor: env.FORCE_COLOR,
      colorTerm: env.COLORTERM,
      term: env.TERM,
      tmux: env.TMUX,
    }),
    glyphs: plain || flags.ascii === true || config.ui?.ascii === true || !speaksUnicode(env) ? 'ascii' : 'unicode',
    multiplexer: env.TMUX !== undefined || env.STY !== undefined || (env.MOSH_KEY ?? env.MOSH_SERVER_PID) !== undefined,
    terminalNames: { term: env.TERM, termProgram: env.TERM_PROGRAM, tmux: env.TMUX, screen: env.STY },
  };
}

export const themeNameFor = (appearance: Appearance, background: Background): ThemeName =>
  appearance.theme ?? background;

function themeOf(name: string | undefined): (typeof THEMES)[number] | undefined {
  if (name === undefined) return undefined;
  const known = THEMES.find((each) => each === name);
  if (known !== undefined) return known;
  throw usageFailure('unknown-theme', `no theme called ${name}: ${THEMES.join(', ')}`, { field: '--theme' });
}

/** As the C library reads it: the first of these that is set speaks for all. */
function speaksUnicode(env: Environment): boolean {
  const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find((each) => each !== undefined && each !== '') ?? '';
  return /utf-?8/i.test(locale);
}
