import type { ApprovalRow } from '../../store/snapshot/approvals.ts';
import { formatDuration } from '../format/index.ts';
import { bold, span } from '../layout/line.ts';
import type { Column } from '../layout/table.ts';
import type { Scene } from '../scene.ts';
import { cleanLine } from '../text/sanitise.ts';
import { cutMiddle, cutRight, widthOf } from '../text/width.ts';
import { cell, type ListSpec } from './list-spec.ts';
import { isWidest } from './lower-half.ts';
import { instantText, riskSpans, shortCommand } from './words.ts';

/** From this width on a list stands alone, and there is room to say what would run. */
const ALONE_COLUMNS = 72;

const riskColumn: Column<ApprovalRow> = { head: 'RISK', width: 6, cell: (row) => riskSpans(row.risk) };
const leftOnly = (scene: Scene): Column<ApprovalRow> => ({
  head: 'LEFT',
  width: 6,
  whole: true,
  align: 'right',
  cell: (row) => cell(span(formatDuration(row.expiresAt - scene.now))),
});
/** Who lapses into approval says so even where the column about it has left. */
const leftWithMark = (scene: Scene): Column<ApprovalRow> => ({
  ...leftOnly(scene),
  width: 8,
  cell: (row) =>
    cell(
      span(formatDuration(row.expiresAt - scene.now)),
      row.onTimeout === 'approve' ? bold(' ✓', 'warn') : span('  '),
    ),
});
const leftColumn = (scene: Scene): Column<ApprovalRow> => ({
  ...leftOnly(scene),
  without: { head: 'LAPSES', column: leftWithMark(scene) },
});
const lapsesColumn = (width: number): Column<ApprovalRow> => ({
  head: 'LAPSES',
  width,
  leaves: 3,
  cell: (row) => cell(row.onTimeout === 'approve' ? bold('APPROVE', 'warn') : span('reject')),
});
const nameCell = (row: ApprovalRow, columns: number) => cell(span(cutMiddle(cleanLine(row.jobName), columns)));

const waitsColumn = (scene: Scene): Column<ApprovalRow> => ({
  head: 'WAITS',
  width: 6,
  whole: true,
  align: 'right',
  leaves: 2,
  cell: (row) => cell(span(formatDuration(scene.now - row.askedAt))),
});

/** Beside a whole detail it is enough to know who asked, and since when. */
const besideDetail = (scene: Scene): Column<ApprovalRow>[] => [
  riskColumn,
  { head: 'JOB', least: 12, grows: 1, cell: nameCell },
  waitsColumn(scene),
  leftColumn(scene),
  lapsesColumn(7),
  { head: 'FROM', width: 5, whole: true, leaves: 1, cell: (row) => cell(span(askerOf(row))) },
];

export const pendingList: ListSpec<ApprovalRow> = {
  columns: (scene, width) =>
    isWidest(scene.view)
      ? besideDetail(scene)
      : width >= ALONE_COLUMNS
        ? [
            riskColumn,
            { head: 'JOB', least: Math.max(15, Math.min(28, width - 65)), grows: 1, cell: nameCell },
            {
              head: 'WILL RUN',
              least: 12,
              leaves: 1,
              cell: (row, columns) => cell(span(cutRight(shortCommand(row.subject.payload), columns))),
            },
            waitsColumn(scene),
            leftColumn(scene),
            lapsesColumn(9),
          ]
        : [
            riskColumn,
            { head: 'JOB', least: 12, grows: 1, cell: nameCell },
            leftColumn(scene),
            lapsesColumn(7),
            {
              head: 'FROM',
              least: 11,
              grows: 2,
              leaves: 1,
              cell: (row, columns) => cell(span(cutRight(fromOf(row), columns))),
            },
          ],
  name: (row) => row.jobName,
  empty: () => ['No approvals wait. Jobs with approval_required ask here.'],
};

/** What asked: `run 8812`, `ana by hand`, `schedule`. */
export function fromOf(row: ApprovalRow): string {
  if (row.sourceRunId !== undefined) return `run ${row.sourceRunId}`;
  if (row.askedBecause === 'manual') return `${cleanLine(row.requestedBy.name)} by hand`;
  return row.askedBecause === 'retry' ? 'a retry' : 'schedule';
}

/** The same as short as it goes: the run, or who it was. */
const askerOf = (row: ApprovalRow): string =>
  row.sourceRunId !== undefined
    ? String(row.sourceRunId)
    : row.askedBecause === 'manual'
      ? cutRight(cleanLine(row.requestedBy.name), ASKER_COLUMNS_MAX)
      : row.askedBecause === 'retry'
        ? 'retry'
        : 'schedule';
const ASKER_COLUMNS_MAX = 8;

export const ANSWERS: Readonly<Record<ApprovalRow['status'], string>> = {
  pending: '○ pending',
  approved: '✓ approved',
  dispatched: '✓ approved',
  rejected: '✗ rejected',
  timed_out: '◔ lapsed',
  cancelled: '■ cancelled',
};

/** `after 2m11s` is whole, and who it was as far as a name goes. */
const WHY_LEAST = 11;
const DECIDER_COLUMNS_MAX = 12;
const deciderWithin = (row: ApprovalRow): string => cutRight(deciderOf(row), DECIDER_COLUMNS_MAX);

export const decidedList: ListSpec<ApprovalRow> = {
  columns: (scene) => [
    {
      head: 'AT',
      width: 8,
      whole: true,
      leaves: 2,
      cell: (row) => cell(span(instantText(row.decidedAt ?? row.askedAt, scene), 'muted')),
    },
    { head: 'ANSWER', width: 10, whole: true, cell: (row) => cell(span(ANSWERS[row.status], 'muted')) },
    {
      head: 'JOB',
      least: 12,
      grows: 1,
      cell: (row, columns) => cell(span(cutMiddle(cleanLine(row.jobName), columns), 'muted')),
    },
    { head: 'BY', width: 3, whole: true, leaves: 3, cell: (row) => cell(span(deciderWithin(row), 'muted')) },
    {
      head: 'WHY',
      least: WHY_LEAST,
      grows: 3,
      leaves: 1,
      cell: (row, columns) => cell(span(reasonWithin(row, columns), 'muted')),
    },
  ],
  name: (row) => row.jobName,
  empty: () => ['No approval was decided yet.'],
};

/** Below the questions that wait: what was answered today, and how. */
export const decidedTodayList: ListSpec<ApprovalRow> = {
  ...decidedList,
  columns: (scene) => [
    { head: 'AT', width: 5, whole: true, cell: (row) => cell(span(instantText(row.decidedAt ?? 0, scene, 'minutes'))) },
    { head: 'ANSWER', width: 10, cell: (row) => cell(span(ANSWERS[row.status])) },
    { head: 'JOB', least: 12, grows: 1, cell: nameCell },
    { head: 'BY', width: 3, whole: true, cell: (row) => cell(span(deciderWithin(row))) },
    { head: 'WHY', least: WHY_LEAST, grows: 3, cell: (row, columns) => cell(span(reasonWithin(row, columns))) },
  ],
};

export const deciderOf = ({ decidedBy, status }: Pick<ApprovalRow, 'decidedBy' | 'status'>): string =>
  decidedBy === undefined || status === 'timed_out' ? '—' : cleanLine(decidedBy.name);

/** What was said, else how long it took, which is not cut. */
function reasonWithin({ note, decidedAt, askedAt }: ApprovalRow, columns: number): string {
  if (note !== undefined && note !== '') return cutRight(`“${cleanLine(note)}”`, columns);
  const took = formatDuration((decidedAt ?? askedAt) - askedAt);
  return widthOf(`after ${took}`) <= columns ? `after ${took}` : took;
}
