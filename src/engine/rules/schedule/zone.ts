import { civilDate, DAY_SECONDS, weekdayOf } from './civil.ts';
import type { WallTime } from './types.ts';
import { stretchAt, zoneTable } from './zone-table.ts';

export const ZONE_NAMES_MAX = 1024;

const verdicts = new Map<string, boolean>();

/** Whether the platform's time-zone database knows the name; plain offsets such as `+02:00` are no zones. */
export function isZone(zone: string): boolean {
  const known = verdicts.get(zone);
  if (known !== undefined) return known;
  const verdict = /^[A-Za-z]/.test(zone) && isKnownToPlatform(zone);
  if (verdicts.size >= ZONE_NAMES_MAX) verdicts.clear();
  verdicts.set(zone, verdict);
  return verdict;
}

let spellings: ReadonlyMap<string, string> | undefined;

/** A zone as the platform spells it: it is known in any case, and equal zones are to be equal texts. */
export function spelledZone(zone: string): string {
  spellings ??= new Map([...Intl.supportedValuesOf('timeZone'), 'UTC'].map((name) => [name.toLowerCase(), name]));
  return spellings.get(zone.toLowerCase()) ?? zone;
}

export function wallTime(at: number, zone: string): WallTime {
  const second = Math.floor(at / 1000);
  const table = zoneTable(zone);
  const offset = table.offsets[stretchAt(table, second)] ?? 0;
  const dayOfEpoch = Math.floor((second + offset) / DAY_SECONDS);
  const secondOfDay = second + offset - dayOfEpoch * DAY_SECONDS;
  return {
    ...civilDate(dayOfEpoch),
    hour: Math.floor(secondOfDay / 3600),
    minute: Math.floor(secondOfDay / 60) % 60,
    second: secondOfDay % 60,
    offsetMs: offset * 1000,
    weekday: weekdayOf(dayOfEpoch),
  };
}

function isKnownToPlatform(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    return true;
  } catch {
    // The constructor is the only way to ask, and it answers by throwing.
    return false;
  }
}
