import { still, told } from '../reduced.ts';
import type { Action } from './action.ts';
import { openSheet } from './open-sheet.ts';

/** Against slips, not against people: whoever is at the keys can unlock. */
export const LOCK_ACTIONS: readonly Action[] = [
  {
    id: 'lock',
    keys: ['L'],
    title: 'lock what changes something',
    group: 'look',
    offBecause: (view, _data, { readOnly }) => {
      if (readOnly) return 'read-only: nothing can be changed anyway';
      return view.locked === undefined ? undefined : 'it is locked; {unlock} unlocks';
    },
    run: (view, { at }, { keyboard }) =>
      still({
        ...view,
        locked: { sinceAt: at },
        message: told(
          'good',
          '',
          `locked, against slips and not against people; ${keyboard?.nameOf('unlock') ?? 'U'} unlocks`,
          at,
        ),
      }),
  },
  {
    id: 'unlock',
    keys: ['U'],
    title: 'unlock',
    opens: 'sheet',
    group: 'look',
    offBecause: (view, _data, { readOnly }) => {
      if (readOnly) return 'read-only: this console cannot be unlocked';
      return view.locked === undefined ? 'it is not locked; {lock} locks' : undefined;
    },
    run: (view) => openSheet(view, { kind: 'unlock', key: 'unlock' }),
  },
];
