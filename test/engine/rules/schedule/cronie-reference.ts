/**
 * How cronie decides, minute by minute, written from its documentation and sharing nothing with the engine's search:
 * a virtual clock runs behind the wall clock, fixed-time jobs follow the virtual one, wildcard jobs the wall.
 */
export type Due = { at: number; note?: 'gap-shifted' | 'repeated-hour' };
export type ZoneMinutes = { startAt: number; walls: Int32Array; repeated: Set<number> };
type Mode = 'cronie' | 'skip' | 'wall';

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
const SMALL_JUMP_MINUTES = 180;

/** The wall clock of a zone for every minute of a window, in minutes since 1970 as if the wall were UTC. */
export function zoneMinutes(zone: string, startAt: number, minutes: number): ZoneMinutes {
  const walls = new Int32Array(minutes);
  const read = offsetMinutes(zone);
  const first = startAt / MINUTE_MS;
  for (let hour = 0; hour < minutes; hour += HOUR_MINUTES) {
    const left = read(startAt + hour * MINUTE_MS);
    const isSteady = left === read(startAt + (hour + HOUR_MINUTES) * MINUTE_MS);
    for (let minute = hour; minute < Math.min(hour + HOUR_MINUTES, minutes); minute++) {
      walls[minute] = first + minute + (isSteady ? left : read(startAt + minute * MINUTE_MS));
    }
  }
  return { startAt, walls, repeated: repeatedWalls(walls) };
}

function repeatedWalls(walls: Int32Array): Set<number> {
  const repeated = new Set<number>();
  for (let minute = 1; minute < walls.length; minute++) {
    const before = walls[minute - 1] ?? 0;
    for (let wall = walls[minute] ?? 0; wall <= before; wall++) repeated.add(wall);
  }
  return repeated;
}

export function offsetMinutes(zone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  return (at) => {
    const [month = 0, day = 0, year = 0, hour = 0, minute = 0] = (format.format(at).match(/\d+/g) ?? []).map(Number);
    return Date.UTC(year, month - 1, day, hour, minute) / MINUTE_MS - Math.floor(at / MINUTE_MS);
  };
}

/** Every minute of the window at which cronie would start the job. */
export function cronieDue(expression: string, { startAt, walls, repeated }: ZoneMinutes, mode: Mode): Due[] {
  const job = readExpression(expression);
  const followsWall = mode === 'wall' || job.hasStar;
  const due: Due[] = [];
  let virtual = (walls[0] ?? 0) - 1;
  for (let minute = 0; minute < walls.length; minute++) {
    const wall = walls[minute] ?? 0;
    const jump = wall - virtual - 1;
    const isSmall = Math.abs(jump) <= SMALL_JUMP_MINUTES;
    const isBehind = jump < 0 && isSmall;
    if (jump > 0 && isSmall && !followsWall && mode === 'cronie' && !job.matches(wall)) {
      let isMissed = false;
      for (let skipped = virtual + 1; skipped < wall; skipped++) isMissed ||= job.matches(skipped);
      if (isMissed) due.push({ at: startAt + minute * MINUTE_MS, note: 'gap-shifted' });
    }
    if (job.matches(wall) && (followsWall || !isBehind)) {
      const at = startAt + minute * MINUTE_MS;
      due.push(repeated.has(wall) ? { at, note: 'repeated-hour' } : { at });
    }
    // The virtual clock waits while the wall repeats what it has already shown.
    if (!isBehind) virtual = wall;
  }
  return due;
}

type Job = { hasStar: boolean; matches: (wallMinute: number) => boolean };

function readExpression(expression: string): Job {
  const [minuteText = '', hourText = '', dayText = '', monthText = '', weekdayText = ''] = expression.split(' ');
  const minutes = flags(minuteText, 0, 59);
  const hours = flags(hourText, 0, 23);
  const dayFits = dayRule(dayText, monthText, weekdayText);
  const days = new Map<number, boolean>();
  const isDay = (day: number) => {
    let fits = days.get(day);
    if (fits === undefined) {
      fits = dayFits(new Date(day * 86_400_000));
      days.set(day, fits);
    }
    return fits;
  };
  return {
    hasStar: minuteText.startsWith('*') || hourText.startsWith('*'),
    matches: (wall) =>
      minutes[wall % 60] === true && hours[Math.floor(wall / 60) % 24] === true && isDay(Math.floor(wall / 1440)),
  };
}

function dayRule(dayText: string, monthText: string, weekdayText: string): (date: Date) => boolean {
  const months = flags(named(monthText, 'JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC', 1), 1, 12);
  const dayParts = dayText.split(',');
  const days = flags(dayParts.filter((part) => part !== 'L').join(','), 1, 31);
  const weekdayParts = named(weekdayText, 'SUNMONTUEWEDTHUFRISAT', 0).split(',');
  const plain = flags(weekdayParts.filter((part) => !/[L#]/.test(part)).join(','), 0, 7);
  const fitsDate = (date: Date) =>
    days[date.getUTCDate()] === true || (dayParts.includes('L') && monthOfNext(date, 1) !== date.getUTCMonth());
  const fitsWeekday = (date: Date) => {
    const weekday = date.getUTCDay();
    if (plain[weekday] === true || (weekday === 0 && plain[7] === true)) return true;
    if (weekdayParts.includes(`${weekday}L`) && monthOfNext(date, 7) !== date.getUTCMonth()) return true;
    const nth = Math.ceil(date.getUTCDate() / 7);
    return weekdayParts.includes(`${weekday}#${nth}`) || (weekday === 0 && weekdayParts.includes(`7#${nth}`));
  };
  const isAnd = dayText.startsWith('*') || weekdayText.startsWith('*');
  return (date) => {
    if (months[date.getUTCMonth() + 1] !== true) return false;
    return isAnd ? fitsDate(date) && fitsWeekday(date) : fitsDate(date) || fitsWeekday(date);
  };
}

function monthOfNext(date: Date, days: number): number {
  return new Date(date.getTime() + days * 86_400_000).getUTCMonth();
}

function named(text: string, names: string, first: number): string {
  return text.replace(/[A-Z]{3}/gi, (word) => String(names.indexOf(word.toUpperCase()) / 3 + first));
}

function flags(text: string, min: number, max: number): boolean[] {
  const allowed: boolean[] = [];
  for (const part of text === '' ? [] : text.split(',')) {
    const [range = '', step = '1'] = part.split('/');
    const [from = 0, to = from] = range === '*' ? [min, max] : range.split('-').map(Number);
    const top = max === 7 ? 6 : max;
    const end = to < from ? to + top - min + 1 : to;
    for (let value = from; value <= end; value += Number(step)) {
      allowed[value > max ? value - (top - min + 1) : value] = true;
    }
  }
  return allowed;
}
