import { still } from '../reduced.ts';
import type { Action } from './action.ts';

const theme = (name: string, title: string): Action => ({
  id: `theme.${name}`,
  keys: [],
  title: `theme: ${title}`,
  group: 'look',
  run: (view) => still(view, [{ kind: 'theme', name }]),
});

/** What the terminal does and how it looks; only in the palette. */
export const TERMINAL_ACTIONS: readonly Action[] = [
  theme('dark', 'dark'),
  theme('light', 'light'),
  theme('high-contrast', 'high contrast'),
  theme('none', 'no colours'),
  theme('configured', 'as configured'),
  {
    id: 'mouse',
    keys: [],
    title: 'mouse on or off',
    group: 'look',
    run: (view) => still(view, [{ kind: 'mouse' }]),
  },
];
