import type { Offsets } from '../../engine/output/output-source.ts';
import type { LineId } from '../../engine/output/output-window.ts';

/** A row of the view: a line, and which part of it where it takes several rows. */
export type RowId = LineId & { part: number };

/** The cursor stands on a row, wherever that is on the screen; `first` until the first lines have been read. */
export type Paused = {
  cursor: RowId | 'first';
  /** The row of the view that the cursor is on. */
  row: number;
  /** How much there was when following ended, to say how much is new. */
  seen: { lines?: number; bytes: number };
};

/** A line that was marked, and what it said: it may be far away when it is copied. */
export type Mark = LineId & { text: string };

export type Entry = { kind: 'search' | 'only'; text: string };

/** How a run's output is looked at; nothing of it changes the run. */
export type Looking = {
  /** Whose lines those below are. */
  runId?: number;
  /** Absent: the end is followed. */
  paused?: Paused;
  times: 'clock' | 'since' | 'off';
  streams: 'both' | 'out' | 'err';
  wraps: boolean;
  json: boolean;
  window: TimeWindow;
  /** The first column that shows, where rows are not wrapped. */
  column: number;
  search: string;
  only: string;
  /** Lines before and behind each that matches `only`. */
  context: number;
  entry?: Entry;
  marks: readonly Mark[];
  /** What came before is out of sight, until somebody asks for it. */
  floor?: Offsets;
  /** Another run of the same job, looked at in its place. */
  instead?: number;
};

export const TIME_WINDOWS = ['all', '1h', '15m', '5m', '1m'] as const;
export type TimeWindow = (typeof TIME_WINDOWS)[number];

const MINUTE_MS = 60_000;
export const WINDOW_MS: Readonly<Record<TimeWindow, number | undefined>> = {
  all: undefined,
  '1h': 60 * MINUTE_MS,
  '15m': 15 * MINUTE_MS,
  '5m': 5 * MINUTE_MS,
  '1m': MINUTE_MS,
};

export const MARKS_MAX = 1_000;
export const CONTEXT_MAX = 20;
export const ENTRY_UNITS_MAX = 200;

export const FRESH_LOOKING: Looking = {
  times: 'clock',
  streams: 'both',
  wraps: false,
  json: false,
  window: 'all',
  column: 0,
  search: '',
  only: '',
  context: 0,
  marks: [],
};

/** What is looked for and how it is shown stays from run to run; places and marks are of one run only. */
export function lookingAt(looking: Looking, runId: number | undefined): Looking {
  if (looking.runId === runId) return looking;
  const { paused: _paused, floor: _floor, entry: _entry, instead: _instead, runId: _runId, ...kept } = looking;
  return { ...kept, ...(runId === undefined ? {} : { runId }), marks: [], column: 0, only: '', search: '' };
}

export const sameLineId = (a: LineId, b: LineId): boolean => a.stream === b.stream && a.start === b.start;

/** The next in a circle of choices. */
export const nextOf = <T>(choices: readonly T[], current: T): T =>
  choices[(choices.indexOf(current) + 1) % choices.length] ?? current;
