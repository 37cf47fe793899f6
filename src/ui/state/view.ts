import type { CalendarOf } from '../../engine/rules/calendar.ts';
import type { ComingFire } from '../../engine/rules/coming-fires.ts';
import type { ComingStrip } from '../../engine/rules/coming-strip.ts';
import type { AtAnswer } from '../../engine/rules/why/answer-at.ts';
import type { WhyRecord } from '../../store/nouns/why.ts';
import type { ActivityRow } from '../../store/snapshot/activity.ts';
import type { AlertRow } from '../../store/snapshot/alerts.ts';
import type { ApprovalRow } from '../../store/snapshot/approvals.ts';
import type { Counters } from '../../store/snapshot/counters.ts';
import type { Detail, DetailTarget } from '../../store/snapshot/detail.ts';
import type { DueRow } from '../../store/snapshot/due.ts';
import type { Fate } from '../../store/snapshot/fate.ts';
import type { TreeRow } from '../../store/snapshot/job-tree.ts';
import type { JobRow } from '../../store/snapshot/jobs.ts';
import type { News } from '../../store/snapshot/news.ts';
import type { Anchor, Page } from '../../store/snapshot/page.ts';
import type { PausedRow } from '../../store/snapshot/paused-jobs.ts';
import type { LiveRow, PastRow } from '../../store/snapshot/runs.ts';
import type { Choosing } from '../columns/choosing.ts';
import type { NewsSubject, OutputView, ProcessRow } from '../console-options.ts';
import type { Copying } from '../copy/copy-keys.ts';
import type { WhyMoment } from '../detail/why-moment.ts';
import type { Left } from '../go-to/go-to.ts';
import type { Help } from '../help/help-keys.ts';
import type { ImportOffer } from '../import/offers.ts';
import { FRESH_LOOKING, type Looking } from '../output/looking.ts';
import type { OutputPage } from '../output/output-port.ts';
import type { Page as OpenPage, PageBody } from '../page/page.ts';
import type { Palette } from '../palette/palette.ts';
import type { ColumnChoice } from '../panels/columns.ts';
import type { Going } from './bulk.ts';
import type { Counted } from './changed.ts';
import type { Marks, Range } from './marks.ts';
import type { Fields, Sheet } from './sheet.ts';
import type { UndoEntry, Undoing } from './undo.ts';

export const PANELS = ['due', 'runs', 'approvals', 'alerts', 'jobs', 'activity'] as const;
export type PanelId = (typeof PANELS)[number];
export type FocusId = PanelId | 'detail' | 'start';

/** Every list there is: a panel and its tab, with the rows it shows. */
export type ListRows = {
  'due.next': DueRow;
  'due.paused': PausedRow;
  'runs.now': LiveRow;
  'runs.recent': PastRow;
  'approvals.pending': ApprovalRow;
  'approvals.decided': ApprovalRow;
  'alerts.open': AlertRow;
  'alerts.acknowledged': AlertRow;
  'jobs.all': JobRow;
  'jobs.tree': TreeRow;
  'jobs.disabled': JobRow;
  'activity.decisions': ActivityRow;
  'activity.audit': ActivityRow;
  'activity.log': ActivityRow;
};
export type ListId = keyof ListRows;
export type AnyRow = ListRows[ListId];

export const TABS: Readonly<Record<PanelId, readonly ListId[]>> = {
  due: ['due.next', 'due.paused'],
  runs: ['runs.now', 'runs.recent'],
  approvals: ['approvals.pending', 'approvals.decided'],
  alerts: ['alerts.open', 'alerts.acknowledged'],
  jobs: ['jobs.all', 'jobs.tree', 'jobs.disabled'],
  activity: ['activity.decisions', 'activity.audit', 'activity.log'],
};

/** A row that has left its list and stays where it was for a while, with what became of it. */
export type Ghost = { key: string; row: AnyRow; index: number; goneAt: number; fate: Fate };

export type ListView = {
  /** The item under the cursor; absent until the list has had the focus. */
  key?: string;
  /** Where that item stood last, for when it is gone. */
  index: number;
  top: number;
  filter: string;
  /** Causes whose rows are shown one by one. */
  unfolded?: readonly string[];
  /** Absent: the order it is read in. */
  sort?: string;
  anchor?: Anchor;
  /** Somebody went to this very row: it is held also where the newest would be followed. */
  held?: true;
  ghosts: readonly Ghost[];
  /** What actions take in the place of the selected row. */
  marks?: Marks;
  range?: Range;
};

export type DetailTab = 'why' | 'command' | 'change' | 'output' | 'processes' | 'history' | 'next';

export type Message = {
  at: number;
  mark: string;
  tone: 'good' | 'bad' | 'news';
  text: string;
  /** Shown behind the text where there is room for it. */
  more?: string;
  count: number;
  /** So many are told together, because more waited than are told one by one. */
  others?: number;
  /** When it took the line, where that is not when it happened. */
  shownAt?: number;
  /** It only tells that something goes on, and takes the line from nothing else. */
  passing?: true;
  /** What it tells the state of: the next one about it takes its place. */
  about?: NewsSubject;
  /** What makes it equal to others, where that is not its text. */
  same?: string;
  /** The run that what was answered leads to completes the sentence. */
  awaits?: { kind: 'approval' | 'dispatch'; id: number };
  /** What a key takes back, as long as it does: `u undoes it, 8s`. */
  undo?: { label: string; until: number; id?: number };
};

/** How instants in lists are written; lengths of time stay what they are. */
export const TIME_STYLES = ['clock', 'relative', 'utc'] as const;
export type TimeStyle = (typeof TIME_STYLES)[number];

export type Size = { columns: number; rows: number };

/** What the person has chosen to look at; nothing of it is in the database. */
export type View = {
  size: Size;
  focus: FocusId;
  /** The list that had the focus last: compact screens show it, and the detail follows it. */
  panel: PanelId;
  tabs: Readonly<Record<PanelId, ListId>>;
  lists: Readonly<Record<ListId, ListView>>;
  detailTab?: DetailTab;
  detailTop: number;
  looking: Looking;
  /** A time that is asked about in the Why tab. */
  moment?: WhyMoment;
  /** The small list of what can be copied is open. */
  copying?: Copying;
  problems: boolean;
  /** The lists stand still since then; the counters go on. */
  frozen?: { sinceAt: number };
  times: TimeStyle;
  zoom: boolean;
  /** The row of the next day, where somebody wants it otherwise than the size of the screen does. */
  strip?: 'shown' | 'hidden';
  help?: Help;
  palette?: Palette;
  /** The small list of places that belong to the selected row. */
  going?: { index: number };
  /** What changes something is off, until somebody unlocks it here. */
  locked?: { sinceAt: number };
  /** What was asked of the palette in this session, the newest last. */
  asked?: readonly string[];
  /** What is done as soon as its object is selected. */
  errand?: { actionId: string; list: ListId; key: string; at: number };
  /** Where somebody was before they went elsewhere, for Esc. */
  trail?: readonly Left[];
  /** `at`: which of the filters of before stands there; `typed`: what was written until then. */
  filterEdit?: { list: ListId; before: string; at?: number; typed?: string };
  /** Filters that were kept in this sitting, the newest last. */
  filters?: readonly string[];
  message?: Message;
  /** News that waits for its turn, the weightiest first. */
  waiting?: readonly Message[];
  /** What many commands have come to so far, one after the other. */
  bulk?: Going;
  /** The last changes of this sitting, the newest first, and the list of them when it is open. */
  undos?: readonly UndoEntry[];
  undoing?: Undoing;
  /** The columns that somebody chose, and the small list of those of one list while it is open. */
  columns?: ColumnChoice;
  choosing?: Choosing;
  sheet?: Sheet;
  /** Sheets opened so far. */
  sheetCount: number;
  /** Sentences typed into sheets, kept for their item until it is decided. */
  drafts: Readonly<Record<string, Fields>>;
  /** A form or a plan; a sheet lies over it. */
  page?: OpenPage;
  /** Forms that were left with something written in them. */
  pages: Readonly<Record<string, PageBody>>;
  /** `isAsked`: somebody wants to import although there are jobs. */
  start: { index: number; isAsked?: true };
  /** Where something came up since somebody was there last. */
  unseen?: readonly PanelId[];
  /** The newest approval and alert that were already told about. */
  told: { approvalId: number; alertId: number };
};

export type DetailData = {
  target: DetailTarget;
  detail: Detail;
  output?: OutputView;
  /** What was read of the output that is looked at. */
  page?: OutputPage;
  /** What is on record about why its job runs, waits or does not. */
  why?: WhyRecord;
  /** What was the matter at the time that is asked about. */
  moment?: AtAnswer;
  /** The coming fire times of the job. */
  next?: ComingFire[];
  calendarOf?: CalendarOf;
  /** Why the definition of its job cannot be read. */
  problem?: string;
  processes?: ProcessRow[];
  /** Of a question: the newest lines of the run that asked, and what a yes would do now. */
  tail?: OutputView;
  forecast?: string;
};

/** What a live run printed last; `pausesMs`: the silences between its newest lines. */
export type LiveOutput = { lastLine?: string; lastByteAt?: number; pausesMs?: readonly number[] };

/** Lists that news comes from: nobody may miss it because of how they look at the list. */
export const WAITING_LISTS = ['approvals.pending', 'alerts.open'] as const;
export type WaitingList = (typeof WAITING_LISTS)[number];

/** All that waits, also where a filter or a frozen screen shows less of it. */
export const waitingIn = <Id extends WaitingList>(data: ScreenData, id: Id): readonly ListRows[Id][] =>
  (data.whole?.[id] ?? data.lists[id])?.rows ?? [];

/** What was read from the database and the machine for what is visible. */
export type ScreenData = {
  counters: Counters;
  lists: { readonly [Id in ListId]?: Page<ListRows[Id]> };
  /** What waits for somebody, where the lists that are shown stand still or are a part of it. */
  whole?: { readonly [Id in WaitingList]?: Page<ListRows[Id]> };
  /** Why a list could not be read. */
  failures?: Readonly<Partial<Record<ListId, string>>>;
  detail?: DetailData;
  /** Last line and last byte of the runs that are visible and live. */
  live: Readonly<Record<number, LiveOutput>>;
  /** Counts that have changed within the last second. */
  changed?: readonly Counted[];
  /** What the next day brings; absent until it was counted. */
  strip?: ComingStrip;
  /** What runs did and others decided since the last look. */
  news?: News;
  /** What this machine has to import; absent until somebody has looked. */
  offers?: readonly ImportOffer[];
};

export const EMPTY_COUNTERS: Counters = {
  due: 0,
  running: 0,
  queued: 0,
  pendingApprovals: 0,
  highRiskApprovals: 0,
  openAlerts: 0,
  criticalAlerts: 0,
  acknowledgedAlerts: 0,
  snoozedAlerts: 0,
  jobs: 0,
  disabledJobs: 0,
  pausedJobs: 0,
  pauses: [],
  day: { ok: 0, failed: 0, skipped: 0, rejected: 0 },
  pools: [],
};

const freshList: ListView = { index: 0, top: 0, filter: '', ghosts: [] };

export function freshView(size: Size, panel: PanelId): View {
  const lists = Object.fromEntries(PANELS.flatMap((id) => TABS[id]).map((id) => [id, freshList])) as Record<
    ListId,
    ListView
  >;
  const tabs = Object.fromEntries(PANELS.map((id) => [id, TABS[id][0]])) as Record<PanelId, ListId>;
  return {
    size,
    focus: panel,
    panel,
    tabs,
    lists,
    detailTop: 0,
    looking: FRESH_LOOKING,
    problems: false,
    times: 'clock',
    zoom: false,
    drafts: {},
    pages: {},
    sheetCount: 0,
    start: { index: 0 },
    told: { approvalId: 0, alertId: 0 },
  };
}

export const listOf = (view: View, panel: PanelId): ListId => view.tabs[panel];
