import { isZone, parseAt, wallInstant } from '../../../src/engine/rules/schedule/index.ts';
import { usageFailure } from '../../failure.ts';

const WALL = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)(:\d\d)?$/;

/** A time without a zone is the wall's in `zone`; everything else is passed on as it was written. */
export function localInstant(text: string, zone: string, flag = '--at'): string {
  const parts = WALL.exec(text.trim());
  if (parts === null) return text;
  const [, date, time, seconds = ':00'] = parts;
  const reading = parseAt(`${date} ${time}${seconds}`, 0);
  // What is no date, or no zone, is refused by the rules in their own words.
  if (reading.kind === 'refused' || !isZone(zone)) return text;
  const found = wallInstant(reading.at, zone);
  if (found === undefined) {
    throw usageFailure('time-skipped', `${flag} ${text}: the clocks of ${zone} skip this time`, { field: flag });
  }
  return new Date(found).toISOString();
}
