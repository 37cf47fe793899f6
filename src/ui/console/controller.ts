import type { ConsoleInput, ConsoleOptions, Leave } from '../console-options.ts';
import { settlesAt } from '../state/arming.ts';
import type { CommandEffect, Effect, ScreenEvent } from '../state/events.ts';
import type { Size } from '../state/view.ts';
import { createFrame, paint } from './frame.ts';
import { createTimers } from './named-timers.ts';
import { runCommand } from './run-command.ts';
import { createScreenModel } from './screen-model.ts';
import { readSheet } from './sheet-source.ts';

export type Left = { leave: Leave; exitCode: number };

const SNAPSHOT_MS = 250;
const DETAIL_AFTER_MS = 80;
const LIVE_MS = 250;
const SECOND_MS = 1_000;
/** Counts that follow the clock (due, queued) are read again this often although nothing was written. */
const COUNT_TICKS = 5;
const EVENTS_MAX = 1_000;
const ROUNDS_MAX = 8;

export type Controller = ReturnType<typeof createController>;

/** Joins what is read, what is looked at and what is pressed, and says when each is done. */
export function createController(options: ConsoleOptions, onLeave: (left: Left) => void) {
  const { clock, terminal } = options;
  const frame = createFrame();
  const model = createScreenModel(options, sizeOf(options));
  const timers = createTimers(clock);
  const stops: (() => void)[] = [];
  const queue: ScreenEvent[] = [];
  let snapshotAt = Number.NEGATIVE_INFINITY;
  let ticks = 0;
  let written: () => Promise<unknown> = () => Promise.resolve();
  let draining = false;
  let stopped = false;

  /** Events that come up while one is handled wait their turn; the frame is drawn once, at the end. */
  const dispatch = (event: ScreenEvent): void => {
    if (stopped) return;
    if (queue.length < EVENTS_MAX) queue.push(event);
    if (draining) return;
    draining = true;
    try {
      for (let round = 0; round < ROUNDS_MAX && (round === 0 || queue.length > 0); round += 1) {
        for (let next = queue.shift(); next !== undefined; next = queue.shift()) performAll(model.apply(next));
        // What has to be read for the new view can bring events of its own.
        readWhatIsMissing();
      }
    } finally {
      draining = false;
    }
    show();
  };

  const performAll = (effects: readonly Effect[]): void => {
    for (const effect of effects) perform(effect);
  };

  const perform = (effect: Effect): void => {
    switch (effect.kind) {
      case 'command':
        command(effect.command);
        return;
      case 'open-sheet':
        queue.push({
          type: 'sheet',
          item: effect.item,
          content: readSheet(options, effect.item),
          now: clock.monotonic(),
        });
        return;
      case 'request-status':
        requestStatus(effect.serial);
        return;
      case 'drop-pending':
        terminal.dropPending();
        return;
      case 'repaint':
        terminal.repaint?.();
        return;
      case 'import':
        importCrontab();
        return;
      case 'demo':
        options.startDemo?.();
        return;
      case 'leave':
        stop();
        onLeave({ leave: effect.how, exitCode: effect.exitCode });
    }
  };

  const command = (effect: CommandEffect): void => {
    queue.push({ type: 'result', effect, result: runCommand(options, effect), at: clock.now() });
    databaseChanged();
  };

  /** Asked behind the frame that shows the sheet: the answer proves that the terminal has it. */
  const requestStatus = (serial: number): void => {
    const sent = (): void => dispatch({ type: 'status-sent', serial, now: clock.monotonic() });
    queueMicrotask(() => {
      void written().then(() => {
        if (!stopped) terminal.requestStatus(sent);
      });
    });
  };

  const importCrontab = (): void => {
    const result = options.crontab?.()?.importPaused();
    if (result === undefined) return;
    if (result.kind === 'failed') model.tell('bad', '✗', result.message);
    else
      model.tell(
        'good',
        '✓',
        `imported ${result.added} jobs, paused${result.refused === 0 ? '' : `; ${result.refused} refused`}`,
      );
    readAll();
  };

  const readAll = (): void => {
    snapshotAt = clock.monotonic();
    performAll(model.refresh());
  };

  const readWhatIsMissing = (): void => {
    if (model.needsLists()) readAll();
    const detail = model.detailState();
    if (detail === 'shown') timers.cancel('detail');
    // The first detail comes with its list; later ones when no key came for a moment, so that holding j reads nothing.
    else if (detail === 'none') model.loadDetail();
    else if (!timers.has('detail')) timers.after('detail', DETAIL_AFTER_MS, detailDue);
  };
  const detailDue = (): void => {
    model.loadDetail();
    show();
  };

  /** At most four times a second, and at once when the last time is long ago. */
  const databaseChanged = (): void => {
    if (stopped || timers.has('snapshot')) return;
    timers.after('snapshot', snapshotAt + SNAPSHOT_MS - clock.monotonic(), () => {
      readAll();
      passTime();
    });
  };
  const passTime = (): void => dispatch({ type: 'tick', now: clock.monotonic(), at: clock.now() });

  const everySecond = (): void => {
    ticks += 1;
    if (ticks % COUNT_TICKS === 0) readAll();
    else model.refreshLive();
    passTime();
    timers.after('second', SECOND_MS - (clock.now() % SECOND_MS), everySecond);
  };

  const whileLive = (): void => {
    model.refreshLiveDetail();
    if (model.view().sheet?.item.kind === 'cancel-run') performAll(model.refreshSheet());
    passTime();
  };

  /** Draws, and plans what comes by itself. */
  const show = (): void => {
    if (stopped) return;
    paint(frame, model.scene(), terminal.theme.glyphs);
    const { sheet } = model.view();
    const settleAt = sheet === undefined ? undefined : settlesAt(sheet, model.settleMs());
    if (settleAt === undefined) timers.cancel('settle');
    else timers.after('settle', settleAt - clock.monotonic(), passTime);
    if (!model.hasLive()) timers.cancel('live');
    else if (!timers.has('live')) timers.after('live', LIVE_MS, whileLive);
  };

  const stop = (): void => {
    stopped = true;
    timers.stop();
    for (const end of stops.splice(0)) end();
  };

  const resize = (): void => dispatch({ type: 'resize', size: sizeOf(options) });

  return {
    frame,
    /** Reads the first screen, so that the first frame is a true one. */
    start(): void {
      model.begin();
      stops.push(options.onDatabaseChange(databaseChanged));
      stops.push(terminal.onReport((report) => dispatch({ type: 'report', report, now: clock.monotonic() })));
      terminal.stdout.on('resize', resize);
      stops.push(() => terminal.stdout.off('resize', resize));
      readAll();
      passTime();
      timers.after('second', SECOND_MS - (clock.now() % SECOND_MS), everySecond);
    },
    input(input: ConsoleInput): void {
      // Another key: the detail waits again.
      if (timers.has('detail')) timers.after('detail', DETAIL_AFTER_MS, detailDue);
      dispatch({ ...eventOf(input), now: clock.monotonic(), at: clock.now() });
    },
    /** How to know that a frame has been written. */
    setWritten(settled: () => Promise<unknown>): void {
      written = settled;
    },
    stop,
    view: model.view,
  };
}

const eventOf = (input: ConsoleInput) =>
  input.kind === 'key'
    ? ({ type: 'key', name: input.name, sequence: input.sequence, together: input.together } as const)
    : ({ type: 'paste', text: input.text } as const);

const sizeOf = ({ terminal }: ConsoleOptions): Size => ({
  columns: terminal.stdout.columns || 80,
  rows: terminal.stdout.rows || 24,
});
