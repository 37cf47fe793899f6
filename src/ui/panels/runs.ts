import { quietLimitMs } from '../../engine/rules/quiet-limit.ts';
import type { LiveRow, PastRow } from '../../store/snapshot/runs.ts';
import { formatDuration } from '../format/index.ts';
import { blank, type Line, span, widthOfLine } from '../layout/line.ts';
import type { Scene } from '../scene.ts';
import { inKeys } from '../state/actions/key-words.ts';
import { failureOf } from '../state/fold.ts';
import type { LiveOutput } from '../state/view.ts';
import { cleanLine } from '../text/sanitise.ts';
import { cutMiddle, cutRight, widthOf } from '../text/width.ts';
import { cell, type ListSpec } from './list-spec.ts';
import { isWidest } from './lower-half.ts';
import { cutBeforeNumber, instantText, statusMark, usualBar } from './words.ts';

/** A bar has finer steps where there is the room. */
const hasRoom = (scene: Scene, width: number): boolean => isWidest(scene.view) && width >= ROOMY_COLUMNS;
const ROOMY_COLUMNS = 66;
const barColumns = (scene: Scene, width: number): number => (hasRoom(scene, width) ? 8 : 6);
/** Text that is cut stays this far from a panel that stands beside it. */
const clearOf = (scene: Scene, width: number): number => (hasRoom(scene, width) ? 2 : 0);
const nameColumns = (width: number): number => Math.max(13, Math.min(28, Math.floor(width * 0.22)));

export const liveRunList: ListSpec<LiveRow> = {
  columns: (scene, width) => [
    {
      head: '',
      width: 1,
      cell: (row) => {
        const { mark, token } = statusMark(row.kind === 'queued' ? 'pending' : row.status);
        return cell(span(mark, token));
      },
    },
    {
      head: 'RUN',
      width: 4,
      whole: true,
      align: 'right',
      gap: 1,
      leaves: 3,
      cell: (row) => cell(row.runId === undefined ? span('—', 'muted') : span(String(row.runId))),
    },
    {
      head: 'JOB',
      least: nameColumns(width),
      grows: 1,
      cell: (row, columns) => cell(span(cutMiddle(cleanLine(row.jobName), columns))),
    },
    {
      head: 'AGE',
      width: 6,
      whole: true,
      align: 'right',
      gap: 1,
      cell: (row) => cell(span(formatDuration(scene.now - row.sinceAt))),
    },
    {
      head: 'USUAL',
      width: barColumns(scene, width),
      whole: true,
      leaves: 2,
      cell: (row) => usualOf(row, scene, width),
    },
    {
      head: 'QUIET',
      width: QUIET_COLUMNS,
      whole: true,
      align: 'right',
      gap: hasRoom(scene, width) ? 2 : 1,
      cell: (row) => (touchesUsual(row, scene, width) ? [blank(1), ...quietOf(row, scene)] : quietOf(row, scene)),
    },
    {
      head: 'LAST OUTPUT',
      least: 11,
      wish: 24,
      leaves: 1,
      cell: (row, columns) => {
        const room = columns - clearOf(scene, width);
        return cell(span(cutRight(lastOutput(row, scene, room), room)));
      },
    },
  ],
  name: (row) => row.jobName,
  empty: ({ data, keyboard }) =>
    data.counters.next === undefined
      ? [inKeys('Nothing runs and nothing waits. {run} runs a job by hand.', keyboard)]
      : ['Nothing runs and nothing waits.'],
};

const QUIET_COLUMNS = 5;

/** Beside `limit 5m`, which is wider than a bar, a silence that fills its column would stand one blank away. */
const touchesUsual = (row: LiveRow, scene: Scene, width: number): boolean =>
  !hasRoom(scene, width) &&
  widthOfLine(quietOf(row, scene)) >= QUIET_COLUMNS &&
  widthOfLine(usualOf(row, scene, width)) > barColumns(scene, width);

function usualOf(row: LiveRow, scene: Scene, width: number): Line {
  if (row.kind !== 'run') return [];
  return usualBar(Math.max(0, scene.now - row.sinceAt), row.usualMs, row.limitMs, barColumns(scene, width));
}

function quietOf(row: LiveRow, { data, now }: Scene): Line {
  return row.runId === undefined ? [] : quietFact('', data.live[row.runId], row.usualMs, now);
}

/** For how long nothing has been printed, and by its own habit whether that is worth a look; nothing where nothing was. */
export function quietFact(
  lead: string,
  { lastByteAt, pausesMs = [] }: LiveOutput = {},
  usualMs: number | undefined,
  now: number,
): Line {
  if (lastByteAt === undefined) return [];
  const quietMs = Math.max(0, now - lastByteAt);
  const isLong = quietMs >= quietLimitMs({ pausesMs, ...(usualMs === undefined ? {} : { usualMs }) });
  return [span(lead + formatDuration(quietMs), isLong ? 'warn' : undefined)];
}

function lastOutput(row: LiveRow, scene: Scene, columns: number): string {
  if (row.kind === 'queued') {
    const wordy = waitsFor(row).replace(/^(pool .*)(, #\d+)$/, '$1 full$2');
    return widthOf(wordy) <= columns ? wordy : waitsFor(row);
  }
  if (row.stopStage !== undefined) return 'stopping';
  const line = row.runId === undefined ? undefined : scene.data.live[row.runId]?.lastLine;
  return cleanLine(line ?? row.summary ?? '');
}

/** What a queued row waits for: `pool io, #1`. */
export function waitsFor(row: Pick<LiveRow, 'blockedOn' | 'position'>): string {
  const [kind, name] = (row.blockedOn ?? '').split(':', 2);
  const place = row.position === undefined ? '' : `, #${row.position}`;
  if (kind === 'pool') return `pool ${cleanLine(name ?? '')}${place}`;
  if (kind === 'job') return `its own run${place}`;
  if (kind === 'pause') return 'the end of a pause';
  if (kind === 'gateway') return 'the gateway';
  if (kind === 'limit' && name === 'turns') return `a free turn${place}`;
  return kind === 'limit' ? `a free slot${place}` : 'next tick';
}

export const pastRunList: ListSpec<PastRow> = {
  columns: (scene, width) => [
    {
      head: '',
      width: 1,
      cell: (row) => {
        const { mark, token } = statusMark(row.status);
        return cell(span(mark, row.status === 'ok' ? 'muted' : token));
      },
    },
    {
      head: 'RUN',
      width: 4,
      whole: true,
      align: 'right',
      gap: 1,
      leaves: 5,
      // What was skipped never became a run that one could look into.
      cell: (row) => cell(row.status === 'skipped' ? span('—', 'muted') : span(String(row.runId))),
    },
    {
      head: 'JOB',
      least: nameColumns(width),
      grows: 1,
      cell: (row, columns) =>
        row.fold?.kind === 'member'
          ? cell(span(`  ${cutMiddle(cleanLine(row.jobName), columns - 2)}`))
          : cell(span(cutMiddle(cleanLine(row.jobName), columns))),
    },
    {
      head: 'TOOK',
      width: 6,
      whole: true,
      align: 'right',
      gap: 1,
      cell: (row) => cell(span(row.durationMs === undefined ? '' : formatDuration(row.durationMs))),
    },
    {
      head: 'USUAL',
      width: 6,
      whole: true,
      align: 'right',
      leaves: 1,
      cell: (row) => cell(span(row.usualMs === undefined ? '' : formatDuration(row.usualMs), 'muted')),
    },
    {
      head: 'ENDED',
      width: 8,
      whole: true,
      leaves: 4,
      cell: (row) =>
        cell(span(instantText(row.finishedAt, scene, row.status === 'skipped' ? 'minutes' : 'seconds'), 'muted')),
    },
    {
      head: 'RESULT',
      least: hasRoom(scene, width) ? 16 : RESULT_LEAST,
      wish: 28,
      cell: (row, columns) => cell(span(resultWithin(row, scene, columns - clearOf(scene, width)))),
    },
  ],
  name: (row) => row.jobName,
  empty: () => ['No run has ended yet.'],
};

/** `×40  exit 127` is whole. */
const RESULT_LEAST = 13;

/** How many jobs it was goes where how it ended would have no room behind it. */
function resultWithin(row: PastRow, scene: Scene, columns: number): string {
  const text = resultIn(row, scene);
  const lead = /^×\d+, \d+ jobs {2}/.exec(text)?.[0] ?? '';
  const isTight = widthOf(text) > columns && columns - widthOf(lead) < REASON_LEAST;
  return cutBeforeNumber(isTight ? text.replace(/^(×\d+), \d+ jobs/, '$1') : text, columns);
}
const REASON_LEAST = 12;

/** A run whose end made another job ask says so: that is what it came to. */
function resultIn(row: PastRow, { data }: Scene): string {
  const asked = row.status === 'ok' ? data.lists['approvals.pending']?.rows : undefined;
  const approval = asked?.find(({ sourceRunId }) => sourceRunId === row.runId);
  return approval === undefined ? foldedResult(row) : `asks: ${cleanLine(approval.jobName)}`;
}

/** One row for all that failed in one way says how many, of how many jobs, and the last line of the newest. */
function foldedResult(row: PastRow): string {
  const { fold } = row;
  if (fold?.kind !== 'head') return resultOf(row);
  const jobs = fold.nameCount > 1 ? `, ${fold.nameCount} jobs` : '';
  const why = fold.isOpen ? resultOf(row) : cleanLine((failureOf(row)?.lines ?? '').trimEnd().split('\n').at(-1) ?? '');
  return `×${fold.count}${jobs}  ${why === '' ? resultOf(row) : why}`;
}

/** How a run ended, in the words of its end or its last line. */
export function resultOf(
  row: Pick<PastRow, 'status' | 'exitCode' | 'signal' | 'error' | 'summary' | 'retryCount'>,
): string {
  const retry = row.retryCount > 0 ? `, ${ordinal(row.retryCount + 1)}` : '';
  switch (row.status) {
    case 'ok':
      return cleanLine(row.summary ?? '') + retry;
    case 'error':
      // The signal was ours then, or there was none: what went wrong is that it printed too much.
      if (OVER_LIMIT.test(row.error ?? '')) return `output limit${retry}`;
      return `${row.signal ?? (row.exitCode === undefined ? cleanLine(row.error ?? 'error') : `exit ${row.exitCode}`)}${retry}`;
    default:
      return cleanLine(row.error ?? row.status.replace('_', ' ')) + retry;
  }
}

/** In the words of `strategies/stopped.ts`. */
const OVER_LIMIT = /^(printed|replied with) more than [\d,]+ \w+ \(output_max_bytes\)/;

/** The attempt, as one counts: `2nd`. */
function ordinal(count: number): string {
  const teen = count % 100 > 10 && count % 100 < 14;
  return `${count}${(teen ? undefined : ['', 'st', 'nd', 'rd'][count % 10]) || 'th'}`;
}
