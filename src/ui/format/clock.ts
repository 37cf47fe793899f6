/** An instant to the minute or to the second, in the shortest form that is clear from where the reader stands. */
export type ClockPrecision = 'seconds' | 'minutes';

/** `14:32:07` today, `Mon 02:30` within a week either way, `18 Oct 14:30` this year, `2025-10-18` else. */
export const formatClock = (at: number, now: number, zone: string, precision: ClockPrecision = 'seconds'): string => {
  const [then, today] = [wallClock(at, zone), wallClock(now, zone)];
  const time = `${then.hour}:${then.minute}`;
  const daysApart = Math.abs(dayNumber(then) - dayNumber(today));
  if (daysApart === 0) return precision === 'seconds' ? `${time}:${then.second}` : time;
  if (daysApart < 7) return `${then.weekday} ${time}`;
  return then.year === today.year ? `${then.day} ${then.month} ${time}` : isoDate(then);
};

/** The time of day alone, `14:32:07`, for the header and for lists of one day. */
export const formatTimeOfDay = (at: number, zone: string, precision: ClockPrecision = 'seconds'): string => {
  const { hour, minute, second } = wallClock(at, zone);
  return precision === 'seconds' ? `${hour}:${minute}:${second}` : `${hour}:${minute}`;
};

/** The day alone, for narrow columns: `1 Dec`, in other years `2025-10-18`. */
export const formatDay = (at: number, now: number, zone: string): string => {
  const then = wallClock(at, zone);
  return then.year === wallClock(now, zone).year ? `${then.day} ${then.month}` : isoDate(then);
};

/** `Sun 22 Nov 2026`. */
export const formatDate = (at: number, zone: string): string => {
  const { weekday, day, month, year } = wallClock(at, zone);
  return `${weekday} ${day} ${month} ${year}`;
};

/** The zone's name at that instant, as short as it has one: `CET`, `UTC`, `UTC+5:30`. */
export const formatZone = (at: number, zone: string): string => {
  if (zone === 'UTC') return 'UTC';
  const parts = zoneFormat(zone).formatToParts(at);
  return (parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone).replace(/^GMT(?=[+-])/, 'UTC');
};

/** Where a job's zone differs from the reader's: `02:30 CET (01:30 UTC)`. */
export const formatInBothZones = (at: number, jobZone: string, readerZone: string): string => {
  const [there, here] = [jobZone, readerZone].map(
    (zone) => `${formatTimeOfDay(at, zone, 'minutes')} ${formatZone(at, zone)}`,
  );
  return there === here ? (there ?? '') : `${there} (${here})`;
};

type WallClock = Record<'weekday' | 'day' | 'month' | 'monthNumber' | 'year' | 'hour' | 'minute' | 'second', string>;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const two = (value: string): string => value.padStart(2, '0');

const wallClock = (at: number, zone: string): WallClock => (zone === 'UTC' ? clockOfUtc(at) : clockOfZone(at, zone));

/** Without ICU, whose patterns take 20 ms to load: most machines are set to UTC. */
const clockOfUtc = (at: number): WallClock => {
  const date = new Date(at);
  return {
    weekday: WEEKDAYS[date.getUTCDay()] ?? '',
    day: String(date.getUTCDate()),
    month: MONTHS[date.getUTCMonth()] ?? '',
    monthNumber: two(String(date.getUTCMonth() + 1)),
    year: String(date.getUTCFullYear()),
    hour: two(String(date.getUTCHours())),
    minute: two(String(date.getUTCMinutes())),
    second: two(String(date.getUTCSeconds())),
  };
};

const clockOfZone = (at: number, zone: string): WallClock => {
  const parts: Record<string, string> = {};
  for (const { type, value } of partsFormat(zone).formatToParts(at)) parts[type] = value;
  const { weekday = '', day = '', month = '', year = '', hour = '', minute = '', second = '' } = parts;
  return {
    weekday,
    day: String(Number(day)),
    month: MONTHS[Number(month) - 1] ?? '',
    monthNumber: two(month),
    year,
    hour: two(hour),
    minute: two(minute),
    second: two(second),
  };
};

const dayNumber = ({ year, monthNumber, day }: WallClock): number =>
  Math.round(Date.UTC(Number(year), Number(monthNumber) - 1, Number(day)) / 86_400_000);

const isoDate = ({ year, monthNumber, day }: WallClock): string => `${year}-${monthNumber}-${two(day)}`;

const ZONES_MAX = 64;

/** Making a formatter costs a hundred times what using it does. */
const perZone = (create: (zone: string) => Intl.DateTimeFormat) => {
  const made = new Map<string, Intl.DateTimeFormat>();
  return (zone: string): Intl.DateTimeFormat => {
    const found = made.get(zone);
    if (found !== undefined) return found;
    if (made.size >= ZONES_MAX) made.clear();
    const format = create(zone);
    made.set(zone, format);
    return format;
  };
};

const partsFormat = perZone(
  (timeZone) =>
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      calendar: 'gregory',
      numberingSystem: 'latn',
      weekday: 'short',
      day: 'numeric',
      month: 'numeric',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    }),
);
// Each kind of English knows the letters of its own zones only.
const localeOf = (zone: string): string =>
  /^(America|US)\//.test(zone) ? 'en-US' : zone.startsWith('Australia/') ? 'en-AU' : 'en-GB';

const zoneFormat = perZone(
  (timeZone) => new Intl.DateTimeFormat(localeOf(timeZone), { timeZone, timeZoneName: 'short' }),
);
