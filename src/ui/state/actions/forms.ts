import { still } from '../reduced.ts';
import { selectionOf } from '../selection.ts';
import type { Action } from './action.ts';
import { needsJob } from './needs.ts';

export const FORM_ACTIONS: readonly Action[] = [
  {
    id: 'new-job',
    keys: ['+'],
    title: 'write a new job',
    command: 'openclaw-tui jobs add',
    opens: 'sheet',
    group: 'act',
    footer: { panels: ['jobs'], word: 'new job' },
    run: (view) =>
      still(view, [{ kind: 'open-page', item: { kind: 'form', key: 'form:new' } }, { kind: 'drop-pending' }]),
  },
  {
    id: 'edit',
    keys: ['e'],
    title: 'edit a job',
    command: 'openclaw-tui jobs update JOB',
    opens: 'sheet',
    group: 'act',
    marked: 'one',
    footer: { panels: ['jobs'], word: 'edit' },
    offBecause: needsJob,
    run(view, _pressed, { data }) {
      const { jobId } = selectionOf(view, data);
      if (jobId === undefined) return still(view);
      const item = { kind: 'form', key: `form:${jobId}`, jobId } as const;
      return still(view, [{ kind: 'open-page', item }, { kind: 'drop-pending' }]);
    },
  },
  {
    id: 'import',
    keys: [],
    title: 'import…',
    command: 'openclaw-tui import crontab',
    opens: 'sheet',
    group: 'act',
    run: (view) =>
      still({ ...view, focus: 'start', start: { index: 0, isAsked: true } }, [{ kind: 'look-for-imports' }]),
  },
];
