import type { ConsoleOptions } from '../console-options.ts';
import { detailRows } from '../detail/detail-panel.ts';
import { formatClock } from '../format/index.ts';
import { insideOf } from '../layout/frame.ts';
import type { Line } from '../layout/line.ts';
import { partsOf, shapeOf } from '../layout/shape.ts';
import { readRows } from '../output/draw-output.ts';
import type { ReadRows } from '../output/follow.ts';
import type { OutputWanted } from '../output/output-port.ts';
import { outputShown } from '../output/page-of.ts';
import { reduceAll } from '../page/reduce-all.ts';
import { startChoices } from '../panels/start.ts';
import type { Scene } from '../scene.ts';
import { contentRoom, sheetSize, shownText, showsLast } from '../sheets/sheet-layout.ts';
import type { Keyboard } from '../state/actions/keyboard.ts';
import { remap } from '../state/actions/remap.ts';
import { ACTIONS, KEYBOARD } from '../state/actions/table.ts';
import { SETTLE_MS, SETTLE_MULTIPLEXED_MS } from '../state/arm.ts';
import type { Effect, ScreenContext, ScreenEvent } from '../state/events.ts';
import type { targetOf } from '../state/selection.ts';
import type { Fields } from '../state/sheet.ts';
import { EMPTY_COUNTERS, freshView, type ScreenData, type Size, type TimeStyle, type View } from '../state/view.ts';
import type { FilterSearches } from './look-further.ts';

const SECOND_MS = 1_000;

/** What is looked at and what was read for it. */
export type ScreenState = {
  options: ConsoleOptions;
  checks: Scene['checks'];
  view: View;
  data: ScreenData;
  /** Which rows were read, to see when the view needs others. */
  needs: string;
  /** The lists were frozen when something happened last, so that they are behind it. */
  isBehind: boolean;
  shownTarget: ReturnType<typeof targetOf>;
  /** Whose output was read, and where it lies. */
  outputRun: number | undefined;
  outputAt: OutputWanted['at'];
  keyboard: Keyboard;
  /** What filters have found behind what one read looks at. */
  searches: FilterSearches;
  /** How the configuration wanted instants when it was read last. */
  times: TimeStyle;
  /** What stood in the fields of the open sheet when it was read. */
  sheetReadFor?: Fields;
  /** How long the terminal took to answer; absent where it is not known. */
  linkMs?: number;
};

export const freshState = (options: ConsoleOptions, size: Size): ScreenState => ({
  options,
  checks: options.checks?.() ?? [],
  view: freshView(size, options.screen ?? 'runs'),
  data: { counters: EMPTY_COUNTERS, lists: {}, live: {} },
  needs: '',
  isBehind: false,
  shownTarget: undefined,
  outputRun: undefined,
  outputAt: 'end',
  searches: new Map(),
  keyboard: configuredKeyboard(options),
  times: 'clock',
});

/** Keys that cannot be are refused before they come here. */
export function configuredKeyboard({ uiConfig }: ConsoleOptions): Keyboard {
  const remapped = remap(ACTIONS, uiConfig?.().keys ?? {});
  return remapped.kind === 'keyboard' ? remapped.keyboard : KEYBOARD;
}

export function apply(state: ScreenState, event: ScreenEvent): Effect[] {
  const step = reduceAll(state.view, event, contextOf(state));
  state.view = step.view;
  return step.effects;
}

/** Everything a frame is drawn from. */
export function sceneOf({ options, view, data, checks, keyboard, linkMs }: ScreenState): Scene {
  return {
    // A whole second, so that all clocks of a frame step together.
    now: Math.floor(options.clock.now() / SECOND_MS) * SECOND_MS,
    view,
    data,
    facts: options.facts,
    live: { ...options.live(), ...(linkMs === undefined ? {} : { linkMs }) },
    actor: options.actor,
    checks,
    readOnly: isReadOnly(options),
    canDemo: options.startDemo !== undefined,
    columns: options.uiConfig?.().columns ?? {},
    keyboard,
  };
}

export const settleMsOf = ({ options }: ScreenState): number =>
  options.terminal.multiplexer ? SETTLE_MULTIPLEXED_MS : SETTLE_MS;

function contextOf(state: ScreenState): ScreenContext {
  const { options, data } = state;
  const sizeOfSheet = () => sheetSize(state.view.size);
  return {
    data,
    settleMs: settleMsOf(state),
    readOnly: isReadOnly(options),
    ...engineOf(options),
    actorName: options.actor.name,
    canDetach: options.canDetach === true,
    homeLabel: options.facts.homeLabel,
    keyboard: state.keyboard,
    columns: options.uiConfig?.().columns ?? {},
    detailSize: () => detailSize(sceneOf(state)),
    outputRows: () => outputRows(sceneOf(state)),
    showsLast: (sheet) => showsLast(sheet, sceneOf(state), sizeOfSheet()),
    shownText: (sheet) => shownText(sheet, sceneOf(state), sizeOfSheet()),
    sheetRoom: (sheet) => contentRoom(sheet, sizeOfSheet().rows, sizeOfSheet().columns),
    startChoices: () => startChoices(sceneOf(state)).map((choice) => choice.id),
    clock: (at) => formatClock(at, options.clock.now(), options.facts.zone),
  };
}

function engineOf({ live }: ConsoleOptions): Pick<ScreenContext, 'engineHere' | 'engineStaysOut' | 'engineOwner'> {
  const { engine } = live();
  if (engine.kind === 'here') return { engineHere: true };
  const engineStaysOut = engine.staysOut === true;
  if (engine.kind === 'none') return { engineHere: false, engineStaysOut };
  const { pid, host, user, mode } = engine;
  return { engineHere: false, engineStaysOut, engineOwner: { pid, host, user, mode } };
}

const isReadOnly = (options: ConsoleOptions): boolean => options.readOnly === true;

function detailSize(scene: Scene): { count: number; room: number } {
  const inside = insideOfDetail(scene);
  if (inside === undefined) return { count: 0, room: 1 };
  const { head, rows } = detailRows(scene, inside.columns);
  return { count: rows.length, room: Math.max(1, inside.rows - head.length) };
}

/** All that the detail would show if it had the room. */
export function detailRowsOf(state: ScreenState): Line[] {
  const scene = sceneOf(state);
  const inside = insideOfDetail(scene);
  return inside === undefined ? [] : detailRows(scene, inside.columns).rows;
}

/** The rows of output that have been read, laid out as they are drawn. */
export function outputRows(scene: Scene): ReadRows | undefined {
  const { detail } = scene.data;
  const inside = insideOfDetail(scene);
  if (inside === undefined || detail === undefined || outputShown(scene.view, detail) === undefined) return undefined;
  const { head } = detailRows(scene, inside.columns);
  return readRows(scene, detail, inside.columns, Math.max(1, inside.rows - head.length));
}

function insideOfDetail(scene: Scene): { columns: number; rows: number } | undefined {
  const part = partsOf(shapeOf(scene.view)).find((candidate) => candidate.part === 'detail');
  return part === undefined ? undefined : insideOf(part.edges, part.width, part.height);
}
