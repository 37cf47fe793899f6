import { DAY_SECONDS, dayNumber, daysInMonth } from './civil.ts';
import type { AtReading } from './types.ts';

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: DAY_SECONDS * 1000 };
const RELATIVE = /^(?:in\s+)?(\d{1,9})\s*([smhd])$/i;
const ABSOLUTE =
  /^(\d{4})-(\d\d)-(\d\d)([T ])(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/i;
const EXAMPLES = '2026-11-23T02:30:00Z, 2026-11-23 02:30:00 (UTC) or in 20m';
const YEAR_MAX = 9999;

/** Reads when an `at` job is due; whether the past is allowed is the caller's to say. */
export function parseAt(text: string, now: number): AtReading {
  const trimmed = text.trim();
  const relative = RELATIVE.exec(trimmed);
  if (relative !== null) return readRelative(relative, now);
  const absolute = ABSOLUTE.exec(trimmed);
  if (absolute !== null) return readAbsolute(trimmed, absolute);
  if (/^(?:in\s+)?[\d.,-]+\s*[a-z]+$/i.test(trimmed)) {
    return refuse(`${JSON.stringify(trimmed)} is not a whole number of s, m, h or d`);
  }
  return refuse(
    trimmed === ''
      ? `the time is empty, expected ${EXAMPLES}`
      : `${JSON.stringify(trimmed)} is not a time such as ${EXAMPLES}`,
  );
}

function readRelative(parts: RegExpExecArray, now: number): AtReading {
  const at = now + Number(parts[1]) * (UNIT_MS[(parts[2] ?? '').toLowerCase()] ?? 0);
  if (at >= dayNumber(YEAR_MAX + 1, 1, 1) * DAY_SECONDS * 1000)
    return refuse(`${parts[0]} ends after the year ${YEAR_MAX}`);
  return { kind: 'ok', at };
}

function readAbsolute(text: string, parts: RegExpExecArray): AtReading {
  const [year, month, day, hour, minute, second] = [1, 2, 3, 5, 6, 7].map((index) => Number(parts[index] ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const isDate = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  if (!isDate) return refuse(`${text.slice(0, 10)} is not a date that exists`);
  if (hour > 23 || minute > 59 || second > 59) return refuse(`${text.slice(11)} is not a time that exists`);
  if (parts[9] === undefined && parts[4] !== ' ') {
    return refuse(`"${text}" needs a zone at its end, such as Z or +02:00`);
  }
  const offset = readOffset(parts[9] ?? 'Z');
  if (offset === undefined) return refuse(`${parts[9]} is not an offset from UTC (−23:59 to +23:59)`);
  const seconds = dayNumber(year, month, day) * DAY_SECONDS + hour * 3600 + minute * 60 + second - offset;
  const fraction = Number((parts[8] ?? '').padEnd(3, '0').slice(0, 3));
  return { kind: 'ok', at: seconds * 1000 + fraction };
}

/** Seconds east of UTC. */
function readOffset(text: string): number | undefined {
  const parts = /^([+-])(\d\d):?(\d\d)?$/.exec(text);
  if (parts === null) return 0;
  const hours = Number(parts[2]);
  const minutes = Number(parts[3] ?? 0);
  if (hours > 23 || minutes > 59) return undefined;
  return (parts[1] === '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
}

function refuse(reason: string): AtReading {
  return { kind: 'refused', reason };
}
