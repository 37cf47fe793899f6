import { selectionOf } from '../selection.ts';
import type { SheetItem } from '../sheet.ts';
import type { ScreenData, View } from '../view.ts';
import type { Action } from './action.ts';
import { needsAlert } from './needs.ts';
import { openSheet, opensFor } from './open-sheet.ts';

/** What stops for a while and goes on by itself, or when somebody says so. */
export const PAUSE_ACTIONS: readonly Action[] = [
  {
    id: 'pause',
    keys: ['p'],
    title: 'pause job, tag, pool or all',
    command: 'openclaw-tui pause [JOB…]',
    opens: 'sheet',
    group: 'act',
    marked: 'pause',
    footer: { panels: ['due', 'jobs'], word: 'pause' },
    run: (view, _pressed, { data }) => openSheet(view, pauseItem('pause', view, data)),
  },
  {
    id: 'resume',
    keys: ['P'],
    title: 'resume what is paused',
    command: 'openclaw-tui resume [JOB…]',
    opens: 'sheet',
    group: 'act',
    marked: 'resume',
    offBecause: (_view, { counters }) =>
      counters.pauses.length === 0 ? 'nothing is paused; {pause} pauses' : undefined,
    run: (view, _pressed, { data }) => openSheet(view, pauseItem('resume', view, data)),
  },
  {
    id: 'snooze',
    keys: ['s'],
    title: 'snooze an alert',
    command: 'openclaw-tui alerts snooze ALERT --until TIME',
    opens: 'sheet',
    group: 'act',
    marked: 'snooze',
    footer: { panels: ['alerts'], word: 'snooze' },
    offBecause: (view, data, around) =>
      selectionOf(view, data).kind === 'alert'
        ? undefined
        : needsAlert('open', '{snooze} snoozes', '')(view, data, around),
    run: opensFor((selection, { data }) => {
      if (selection.kind !== 'alert') return undefined;
      const { alertId, key } = selection;
      const rows = [data.lists['alerts.open'], data.lists['alerts.acknowledged']].flatMap((list) => list?.rows ?? []);
      const title = rows.find((row) => row.id === alertId)?.title ?? selection.jobName ?? `alert ${alertId}`;
      return { kind: 'snooze', key: `snooze:${key}`, alertId, title };
    }),
  },
];

/** The job of the selected row stands first, where there is one. */
function pauseItem(kind: 'pause' | 'resume', view: View, data: ScreenData): SheetItem {
  const { jobId } = selectionOf(view, data);
  return jobId === undefined ? { kind, key: kind } : { kind, key: `${kind}:${jobId}`, jobId };
}
