/** How a fixed-time job meets a clock change: made up and never doubled, never made up and never doubled, or exactly what the wall shows. */
export type Dst = 'cronie' | 'skip' | 'wall';

/** `seed` is the job's id: it settles what `H` stands for. Instants and durations are milliseconds. */
export type Schedule =
  | { kind: 'cron'; expression: string; zone: string; dst: Dst; seed: string }
  | { kind: 'every'; everyMs: number; anchorAt: number; from: 'start' | 'end' }
  | { kind: 'at'; at: number }
  | { kind: 'reboot' }
  | { kind: 'manual' };

/** `repeated-hour` marks a wall time that the clock shows twice, in the first pass as in the second. */
export type SlotNote = 'gap-shifted' | 'repeated-hour';

/** `wall` is the local time at `at` (`2026-11-23T02:30`, seconds only when there are any); UTC for schedules without a zone. */
export type Slot = { at: number; wall: string; note?: SlotNote };

export type ZoneChange = { at: number; fromOffsetMs: number; toOffsetMs: number };

export type WallTime = {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  offsetMs: number;
  /** 0 is Sunday. */
  weekday: number;
};

export type Refused = { kind: 'refused'; reason: string; hint?: string };

export type CronCheck = { kind: 'ok'; notes: string[] } | Refused;

export type CronKeyword = { kind: 'reboot' } | { kind: 'manual' } | { kind: 'expression'; expression: string };

export type AtReading = { kind: 'ok'; at: number } | { kind: 'refused'; reason: string };
