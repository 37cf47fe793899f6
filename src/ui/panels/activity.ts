import type { ActivityRow, ActivityState } from '../../store/snapshot/activity.ts';
import { formatClock, formatDuration } from '../format/index.ts';
import { type Span, span } from '../layout/line.ts';
import { cleanLine } from '../text/sanitise.ts';
import { cutRight } from '../text/width.ts';
import { cell, type ListSpec } from './list-spec.ts';
import { instantText } from './words.ts';

const MARKS: Readonly<Record<ActivityState, { mark: string; token: Span['token'] }>> = {
  running: { mark: '●', token: 'text' },
  waiting: { mark: '○', token: 'muted' },
  ok: { mark: '✓', token: 'muted' },
  failed: { mark: '✗', token: 'fail' },
  timeout: { mark: '◔', token: 'fail' },
  crashed: { mark: '†', token: 'fail' },
  cancelled: { mark: '■', token: 'muted' },
  skipped: { mark: '–', token: 'muted' },
  asked: { mark: '◇', token: 'text' },
  'asked-high': { mark: '◆', token: 'risk' },
  approved: { mark: '✓', token: 'muted' },
  rejected: { mark: '✗', token: 'text' },
  lapsed: { mark: '◔', token: 'muted' },
  alert: { mark: '▲', token: 'fail' },
  acknowledged: { mark: '△', token: 'muted' },
  note: { mark: ' ', token: 'muted' },
  left: { mark: ' ', token: 'muted' },
};

/** `run 8814 cache-warm ok in 18s`, with the mark of its state in front. */
export const sentenceOf = (row: ActivityRow): string =>
  cleanLine(row.text) + (row.tookMs === undefined ? '' : ` in ${formatDuration(row.tookMs)}`);

const specOf = (empty: string, who = 'WHO'): ListSpec<ActivityRow> => ({
  columns: (scene) => [
    {
      head: 'TIME',
      width: 9,
      whole: true,
      cell: (row) => cell(span(instantText(row.at, scene), 'muted')),
    },
    {
      head: who,
      least: 6,
      grows: 1,
      gap: 1,
      leaves: 1,
      cell: (row, columns) => cell(span(cutRight(cleanLine(row.who), columns))),
    },
    {
      head: 'WHAT',
      least: 20,
      cell: (row, columns) => {
        const { mark, token } = MARKS[row.state];
        return cell(span(mark, token), span(` ${cutRight(sentenceOf(row), columns - 2)}`));
      },
    },
  ],
  name: (row) => row.text,
  rule: (row, { now, facts }) =>
    row.state === 'left' ? `you left ${formatClock(row.at, now, facts.zone, 'minutes')}` : undefined,
  empty: () => [empty],
});

export const decisionList = specOf('Nothing was decided yet. Starts, waits, skips and answers are told here.');
export const logList = specOf('The engine has logged nothing here yet.', 'LEVEL');
export const auditList = specOf('No person has changed anything yet.');
