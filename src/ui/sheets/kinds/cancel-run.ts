import type { Run } from '../../../store/nouns/run.ts';
import type { ConsoleOptions, ProcessRow } from '../../console-options.ts';
import { labelled, roomOf } from '../../detail/labelled.ts';
import { formatDuration } from '../../format/index.ts';
import { type Line, span } from '../../layout/line.ts';
import type { Scene } from '../../scene.ts';
import type { SheetChange } from '../../state/events.ts';
import type { Sheet, SheetContent } from '../../state/sheet.ts';
import { cleanLine } from '../../text/sanitise.ts';
import { wrapText } from '../../text/width.ts';
import { diedRows, graceOf } from '../died-rows.ts';
import { treeRows } from '../draw-tree.ts';
import { lookedAgain } from '../dying-tree.ts';
import { gone, prose } from '../prose.ts';
import { byCommand, type OpenSheet, type SheetButton, type SheetKind } from '../sheet-kind.ts';
import type { ItemOf } from './item-of.ts';

type CancelItem = ItemOf<'cancel-run'>;
type CancelSheet = Sheet<CancelItem>;

/** The tree of a run's processes; after Enter it stays and shows it die. */
export const cancelRun: SheetKind<CancelItem> = {
  question: ({ runId, jobName }) => `Cancel run ${runId} ${cleanLine(jobName)}?`,
  // The word Cancel would say the opposite of what the button does.
  back: 'Back',
  buttons: (sheet) => buttonsOf(sheet),
  hint: ({ content }, focused) => hintOf(content, focused),
  escapes: ({ content }) => (isStopping(content) && !isOver(content) ? 'Esc leaves it dying' : undefined),
  content: cancelContent,
  recorded: 'plain',
  pace: 'live',
  read: readCancel,
  change: ({ item, stage }, content) => (stage.kind === 'asking' ? changed(item, content) : { kind: 'same' }),
  done: (sheet, command, at) =>
    command.kind === 'cancel-run' ? { ...sheet, stage: { kind: 'dying', sinceAt: at }, seenLast: true } : sheet,
};

const runOf = ({ detail }: SheetContent): Run | undefined => (detail?.kind === 'run' ? detail.run : undefined);
const isOver = (content: SheetContent): boolean => runOf(content)?.finishedAt !== undefined;
const isStopping = (content: SheetContent): boolean => runOf(content)?.stopRequestedAt !== undefined;

function hintOf(content: SheetContent, focused: string): string {
  if (isOver(content)) return 'it is over';
  const before = focused === 'back' ? 'Tab, ' : '';
  if (!isStopping(content)) return `${before}Enter cancels it`;
  return runOf(content)?.stopStage === 'kill' ? 'Enter back' : `${before}Enter kills now`;
}

function readCancel(options: ConsoleOptions, { runId }: CancelItem, open?: OpenSheet): SheetContent {
  const { snapshots, clock, live } = options;
  const detail = snapshots.detail({ kind: 'run', runId });
  const run = detail?.kind === 'run' ? detail.run : undefined;
  const alive = (options.runProcesses ?? options.processTree)(runId).map((row) => named(row, run));
  const stopping = lookedAgain(open?.content.stopping, {
    alive,
    stage: run?.stopStage,
    requestedAt: run?.stopRequestedAt,
    isOver: run?.finishedAt !== undefined,
    now: clock.now(),
  });
  return { ...(detail === undefined ? {} : { detail }), stopping, engine: live().engine.kind };
}

/** The leader of the group is a little script of ours, which says nothing to anybody. */
const named = (row: ProcessRow, run: Run | undefined): ProcessRow =>
  row.pid === run?.pid ? { ...row, command: '(wrapper that keeps output and exit status)' } : row;

/** It ended by itself before anybody had decided. */
function changed({ runId }: CancelItem, content: SheetContent): SheetChange {
  const run = runOf(content);
  if (run === undefined) return { kind: 'over', message: `not cancelled: run ${runId} is not there any more` };
  if (run.finishedAt === undefined || run.stopRequestedAt !== undefined) return { kind: 'same' };
  return { kind: 'over', message: `not cancelled: run ${runId} ended ${run.status} by itself` };
}

function buttonsOf({ item: { runId, jobName }, content, stage }: CancelSheet): SheetButton[] {
  const run = { runId, jobName };
  if (isOver(content)) return [];
  if (stage.kind !== 'dying' && !isStopping(content)) {
    const press = () => byCommand({ ...run, kind: 'cancel-run' });
    return [{ id: 'decide', text: 'Cancel run', role: 'filled', press }];
  }
  if (runOf(content)?.stopStage === 'kill') return [];
  const kill = { kind: 'command', command: { ...run, kind: 'kill-run' } } as const;
  return [{ id: 'kill', text: 'Kill now', role: 'free', press: () => ({ kind: 'act', effects: [kill] }) }];
}

function cancelContent(sheet: CancelSheet, scene: Scene, width: number): Line[] {
  const { content, stage } = sheet;
  const run = runOf(content);
  const { stopping } = content;
  if (run === undefined || stopping === undefined) return gone(width);
  const isDying = stage.kind === 'dying' || isStopping(content);
  const head = isDying ? diedRows(sheet, { run, stopping }, scene, width) : asksRows(content, run, scene, width);
  const tree = stopping.rows.length === 0 ? noProcess(run, width) : treeRows(stopping.rows, scene.facts.zone, width);
  return [...head, [], ...tree];
}

function asksRows(content: SheetContent, run: Run, scene: Scene, width: number): Line[] {
  const since = formatDuration(scene.now - (run.startedAt ?? run.createdAt));
  const wrapped = (text: string): Line[] =>
    wrapText(text, roomOf(width)).lines.map((line): Line => [span(line.trim())]);
  const left = (content.stopping?.rows ?? []).filter(({ place }) => place === 'left').length;
  const loose = left === 0 ? '' : `; ${left} left the group and ${left === 1 ? 'is' : 'are'} killed when it is over`;
  const ends =
    run.pid === undefined
      ? 'before it has a process'
      : `by TERM, KILL after ${formatDuration(graceOf(content))}${loose}`;
  return [
    ...labelled('RUN', wrapped(`${run.id} ${cleanLine(run.jobName)}, ${run.status} ${since}`)),
    ...labelled('ENDS', wrapped(run.sessionKey === undefined ? ends : 'its turn at the gateway is given up')),
  ];
}

const noProcess = (run: Run, width: number): Line[] =>
  prose(
    [run.pid === undefined ? 'It has no process here: nothing is to be killed.' : 'No process of it is alive.'],
    width,
  );
