import { still } from '../reduced.ts';
import { offered, undone } from '../undo.ts';
import type { Action } from './action.ts';

export const UNDO_ACTIONS: readonly Action[] = [
  {
    id: 'undo',
    keys: ['u'],
    title: 'undo, or the last changes',
    group: 'act',
    offBecause: ({ undos, bulk }) => {
      if (bulk?.order.verb === 'undo') return 'it is being taken back';
      return undos === undefined || undos.length === 0 ? 'nothing to undo' : undefined;
    },
    run: (view, { at }) => {
      const entry = offered(view, at);
      if (entry !== undefined) return undone(view, entry, at);
      const undoing = { index: 0, whyNot: {} };
      return still({ ...view, undoing }, [{ kind: 'look-at-undos' }, { kind: 'drop-pending' }]);
    },
  },
];
