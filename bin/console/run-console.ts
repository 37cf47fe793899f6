import type { ConsoleHandle } from '../../src/ui/console-options.ts';
import { discardUnreadInput } from '../../src/ui/terminal/leave.ts';
import { createWayOut, type StopReason, type WayOut } from '../../src/ui/terminal/way-out.ts';
import { forceColorFor } from '../../src/ui/theme/index.ts';
import type { Context } from '../context.ts';
import { logFault } from '../fault-log.ts';
import { failureLine } from '../output/output.ts';
import { faultFailure } from '../results.ts';
import { appearanceOf } from './appearance.ts';
import { consoleOptions, screenOf } from './console-options.ts';
import { type EngineSide, openEngineSide } from './engine-side.ts';
import type { ConsoleFlags } from './flags.ts';
import { type OpenTerminal, openTerminal, timersOf } from './open-terminal.ts';

/** A home and the engine on it; the console may go from the first to a demo's. */
type Stage = { context: Context; side: EngineSide };
type Stop = { leave: 'stop' | 'detach'; exitCode: number };

/** The console, and the engine behind it unless another process runs one; ends the process when it is left. */
export async function runConsole(first: Context, flags: ConsoleFlags): Promise<void> {
  const appearance = appearanceOf(flags, first.settings.config, process.env);
  const screen = screenOf(flags.screen);
  // Ink's own guess about colours is made while it loads; Node warns when both variables are set.
  process.env.FORCE_COLOR = forceColorFor(appearance.depth);
  delete process.env.NO_COLOR;
  const { openConsole } = await import('../../src/ui/open-console.tsx');
  let stage: Stage = { context: first, side: openEngineSide(first, flags) };
  const wayOut = createConsoleWayOut(() => stage, flags);
  const opened = await openTerminal(appearance, first.clock);
  attachScreen(wayOut, opened);
  const show = async (current: Stage, startDemo: (handle: ConsoleHandle) => void): Promise<Stop> => {
    const wanted = { screen, readOnly: flags.readOnly === true };
    const given = consoleOptions(current.context, current.side, opened.terminal, wanted);
    let handle: ConsoleHandle | undefined;
    const onOpen = (opening: ConsoleHandle): void => {
      handle = opening;
      opened.setHandle(opening);
    };
    const offerDemo = (): void => void (handle === undefined ? undefined : startDemo(handle));
    try {
      return await openConsole({ ...given.options, onOpen, startDemo: offerDemo });
    } finally {
      given.close();
    }
  };
  let wantsDemo = false;
  let left = await show(stage, (handle) => {
    wantsDemo = true;
    handle.close({ leave: 'stop', exitCode: 0 });
  });
  if (wantsDemo) {
    await drain(stage.side, 0);
    stage.side.close();
    stage = await demoStage(stage.context);
    left = await show(stage, () => {});
  }
  wayOut.leave({ kind: 'quit', code: left.exitCode });
  // The way out ends the process when the engine has stopped and the terminal is restored.
  await new Promise(() => {});
}

async function demoStage(context: Context): Promise<Stage> {
  const { createDemo } = await import('../demo-home.ts');
  const demo = createDemo(context);
  demo.context.close();
  return { context: demo.context, side: openEngineSide(demo.context, { ui: true }) };
}

/**
 * Lets the runs end by themselves for `graceMs`, then stops them; who leaves the process before that, by a second
 * Ctrl-C, ends them too.
 */
async function drain({ room }: EngineSide, graceMs: number): Promise<void> {
  if (room === undefined) return;
  process.once('exit', room.killRuns);
  await room.engine.drain(graceMs);
  process.off('exit', room.killRuns);
}

/** The screen is down by then, and without a word the terminal looks dead. */
function sayWhatIsStopped({ room, store }: EngineSide): void {
  const count = room === undefined ? 0 : store.runs.active().length;
  if (count === 0) return;
  const [runs, them] = count === 1 ? ['1 run', 'it'] : [`${count} runs`, 'them'];
  process.stdout.write(`openclaw-tui: stopping ${runs}; Ctrl-C kills ${them} at once\r\n`);
}

function createConsoleWayOut(stage: () => Stage, flags: ConsoleFlags): WayOut {
  const { clock, settings } = stage().context;
  const onHangup = flags.onHangup ?? settings.config.on_hangup ?? 'keep';
  // What the plain commands do about a reader that goes away is not what a console does about its terminal.
  process.stdout.removeAllListeners('error');
  process.stderr.removeAllListeners('error');
  return createWayOut({
    host: process,
    timers: timersOf(clock),
    async onStop(reason) {
      const { side } = stage();
      if (side.room !== undefined && onHangup === 'keep' && isHangup(reason)) return 'stay';
      // Who pressed Stop has read what it stops; a signal leaves the runs their grace.
      const pressed = reason.kind === 'quit';
      if (pressed) sayWhatIsStopped(side);
      // The screen goes on reading until it is taken down, so the database is closed by the process's end.
      await drain(side, pressed ? 0 : (side.room?.graceMs ?? 0));
      return 'exit';
    },
    describeError: (error) => describeError(error, stage()),
  });
}

const isHangup = (reason: StopReason): boolean =>
  reason.kind === 'terminal-gone' || (reason.kind === 'signal' && reason.signal === 'SIGHUP');

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
