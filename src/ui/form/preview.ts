import { previewSlots, type Schedule } from '../../engine/rules/schedule/index.ts';
import { formatDate, formatDuration, formatTimeOfDay, formatZone } from '../format/index.ts';
import { blank, type Line, type Span, span, toWidth } from '../layout/line.ts';
import { widthOf } from '../text/width.ts';
import { type ChangeAhead, changeAhead } from './clock-change.ts';

export const LABEL_COLUMNS = 10;
export const FIRES_SHOWN = 5;
/** Fire times, the first after the clocks change and what the change is. */
export const PREVIEW_ROWS = 4;
const FIRE_COLUMNS = 24;
const UTC_COLUMNS = 15;

/** What a schedule with fire times will do: the next five, and the first on the other side of the zone's next change. */
export function schedulePreview(schedule: Schedule, zone: string, now: number, width: number): Line[] {
  const slots = previewSlots(schedule, now, FIRES_SHOWN).map((slot) => slot.at);
  const [first, ...others] = slots;
  if (first === undefined) return filled([[span('never again: it has no time ahead', 'warn')]], width);
  const room = width - LABEL_COLUMNS - 2;
  const rows: Line[] = [
    instantText(first, { zone, now, room }, [span(`in ${formatDuration(first - now)}`, 'muted')]),
    [span(fittingFires(followers(first, others, zone), room))],
    ...changeRows(schedule, { zone, now, room }),
  ];
  return filled(rows, width);
}

/** Rows under the label `Next`, always so many, so that nothing below moves while the expression is typed. */
export function filled(rows: readonly Line[], width: number): Line[] {
  const all = Array.from({ length: Math.max(PREVIEW_ROWS, rows.length) }, (_, index) => rows[index] ?? []);
  return all.map((row, index) =>
    toWidth([blank(1), span((index === 0 ? 'Next' : '').padEnd(LABEL_COLUMNS), 'muted'), ...row], width),
  );
}

/** Where an instant is told: the zone it is read in, and the columns there are. */
export type Telling = { zone: string; now: number; room: number };

/** So many columns take the instant, the same in UTC and what is said about it. */
const WIDE_ROOM = 68;

/** An instant in the zone it is read in and in UTC, and what is to be said about it; UTC goes where it is narrow. */
export function instantText(at: number, { zone, now, room }: Telling, right: Line): Line {
  const own = `${dayAndTime(at, zone)} ${formatZone(at, zone)}`;
  if (room < WIDE_ROOM) return [span(own), blank(2), ...yearOf(at, now, zone), ...right];
  const utc = isUtc(zone) ? '' : `${otherDay(at, zone)}${formatTimeOfDay(at, 'UTC', 'minutes')} UTC`;
  return [column(own, FIRE_COLUMNS), column(utc, UTC_COLUMNS, 'muted'), ...yearOf(at, now, zone), ...right];
}

const column = (text: string, columns: number, token?: Span['token']): Span =>
  span(text.padEnd(Math.max(columns, widthOf(text) + 2)), token);

const isUtc = (zone: string): boolean => ['UTC', 'Etc/UTC', 'GMT', 'Etc/GMT'].includes(zone);

/** Where it is another day in UTC than on the job's own clock. */
const otherDay = (at: number, zone: string): string => {
  const [own = '', utc = ''] = [formatDate(at, zone), formatDate(at, 'UTC')];
  return own === utc ? '' : `${utc.split(' ')[0]} `;
};

const yearOf = (at: number, now: number, zone: string): Line => {
  const year = partsOf(at, zone).year;
  // Within a year a month says which one.
  return at - now < YEAR_MS || year === partsOf(now, zone).year ? [] : [span(`${year}  `, 'muted')];
};
const YEAR_MS = 365 * 86_400_000;

type Parts = { weekday: string; day: string; month: string; year: string; time: string };
function partsOf(at: number, zone: string): Parts {
  const [weekday = '', day = '', month = '', year = ''] = formatDate(at, zone).split(' ');
  return { weekday, day, month, year, time: timeOf(at, zone) };
}

/** Seconds only where there are any. */
const timeOf = (at: number, zone: string): string =>
  formatTimeOfDay(at, zone, at % 60_000 === 0 ? 'minutes' : 'seconds');

const dayAndTime = (at: number, zone: string): string => {
  const { weekday, day, month, time } = partsOf(at, zone);
  return `${weekday} ${day} ${month} ${time}`;
};

/** `Tue 24 Nov 07:30 · Wed 25 · Thu 26`: each as far as it differs from the one before. */
function followers(first: number, others: readonly number[], zone: string): string[] {
  return others.map((at, index) => {
    const before = partsOf(others[index - 1] ?? first, zone);
    const { weekday, day, month, year, time } = partsOf(at, zone);
    const sameDay = before.day === day && before.month === month && before.year === year;
    if (sameDay) return time;
    const newMonth = index === 0 || before.month !== month || before.year !== year ? ` ${month}` : '';
    const newYear = before.year === year ? '' : ` ${year}`;
    const newTime = index === 0 || before.time !== time ? ` ${time}` : '';
    return `${weekday} ${day}${newMonth}${newYear}${newTime}`;
  });
}

const BETWEEN = ' · ';

/** A time is never cut: the last ones go. */
function fittingFires(texts: readonly string[], room: number): string {
  let count = texts.length;
  while (count > 1 && widthOf(texts.slice(0, count).join(BETWEEN)) > room) count -= 1;
  return texts.slice(0, count).join(BETWEEN);
}

function changeRows(schedule: Schedule, telling: Telling): Line[] {
  const { zone, now, room } = telling;
  if (schedule.kind !== 'cron') return [];
  const ahead = changeAhead(schedule, now);
  if (ahead === undefined) return [[span('its clocks do not change within two years', 'muted')]];
  const { change, slot } = ahead;
  const way = change.toOffsetMs > change.fromOffsetMs ? 'forward' : 'back';
  const isNarrow = room < WIDE_ROOM;
  const said = isNarrow ? 'first after the clocks' : `first after clocks go ${way}`;
  const row = instantText(slot.at, telling, [span(said, 'muted')]);
  const met = meetingOf(ahead, zone, isNarrow ? SHORT : LONG);
  if (met !== undefined) return [row, [span(met, 'warn')]];
  const [from, to] = [wallAt(change.at, change.fromOffsetMs), wallAt(change.at, change.toOffsetMs)];
  const jump = `${dayBefore(ahead, zone)} ${from} → ${to}`;
  const where: Line = isNarrow ? [span(`go ${way} `, 'muted')] : [blank(FIRE_COLUMNS + UTC_COLUMNS)];
  return [row, [...where, span(jump, 'muted')]];
}

const dayBefore = ({ change }: ChangeAhead, zone: string): string =>
  formatDate(change.at - 1, zone)
    .split(' ')
    .slice(0, 3)
    .join(' ');

const wallAt = (at: number, offsetMs: number): string => new Date(at + offsetMs).toISOString().slice(11, 16);

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

type MeetingWords = { skipped: string; twice: string };
const LONG: MeetingWords = { skipped: 'does not exist', twice: 'comes twice' };
const SHORT: MeetingWords = { skipped: 'is skipped', twice: 'twice' };

/** `02:30 does not exist on 28 Mar: runs at 03:00 CEST`. */
function meetingOf({ change, meets }: ChangeAhead, zone: string, words: MeetingWords): string | undefined {
  if (meets === undefined) return undefined;
  const [date = '', time = ''] = meets.wall.split('T');
  const day = `${Number(date.slice(8))} ${MONTHS[Number(date.slice(5, 7)) - 1] ?? ''}`;
  const runs = meets.runsAt.map((at) => `${timeOf(at, zone)} ${formatZone(at, zone)}`);
  if (meets.count > 1) return undefined;
  if (change.toOffsetMs > change.fromOffsetMs) {
    const answer = runs.length === 0 ? 'does not run then' : `runs at ${runs.join(', ')}`;
    return `${time} ${words.skipped} on ${day}: ${answer}`;
  }
  const answer =
    runs.length === 1 ? `runs once, at ${runs[0]}` : runs.length === 0 ? 'does not run' : 'runs both times';
  return `${time} ${words.twice} on ${day}: ${answer}`;
}
