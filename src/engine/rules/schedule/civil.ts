export const DAY_SECONDS = 86_400;

export type CivilDate = { year: number; month: number; day: number };

/** Days since 1970-01-01 of a date in the proleptic Gregorian calendar. */
export function dayNumber(year: number, month: number, day: number): number {
  // Years begin in March here, so that the leap day is the last of its year.
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

export function civilDate(dayOfEpoch: number): CivilDate {
  const shifted = dayOfEpoch + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function daysInMonth(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeap ? 29 : (MONTH_LENGTHS[month - 1] ?? 0);
}

/** 0 is Sunday; 1970-01-01 was a Thursday. */
export function weekdayOf(dayOfEpoch: number): number {
  return (((dayOfEpoch + 4) % 7) + 7) % 7;
}

/** `2026-11-23T02:30`, with seconds only when there are any. */
export function wallText(wallSecond: number): string {
  const dayOfEpoch = Math.floor(wallSecond / DAY_SECONDS);
  const secondOfDay = wallSecond - dayOfEpoch * DAY_SECONDS;
  const { year, month, day } = civilDate(dayOfEpoch);
  const minutes = Math.floor(secondOfDay / 60);
  const clock = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  const second = secondOfDay % 60;
  return `${yearText(year)}-${two(month)}-${two(day)}T${clock}${second === 0 ? '' : `:${two(second)}`}`;
}

const TWO_DIGITS = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, '0'));

function two(value: number): string {
  return TWO_DIGITS[value] ?? String(value);
}

function yearText(year: number): string {
  return year >= 1000 && year <= 9999 ? String(year) : String(year).padStart(4, '0');
}
