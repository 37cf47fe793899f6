import type { ConsoleOptions } from '../console-options.ts';
import { detailRows } from '../detail/detail-panel.ts';
import { formatClock } from '../format/index.ts';
import { insideOf } from '../layout/frame.ts';
import { partsOf, shapeOf } from '../layout/shape.ts';
import { startChoices } from '../panels/start.ts';
import type { Scene } from '../scene.ts';
import { contentRoom, sheetSize, showsLast } from '../sheets/sheet-layout.ts';
import { SETTLE_MS, SETTLE_MULTIPLEXED_MS } from '../state/arming.ts';
import { missingKeys } from '../state/data-arrived.ts';
import type { Effect, ScreenContext, ScreenEvent } from '../state/events.ts';
import { reduce } from '../state/reduce.ts';
import { sameTarget, targetOf } from '../state/selection.ts';
import { EMPTY_COUNTERS, freshView, type PanelId, type ScreenData, type Size, type View } from '../state/view.ts';
import { isLive, needsKey, outputOf, readDetail, readLists, readLive } from './read-data.ts';
import { changeOf, readSheet } from './sheet-source.ts';

const SECOND_MS = 1_000;

export type ScreenModel = ReturnType<typeof createScreenModel>;

/** What is looked at and what was read for it; knows nothing of timers, keys or frames. */
export function createScreenModel(options: ConsoleOptions, size: Size) {
  const { clock, snapshots, terminal } = options;
  const checks = options.checks?.() ?? [];
  const readOnly = options.readOnly === true;
  let data: ScreenData = { counters: EMPTY_COUNTERS, lists: {}, live: {} };
  let view: View = freshView(size, options.screen ?? 'runs');
  let needs = '';
  let crontab: { offer: ReturnType<NonNullable<ConsoleOptions['crontab']>> } | undefined;
  let shownTarget: ReturnType<typeof targetOf>;

  const scene = (): Scene => ({
    // A whole second, so that all clocks of a frame step together.
    now: Math.floor(clock.now() / SECOND_MS) * SECOND_MS,
    view,
    data,
    facts: options.facts,
    live: options.live(),
    actor: options.actor,
    checks,
    readOnly,
    canDemo: options.startDemo !== undefined,
  });

  const context = (): ScreenContext => ({
    data,
    settleMs: terminal.multiplexer ? SETTLE_MULTIPLEXED_MS : SETTLE_MS,
    readOnly,
    engineHere: options.live().engine.kind === 'here',
    canDetach: options.canDetach === true,
    detailSize: () => detailSize(scene()),
    showsLast: (sheet) => showsLast(sheet, scene(), sheetSize(view.size)),
    sheetRoom: (sheet) => contentRoom(sheet, sheetSize(view.size).rows),
    startChoices: () => startChoices(scene()).map((choice) => choice.id),
    clock: (at) => formatClock(at, clock.now(), options.facts.zone),
  });

  const apply = (event: ScreenEvent): Effect[] => {
    const step = reduce(view, event, context());
    view = step.view;
    return step.effects;
  };

  const loadDetail = (): void => {
    const target = targetOf(view, data);
    const detail = target === undefined ? undefined : readDetail(options, target, clock.now());
    const { detail: _, ...rest } = data;
    data = detail === undefined ? rest : { ...rest, detail };
    if (!sameTarget(target, shownTarget)) view = { ...view, detailTop: 0, follow: true };
    shownTarget = target;
  };

  /** What became of the visible rows that the new lists no longer have. */
  const fatesOf = (old: ScreenData) =>
    Object.fromEntries(
      missingKeys(view, old, data).flatMap((key) => {
        const fate = snapshots.fate(key);
        return fate === undefined ? [] : [[key, fate] as const];
      }),
    );

  // Reading a crontab starts a process: once, when there is nothing else to show.
  const offered = () => {
    crontab ??= { offer: options.crontab?.() };
    return crontab.offer;
  };

  const refresh = (): Effect[] => {
    const now = clock.now();
    const old = data;
    const sameLists = needsKey(view) === needs;
    needs = needsKey(view);
    const { crontab: _, ...fresh } = readLists(options, view, data, now);
    const offer = fresh.counters.jobs === 0 ? offered() : undefined;
    data = { ...fresh, ...(offer === undefined ? {} : { crontab: offer }), live: readLive(options, fresh) };
    // Rows that are missing because something else is looked at have not left anything.
    const effects = apply({ type: 'data', old, fates: sameLists ? fatesOf(old) : {}, at: now });
    if (data.detail !== undefined && sameTarget(targetOf(view, data), data.detail.target)) loadDetail();
    return [...effects, ...refreshSheet()];
  };

  const refreshSheet = (): Effect[] => {
    const { sheet } = view;
    if (sheet === undefined || sheet.item.kind === 'import') return [];
    const content = readSheet(options, sheet.item);
    const change = changeOf(sheet, content);
    return apply({ type: 'sheet-content', serial: sheet.serial, content, change, now: clock.monotonic() });
  };

  return {
    scene,
    apply,
    loadDetail,
    refreshSheet,
    /** Reads every visible list again. */
    refresh,
    view: (): View => view,
    settleMs: () => context().settleMs,
    /** The view needs rows that were not read. */
    needsLists: () => needsKey(view) !== needs,
    detailState: (): 'none' | 'shown' | 'other' => {
      if (sameTarget(targetOf(view, data), data.detail?.target)) return 'shown';
      return data.detail === undefined ? 'none' : 'other';
    },
    hasLive: () => (data.detail !== undefined && isLive(data.detail.detail)) || view.sheet?.item.kind === 'cancel-run',
    refreshLive(): void {
      data = { ...data, live: readLive(options, data) };
    },
    /** Output and process tree of the run in the detail: files and /proc, which tell nobody when they change. */
    refreshLiveDetail(): void {
      const detail = data.detail;
      if (detail === undefined || !isLive(detail.detail)) return;
      const output = outputOf(options, detail.detail);
      const processes = options.processTree(detail.detail.run.id);
      data = { ...data, detail: { ...detail, processes, ...(output === undefined ? {} : { output }) } };
    },
    /** The focus is chosen here and never again: what waits for a person comes first. */
    begin(): void {
      const counters = snapshots.counters(clock.now());
      const panel = options.screen ?? firstPanel(counters);
      const empty = counters.jobs === 0 && options.screen === undefined;
      view = { ...freshView(view.size, panel), focus: empty ? 'start' : panel };
    },
    tell(tone: 'good' | 'bad', mark: string, text: string): void {
      view = { ...view, message: { at: clock.now(), mark, tone, text, count: 1 } };
    },
  };
}

const firstPanel = (counters: { pendingApprovals: number; openAlerts: number }): PanelId =>
  counters.pendingApprovals > 0 ? 'approvals' : counters.openAlerts > 0 ? 'alerts' : 'runs';

function detailSize(scene: Scene): { count: number; room: number } {
  const part = partsOf(shapeOf(scene.view)).find((candidate) => candidate.part === 'detail');
  if (part === undefined) return { count: 0, room: 1 };
  const inside = insideOf(part.edges, part.width, part.height);
  const { head, rows } = detailRows(scene, inside.columns);
  return { count: rows.length, room: Math.max(1, inside.rows - head.length) };
}
