import type { ConsoleInput, ConsoleOptions, EngineNews, MouseInput } from '../console-options.ts';
import { plainOf } from '../layout/line.ts';
import type { ScreenEvent } from '../state/events.ts';
import { looksOf } from '../state/looks.ts';
import { watchStrip } from './coming-strip.ts';
import { type Core, createCore, stop } from './core.ts';
import { keepDrafts } from './keep-drafts.ts';
import { stopsLongWork } from './long-work.ts';
import { type Left, perform } from './perform.ts';
import { databaseChanged, planSecond, putOffDetail, readAll, readWhatIsMissing } from './reading.ts';
import { watchSize } from './resize.ts';
import { timesOf } from './screen-model.ts';
import { keepSeen } from './sheet-seen.ts';
import { draw, passTime, show } from './show.ts';
import { measureLink, onReport } from './status.ts';

export type { Left } from './perform.ts';

/** The ways out count also while a pager is made ready. */
const ALWAYS: ReadonlySet<string> = new Set(['Ctrl-C', 'Ctrl-Z']);

const EVENTS_MAX = 1_000;
const ROUNDS_MAX = 8;

export type Controller = ReturnType<typeof createController>;

/** Joins what is read, what is looked at and what is pressed, and says when each is done. */
export function createController(options: ConsoleOptions, onLeave: (left: Left) => void) {
  const core = createCore(options, {
    dispatch,
    perform: (self, effects) => {
      for (const effect of effects) perform(self, effect, onLeave);
    },
  });
  const { clock } = options;
  return {
    frame: core.frame,
    /** Reads the first screen, so that the first frame is a true one. */
    start(): void {
      core.model.begin();
      core.keptDrafts = options.drafts?.last ?? {};
      listen(core);
      readAll(core);
      watchStrip(core);
      if (core.model.view().focus === 'start') core.perform([{ kind: 'look-for-imports' }]);
      passTime(core);
      planSecond(core);
      measureLink(core);
    },
    input(input: ConsoleInput): void {
      if (stopsLongWork(core, input)) return;
      // What is typed for the pager must open nothing behind it.
      if (core.longWork?.kind === 'pager' && !(input.kind === 'key' && ALWAYS.has(input.name))) return;
      putOffDetail(core);
      core.dispatch({ ...eventOf(input), now: clock.monotonic(), at: clock.now() });
    },
    /** How to know that a frame has been written. */
    setWritten(settled: () => Promise<unknown>): void {
      core.written = settled;
    },
    stop(): void {
      options.looks?.keep(looksOf(core.model.view(), timesOf(options)));
      keepDrafts(core);
      keepSeen(core);
      stop(core);
    },
    /** Everything as it is now, whether or not the terminal shows it already. */
    paint: () => draw(core),
    view: core.model.view,
  };
}

/** Events that come up while one is handled wait their turn; the frame is drawn once, at the end. */
function dispatch(core: Core, event: ScreenEvent): void {
  const { queue } = core;
  if (core.stopped) return;
  if (queue.length < EVENTS_MAX) queue.push(event);
  if (core.draining) return;
  core.draining = true;
  try {
    for (let round = 0; round < ROUNDS_MAX && (round === 0 || queue.length > 0); round += 1) {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) core.perform(core.model.apply(next));
      // What has to be read for the new view can bring events of its own.
      readWhatIsMissing(core);
    }
  } finally {
    core.draining = false;
  }
  show(core);
}

/** More of the output that is looked at was read. */
function outputLoaded(core: Core): void {
  core.model.refreshOutput();
  show(core);
}

function listen(core: Core): void {
  const { options, stops } = core;
  const { clock, terminal } = options;
  stops.push(options.onDatabaseChange(() => databaseChanged(core)));
  if (options.outputs !== undefined) stops.push(options.outputs.onLoaded(() => outputLoaded(core)));
  const tell = (news: EngineNews): void => core.dispatch({ type: 'news', ...news, at: clock.now() });
  if (options.onNews !== undefined) stops.push(options.onNews(tell));
  stops.push(terminal.onReport((report) => onReport(core, report)));
  const onMouse = (input: MouseInput): void => {
    const rows = core.frame.getState().lines.map(plainOf);
    core.dispatch({ type: 'mouse', input, rows, now: clock.monotonic(), at: clock.now() });
  };
  if (terminal.onMouse !== undefined) stops.push(terminal.onMouse(onMouse));
  const onConfig = (): void => {
    core.model.takeKeys();
    show(core);
  };
  if (options.onConfigChange !== undefined) stops.push(options.onConfigChange(onConfig));
  if (terminal.onLooks !== undefined) stops.push(terminal.onLooks(() => show(core)));
  watchSize(core);
}

const eventOf = (input: ConsoleInput) =>
  input.kind === 'key' ? ({ ...input, type: 'key' } as const) : ({ type: 'paste', text: input.text } as const);
