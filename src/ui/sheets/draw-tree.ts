import { formatDuration, formatTimeOfDay } from '../format/index.ts';
import { blank, type Line, span, spread, toWidth } from '../layout/line.ts';
import { cleanLine } from '../text/sanitise.ts';
import { cutRight, padStart, widthOf } from '../text/width.ts';
import type { EndedBy, TreeRow } from './dying-tree.ts';

const DEPTH_MAX = 8;
const HEAD = `   ${padStart('PID', 7)}  ${padStart('AGE', 6)}  COMMAND`;
/** Below this the signal and its time say enough. */
const NARROW = 70;
/** Columns in front of the command. */
const BEFORE_COMMAND = 20;

/** Who was told to end, and how each of them did. */
export function treeRows(rows: readonly TreeRow[], zone: string, width: number): Line[] {
  return [[span(HEAD, 'muted')], ...inTreeOrder(rows).map((row) => treeRow(row, rows, zone, width))];
}

/** Each below its parent, whatever their ids; what was born while the run was ending stands below all, so that no row moves. */
function inTreeOrder(rows: readonly TreeRow[]): TreeRow[] {
  const first = rows.filter(({ born }) => born === undefined);
  const pids = new Set(first.map(({ pid }) => pid));
  const children = Map.groupBy(first, ({ pid, parentPid }) =>
    parentPid !== pid && pids.has(parentPid) ? parentPid : undefined,
  );
  const below = (parentPid: number | undefined): TreeRow[] =>
    (children.get(parentPid) ?? []).flatMap((row) => [row, ...below(row.pid)]);
  const ordered = below(undefined);
  const placed = new Set(ordered);
  // A ring of parents, as two looks at a busy machine can show one, has no root.
  return [...ordered, ...rows.filter((row) => !placed.has(row))];
}

function treeRow(row: TreeRow, rows: readonly TreeRow[], zone: string, width: number): Line {
  const note = width < NARROW ? noteOf(row, zone).replace(/^ended (by |after )?/, '') : noteOf(row, zone);
  const room = width - BEFORE_COMMAND - (note === '' ? 0 : widthOf(note) + 2) - 1;
  const depth = depthOf(row, rows);
  const branch = depth === 0 ? '' : `${'  '.repeat(depth - 1)}└ `;
  const token = row.end === undefined ? 'text' : 'muted';
  const age = row.end === undefined ? formatDuration(row.ageMs) : '';
  const left: Line = [
    blank(1),
    span(row.end === undefined ? '●' : '■', token),
    span(` ${padStart(String(row.pid), 7)}  ${padStart(age, 6)}  `, token),
    span(cutRight(branch + cleanLine(row.command), Math.max(4, room)), token),
  ];
  const isLoose = row.end === undefined && row.place === 'left';
  return toWidth(spread(left, [span(note, isLoose ? 'warn' : 'muted'), blank(1)], width), width);
}

const WORDS: Readonly<Record<EndedBy, string>> = {
  // A process may have ended by itself meanwhile.
  TERM: 'ended after TERM',
  KILL: 'ended by KILL',
  run: 'ended with the run',
  itself: 'ended',
};

function noteOf({ end, place }: TreeRow, zone: string): string {
  if (end !== undefined) return `${WORDS[end.by]} ${formatTimeOfDay(end.at, zone)}`;
  return place === 'left' ? 'left the group' : '';
}

function depthOf(row: TreeRow, rows: readonly TreeRow[]): number {
  let depth = 0;
  let above = rows.find(({ pid }) => pid === row.parentPid);
  while (above !== undefined && depth < DEPTH_MAX) {
    depth += 1;
    const { parentPid } = above;
    above = rows.find(({ pid }) => pid === parentPid);
  }
  return depth;
}
