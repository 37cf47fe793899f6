import type { Theme } from '../../src/ui/theme/index.ts';
import { BUILT_IN_THEMES } from '../config/theme-file.ts';
import { type Appearance, type TerminalAnswers, themeFor, themeWarning } from './appearance.ts';

export type Looks = {
  theme(): Theme;
  onChange(changed: () => void): () => void;
  /** The terminal has said what it is. */
  answered(answers: TerminalAnswers): void;
  /** A new configuration. */
  wear(appearance: Appearance): void;
  /** By name, from the palette: one of ours, or `configured`. */
  choose(name: string): void;
  onChoose(chosen: (name: string) => void): void;
  /** What was chosen by hand, and what the configuration said of themes then. */
  chosen(): Chosen | undefined;
  /** A theme that was chosen by hand at another sitting, unless somebody has said something else since. */
  recall(chosen: Chosen): void;
  /** What is wrong with the colours that are shown, in one line. */
  warning(): string | undefined;
};

export type Chosen = { name: string; configured: string };

/** How the console looks now; it may be told otherwise while it runs. */
export function createLooks(configured: Appearance): Looks {
  const listeners = new Set<() => void>();
  const choices = new Set<(name: string) => void>();
  let answers: TerminalAnswers = { background: 'dark', isWide: false };
  let worn = configured;
  let appearance = configured;
  let theme = themeFor(appearance, answers);
  let byHand: (typeof BUILT_IN_THEMES)[number] | undefined;
  const configuredTheme = (): string => JSON.stringify(worn.theme ?? null);
  const renew = (): void => {
    theme = themeFor(appearance, answers);
    for (const listener of listeners) listener();
  };
  const choose = (name: string): void => {
    byHand = BUILT_IN_THEMES.find((each) => each === name);
    appearance = byHand === undefined ? worn : { ...appearance, theme: { kind: 'built-in', name: byHand } };
    renew();
    for (const listener of choices) listener(name);
  };
  return {
    theme: () => theme,
    onChange(changed) {
      listeners.add(changed);
      return () => void listeners.delete(changed);
    },
    answered(given) {
      answers = given;
      renew();
    },
    wear(next) {
      // What was chosen by hand stays until the configuration names another theme.
      const isNamed = JSON.stringify(next.theme) !== JSON.stringify(worn.theme);
      if (isNamed) byHand = undefined;
      const { theme: chosen } = isNamed ? next : appearance;
      worn = next;
      const { theme: _, ...rest } = next;
      appearance = chosen === undefined ? rest : { ...rest, theme: chosen };
      renew();
    },
    choose,
    chosen: () => (byHand === undefined ? undefined : { name: byHand, configured: configuredTheme() }),
    recall({ name, configured: before }) {
      if (before === configuredTheme()) choose(name);
    },
    onChoose: (chosen) => void choices.add(chosen),
    warning: () => themeWarning(appearance, answers),
  };
}
