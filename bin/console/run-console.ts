import { hasForeground } from '../../src/engine/ports/host.ts';
import type { ConsoleHandle, EngineNews } from '../../src/ui/console-options.ts';
import { discardUnreadInput } from '../../src/ui/terminal/leave.ts';
import type { WayOut } from '../../src/ui/terminal/way-out.ts';
import { forceColorFor } from '../../src/ui/theme/index.ts';
import type { Config } from '../config/config-schema.ts';
import { checkColumns, checkKeys } from '../config/key-settings.ts';
import { ringSettings } from '../config/ui-settings.ts';
import { withoutEffect } from '../config/without-effect.ts';
import type { Context } from '../context.ts';
import { createAnnouncer } from './announcer.ts';
import { appearanceOf } from './appearance.ts';
import { awayNews } from './away.ts';
import { leaveInBackground } from './background.ts';
import { consoleOptions, screenOf } from './console-options.ts';
import { createConsoleWayOut, drain, HANG_UP_CODE, keepSeen, type Shown, type Stage, say } from './console-way-out.ts';
import { openEngineSide } from './engine-side.ts';
import type { ConsoleFlags } from './flags.ts';
import { tellHalfMoved } from './half-moved-news.ts';
import { keepTheme } from './kept-theme.ts';
import { openSeenMark } from './last-seen.ts';
import { createLiveConfig, type LiveConfig } from './live-config.ts';
import { engineNews } from './news.ts';
import { type OpenTerminal, openTerminal } from './open-terminal.ts';
import { keepHeapSmall } from './small-heap.ts';

type Left = { leave: 'stop' | 'detach'; exitCode: number };

/** The console, and the engine behind it unless another process runs one; ends the process when it is left. */
export async function runConsole(first: Context, flags: ConsoleFlags): Promise<void> {
  const appearance = appearanceOf(flags, first.settings, process.env);
  const screen = screenOf(flags.screen);
  checkKeys(first.settings.config);
  checkColumns(first.settings.config);
  // Ink's own guess about colours is made while it loads; Node warns when both variables are set.
  process.env.FORCE_COLOR = forceColorFor(appearance.depth);
  delete process.env.NO_COLOR;
  const { openConsole } = await import('../../src/ui/open-console.tsx');
  const side = openEngineSide(first, flags);
  const shown: Shown = { stage: { context: first, side }, seen: openSeenMark(first), isHeadless: false };
  const wayOut = createConsoleWayOut(shown, flags);
  const opened = openTerminal(appearance, first.clock, () => wayOut.leave({ kind: 'terminal-gone' }));
  keepTheme(first, flags.theme, opened.looks);
  shown.say = (text) => opened.sink.writeAnyway(text);
  attachScreen(wayOut, opened);
  await opened.begin();
  const config = liveConfig(shown, flags, opened);
  watchParent(first, wayOut);
  keepSeen(shown);
  keepHeapSmall(first.clock);
  void tellHalfMoved(first, side);
  if (shown.seen.lost !== undefined) side.tell(awayNews(first, side.store, shown.seen.lost));
  const show = async (startDemo?: (handle: ConsoleHandle) => void): Promise<Left> => {
    const { context, side } = shown.stage;
    // A demo's home has a configuration of its own, which is none.
    if (context === first) side.takeConfig(config.current());
    const around = { lend: opened.lend, write: opened.sink.write };
    const readOnly = flags.readOnly === true;
    const given = consoleOptions(context, side, opened.terminal, {
      ...{ screen, readOnly, config, around },
      ...(shown.seen.lost === undefined ? {} : { leftAt: shown.seen.lost.at }),
    });
    const announcer = createAnnouncer({
      ...{ reader: given.reader, onChange: given.options.onDatabaseChange, clock: context.clock },
      ...{ sink: opened.sink, title: opened.title, host: context.host.hostname, names: appearance.terminalNames },
      settings: () => ringSettings(config.current()),
    });
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
      announcer.stop();
      given.close();
    }
  };
  await untilLeft(shown, wayOut, goingOnWhenRestored(shown, flags, show));
  // The way out ends the process when the engine has stopped and the terminal is restored.
  await new Promise(() => {});
}

/** Whoever holds the stage is told; a demo's home has a configuration of its own, which is none. */
function liveConfig(shown: Shown, flags: ConsoleFlags, { looks, setMouse }: OpenTerminal): LiveConfig {
  const { context } = shown.stage;
  const tell = (news: EngineNews): void => shown.stage.side.tell(news);
  for (const warning of [withoutEffect(context.settings.config), looks.warning()])
    if (warning !== undefined) tell({ tone: 'bad', mark: '!', text: warning });
  if (flags.mouse === true || context.settings.config.ui?.mouse === true) setMouse('on');
  const take = (config: Config): void => {
    if (shown.stage.context === context) shown.stage.side.takeConfig(config);
  };
  return createLiveConfig(context, flags, { looks, setMouse, take, tell });
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
      say(shown, `the engine goes on in the background, PID ${background.pid}; openclaw-tui attaches to it`);
      break;
    }
    side.tell(engineNews.notInBackground(background.reason));
    left = await show();
  }
  if (!shown.isHeadless) wayOut.leave({ kind: 'quit', code: left.exitCode });
}

const RESTORED_EVERY_MS = 1_000;

/** A restore puts another file in the place of the database: the screen and all behind it are opened anew on that one. */
function goingOnWhenRestored<S>(shown: Shown, flags: ConsoleFlags, show: (start?: S) => Promise<Left>) {
  let isRestored = false;
  const look = (): void => {
    const { context, side } = shown.stage;
    // An engine that is here has kept a restore away.
    if (side.room() === undefined && side.store.replaced() && !isRestored) {
      isRestored = true;
      shown.handle?.close({ leave: 'detach', exitCode: 0 });
    }
    context.clock.setTimer(RESTORED_EVERY_MS, look);
  };
  look();
  return async (start?: S): Promise<Left> => {
    let left = await show(start);
    while (isRestored && !shown.isHeadless) {
      const { context, side } = shown.stage;
      side.close();
      shown.stage = { context, side: openEngineSide(context, flags, 'wait') };
      shown.stage.side.tell(engineNews.restored);
      isRestored = false;
      left = await show();
    }
    return left;
  };
}

async function demoStage(context: Context): Promise<Stage> {
  const { createDemo } = await import('../demo-home.ts');
  const demo = createDemo(context);
  demo.context.close();
  return { context: demo.context, side: openEngineSide(demo.context, { ui: true }) };
}

const PARENT_EVERY_MS = 1_000;

/** A shell that takes its terminal back, or gives it, is done long before. */
const BACKGROUND_LOOKS_MAX = 2;

/** Whoever started us held the terminal for us; when it was killed, the shell has it, and we would draw over its prompt. */
function watchParent({ clock }: Context, wayOut: WayOut): void {
  const parent = process.ppid;
  let looksInBackground = 0;
  const look = (): void => {
    looksInBackground = hasForeground() ? 0 : looksInBackground + 1;
    if (process.ppid !== parent || looksInBackground >= BACKGROUND_LOOKS_MAX) wayOut.leave({ kind: 'terminal-gone' });
    else clock.setTimer(PARENT_EVERY_MS, look);
  };
  look();
}

function attachScreen(wayOut: WayOut, { shim, sink, output, title }: OpenTerminal): void {
  wayOut.attach({
    silenceInput: shim.silence,
    unmount: output.close,
    write: (text) => sink.writeAnyway(title.giveBack() + text),
    drained: () => new Promise((resolve) => sink.whenDrained(resolve)),
    discardInput: () => discardUnreadInput(),
    leaveRawMode() {
      sink.abandon();
      process.stdin.setRawMode(false);
    },
  });
}
