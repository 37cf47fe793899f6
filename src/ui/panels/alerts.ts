import type { AlertRow } from '../../store/snapshot/alerts.ts';
import { formatClock, formatDuration } from '../format/index.ts';
import { span } from '../layout/line.ts';
import type { Scene } from '../scene.ts';
import { cleanLine } from '../text/sanitise.ts';
import { cutRight } from '../text/width.ts';
import { cell, type ListSpec } from './list-spec.ts';

const TOKENS = { crit: 'fail', warn: 'warn', info: 'text' } as const;

/** The alert's title and the first line of its detail. */
export function whatOf(row: AlertRow): string {
  const detail = cleanLine(row.detail.split('\n', 1)[0] ?? '');
  if (row.fold?.kind === 'head' && !row.fold.isOpen) return `×${row.fold.count}  ${detail}`;
  const times = row.count > 1 ? `, seen ${row.count} times` : '';
  const group = row.fold === undefined ? '' : row.fold.kind === 'head' ? `×${row.fold.count}  ` : '  ';
  return group + cleanLine(row.title) + times + (detail === '' ? '' : `, ${detail}`);
}

const specOf = (open: 'open' | 'acknowledged'): ListSpec<AlertRow> => ({
  columns: (scene) => [
    {
      head: 'SEV',
      width: 6,
      cell: (row) =>
        open === 'open'
          ? cell(span(`▲ ${row.severity}`, TOKENS[row.severity]))
          : cell(span(`△ ${row.severity}`, 'muted')),
    },
    {
      head: 'SINCE',
      width: 6,
      whole: true,
      align: 'right',
      leaves: 1,
      cell: (row) => cell(span(formatDuration(scene.now - row.firstAt))),
    },
    {
      head: 'WHAT',
      least: 12,
      cell: (row, columns) => cell(span(cutRight(open === 'open' ? whatOf(row) : withWho(row, scene), columns))),
    },
  ],
  name: (row) => row.title,
  empty:
    open === 'open'
      ? () => ['No alerts. What fails again and again, crashes or stays silent is told here.']
      : () => ['No alert is acknowledged.'],
});

const withWho = (row: AlertRow, scene: Scene): string =>
  `${whatOf(row)}, acknowledged by ${cleanLine(row.acknowledgedBy?.name ?? '—')}${
    row.acknowledgedAt === undefined ? '' : `, ${formatClock(row.acknowledgedAt, scene.now, scene.facts.zone)}`
  }`;

export const openAlertList = specOf('open');
export const acknowledgedAlertList = specOf('acknowledged');
