import { choicesFor } from '../../go-to/choices.ts';
import { still } from '../reduced.ts';
import type { Action } from './action.ts';

export const GO_TO_ACTIONS: readonly Action[] = [
  {
    id: 'go-to',
    keys: ['.'],
    title: 'go to job, run, approval …',
    group: 'look',
    footer: { panels: ['due', 'runs', 'approvals', 'alerts', 'jobs', 'activity'], word: 'go to' },
    offBecause: (view, data) => (choicesFor(view, data).length === 0 ? 'nothing here leads anywhere else' : undefined),
    run: (view) => still({ ...view, going: { index: 0 } }),
  },
];
