import { DAY_SECONDS, dayNumber } from './civil.ts';
import { cronKeyword } from './cron-keyword.ts';
import { readCron } from './read-cron.ts';
import type { CronCheck } from './types.ts';
import { HORIZON_DAYS, HORIZON_YEARS, NEVER, nextDay } from './wall-search.ts';
import { isZone } from './zone.ts';

/** Nine years from here hold two leap days, so only what is rarer than 29 February depends on the caller's `now`. */
const CHECKED_FROM = dayNumber(2026, 1, 1) * DAY_SECONDS * 1000;

/** Says whether a job may carry the expression, and what its operator should know; `@reboot` and `@manual` are fine as well. */
export function checkCron(expression: string, zone: string, seed: string, now = CHECKED_FROM): CronCheck {
  if (!isZone(zone)) {
    return {
      kind: 'refused',
      reason: `zone: "${zone}" is not a known time zone`,
      hint: 'such as UTC or Europe/London',
    };
  }
  const keyword = cronKeyword(expression);
  if (keyword.kind !== 'expression') return { kind: 'ok', notes: [] };
  const reading = readCron(keyword.expression, seed);
  if (reading.kind === 'refused') return reading;
  const today = Math.floor(now / 1000 / DAY_SECONDS);
  const day = nextDay(reading.fields, today, today + HORIZON_DAYS, { steps: 0 });
  if (day !== NEVER) return { kind: 'ok', notes: reading.notes };
  return {
    kind: 'refused',
    reason: `can never fire within ${HORIZON_YEARS} years`,
    hint: 'no month it names has such a day',
  };
}
