import type { DueRow } from '../../store/snapshot/due.ts';
import type { TreeRow } from '../../store/snapshot/job-tree.ts';
import type { JobRow } from '../../store/snapshot/jobs.ts';
import type { PausedRow } from '../../store/snapshot/paused-jobs.ts';
import { formatClock, formatDay, formatDuration } from '../format/index.ts';
import { blank, type Span, span } from '../layout/line.ts';
import type { Column } from '../layout/table.ts';
import type { Scene } from '../scene.ts';
import { inKeys } from '../state/actions/key-words.ts';
import { cleanLine } from '../text/sanitise.ts';
import { cutMiddle, cutRight } from '../text/width.ts';
import { cell, type ListSpec } from './list-spec.ts';
import { backsOff, inOrLate, instantText, isPaused, lastTen } from './words.ts';

const NAME_LEAST = 12;
const problemOf = (row: JobRow): string | undefined => row.problem;

const nameColumn = <Row extends JobRow>(): Column<Row> => ({
  head: 'JOB',
  least: NAME_LEAST,
  grows: 1,
  cell: (row, columns) => cell(span(cutMiddle(cleanLine(row.name), columns))),
});
/** This list has no column for a mark of its own: one that is paused or backs off has it in front of its name. */
const dueNameColumn = (scene: Scene): Column<DueRow> => ({
  head: 'JOB',
  least: NAME_LEAST,
  grows: 1,
  cell: (row, columns) => {
    const mark = heldMark(row, scene);
    return mark === undefined
      ? cell(span(cutMiddle(cleanLine(row.name), columns)))
      : cell(mark, blank(1), span(cutMiddle(cleanLine(row.name), columns - 2)));
  },
});
/** What keeps a job that is on from its next fire. */
function heldMark(row: JobRow, { now, data }: Scene): Span | undefined {
  if (row.paused === true || isPaused(row, data.counters.pauses)) return span('‖', 'muted');
  return backsOff(row, now) ? span('↻', 'warn') : undefined;
}

/** Room for five fields, closer where every other column fits as well. */
const scheduleColumns = (width: number): number => (width < 70 ? 13 : 12);

const scheduleColumn = <Row extends JobRow>(width: number, leaves: number): Column<Row> => ({
  head: 'SCHEDULE',
  least: scheduleColumns(width),
  grows: 2,
  leaves,
  cell: (row, columns) => cell(span(scheduleText(cleanLine(row.scheduleText), columns))),
});
const AFTER = 'after ';

/** A schedule is cut at the right; the name of a parent in the middle, as names are. */
const scheduleText = (text: string, columns: number): string =>
  text.startsWith(AFTER)
    ? AFTER + cutMiddle(text.slice(AFTER.length), columns - AFTER.length)
    : cutRight(text, columns);

const lastTenColumn = <Row extends JobRow>(leaves: number): Column<Row> => ({
  head: 'LAST 10',
  width: 10,
  leaves,
  cell: (row) => lastTen(row.last10, row.active),
});
const usualColumn = <Row extends JobRow>(leaves: number): Column<Row> => ({
  head: 'USUAL',
  width: 6,
  whole: true,
  align: 'right',
  leaves,
  cell: (row) => cell(span(row.usualMs === undefined ? '' : formatDuration(row.usualMs))),
});

const inColumn = <Row extends JobRow>(scene: Scene): Column<Row> => ({
  head: 'IN',
  width: 7,
  whole: true,
  align: 'right',
  cell: (row) => {
    if (!row.enabled) return cell(span('‖', 'muted'));
    if (row.nextRunAt === undefined) return cell(span('—', 'muted'));
    const { text, late } = inOrLate(row.nextRunAt, scene.now);
    return cell(span(text, late ? 'warn' : undefined));
  },
});
/** Counted from now it would say what IN says. */
const atColumns = <Row extends JobRow>(scene: Scene): Column<Row>[] =>
  scene.view.times === 'relative' ? [] : [atColumn(scene, 2)];
const atColumn = <Row extends JobRow>(scene: Scene, leaves: number): Column<Row> => ({
  head: 'AT',
  width: 9,
  whole: true,
  leaves,
  cell: (row) => cell(span(row.nextRunAt === undefined ? '' : atText(row.nextRunAt, scene))),
});

/** Further away than a week the day is enough: the schedule beside it says the hour. */
function atText(at: number, scene: Scene): string {
  const text = instantText(at, scene, 'minutes');
  return scene.view.times === 'clock' && text.length > DAY_COLUMNS_MAX
    ? formatDay(at, scene.now, scene.facts.zone)
    : text;
}
const DAY_COLUMNS_MAX = 9;

export const dueList: ListSpec<DueRow> = {
  columns: (scene, width) => [
    inColumn(scene),
    ...atColumns<DueRow>(scene),
    dueNameColumn(scene),
    scheduleColumn(width, 4),
    lastTenColumn(3),
    usualColumn(1),
  ],
  name: (row) => row.name,
  problem: problemOf,
  empty: ({ data }) =>
    data.counters.jobs === 0
      ? ['No jobs yet. `openclaw-tui jobs add` writes one, `import crontab` brings yours.']
      : ['Nothing is due: no job that is on has a fire time to come.'],
};

/** Jobs that start nothing by themselves, and why. */
const heldColumns = <Row extends JobRow>(width: number, because: (row: Row) => string): Column<Row>[] => [
  { head: '', width: 1, cell: () => cell(span('‖', 'muted')) },
  nameColumn(),
  scheduleColumn(width, 2),
  {
    head: 'BECAUSE',
    least: 16,
    grows: 3,
    leaves: 3,
    cell: (row, columns) => cell(span(cutRight(because(row), columns), 'muted')),
  },
  lastTenColumn(1),
];

export const pausedList: ListSpec<PausedRow> = {
  columns: (scene, width) => heldColumns(width, (row) => pauseText(row, scene)),
  name: (row) => row.name,
  problem: problemOf,
  empty: ({ data, keyboard }) =>
    data.counters.pauses.length === 0
      ? [inKeys('Nothing is paused. {pause} pauses a job, a tag, a pool or everything.', keyboard)]
      : [
          inKeys(
            'No job is paused by itself; what is paused as a whole stands in the head. {resume} resumes.',
            keyboard,
          ),
        ],
};

/** `by ana until 15:00: the disk is changed`. */
function pauseText({ pausedBy, pausedUntil, pauseNote }: PausedRow, { now, facts }: Scene): string {
  const until = pausedUntil === undefined ? '' : ` until ${formatClock(pausedUntil, now, facts.zone, 'minutes')}`;
  return cleanLine(`by ${pausedBy}${until}${pauseNote === '' ? '' : `: ${pauseNote}`}`);
}

export const disabledList: ListSpec<JobRow> = {
  columns: (_scene, width) => heldColumns(width, (row) => cleanLine(row.disabledBecause ?? 'switched off')),
  name: (row) => row.name,
  problem: problemOf,
  empty: ({ keyboard }) => [inKeys('No job is disabled. {disable} disables the job it is pressed on.', keyboard)],
};

const stateColumn = (scene: Scene): Column<JobRow> => ({
  head: '',
  width: 1,
  cell: (row) => {
    if (row.problem !== undefined) return cell(span('✗', 'fail'));
    if (!row.enabled) return cell(span('‖', 'muted'));
    if (row.active) return cell(span('●'));
    return cell(heldMark(row, scene) ?? (row.consecutiveErrors > 0 ? span('✗', 'fail') : span(' ')));
  },
});

/** `│ └ `: how a job hangs below its parent; where lines would take the name's room, fewer are drawn. */
function branchOf({ more }: TreeRow, columns: number): string {
  const shown = more.slice(-Math.max(0, Math.floor((columns - NAME_LEAST) / 2)));
  return shown
    .map((hasMore, index) => (index < shown.length - 1 ? (hasMore ? '│ ' : '  ') : hasMore ? '├ ' : '└ '))
    .join('');
}

export const treeList: ListSpec<TreeRow> = {
  columns: (scene) => [
    stateColumn(scene),
    {
      head: 'JOB',
      least: NAME_LEAST + 6,
      grows: 1,
      cell: (row, columns) => {
        const branch = branchOf(row, columns);
        return cell(span(branch, 'muted'), span(cutMiddle(cleanLine(row.name), columns - branch.length)));
      },
    },
    {
      head: 'STARTS',
      least: 12,
      grows: 2,
      leaves: 4,
      cell: (row, columns) =>
        row.on === undefined || row.more.length === 0
          ? cell(span(scheduleText(cleanLine(row.scheduleText), columns)))
          : cell(span(cutRight(`on ${cleanLine(row.on)}`, columns), 'muted')),
    },
    inColumn(scene),
    lastTenColumn(3),
    usualColumn(1),
  ],
  name: (row) => row.name,
  problem: problemOf,
  empty: () => ['No job follows another. A parent in a job’s form, or --parent on the command line, makes a chain.'],
};

export const jobList: ListSpec<JobRow> = {
  columns: (scene, width) => [
    stateColumn(scene),
    nameColumn(),
    scheduleColumn(width, 3),
    inColumn(scene),
    ...atColumns<JobRow>(scene),
    lastTenColumn(4),
    usualColumn(1),
  ],
  name: (row) => row.name,
  problem: problemOf,
  empty: () => ['No jobs yet. `openclaw-tui jobs add` writes one, `import crontab` brings yours.'],
};
