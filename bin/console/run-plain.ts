import { calendarsOf } from '../../src/engine/dispatch/calendars.ts';
import { counted } from '../../src/engine/rules/counted.ts';
import { jobReads } from '../../src/store/lookups/job-reads.ts';
import { openReader } from '../../src/store/reader.ts';
import { createSnapshots } from '../../src/store/snapshot.ts';
import type { EngineNews } from '../../src/ui/console-options.ts';
import type { FoundJob, PlainOptions } from '../../src/ui/plain/plain-options.ts';
import { createTalk, type Talk } from '../../src/ui/plain/talk.ts';
import { LEAVE_SEQUENCE } from '../../src/ui/terminal/leave.ts';
import { createOutputSink, type OutputSink } from '../../src/ui/terminal/output-sink.ts';
import { toAscii } from '../../src/ui/text/ascii.ts';
import { type Context, personAt } from '../context.ts';
import { Failure } from '../failure.ts';
import { findJob } from '../find.ts';
import { speaksUnicode } from './appearance.ts';
import { awayNews } from './away.ts';
import { leaveInBackground } from './background.ts';
import { missedText } from './console-options.ts';
import { createConsoleWayOut, keepSeen, SAVE_CURSOR, type Shown, say } from './console-way-out.ts';
import { watchChanges } from './database-changes.ts';
import { openEngineSide } from './engine-side.ts';
import { consoleFacts } from './facts.ts';
import type { ConsoleFlags } from './flags.ts';
import { openSeenMark } from './last-seen.ts';
import { readLines } from './line-input.ts';
import { timersOf } from './open-terminal.ts';
import { createOutputViews } from './output-views.ts';
import { createRunSecrets } from './run-secrets.ts';
import { openTerminalFile } from './terminal-file.ts';

/** What happens is told at most this often. */
const LOOK_EVERY_MS = 1_000;

/** The console in sentences: nothing is drawn, lines are only added, and what is typed is read when its line is whole. */
export async function runPlain(context: Context, flags: ConsoleFlags): Promise<void> {
  const side = openEngineSide(context, flags);
  const shown: Shown = { stage: { context, side }, seen: openSeenMark(context), isHeadless: false };
  // Ctrl-C asks first, as it does in the console.
  const wayOut = createConsoleWayOut(shown, flags, () => talk.interrupt());
  const sink = createOutputSink({
    file: openTerminalFile(),
    timers: timersOf(context.clock),
    onDrained() {},
    onHeldUp() {},
    onGone: () => wayOut.leave({ kind: 'terminal-gone' }),
  });
  const voice = createVoice(sink, speaksUnicode(process.env) && flags.ascii !== true);
  shown.say = (text) => sink.writeAnyway(text.replace(SAVE_CURSOR, '').replace('\r\n', '\n'));
  const { options, close, onChange } = plainOptions(shown, flags, voice.say, leave);
  const talk = createTalk(options);
  wayOut.attach({
    silenceInput: () => process.stdin.pause(),
    unmount: close,
    // There is no screen to leave.
    write: (text) => sink.writeAnyway(text.replace(LEAVE_SEQUENCE, '')),
    drained: () => new Promise((resolve) => sink.whenDrained(resolve)),
    discardInput() {},
    leaveRawMode: () => sink.abandon(),
  });
  keepSeen(shown);
  listen(context, shown, talk, onChange);
  talk.begin();
  readLines(process.stdin, talk.hear);
  await new Promise(() => {});

  function leave(how: 'stop' | 'detach'): void {
    void leaveBy(how, shown, talk).then((isLeft) => {
      if (isLeft) wayOut.leave({ kind: 'quit', code: 0 });
    });
  }
}

function plainOptions(
  shown: Shown,
  flags: ConsoleFlags,
  sayLines: PlainOptions['say'],
  leave: PlainOptions['leave'],
): { options: PlainOptions; close(): void; onChange(changed: () => void): void } {
  const { context, side } = shown.stage;
  const { settings, clock, host } = context;
  const reader = openReader(settings.dbPath);
  const changes = watchChanges(settings.dbPath, clock, reader);
  const snapshots = createSnapshots(reader.db);
  const secrets = createRunSecrets(side.store, settings.runsDir, host.env);
  const options: PlainOptions = {
    snapshots,
    commands: side.commands,
    actor: personAt(host, 'console'),
    facts: consoleFacts(host, settings, side),
    live: () => ({ engine: side.facts() }),
    clock,
    readOnly: flags.readOnly === true,
    calendarOf: calendarsOf(side.store),
    findJob: (wanted) => foundJob(context, wanted),
    readOutput: createOutputViews({
      runsDir: settings.runsDir,
      stored: side.store.runs.output,
      secrets,
      loaded: changes.announce,
    }),
    endWithEngine: side.endWithEngine,
    nextMissed: () => missedText(snapshots.counters(clock.now()).next, clock.now(), host.timeZone),
    say: sayLines,
    leave,
  };
  return {
    options,
    close() {
      changes.stop();
      reader.close();
    },
    onChange: (changed) => void changes.subscribe(changed),
  };
}

function foundJob(context: Context, wanted: string): FoundJob {
  try {
    const { id, name } = findJob(jobReads(context.store().db), wanted);
    return { kind: 'found', id, name };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { kind: 'missing', message: `${error.message}${error.hint === undefined ? '' : `; ${error.hint}`}` };
  }
}

function listen(context: Context, shown: Shown, talk: Talk, onChange: (changed: () => void) => void): void {
  const { side } = shown.stage;
  let isPlanned = false;
  onChange(() => {
    if (isPlanned) return;
    isPlanned = true;
    context.clock.setTimer(LOOK_EVERY_MS, () => {
      isPlanned = false;
      if (!shown.isHeadless) talk.look();
    });
  });
  side.onNews(({ text, more = '' }: EngineNews) => talk.tell(text + more));
  if (shown.seen.lost !== undefined) side.tell(awayNews(context, side.store, shown.seen.lost));
}

/** Whether the process ends now. */
async function leaveBy(how: 'stop' | 'detach', shown: Shown, talk: Talk): Promise<boolean> {
  const { context, side } = shown.stage;
  if (how === 'stop' || side.room() === undefined) return true;
  const background = await leaveInBackground(context, side);
  if (background.kind === 'running') {
    say(shown, `the engine goes on in the background, PID ${background.pid}; openclaw-tui attaches to it`);
    return true;
  }
  talk.tell(`not left in the background, the engine is still here: ${background.reason}`);
  return false;
}

/** Says lines as they are, in ASCII where there is nothing else; what nobody reads is left out, and counted. */
export function createVoice(sink: Pick<OutputSink, 'write' | 'isPending'>, speaksUnicode: boolean) {
  let leftOut = 0;
  return {
    say(lines: readonly string[]): void {
      if (lines.length === 0) return;
      const missing =
        leftOut === 0 ? [] : [`(${counted(leftOut, 'line')} left out: nobody read ${leftOut === 1 ? 'it' : 'them'})`];
      const text = [...missing, ...lines].join('\n');
      if (sink.write(`${speaksUnicode ? text : toAscii(text)}\n`)) leftOut = 0;
      else leftOut += lines.length;
    },
  };
}
