export type CalendarReading = { kind: 'cron'; expression: string; zone?: string } | { kind: 'refused'; reason: string };

const SHORT: Readonly<Record<string, string>> = {
  minutely: '* * * * *',
  hourly: '0 * * * *',
  daily: '0 0 * * *',
  weekly: '0 0 * * 1',
  monthly: '0 0 1 * *',
  quarterly: '0 0 1 1,4,7,10 *',
  semiannually: '0 0 1 1,7 *',
  yearly: '0 0 1 1 *',
  annually: '0 0 1 1 *',
};

/** An OnCalendar= as a cron expression, where one says exactly the same. */
export function readCalendar(text: string, isZone: (name: string) => boolean): CalendarReading {
  const words = text.trim().split(/\s+/);
  const last = words.at(-1) ?? '';
  const zone = words.length > 1 && isZone(last) && !/^[\d*]/.test(last) && !isWeekdays(last) ? last : undefined;
  const own = zone === undefined ? words : words.slice(0, -1);
  const reading = readWords(own, text);
  return reading.kind === 'cron' && zone !== undefined ? { ...reading, zone } : reading;
}

const refuse = (reason: string): CalendarReading => ({ kind: 'refused', reason });

function readWords(words: readonly string[], text: string): CalendarReading {
  const [only = ''] = words;
  const short = words.length === 1 ? SHORT[only.toLowerCase()] : undefined;
  if (short !== undefined) return { kind: 'cron', expression: short };
  const rest = [...words];
  const weekdays = isWeekdays(rest[0] ?? '') ? rest.shift() : undefined;
  const date = /^[\d*,./~]+-/.test(rest[0] ?? '') ? rest.shift() : undefined;
  const time = (rest[0] ?? '').includes(':') ? rest.shift() : undefined;
  if (rest.length > 0 || (weekdays ?? date ?? time) === undefined) return refuse(`OnCalendar=${text} cannot be read`);
  if (date?.includes('~')) return refuse(`OnCalendar=${text} counts from the end of the month`);
  return expressionOf({ weekdays, date, time }, text);
}

const DAYS = 'mon tue wed thu fri sat sun'.split(' ');
const dayOf = (word: string): string | undefined => {
  const short = word.slice(0, 3).toLowerCase();
  return /^[a-z]{3,9}$/i.test(word) && DAYS.includes(short) ? short.toUpperCase() : undefined;
};

const isWeekdays = (word: string): boolean =>
  word !== '' &&
  word.split(',').every((part) => part !== '' && part.split(/\.\.|-/).every((day) => dayOf(day) !== undefined));

type Parts = { weekdays: string | undefined; date: string | undefined; time: string | undefined };

function expressionOf({ weekdays, date = '*-*-*', time = '00:00:00' }: Parts, text: string): CalendarReading {
  const dates = date.split('-');
  const [day, month, year] = dates.toReversed();
  const times = time.split(':');
  if (dates.length > 3 || times.length > 3) return refuse(`OnCalendar=${text} cannot be read`);
  if (year !== undefined && year !== '*') return refuse(`OnCalendar=${text} names a year`);
  const fields = [
    component(times[2] ?? '0', 0, 59),
    component(times[1] ?? '0', 0, 59),
    component(times[0] ?? '0', 0, 23),
    component(day ?? '*', 1, 31),
    component(month ?? '*', 1, 12),
  ];
  if (fields.includes(undefined)) return refuse(`OnCalendar=${text} has a part that cron cannot say`);
  const weekday = weekdays === undefined ? '*' : weekdays.split(',').map(rangeOfDays).join(',');
  // Cron takes either day where both are given, systemd both.
  if (weekday !== '*' && !(fields[3] ?? '').startsWith('*')) {
    return refuse(`OnCalendar=${text} wants a weekday and a day of the month at once, which cron cannot say`);
  }
  const [second, ...others] = fields;
  const seconds = second === '0' ? [] : [second];
  return { kind: 'cron', expression: [...seconds, ...others, weekday].join(' ') };
}

const rangeOfDays = (part: string): string =>
  part
    .split(/\.\.|-/)
    .map((day) => dayOf(day) ?? '')
    .join('-');

/** One field: numbers, ranges and steps from a number on. */
function component(text: string, low: number, high: number): string | undefined {
  const parts = text.split(',').map((part) => {
    const match = /^(\*|\d{1,2}(?:\.\.\d{1,2})?)(?:\/(\d{1,2}))?$/.exec(part);
    if (match === null) return undefined;
    const [, base = '', step] = match;
    const range = base.replace('..', '-').replace(/\d+/g, (digits) => String(Number(digits)));
    if (step === undefined) return range;
    if (range === '*' || range.includes('-')) return `${range}/${Number(step)}`;
    return Number(range) === low ? `*/${Number(step)}` : `${range}-${high}/${Number(step)}`;
  });
  return parts.includes(undefined) ? undefined : parts.join(',');
}
