import type { ConsoleOptions } from '../console-options.ts';
import type { Drafts } from '../state/drafts.ts';
import type { Effect, ScreenEvent } from '../state/events.ts';
import type { Size } from '../state/view.ts';
import { createFrame, type FrameStore } from './frame.ts';
import { createTimers, type NamedTimers } from './named-timers.ts';
import type { Questions } from './questions.ts';
import { createScreenModel, type ScreenModel } from './screen-model.ts';
import type { SeenSheet } from './sheet-seen.ts';

/** Until a pager is there, keys are for it. */
export type LongWorkUnderWay = { kind: 'search' | 'pager'; stop: AbortController };

/** What the parts of one console share. */
export type Core = {
  options: ConsoleOptions;
  model: ScreenModel;
  frame: FrameStore;
  timers: NamedTimers;
  /** Events that came up while another one was handled. */
  queue: ScreenEvent[];
  draining: boolean;
  stopped: boolean;
  /** What has to be undone at the end. */
  stops: (() => void)[];
  /** When all lists were last read, on the monotonic clock. */
  snapshotAt: number;
  ticks: number;
  /** What goes through much output just now. */
  longWork?: LongWorkUnderWay | undefined;
  /** Output was waited for long enough: what there is of it is drawn. */
  isOutputOverdue: boolean;
  /** A question whose sheet is open and was seen. */
  seen?: SeenSheet;
  /** What was half written when it was kept last. */
  keptDrafts: Drafts;
  /** What the terminal was asked, and how often it was. */
  questions: Questions;
  questionCount: number;
  /** Resolves when the frame has been written. */
  written(): Promise<unknown>;
  dispatch(event: ScreenEvent): void;
  perform(effects: readonly Effect[]): void;
};

/** What every part may start, although those who do it know all the parts. */
export type Doers = {
  dispatch(core: Core, event: ScreenEvent): void;
  perform(core: Core, effects: readonly Effect[]): void;
};

export function createCore(options: ConsoleOptions, doers: Doers): Core {
  const core: Core = {
    options,
    model: createScreenModel(options, sizeOf(options)),
    frame: createFrame(options.terminal.theme),
    timers: createTimers(options.clock),
    queue: [],
    draining: false,
    stopped: false,
    stops: [],
    snapshotAt: Number.NEGATIVE_INFINITY,
    ticks: 0,
    isOutputOverdue: false,
    keptDrafts: {},
    questions: [],
    questionCount: 0,
    written: () => Promise.resolve(),
    dispatch: (event) => doers.dispatch(core, event),
    perform: (effects) => doers.perform(core, effects),
  };
  return core;
}

export const sizeOf = ({ terminal }: ConsoleOptions): Size => ({
  columns: terminal.stdout.columns || 80,
  rows: terminal.stdout.rows || 24,
});

export function stop(core: Core): void {
  core.stopped = true;
  core.timers.stop();
  for (const end of core.stops.splice(0)) end();
}
