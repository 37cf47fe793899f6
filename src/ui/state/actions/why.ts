import { jobAsked } from '../../detail/why-moment.ts';
import { still } from '../reduced.ts';
import type { Action } from './action.ts';

/** Keys that mean something only in the Why tab of a job. */
export const WHY_ACTIONS: readonly Action[] = [
  {
    id: 'why.at',
    keys: ['/'],
    title: 'why at a time: Mon 02:30',
    command: 'openclaw-tui why JOB --at TIME',
    group: 'look',
    only: 'why',
    footer: { always: true, word: 'a time' },
    run: (view, _pressed, { data }) => {
      const jobId = jobAsked(view, data.detail);
      return still(jobId === undefined ? view : { ...view, moment: { jobId, text: '', state: 'writing' } });
    },
  },
];
