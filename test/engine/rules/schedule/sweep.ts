import { type Dst, nextSlot, type Schedule } from '../../../../src/engine/rules/schedule/index.ts';
import { cronieDue, type Due, offsetMinutes, type ZoneMinutes, zoneMinutes } from './cronie-reference.ts';

export type SweepResult = { cells: number; slots: number; differences: string[] };

/** Each zone with the first of the three years it is swept over. */
export const SWEPT_ZONES: readonly (readonly [zone: string, firstYear: number])[] = [
  ['America/New_York', 2025],
  ['Europe/London', 2025],
  ['Australia/Lord_Howe', 2025],
  ['Asia/Kolkata', 2025],
  ['America/Sao_Paulo', 2017],
  ['Pacific/Apia', 2010],
  ['America/Santiago', 2025],
  ['Africa/Cairo', 2023],
  ['Africa/Casablanca', 2025],
  ['Antarctica/Troll', 2025],
  ['Pacific/Chatham', 2025],
  ['UTC', 2025],
  // Three-hour jumps: the largest that are made up.
  ['Antarctica/Casey', 2009],
];

export const SWEPT_EXPRESSIONS: readonly string[] = [
  '* * * * *',
  '*/5 * * * *',
  '*/15 * * * *',
  '7,37 * * * *',
  '0 * * * *',
  '30 */2 * * *',
  '15 */3 * * *',
  '*/20 1-3 * * *',
  '* 2 * * *',
  '*/7 0-4 * * *',
  '0 0 * * *',
  '5 0 * * *',
  '30 0 * * *',
  '59 23 * * *',
  '0 1 * * *',
  '30 1 * * *',
  '45 1 * * *',
  '0 2 * * *',
  '1 2 * * *',
  '15 2 * * *',
  '30 2 * * *',
  '59 2 * * *',
  '0 3 * * *',
  '15,45 2 * * *',
  '0,30 1,2,3 * * *',
  '0-59 2 * * *',
  '10-50/10 0-3 * * *',
  '0 22-2 * * *',
  '30 12 * * *',
  '0 9 * * 1-5',
  '30 2 * * SAT-SUN',
  '30 0 * * 0',
  '30 1 1 * *',
  '0 2 L * *',
  '15 2 * * 0L',
  '30 2 * * 7#1,0#2,5#4',
  '30 2 1-7 * SUN',
  '30 2 */2 * 0',
  '0 12 30 12 *',
  '45 2 28-3 MAR,APR,OCT,NOV *',
];

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const YEARS = 3;
const DIFFERENCES_MAX = 20;

/** Minute by minute three days before and after every change, and two days out of every thirty elsewhere. */
export function sweepAroundChanges(): SweepResult {
  const result: SweepResult = { cells: 0, slots: 0, differences: [] };
  for (const [zone, firstYear] of SWEPT_ZONES) {
    const windows = stretchesOf(zone, Date.UTC(firstYear, 0, 1), Date.UTC(firstYear + YEARS, 0, 1)).map(
      ({ startAt, days }) => ({
        startAt,
        days,
        minutes: zoneMinutes(zone, startAt - MARGIN_MINUTES * MINUTE_MS, days * 1440 + 2 * MARGIN_MINUTES),
      }),
    );
    for (const expression of SWEPT_EXPRESSIONS) {
      for (const dst of ['cronie', 'skip', 'wall'] satisfies Dst[]) {
        result.cells++;
        for (const window of windows) compare(result, { kind: 'cron', expression, zone, dst, seed: 'job' }, window);
      }
    }
  }
  return result;
}

type Stretch = { startAt: number; days: number };
type Window = Stretch & { minutes: ZoneMinutes };

// The reference begins early and ends late, so that it knows what repeats across the edges of a window.
const MARGIN_MINUTES = 4 * 60;

function stretchesOf(zone: string, startAt: number, endAt: number): Stretch[] {
  const changes = changeDays(zone, startAt, endAt);
  const samples = Array.from({ length: Math.floor((endAt - startAt) / (30 * DAY_MS)) }, (_, index) => ({
    startAt: startAt + index * 30 * DAY_MS,
    days: 2,
  }));
  return [...changes.map((at) => ({ startAt: at - 3 * DAY_MS, days: 7 })), ...samples];
}

function compare(result: SweepResult, schedule: Extract<Schedule, { kind: 'cron' }>, window: Window): void {
  const endAt = window.startAt + window.days * DAY_MS;
  const expected = cronieDue(schedule.expression, window.minutes, schedule.dst).filter(
    (due) => due.at >= window.startAt && due.at < endAt,
  );
  let after = window.startAt - 1;
  for (let index = 0; index <= expected.length; index++) {
    const slot = nextSlot(schedule, after);
    const actual: Due | undefined = slot === undefined || slot.at >= endAt ? undefined : slot;
    result.slots++;
    const wanted = expected[index];
    if (actual?.at !== wanted?.at || actual?.note !== wanted?.note) {
      if (result.differences.length < DIFFERENCES_MAX) {
        const { expression, zone, dst } = schedule;
        result.differences.push(`${expression} ${zone} ${dst}: ${show(actual)} instead of ${show(wanted)}`);
      }
      return;
    }
    if (slot !== undefined) after = slot.at;
  }
}

function show(due: Due | undefined): string {
  return due === undefined ? 'nothing' : `${new Date(due.at).toISOString()} ${due.note ?? 'plain'}`;
}

/** The days (midnight UTC) of a period within which the zone's offset changes. */
export function changeDays(zone: string, startAt: number, endAt: number): number[] {
  const read = offsetMinutes(zone);
  const days: number[] = [];
  for (let at = startAt; at < endAt; at += DAY_MS) {
    if (read(at) !== read(at + DAY_MS)) days.push(at);
  }
  return days;
}
