import type { ConsoleOptions } from '../../console-options.ts';
import { formatDuration } from '../../format/index.ts';
import { blank, type Line, span } from '../../layout/line.ts';
import type { Sheet, SheetContent } from '../../state/sheet.ts';
import { cleanLine } from '../../text/sanitise.ts';
import { cutRight } from '../../text/width.ts';
import { prose } from '../prose.ts';
import type { SheetButton, SheetKind } from '../sheet-kind.ts';
import type { ItemOf } from './item-of.ts';

export const leave: SheetKind<ItemOf<'leave'>> = {
  question: () => 'Leave openclaw-tui?',
  back: 'Cancel',
  buttons: ({ item }) => [...(item.canDetach ? [DETACH] : []), STOP],
  hint: (_sheet, focused) => HINTS[focused] ?? 'Tab to the buttons',
  content: (sheet, _scene, width) => leaveContent(sheet, sheet.item.canDetach, width),
  recorded: 'nothing',
  read: leaving,
};

const leaves = (how: 'detach' | 'stop'): SheetButton['press'] => {
  return () => ({ kind: 'act', effects: [{ kind: 'leave', how, exitCode: 0 }] });
};
const DETACH: SheetButton = {
  id: 'detach',
  text: 'Leave it running in the background',
  short: 'In the background',
  role: 'free',
  press: leaves('detach'),
};
const STOP: SheetButton = { id: 'stop', text: 'Stop', role: 'free', press: leaves('stop') };

const HINTS: Readonly<Record<string, string>> = {
  back: 'Enter goes back, Tab to the buttons',
  detach: 'Enter leaves it running in the background',
  stop: 'Enter stops the engine and leaves',
};

const LIVE_RUNS_MAX = 50;

function leaving(options: ConsoleOptions): SheetContent {
  const now = options.clock.now();
  const rows = options.snapshots.liveRuns({}, now).rows.filter((row) => row.kind === 'run');
  const ending = options.endWithEngine?.();
  const liveRuns = rows.slice(0, LIVE_RUNS_MAX).map((row) => ({
    text: `run ${row.runId ?? '?'} ${cleanLine(row.jobName)}, ${formatDuration(now - row.sinceAt)}`,
    ends: row.runId !== undefined && ending?.has(row.runId) === true,
  }));
  const nextMissed = options.nextMissed?.();
  return { liveRuns, ...(nextMissed === undefined ? {} : { nextMissed }) };
}

type LiveRuns = NonNullable<Sheet['content']['liveRuns']>;

/** What Stop does to the runs and to what comes next, then what stays in the background. What is lost stands first. */
function leaveContent({ content }: Sheet, canDetach: boolean, width: number): Line[] {
  const runs = content.liveRuns ?? [];
  const [ending, staying] = [runs.filter(({ ends }) => ends), runs.filter(({ ends }) => !ends)];
  const missed =
    content.nextMissed === undefined ? [] : [`The next fire that would be missed: ${cleanLine(content.nextMissed)}.`];
  const nothing = runs.length === 0 ? ['Nothing runs now.'] : [];
  return [
    ...prose(['With the engine of this console stopped, no job starts.', ...missed, ...nothing], width),
    ...runRows(
      ending,
      { one: 'This run is going on and would be stopped:', many: 'runs are going on and would be stopped:' },
      width,
    ),
    ...runRows(
      staying,
      { one: 'This run would go on without an engine:', many: 'runs would go on without an engine:' },
      width,
    ),
    ...(staying.length > 0
      ? prose(
          [`The next engine takes ${staying.length === 1 ? 'it' : 'them'} back, with output and exit status.`],
          width,
        )
      : []),
    ...(canDetach ? prose(['In the background all of it goes on without a terminal, after a logout too.'], width) : []),
  ];
}

function runRows(runs: LiveRuns, words: { one: string; many: string }, width: number): Line[] {
  if (runs.length === 0) return [];
  return [
    ...prose([runs.length === 1 ? words.one : `These ${runs.length} ${words.many}`], width),
    ...runs.slice(0, LIVE_RUNS_MAX).map(({ text }): Line => [blank(3), span(cutRight(cleanLine(text), width - 4))]),
  ];
}
