import { blank, type Line, span } from '../layout/line.ts';
import type { EngineOwner, Sheet } from '../state/sheet.ts';
import { cleanLine } from '../text/sanitise.ts';
import { cutRight } from '../text/width.ts';
import { prose } from './prose.ts';

const RUNS_SHOWN_MAX = 50;

type LiveRuns = NonNullable<Sheet['content']['liveRuns']>;

/** What each way of leaving does to the engine, to what runs now, and to what comes next. */
export function leaveContent({ content }: Sheet, canDetach: boolean, width: number): Line[] {
  const runs = content.liveRuns ?? [];
  const [ending, staying] = [runs.filter(({ ends }) => ends), runs.filter(({ ends }) => !ends)];
  const missed =
    content.nextMissed === undefined
      ? []
      : [[], ...prose([`The next fire that would be missed: ${cleanLine(content.nextMissed)}.`], width)];
  return [
    ...prose(['The engine runs in this console: with it stopped, no job starts.'], width),
    ...(canDetach ? prose(['In the background it goes on without a terminal, after a logout too.'], width) : []),
    [],
    ...(runs.length === 0 ? prose(['Nothing runs now.'], width) : []),
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
      ? prose(['The next engine takes it back, with its output and its exit status.'], width)
      : []),
    ...missed,
  ];
}

function runRows(runs: LiveRuns, words: { one: string; many: string }, width: number): Line[] {
  if (runs.length === 0) return [];
  return [
    ...prose([runs.length === 1 ? words.one : `These ${runs.length} ${words.many}`], width),
    ...runs.slice(0, RUNS_SHOWN_MAX).map(({ text }): Line => [blank(3), span(cutRight(cleanLine(text), width - 4))]),
  ];
}

/** What becomes of the engine that runs elsewhere. */
export function takeOverContent(owner: EngineOwner | undefined, width: number): Line[] {
  if (owner === undefined) {
    return prose(
      ['Nobody runs the engine: no job starts. It starts in this console, and takes back what runs.'],
      width,
    );
  }
  const where = `PID ${owner.pid} of ${cleanLine(owner.user)} on ${cleanLine(owner.host)}`;
  const then =
    owner.mode === 'headless'
      ? `${where} ends. A service manager that starts it again finds this one in charge.`
      : `The console of ${where} stays open, attached to this one.`;
  return [
    ...prose([`The engine runs in ${where}${owner.mode === 'headless' ? ', without a screen' : ''}.`], width),
    [],
    ...prose(
      ['It finishes what it has in hand and hands over. No run is stopped: what runs goes on here.', then],
      width,
    ),
  ];
}
