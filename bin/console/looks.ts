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
  /** What is wrong with the colours that are shown, in one line. */
  warning(): string | undefined;
};

/** How the console looks now; it may be told otherwise while it runs. */
export function createLooks(configured: Appearance): Looks {
  const listeners = new Set<() => void>();
  const choices = new Set<(name: string) => void>();
  let answers: TerminalAnswers = { background: configured.background ?? 'dark', isWide: false };
  let worn = configured;
  let appearance = configured;
  let theme = themeFor(appearance, answers);
  const renew = (): void => {
    theme = themeFor(appearance, answers);
    for (const listener of listeners) listener();
  };
  const choose = (name: string): void => {
    const builtIn = BUILT_IN_THEMES.find((each) => each === name);
    appearance = builtIn === undefined ? worn : { ...appearance, theme: { kind: 'built-in', name: builtIn } };
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
      const { theme: chosen } = isNamed ? next : appearance;
      worn = next;
      const { theme: _, ...rest } = next;
      appearance = chosen === undefined ? rest : { ...rest, theme: chosen };
      renew();
    },
    choose,
    onChoose: (chosen) => void choices.add(chosen),
    warning: () => themeWarning(appearance, answers),
  };
}
