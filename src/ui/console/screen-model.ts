import type { ComingStrip } from '../../engine/rules/coming-strip.ts';
import type { ConsoleOptions } from '../console-options.ts';
import type { ImportOffer } from '../import/offers.ts';
import type { Scene } from '../scene.ts';
import type { Effect, ScreenEvent } from '../state/events.ts';
import { withLooks } from '../state/looks.ts';
import { sameTarget, targetOf } from '../state/selection.ts';
import {
  freshView,
  type ListId,
  type PanelId,
  type ScreenData,
  type Size,
  type TimeStyle,
  type View,
} from '../state/view.ts';
import { draftsAtStart } from './keep-drafts.ts';
import { lookAtSlice, unfinishedFilters } from './look-further.ts';
import { awaitsOutput, outputAsked, refreshOutput } from './output-reading.ts';
import { filterOf, isLive, listsNeeded } from './read-data.ts';
import {
  loadDetail,
  lookAtMoment,
  needsLists,
  refresh,
  refreshLive,
  refreshLiveDetail,
  refreshSheet,
} from './refresh.ts';
import { apply, configuredKeyboard, freshState, type ScreenState, sceneOf, settleMsOf } from './screen-state.ts';
import { isLiveSheet, isStale } from './sheet-source.ts';

export type ScreenModel = ReturnType<typeof createScreenModel>;

/** What is looked at and what was read for it; knows nothing of timers, keys or frames. */
export function createScreenModel(options: ConsoleOptions, size: Size) {
  const state = freshState(options, size);
  return {
    scene: (): Scene => sceneOf(state),
    view: (): View => state.view,
    apply: (event: ScreenEvent): Effect[] => apply(state, event),
    settleMs: (): number => settleMsOf(state),
    needsLists: (): boolean => needsLists(state),
    detailState: () => detailState(state),
    hasLive: (): boolean => hasLive(state),
    refresh: (): Effect[] => refresh(state),
    unfinishedFilters: (endedBefore: number): ListId[] => unfinishedFilters(state, listsShown(state), endedBefore),
    lookAtSlice: (id: ListId, at: number): void =>
      lookAtSlice(state, id, (each) => filterOf(state.view, each, options.clock.now()), at),
    refreshSheet: (): Effect[] => refreshSheet(state),
    isSheetStale: (): boolean => isStale(state.view.sheet, state.sheetReadFor),
    refreshLive: (): void => refreshLive(state),
    refreshLiveDetail: (): void => refreshLiveDetail(state),
    loadDetail: (): void => loadDetail(state),
    lookAtMoment: (): void => lookAtMoment(state),
    offers: (): readonly ImportOffer[] => state.data.offers ?? [],
    offer: (offers: readonly ImportOffer[]): void => offer(state, offers),
    refreshOutput: (): void => refreshOutput(state),
    awaitsOutput: (): boolean => awaitsOutput(state),
    outputAsked: () => outputAsked(state),
    begin: (): void => begin(state),
    takeKeys: (): void => {
      state.keyboard = configuredKeyboard(options);
      takeTimes(state);
    },
    setLink: (linkMs: number): void => {
      state.linkMs = linkMs;
    },
    hasChanged: (): boolean => (state.data.changed?.length ?? 0) > 0,
    forgetChanged: (): void => {
      state.data = { ...state.data, changed: [] };
    },
    setStrip: (strip: ComingStrip): void => {
      state.data = { ...state.data, strip };
    },
    tell: (tone: 'good' | 'bad', mark: string, text: string): void => tell(state, { mark, tone, text }),
  };
}

const listsShown = ({ view, data }: ScreenState): ScreenData['lists'] =>
  Object.fromEntries(listsNeeded(view).map((id) => [id, data.lists[id]]));

/** Whoever has moved the cursor already finds it on the same choice, below what came in above it. */
function offer(state: ScreenState, offers: readonly ImportOffer[]): void {
  const more = offers.length - (state.data.offers?.length ?? 0);
  const { start } = state.view;
  state.data = { ...state.data, offers };
  if (start.index > 0) state.view = { ...state.view, start: { ...start, index: Math.max(0, start.index + more) } };
}

/** Whether the detail is of the selected row. */
function detailState({ view, data }: ScreenState): 'none' | 'shown' | 'other' {
  if (sameTarget(targetOf(view, data), data.detail?.target)) return 'shown';
  return data.detail === undefined ? 'none' : 'other';
}

const hasLive = ({ view, data }: ScreenState): boolean =>
  (data.detail !== undefined && isLive(data.detail.detail)) || isLiveSheet(view.sheet);

/** The focus is chosen here and never again: what waits for a person comes first. */
function begin(state: ScreenState): void {
  state.times = timesOf(state.options);
  const { screen, snapshots, clock } = state.options;
  const counters = snapshots.counters(clock.now());
  const panel = screen ?? firstPanel(counters);
  const empty = counters.jobs === 0 && screen === undefined;
  const fresh = { ...freshView(state.view.size, panel), times: timesOf(state.options) };
  const { last } = state.options.looks ?? {};
  const looked = last === undefined ? fresh : withLooks(fresh, last);
  const tabs = screen === undefined ? { ...looked.tabs, ...whereItWaits(panel) } : looked.tabs;
  state.view = { ...looked, tabs, focus: empty ? 'start' : panel, drafts: draftsAtStart(state.options) };
}

/** A panel that was chosen for what waits in it shows that, whichever tab was looked at last. */
function whereItWaits(panel: PanelId): Partial<View['tabs']> {
  if (panel === 'approvals') return { approvals: 'approvals.pending' };
  return panel === 'alerts' ? { alerts: 'alerts.open' } : {};
}

/** How the configuration wants instants to be written. */
export function timesOf({ uiConfig }: ConsoleOptions): TimeStyle {
  const time = uiConfig?.().time;
  return time === undefined || time === 'absolute' ? 'clock' : time;
}

/** Another configuration: what it says of times counts from now on, where it says something else than before. */
function takeTimes(state: ScreenState): void {
  const times = timesOf(state.options);
  if (times !== state.times) state.view = { ...state.view, times };
  state.times = times;
}

const firstPanel = (counters: { pendingApprovals: number; openAlerts: number }): PanelId =>
  counters.pendingApprovals > 0 ? 'approvals' : counters.openAlerts > 0 ? 'alerts' : 'runs';

function tell(state: ScreenState, message: { tone: 'good' | 'bad'; mark: string; text: string }): void {
  state.view = { ...state.view, message: { at: state.options.clock.now(), ...message, count: 1 } };
}
