import { createStore } from 'zustand/vanilla';
import type { ConsoleInput, ConsoleOptions, Leave } from '../console-options.ts';
import { detailRows } from '../detail/detail-panel.ts';
import { drawScreen } from '../draw-screen.ts';
import { formatClock } from '../format/index.ts';
import { inAscii } from '../layout/ascii.ts';
import { insideOf } from '../layout/frame.ts';
import { type Line, sameLine } from '../layout/line.ts';
import { partsOf, shapeOf } from '../layout/shape.ts';
import { startChoices } from '../panels/start.ts';
import type { Scene } from '../scene.ts';
import { contentRoom, sheetSize, showsLast } from '../sheets/sheet-layout.ts';
import { SETTLE_MS, SETTLE_MULTIPLEXED_MS, settlesAt } from '../state/arming.ts';
import { missingKeys } from '../state/data-arrived.ts';
import type { Effect, ScreenContext, ScreenEvent } from '../state/events.ts';
import { reduce } from '../state/reduce.ts';
import { sameTarget, targetOf } from '../state/selection.ts';
import { EMPTY_COUNTERS, freshView, type PanelId, type ScreenData, type View } from '../state/view.ts';
import { isLive, needsKey, outputOf, readDetail, readLists, readLive } from './read-data.ts';
import { runCommand } from './run-command.ts';
import { changeOf, readSheet } from './sheet-source.ts';

/** The drawn frame; a row that did not change is the same object, so that nothing draws it again. */
export type Frame = { lines: readonly Line[] };
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

/** Joins what is read, what is looked at and what is pressed; every frame is drawn from those three. */
export function createController(options: ConsoleOptions, onLeave: (left: Left) => void) {
  const { clock, terminal } = options;
  const frame = createStore<Frame>(() => ({ lines: [] }));
  const checks = options.checks?.() ?? [];
  let data: ScreenData = { counters: EMPTY_COUNTERS, lists: {}, live: {} };
  let view: View = freshView(sizeOf(options), options.screen ?? 'runs');
  let seenNeeds = '';
  let snapshotAt = Number.NEGATIVE_INFINITY;
  let ticks = 0;
  let flushed: () => Promise<unknown> = () => Promise.resolve();
  let stopped = false;
  const timers = new Map<string, () => void>();
  const stops: (() => void)[] = [];
  const queue: ScreenEvent[] = [];
  let draining = false;

  const after = (name: string, delayMs: number, fire: () => void): void => {
    timers.get(name)?.();
    timers.set(name, clock.setTimer(Math.max(0, delayMs), fire));
  };
  const cancel = (name: string): void => {
    timers.get(name)?.();
    timers.delete(name);
  };

  const scene = (): Scene => ({
    now: Math.floor(clock.now() / SECOND_MS) * SECOND_MS,
    view,
    data,
    facts: options.facts,
    live: options.live(),
    actor: options.actor,
    checks,
    readOnly: options.readOnly === true,
    canDemo: options.startDemo !== undefined,
  });

  const context = (): ScreenContext => ({
    data,
    settleMs: terminal.multiplexer ? SETTLE_MULTIPLEXED_MS : SETTLE_MS,
    readOnly: options.readOnly === true,
    engineHere: options.live().engine.kind === 'here',
    canDetach: options.canDetach === true,
    detailSize: () => detailSize(scene()),
    showsLast: (sheet) => showsLast(sheet, scene(), sheetSize(view.size)),
    sheetRoom: (sheet) => contentRoom(sheet, sheetSize(view.size).rows),
    startChoices: () => startChoices(scene()).map((choice) => choice.id),
    clock: (at) => formatClock(at, clock.now(), options.facts.zone),
  });

  /** Events that come up while one is handled wait their turn; the frame is drawn once, at the end. */
  const dispatch = (event: ScreenEvent): void => {
    if (stopped) return;
    if (queue.length < EVENTS_MAX) queue.push(event);
    if (draining) return;
    draining = true;
    try {
      for (let round = 0; round < ROUNDS_MAX && (round === 0 || queue.length > 0); round += 1) {
        for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
          const step = reduce(view, next, context());
          view = step.view;
          for (const effect of step.effects) perform(effect);
        }
        // What has to be read for the new view can bring events of its own.
        readWhatIsMissing();
      }
    } finally {
      draining = false;
    }
    paint();
    plan();
  };

  const perform = (effect: Effect): void => {
    switch (effect.kind) {
      case 'command':
        queue.push({
          type: 'result',
          effect: effect.command,
          result: runCommand(options, effect.command),
          at: clock.now(),
        });
        databaseChanged();
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

  /** Asked for behind the frame that shows the sheet: the answer proves that the terminal has it. */
  const requestStatus = (serial: number): void => {
    queueMicrotask(() => {
      void flushed().then(() => {
        if (stopped) return;
        terminal.requestStatus(() => dispatch({ type: 'status-sent', serial, now: clock.monotonic() }));
      });
    });
  };

  const importCrontab = (): void => {
    const result = options.crontab?.()?.importPaused();
    if (result === undefined) return;
    const text =
      result.kind === 'done'
        ? `imported ${result.added} jobs, paused; ${result.refused} lines left with cron`
        : result.message;
    const mark = result.kind === 'done' ? '✓' : '✗';
    view = {
      ...view,
      message: { at: clock.now(), mark, tone: result.kind === 'done' ? 'good' : 'bad', text, count: 1 },
    };
    takeSnapshot();
  };

  const readWhatIsMissing = (): void => {
    if (needsKey(view) !== seenNeeds) takeSnapshot();
    const target = targetOf(view, data);
    if (sameTarget(target, data.detail?.target)) {
      cancel('detail');
      return;
    }
    // The first detail comes with its list; later ones when no key came for a moment, so that holding j reads nothing.
    if (data.detail === undefined) loadDetail();
    else if (!timers.has('detail')) after('detail', DETAIL_AFTER_MS, detailDue);
  };
  const detailDue = (): void => {
    timers.delete('detail');
    loadDetail();
    paint();
    plan();
  };
  const loadDetail = (): void => {
    const target = targetOf(view, data);
    const detail = target === undefined ? undefined : readDetail(options, target, clock.now());
    const { detail: _, ...rest } = data;
    data = detail === undefined ? rest : { ...rest, detail };
    if (!sameTarget(target, lastTarget)) view = { ...view, detailTop: 0, follow: true };
    lastTarget = target;
  };
  let lastTarget: ReturnType<typeof targetOf>;

  const takeSnapshot = (): void => {
    const now = clock.now();
    const old = data;
    const sameNeeds = needsKey(view) === seenNeeds;
    seenNeeds = needsKey(view);
    snapshotAt = clock.monotonic();
    const fresh = readLists(options, view, data, now);
    const crontab = fresh.counters.jobs === 0 ? (old.crontab ?? options.crontab?.()) : undefined;
    const { crontab: _, ...rest } = fresh;
    data = { ...rest, ...(crontab === undefined ? {} : { crontab }), live: readLive(options, fresh) };
    const gone = sameNeeds ? missingKeys(view, old, data) : [];
    const fates = Object.fromEntries(
      gone.flatMap((key) => {
        const fate = options.snapshots.fate(key);
        return fate === undefined ? [] : [[key, fate] as const];
      }),
    );
    view = reduce(view, { type: 'data', old, fates, at: now }, context()).view;
    if (data.detail !== undefined && sameTarget(targetOf(view, data), data.detail.target)) loadDetail();
    refreshSheet();
  };

  const refreshSheet = (): void => {
    const { sheet } = view;
    if (sheet === undefined || sheet.item.kind === 'import') return;
    const content = readSheet(options, sheet.item);
    queue.push({
      type: 'sheet-content',
      serial: sheet.serial,
      content,
      change: changeOf(sheet, content),
      now: clock.monotonic(),
    });
  };

  /** At most four times a second, and at once when the last time is long ago. */
  const databaseChanged = (): void => {
    if (stopped || timers.has('snapshot')) return;
    after('snapshot', snapshotAt + SNAPSHOT_MS - clock.monotonic(), () => {
      timers.delete('snapshot');
      takeSnapshot();
      drainAndPaint();
    });
  };
  const drainAndPaint = (): void => dispatch({ type: 'tick', now: clock.monotonic(), at: clock.now() });

  const tick = (): void => {
    ticks += 1;
    if (ticks % COUNT_TICKS === 0) takeSnapshot();
    else data = { ...data, live: readLive(options, data) };
    drainAndPaint();
    after('second', SECOND_MS - (clock.now() % SECOND_MS), tick);
  };

  /** Output and process trees of live runs are files and /proc: nobody tells when they change. */
  const readLiveDetail = (): void => {
    timers.delete('live');
    const detail = data.detail;
    if (detail !== undefined && isLive(detail.detail)) {
      const output = outputOf(options, detail.detail);
      const processes = options.processTree(detail.detail.run.id);
      data = { ...data, detail: { ...detail, processes, ...(output === undefined ? {} : { output }) } };
    }
    if (view.sheet?.item.kind === 'cancel-run') refreshSheet();
    drainAndPaint();
  };

  const paint = (): void => {
    if (stopped) return;
    const drawn = drawScreen(scene());
    const fresh = terminal.theme.glyphs === 'ascii' ? drawn.map(inAscii) : drawn;
    const old = frame.getState().lines;
    const lines = fresh.map((line, index) => (sameLine(old[index], line) ? (old[index] ?? line) : line));
    if (lines.length === old.length && lines.every((line, index) => line === old[index])) return;
    frame.setState({ lines });
  };

  const plan = (): void => {
    if (stopped) return;
    const at = view.sheet === undefined ? undefined : settlesAt(view.sheet, context().settleMs);
    if (at === undefined) cancel('settle');
    else after('settle', at - clock.monotonic(), drainAndPaint);
    const live = (data.detail !== undefined && isLive(data.detail.detail)) || view.sheet?.item.kind === 'cancel-run';
    if (!live) cancel('live');
    else if (!timers.has('live')) after('live', LIVE_MS, readLiveDetail);
  };

  const stop = (): void => {
    stopped = true;
    for (const cancelTimer of timers.values()) cancelTimer();
    timers.clear();
    for (const end of stops.splice(0)) end();
  };

  const resize = (): void => dispatch({ type: 'resize', size: sizeOf(options) });

  return {
    frame,
    /** Reads the first screen, so that the first frame is a true one. */
    start(): void {
      const counters = options.snapshots.counters(clock.now());
      const panel = options.screen ?? firstPanel(counters);
      view = {
        ...freshView(sizeOf(options), panel),
        focus: counters.jobs === 0 && options.screen === undefined ? 'start' : panel,
      };
      stops.push(options.onDatabaseChange(databaseChanged));
      stops.push(terminal.onReport((report) => dispatch({ type: 'report', report, now: clock.monotonic() })));
      terminal.stdout.on('resize', resize);
      stops.push(() => terminal.stdout.off('resize', resize));
      takeSnapshot();
      drainAndPaint();
      after('second', SECOND_MS - (clock.now() % SECOND_MS), tick);
    },
    input(input: ConsoleInput): void {
      if (timers.has('detail')) after('detail', DETAIL_AFTER_MS, detailDue);
      dispatch({ ...inputEvent(input), now: clock.monotonic(), at: clock.now() });
    },
    /** How to know that a frame has been written. */
    setFlush(flush: () => Promise<unknown>): void {
      flushed = flush;
    },
    stop,
    view: (): View => view,
  };
}

const inputEvent = (input: ConsoleInput) =>
  input.kind === 'key'
    ? ({ type: 'key', name: input.name, sequence: input.sequence, together: input.together } as const)
    : ({ type: 'paste', text: input.text } as const);

const sizeOf = ({ terminal }: ConsoleOptions) => ({
  columns: terminal.stdout.columns || 80,
  rows: terminal.stdout.rows || 24,
});

/** At start, and only then, the focus is chosen: what waits for a person comes first. */
const firstPanel = (counters: { pendingApprovals: number; openAlerts: number }): PanelId =>
  counters.pendingApprovals > 0 ? 'approvals' : counters.openAlerts > 0 ? 'alerts' : 'runs';

function detailSize(scene: Scene): { count: number; room: number } {
  const part = partsOf(shapeOf(scene.view)).find((candidate) => candidate.part === 'detail');
  if (part === undefined) return { count: 0, room: 1 };
  const inside = insideOf(part.edges, part.width, part.height);
  const { head, rows } = detailRows(scene, inside.columns);
  return { count: rows.length, room: Math.max(1, inside.rows - head.length) };
}
