import { freshPalette } from '../../palette/palette.ts';
import { still } from '../reduced.ts';
import type { Action } from './action.ts';

export const PALETTE_ACTIONS: readonly Action[] = [
  {
    id: 'palette',
    keys: [':', 'Ctrl-P'],
    shown: ': Ctrl-P',
    title: 'all actions, jobs, runs',
    group: 'look',
    footer: { always: true, word: 'all' },
    run: (view) => still({ ...view, palette: freshPalette }),
  },
];
