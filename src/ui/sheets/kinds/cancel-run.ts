import { labelled, roomOf } from '../../detail/labelled.ts';
import { processRows } from '../../detail/run-rows.ts';
import { formatDuration, formatTimeOfDay } from '../../format/index.ts';
import { blank, type Line, span } from '../../layout/line.ts';
import type { Scene } from '../../scene.ts';
import type { Sheet } from '../../state/sheet.ts';
import { cleanLine } from '../../text/sanitise.ts';
import { cutRight } from '../../text/width.ts';
import { byCommand, type SheetButton, type SheetKind } from '../sheet-kind.ts';
import type { ItemOf } from './item-of.ts';

type CancelSheet = Sheet<ItemOf<'cancel-run'>>;

const DEFAULT_GRACE_MS = 5_000;

/** The tree of a run's processes; after Enter it stays and shows it die. */
export const cancelRun: SheetKind<ItemOf<'cancel-run'>> = {
  question: ({ runId, jobName }) => `Cancel run ${runId} ${cleanLine(jobName)}?`,
  // The word Cancel would say the opposite of what the button does.
  back: 'Back',
  buttons: (sheet) => [buttonOf(sheet)],
  hint: () => 'Tab, Enter cancels it',
  content: (sheet, scene, width) => [
    ...(sheet.stage.kind === 'dying' ? dyingRows(sheet, sheet.stage, scene) : runRows(sheet, scene, width)),
    ...processRows(sheet.content.processes ?? [], width),
  ],
  recorded: 'plain',
  pace: 'live',
  read: ({ snapshots, processTree }, { runId }) => {
    const detail = snapshots.detail({ kind: 'run', runId });
    return { ...(detail === undefined ? {} : { detail }), processes: processTree(runId) };
  },
  done: (sheet, command, at) => (command.kind === 'cancel-run' ? dying(sheet, command.processCount, at) : sheet),
};

function buttonOf({ item: { runId, jobName }, content, stage }: CancelSheet): SheetButton {
  const run = { runId, jobName, processCount: content.processes?.length ?? 0 };
  if (stage.kind !== 'dying') {
    const press = () => byCommand({ ...run, kind: 'cancel-run' });
    return { id: 'decide', text: 'Cancel run', role: 'decides', press };
  }
  const kill = { kind: 'command', command: { ...run, kind: 'kill-run' } } as const;
  return { id: 'kill', text: 'Kill now', role: 'free', press: () => ({ kind: 'act', effects: [kill] }) };
}

function dying(sheet: CancelSheet, processCount: number, at: number): CancelSheet {
  const { detail } = sheet.content;
  const graceMs = detail?.kind === 'run' ? detail.job.definition.kill_grace_ms : DEFAULT_GRACE_MS;
  return { ...sheet, stage: { kind: 'dying', sinceAt: at, processCount, graceMs }, seenLast: true };
}

const runOf = ({ content: { detail } }: CancelSheet) => (detail?.kind === 'run' ? detail.run : undefined);

type Dying = Extract<Sheet['stage'], { kind: 'dying' }>;

function dyingRows(sheet: CancelSheet, stage: Dying, scene: Scene): Line[] {
  const run = runOf(sheet);
  const over = run?.finishedAt !== undefined;
  const killInMs = stage.sinceAt + stage.graceMs - scene.now;
  const ended = Math.max(0, stage.processCount - (sheet.content.processes ?? []).length);
  const then = killInMs > 0 ? `KILL in ${formatDuration(killInMs)}` : 'KILL sent';
  const sent = `TERM sent ${formatTimeOfDay(stage.sinceAt, scene.facts.zone)}`;
  const last = over ? `run is over: ${run?.status ?? ''}` : then;
  return [[blank(1), span(`${sent}   ${ended} of ${stage.processCount} ended   ${last}`, over ? 'ok' : 'text')], []];
}

function runRows(sheet: CancelSheet, scene: Scene, width: number): Line[] {
  const run = runOf(sheet);
  if (run === undefined) return [];
  const since = formatDuration(scene.now - (run.startedAt ?? run.createdAt));
  const text = `${run.id} ${cleanLine(run.jobName)}, ${run.status} ${since}`;
  return [
    ...labelled('RUN', [[span(cutRight(text, roomOf(width)))]]),
    ...labelled('ENDS', [[span('TERM to every process below, KILL after the grace')]]),
    [],
  ];
}
