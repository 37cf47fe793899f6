import { still } from '../reduced.ts';
import { PANELS } from '../view.ts';
import type { Action } from './action.ts';

/** What leaves the console by the clipboard or a file. */
export const COPY_ACTIONS: readonly Action[] = [
  {
    id: 'copy',
    keys: ['y'],
    title: 'copy from the item',
    footer: { panels: PANELS, word: 'copy' },
    opens: 'sheet',
    group: 'look',
    run: (view) => still({ ...view, copying: { of: 'item', index: 0 } }, [{ kind: 'drop-pending' }]),
  },
  {
    id: 'copy.view',
    keys: ['Y'],
    title: 'copy or save the view',
    opens: 'sheet',
    group: 'look',
    run: (view) => still({ ...view, copying: { of: 'view', index: 0 } }, [{ kind: 'drop-pending' }]),
  },
];
