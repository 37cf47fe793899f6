import { showsStrip } from '../../layout/shape.ts';
import { still } from '../reduced.ts';
import type { Action } from './action.ts';

/** What the next day brings, on screens too small to show it anyway; only in the palette. */
export const STRIP_ACTIONS: readonly Action[] = [
  {
    id: 'strip',
    keys: [],
    title: 'the next 24 hours',
    group: 'look',
    run: (view) => still({ ...view, strip: showsStrip(view) ? 'hidden' : 'shown' }),
  },
];
