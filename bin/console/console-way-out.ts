import type { ConsoleHandle } from '../../src/ui/console-options.ts';
import { createWayOut, type StopReason, type WayOut } from '../../src/ui/terminal/way-out.ts';
import type { Context } from '../context.ts';
import { logFault } from '../fault-log.ts';
import { faultFailure } from '../faults.ts';
import { failureLine } from '../output/output.ts';
import { leaveInBackground } from './background.ts';
import type { EngineSide } from './engine-side.ts';
import type { ConsoleFlags } from './flags.ts';
import type { SeenMark } from './last-seen.ts';
import { timersOf } from './open-terminal.ts';

/** A home and the engine on it; the console may go from the first to a demo's. */
export type Stage = { context: Context; side: EngineSide };
export type Shown = {
  stage: Stage;
  seen: SeenMark;
  handle?: ConsoleHandle;
  isHeadless: boolean;
  /** Writes to the terminal without waiting for it; told when there is one. */
  say?(text: string): void;
};

/** What becomes of the engine, the runs and the mark of the person's last look on each way out. */
export function createConsoleWayOut(shown: Shown, flags: ConsoleFlags, asksFirst = () => false): WayOut {
  const { clock, settings } = shown.stage.context;
  const onHangup = flags.onHangup ?? settings.config.on_hangup ?? 'keep';
  // What the plain commands do about a reader that goes away is not what a console does about its terminal.
  process.stdout.removeAllListeners('error');
  process.stderr.removeAllListeners('error');
  const wayOut = createWayOut({
    host: process,
    asksFirst,
    timers: timersOf(clock),
    async onStop(reason) {
      const { side } = shown.stage;
      const room = side.room();
      if (!shown.isHeadless) leaveMark(shown, reason);
      if (room !== undefined && isHangup(reason)) {
        room.log.warn({ onHangup }, 'the terminal is gone');
        if (onHangup === 'keep') {
          if (!shown.isHeadless) goOnHeadless(shown, wayOut);
          return 'stay';
        }
      }
      // Who pressed Stop has read what it stops; a signal leaves the runs their grace.
      const pressed = reason.kind === 'quit';
      if (pressed) sayWhatIsStopped(shown);
      // The screen goes on reading until it is taken down, so the database is closed by the process's end.
      await drain(side, pressed ? 0 : side.graceMs);
      return 'exit';
    },
    describeError: (error) => describeError(error, shown.stage),
  });
  return wayOut;
}

export const HANG_UP_CODE = 129;
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
export function keepSeen(shown: Shown): void {
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

/**
 * Lets the runs end by themselves for `graceMs`, then stops those that end with the engine; who leaves the process before
 * that, by a second Ctrl-C, ends them too.
 */
export async function drain(side: EngineSide, graceMs: number): Promise<void> {
  const room = side.room();
  if (room === undefined) return;
  process.once('exit', room.killRuns);
  await room.engine.drain(graceMs);
  process.off('exit', room.killRuns);
}

export const SAVE_CURSOR = '\u001b7';

/**
 * The screen is down by then, and without a word the terminal looks dead. The sequence that leaves the screen once more, on
 * the way out, puts the cursor where it was saved: behind these words.
 */
export const say = (shown: Shown, text: string): void => shown.say?.(`openclaw-tui: ${text}\r\n${SAVE_CURSOR}`);

function sayWhatIsStopped(shown: Shown): void {
  const { side } = shown.stage;
  if (side.room() === undefined) return;
  const stopped = side.endWithEngine().size;
  const left = side.store.runs.active().length - stopped;
  if (stopped > 0) say(shown, `stopping ${countOf(stopped)}; Ctrl-C kills ${stopped === 1 ? 'it' : 'them'} at once`);
  if (left > 0) say(shown, `${countOf(left)} left to go on; the next engine takes ${left === 1 ? 'it' : 'them'} back`);
}

const countOf = (count: number): string => (count === 1 ? '1 run' : `${count} runs`);

/** The line for the restored terminal; the stack is in the log by then. */
const describeError = (error: unknown, { context }: Stage): string =>
  `${failureLine(faultFailure(error, logFault(error, context.settings)))}\n`;
