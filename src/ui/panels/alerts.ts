import type { AlertRow } from '../../store/snapshot/alerts.ts';
import { formatClock, formatDuration } from '../format/index.ts';
import { blank, type Line, span, toWidth } from '../layout/line.ts';
import type { Placed } from '../layout/table.ts';
import type { Scene } from '../scene.ts';
import { cleanLine } from '../text/sanitise.ts';
import { cutRight, widthOf } from '../text/width.ts';
import { cell, type ListSpec } from './list-spec.ts';
import { linesAnItem } from './lower-half.ts';
import { cutBeforeNumber } from './words.ts';

const TOKENS = { crit: 'fail', warn: 'warn', info: 'text' } as const;

/** The alert's title and the first line of its detail; how often it was seen is not cut. */
export function whatOf(row: AlertRow, columns = Number.POSITIVE_INFINITY): string {
  const detail = cleanLine(row.detail.split('\n', 1)[0] ?? '');
  if (row.fold?.kind === 'head' && !row.fold.isOpen) return cutBeforeNumber(`×${row.fold.count}  ${detail}`, columns);
  const group = row.fold === undefined ? '' : row.fold.kind === 'head' ? `×${row.fold.count}  ` : '  ';
  return seen(group + cleanLine(row.title), row.count, detail === '' ? '' : `, ${detail}`, columns);
}

/** `sync-s3 failed 3× in a row, seen 4 times`, shorter where that has no room. */
function seen(title: string, count: number, rest: string, columns: number): string {
  if (count <= 1) return cutBeforeNumber(title + rest, columns);
  const whole = `${title}, seen ${count} times`;
  if (widthOf(whole) <= columns) return cutBeforeNumber(whole + rest, columns);
  const times = `, seen ${count}×`;
  return cutRight(title, columns - widthOf(times)) + times;
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
      cell: (row, columns) => cell(span(textOf(row, scene, open, columns))),
    },
  ],
  second: (row, scene, placed, width) => [secondLine(row, scene, placed, width, open)],
  // What stood for many is called what it was called while it did.
  name: (row) => (row.fold?.kind === 'head' && !row.fold.isOpen ? whatOf(row) : row.title),
  empty:
    open === 'open'
      ? (scene) => [
          `No alerts. ${lastAlert(scene) ?? 'What fails again and again, crashes or stays silent is told here.'}`,
        ]
      : () => ['No alert is acknowledged.'],
});

/** One line tells all of it; where there are two, the first is the title and the second what it came from. */
function textOf(row: AlertRow, scene: Scene, open: 'open' | 'acknowledged', columns: number): string {
  if (hasTwo(scene, open) && row.fold === undefined) return titleWithin(row, columns);
  return open === 'open' ? whatOf(row, columns) : cutRight(withWho(row, scene), columns);
}

function titleWithin(row: AlertRow, columns: number): string {
  const title = cleanLine(row.title);
  const spelled = seen(title.replace(/(\d)× /g, '$1 times '), row.count, '', Number.POSITIVE_INFINITY);
  return widthOf(spelled) <= columns ? spelled : seen(title, row.count, '', columns);
}

/** What is known already is below on the same screens where the open ones have two lines. */
const hasTwo = (scene: Scene, open: 'open' | 'acknowledged'): boolean =>
  linesAnItem(scene.view, scene.data, `alerts.${open}`) === 2;

function secondLine(
  row: AlertRow,
  scene: Scene,
  placed: readonly Placed<AlertRow>[],
  width: number,
  open: 'open' | 'acknowledged',
): Line {
  const text =
    row.fold !== undefined ? '' : open === 'open' ? cleanLine(row.detail.split('\n', 1)[0] ?? '') : whoOf(row, scene);
  const what = placed.at(-1)?.columns ?? 1;
  return toWidth([blank(width - what - 1), span(cutRight(text, what)), blank(1)], width);
}

/** `Last one: sync-s3, Sat 03:10, acknowledged by ops.` */
function lastAlert({ data, now, facts }: Scene): string | undefined {
  const { lastAlert: last } = data.counters;
  if (last === undefined) return undefined;
  const by = last.by === undefined ? '' : ` by ${cleanLine(last.by)}`;
  return `Last one: ${cleanLine(last.title)}, ${formatClock(last.at, now, facts.zone, 'minutes')}, ${last.state}${by}.`;
}

const withWho = (row: AlertRow, scene: Scene): string => `${whatOf(row)}, ${whoOf(row, scene)}`;

function whoOf(row: AlertRow, scene: Scene): string {
  const at =
    row.acknowledgedAt === undefined
      ? ''
      : `, ${formatClock(row.acknowledgedAt, scene.now, scene.facts.zone, 'minutes')}`;
  return `acknowledged by ${cleanLine(row.acknowledgedBy?.name ?? '—')}${at}`;
}

export const openAlertList = specOf('open');
export const acknowledgedAlertList = specOf('acknowledged');
