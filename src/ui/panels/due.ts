import type { DueRow } from '../../store/snapshot/due.ts';
import type { JobRow } from '../../store/snapshot/jobs.ts';
import { formatClock, formatDuration } from '../format/index.ts';
import { span } from '../layout/line.ts';
import type { Column } from '../layout/table.ts';
import type { Scene } from '../scene.ts';
import { cleanLine } from '../text/sanitise.ts';
import { cutMiddle, cutRight } from '../text/width.ts';
import { cell, type ListSpec } from './list-spec.ts';
import { inOrLate, lastTen } from './words.ts';

const NAME_LEAST = 12;

const nameColumn = <Row extends JobRow>(): Column<Row> => ({
  head: 'JOB',
  least: NAME_LEAST,
  cell: (row, columns) => cell(span(cutMiddle(cleanLine(row.name), columns))),
});
const scheduleColumn = <Row extends JobRow>(leaves: number): Column<Row> => ({
  head: 'SCHEDULE',
  width: 13,
  leaves,
  cell: (row, columns) => cell(span(cutRight(cleanLine(row.scheduleText), columns))),
});
const lastTenColumn = <Row extends JobRow>(leaves: number): Column<Row> => ({
  head: 'LAST 10',
  width: 10,
  leaves,
  cell: (row) => lastTen(row.last10, row.active),
});
const usualColumn = <Row extends JobRow>(leaves: number): Column<Row> => ({
  head: 'USUAL',
  width: 6,
  align: 'right',
  leaves,
  cell: (row) => cell(span(row.usualMs === undefined ? '' : formatDuration(row.usualMs))),
});

const inColumn = <Row extends JobRow>(scene: Scene): Column<Row> => ({
  head: 'IN',
  width: 7,
  align: 'right',
  cell: (row) => {
    if (!row.enabled) return cell(span('‖', 'muted'));
    if (row.nextRunAt === undefined) return cell(span('—', 'muted'));
    const { text, late } = inOrLate(row.nextRunAt, scene.now);
    return cell(span(text, late ? 'warn' : undefined));
  },
});
const atColumn = <Row extends JobRow>(scene: Scene, leaves: number): Column<Row> => ({
  head: 'AT',
  width: 9,
  leaves,
  cell: (row, columns) =>
    cell(
      span(
        row.nextRunAt === undefined
          ? ''
          : cutRight(formatClock(row.nextRunAt, scene.now, scene.facts.zone, 'minutes'), columns),
      ),
    ),
});

export const dueList: ListSpec<DueRow> = {
  columns: (scene) => [
    inColumn(scene),
    atColumn(scene, 2),
    nameColumn(),
    scheduleColumn(4),
    lastTenColumn(3),
    usualColumn(1),
  ],
  name: (row) => row.name,
  empty: ({ data }) =>
    data.counters.jobs === 0
      ? ['No jobs yet. `openclaw-tui jobs add` writes one, `import crontab` brings yours.']
      : ['Nothing is due: no job that is on has a fire time to come.'],
};

export const pausedList: ListSpec<JobRow> = {
  columns: () => [
    { head: '', width: 1, cell: () => cell(span('‖', 'muted')) },
    nameColumn(),
    scheduleColumn(2),
    {
      head: 'BECAUSE',
      width: 16,
      leaves: 3,
      cell: (row, columns) => cell(span(cutRight(cleanLine(row.disabledBecause ?? 'switched off'), columns), 'muted')),
    },
    lastTenColumn(1),
  ],
  name: (row) => row.name,
  empty: () => ['No job is paused. d pauses the selected one.'],
};

export const jobList: ListSpec<JobRow> = {
  columns: (scene) => [
    {
      head: '',
      width: 1,
      cell: (row) => {
        if (!row.enabled) return cell(span('‖', 'muted'));
        if (row.active) return cell(span('●'));
        return cell(row.consecutiveErrors > 0 ? span('✗', 'fail') : span(' '));
      },
    },
    nameColumn(),
    scheduleColumn(3),
    inColumn(scene),
    atColumn(scene, 2),
    lastTenColumn(4),
    usualColumn(1),
  ],
  name: (row) => row.name,
  empty: () => ['No jobs yet. `openclaw-tui jobs add` writes one, `import crontab` brings yours.'],
};
