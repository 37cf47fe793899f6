import type { Action } from './action.ts';
import { jobSheet } from './jobs.ts';
import { needs, needsJob } from './needs.ts';
import { opensFor } from './open-sheet.ts';

export const RUN_ACTIONS: readonly Action[] = [
  {
    id: 'cancel',
    keys: ['c'],
    title: 'cancel a run, or kill it',
    command: 'openclaw-tui runs cancel RUN',
    opens: 'sheet',
    group: 'act',
    footer: { panels: ['runs'], word: 'cancel' },
    offBecause: needs('run', '{cancel} cancels', 'a run that is going on'),
    run: opensFor((selection) =>
      selection.kind === 'run'
        ? { kind: 'cancel-run', key: selection.key, runId: selection.runId, jobName: selection.jobName }
        : undefined,
    ),
  },
  {
    id: 'run',
    keys: ['r'],
    title: 'run a job now',
    command: 'openclaw-tui jobs run JOB',
    opens: 'sheet',
    group: 'act',
    footer: { panels: ['due', 'runs', 'jobs', 'alerts'], word: 'run' },
    offBecause: needsJob,
    run: opensFor((selection, context) => jobSheet('run', selection, context)),
  },
];
