import type { ConsoleHandle } from '../../src/ui/console-options.ts';
import { discardUnreadInput } from '../../src/ui/terminal/leave.ts';
import { createWayOut, type StopReason, type WayOut } from '../../src/ui/terminal/way-out.ts';
import { forceColorFor } from '../../src/ui/theme/index.ts';
import type { Context } from '../context.ts';
import { logFault } from '../fault-log.ts';
import { failureLine } from '../output/output.ts';
import { faultFailure } from '../results.ts';
import { appearanceOf } from './appearance.ts';
import { awayNews } from './away.ts';
import { leaveInBackground } from './background.ts';
import { consoleOptions, screenOf } from './console-options.ts';
import { type EngineSide, openEngineSide } from './engine-side.ts';
import type { ConsoleFlags } from './flags.ts';
import { openSeenMark, type SeenMark } from './last-seen.ts';
import { engineNews } from './news.ts';
import { type OpenTerminal, openTerminal, timersOf } from './open-terminal.ts';

/** A home and the engine on it; the console may go from the first to a demo's. */
type Stage = { context: Context; side: EngineSide };
type Left = { leave: 'stop' | 'detach'; exitCode: number };
type Shown = { stage: Stage; seen: SeenMark; handle?: ConsoleHandle; isHeadless: boolean };

/** The console, and the engine behind it unless another process runs one; ends the process when it is left. */
export async function runConsole(first: Context, flags: ConsoleFlags): Promise<void> {
  const appearance = appearanceOf(flags, first.settings.config, process.env);
  const screen = screenOf(flags.screen);
  // Ink's own guess about colours is made while it loads; Node warns when both variables are set.
  process.env.FORCE_COLOR = forceColorFor(appearance.depth);
  delete process.env.NO_COLOR;
  const { openConsole } = await import('../../src/ui/open-console.tsx');
  const side = openEngineSide(first, flags);
  const shown: Shown = { stage: { context: first, side }, seen: openSeenMark(first), isHeadless: false };
  const wayOut = createConsoleWayOut(shown, flags);
  const opened = await openTerminal(appearance, first.clock);
  attachScreen(wayOut, opened);
  watchParent(first, wayOut);
  keepSeen(shown);
  if (shown.seen.lost !== undefined) side.tell(awayNews(first, side.store, shown.seen.lost));
  const show = async (startDemo?: (handle: ConsoleHandle) => void): Promise<Left> => {
    const { context, side } = shown.stage;
    const given = consoleOptions(context, side, opened.terminal, { screen, readOnly: flags.readOnly === true });
    const onOpen = (opening: ConsoleHandle): void => {
      shown.handle = opening;
      opened.setHandle(opening);
    };
    const demo = startDemo === undefined ? {} : { startDemo: () => shown.handle && startDemo(shown.handle) };
    try {
      return await openConsole({ ...given.options, ...demo, onOpen });
    } catch (error) {
      // What Ink wants to put back on a terminal that is gone cannot be put back.
      if (shown.isHeadless) return { leave: 'detach', exitCode: HANG_UP_CODE };
      throw error;
    } finally {
      given.close();
    }
  };
  await untilLeft(shown, wayOut, show);
  // The way out ends the process when the engine has stopped and the terminal is restored.
  await new Promise(() => {});
}

/** Shows the console, the demo's where that was chosen, and again where leaving failed. */
async function untilLeft(
  shown: Shown,
  wayOut: WayOut,
  show: (startDemo?: (handle: ConsoleHandle) => void) => Promise<Left>,
): Promise<void> {
  let wantsDemo = false;
  let left = await show((handle) => {
    wantsDemo = true;
    handle.close({ leave: 'stop', exitCode: 0 });
  });
  if (wantsDemo) {
    await drain(shown.stage.side, 0);
    shown.stage.side.close();
    shown.stage = await demoStage(shown.stage.context);
    left = await show();
  }
  while (!shown.isHeadless && left.leave === 'detach' && shown.stage.side.room() !== undefined) {
    const { context, side } = shown.stage;
    const background = await leaveInBackground(context, side);
    if (background.kind === 'running') {
      say(`the engine goes on in the background, PID ${background.pid}; openclaw-tui attaches to it`);
      break;
    }
    side.tell(engineNews.notInBackground(background.reason));
    left = await show();
  }
  if (!shown.isHeadless) wayOut.leave({ kind: 'quit', code: left.exitCode });
}

async function demoStage(context: Context): Promise<Stage> {
  const { createDemo } = await import('../demo-home.ts');
  const demo = createDemo(context);
  demo.context.close();
  return { context: demo.context, side: openEngineSide(demo.context, { ui: true }) };
}

/**
 * Lets the runs end by themselves for `graceMs`, then stops those that end with the engine; who leaves the process before
 * that, by a second Ctrl-C, ends them too.
 */
async function drain(side: EngineSide, graceMs: number): Promise<void> {
  const room = side.room();
  if (room === undefined) return;
  process.once('exit', room.killRuns);
  await room.engine.drain(graceMs);
  process.off('exit', room.killRuns);
}

const SAVE_CURSOR = '\u001b7';

/**
 * The screen is down by then, and without a word the terminal looks dead. The sequence that leaves the screen once more, on
 * the way out, puts the cursor where it was saved: behind these words.
 */
const say = (text: string): void => void process.stdout.write(`openclaw-tui: ${text}\r\n${SAVE_CURSOR}`);

function sayWhatIsStopped(side: EngineSide): void {
  if (side.room() === undefined) return;
  const stopped = side.endWithEngine().size;
  const left = side.store.runs.active().length - stopped;
  if (stopped > 0) say(`stopping ${countOf(stopped)}; Ctrl-C kills ${stopped === 1 ? 'it' : 'them'} at once`);
  if (left > 0) say(`${countOf(left)} left to go on; the next engine takes ${left === 1 ? 'it' : 'them'} back`);
}

const countOf = (count: number): string => (count === 1 ? '1 run' : `${count} runs`);

function createConsoleWayOut(shown: Shown, flags: ConsoleFlags): WayOut {
  const { clock, settings } = shown.stage.context;
  const onHangup = flags.onHangup ?? settings.config.on_hangup ?? 'keep';
  // What the plain commands do about a reader that goes away is not what a console does about its terminal.
  process.stdout.removeAllListeners('error');
  process.stderr.removeAllListeners('error');
  const wayOut = createWayOut({
    host: process,
    timers: timersOf(clock),
    async onStop(reason) {
      const { side } = shown.stage;
      const room = side.room();
      if (!shown.isHeadless) leaveMark(shown, reason);
      if (room !== undefined && isHangup(reason)) {
        room.log.warn({ onHangup }, 'the terminal is gone');
        if (onHangup === 'keep') {
          goOnHeadless(shown, wayOut);
          return 'stay';
        }
      }
      // Who pressed Stop has read what it stops; a signal leaves the runs their grace.
      const pressed = reason.kind === 'quit';
      if (pressed) sayWhatIsStopped(side);
      // The screen goes on reading until it is taken down, so the database is closed by the process's end.
      await drain(side, pressed ? 0 : side.graceMs);
      return 'exit';
    },
    describeError: (error) => describeError(error, shown.stage),
  });
  return wayOut;
}

const HANG_UP_CODE = 129;
const END_AGAIN_MS = 200;

/** Without a terminal the engine moves to a process that never had one; where that fails it goes on in this one. */
function goOnHeadless(shown: Shown, wayOut: WayOut): void {
  const { context, side } = shown.stage;
  shown.isHeadless = true;
  // Until the terminal has been let go of, the way out is busy and hears nothing.
  const end = (): void => {
    wayOut.leave({ kind: 'quit', code: HANG_UP_CODE });
    context.clock.setTimer(END_AGAIN_MS, end);
  };
  side.becomeHeadless(end);
  // After the way out has let go of the terminal.
  context.clock.setSoon(() => shown.handle?.close({ leave: 'detach', exitCode: HANG_UP_CODE }));
  void leaveInBackground(context, side).then((background) => {
    if (background.kind === 'failed')
      side.room()?.log.warn({ reason: background.reason }, 'no engine in the background');
  });
}

const SEEN_EVERY_MS = 30_000;

/** Who is killed cannot say when it was; this is near enough. */
function keepSeen(shown: Shown): void {
  if (shown.isHeadless) return;
  shown.seen.write('open');
  shown.stage.context.clock.setTimer(SEEN_EVERY_MS, () => keepSeen(shown));
}

function leaveMark({ seen, handle }: Shown, reason: StopReason): void {
  if (reason.kind === 'quit') seen.write('left');
  else seen.write('lost', handle?.unfinished());
}

const isHangup = (reason: StopReason): boolean =>
  reason.kind === 'terminal-gone' || (reason.kind === 'signal' && reason.signal === 'SIGHUP');

const PARENT_EVERY_MS = 1_000;

/** Whoever started us held the terminal for us; when it was killed, the shell has it, and we would draw over its prompt. */
function watchParent({ clock }: Context, wayOut: WayOut): void {
  const parent = process.ppid;
  const look = (): void => {
    if (process.ppid === parent) clock.setTimer(PARENT_EVERY_MS, look);
    else wayOut.leave({ kind: 'terminal-gone' });
  };
  look();
}

/** The line for the restored terminal; the stack is in the log by then. */
const describeError = (error: unknown, { context }: Stage): string =>
  `${failureLine(faultFailure(error, logFault(error, context.settings)))}\n`;

function attachScreen(wayOut: WayOut, { shim, gate }: OpenTerminal): void {
  wayOut.attach({
    silenceInput: shim.silence,
    unmount: gate.close,
    write: (text) => void process.stdout.write(text),
    drained: () => new Promise((resolve) => process.stdout.write('', () => resolve())),
    discardInput: () => discardUnreadInput(),
    leaveRawMode: () => void process.stdin.setRawMode(false),
  });
}
