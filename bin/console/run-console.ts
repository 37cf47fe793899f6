import { discardUnreadInput } from '../../src/ui/terminal/leave.ts';
import { createWayOut, type StopReason, type WayOut } from '../../src/ui/terminal/way-out.ts';
import { forceColorFor } from '../../src/ui/theme/index.ts';
import { logPath } from '../compose.ts';
import type { Context } from '../context.ts';
import { appearanceOf } from './appearance.ts';
import { consoleOptions, screenOf } from './console-options.ts';
import { type EngineSide, openEngineSide } from './engine-side.ts';
import type { ConsoleFlags } from './flags.ts';
import { type OpenTerminal, openTerminal, timersOf } from './open-terminal.ts';

/** The console, and the engine behind it unless another process runs one; ends the process when it is left. */
export async function runConsole(context: Context, flags: ConsoleFlags): Promise<void> {
  const appearance = appearanceOf(flags, context.settings.config, process.env);
  const screen = screenOf(flags.screen);
  // Ink's own guess about colours is made while it loads; Node warns when both variables are set.
  process.env.FORCE_COLOR = forceColorFor(appearance.depth);
  delete process.env.NO_COLOR;
  const { openConsole } = await import('./screen.ts');
  const side = openEngineSide(context, flags);
  const wayOut = createConsoleWayOut(context, side, flags);
  const opened = await openTerminal(appearance, context.clock);
  const { options } = consoleOptions(context, side, opened.terminal, { screen, readOnly: flags.readOnly === true });
  attachScreen(wayOut, opened);
  const left = await openConsole(options);
  wayOut.leave({ kind: 'quit', code: left.exitCode });
  // The way out ends the process when the engine has stopped and the terminal is restored.
  await new Promise(() => {});
}

function createConsoleWayOut(context: Context, side: EngineSide, flags: ConsoleFlags): WayOut {
  const onHangup = flags.onHangup ?? context.settings.config.on_hangup ?? 'keep';
  // What the plain commands do about a reader that goes away is not what a console does about its terminal.
  process.stdout.removeAllListeners('error');
  process.stderr.removeAllListeners('error');
  return createWayOut({
    host: process,
    timers: timersOf(context.clock),
    async onStop(reason) {
      if (side.room !== undefined && onHangup === 'keep' && isHangup(reason)) return 'stay';
      await side.room?.engine.drain(side.room.graceMs);
      side.close();
      return 'exit';
    },
    describeError: (error) => describeError(error, side, logPath(context.settings)),
  });
}

const isHangup = (reason: StopReason): boolean =>
  reason.kind === 'terminal-gone' || (reason.kind === 'signal' && reason.signal === 'SIGHUP');

function describeError(error: unknown, side: EngineSide, path: string): string {
  const message = error instanceof Error ? error.message : String(error);
  side.room?.log.error({ stack: error instanceof Error ? error.stack : undefined }, message);
  return `openclaw-tui: stopped by a fault of its own: ${message.split('\n')[0]}; the log is ${path}\n`;
}

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
