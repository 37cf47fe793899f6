import { expect, test } from 'vitest';
import { readMachineZone, zoneOfLink } from '../../../src/engine/ports/machine-zone.ts';

test.each([
  ['a place', undefined, '/usr/share/zoneinfo/Europe/Berlin', 'Europe/Berlin'],
  [
    'a place in a part of a country',
    undefined,
    '/usr/share/zoneinfo/America/Argentina/Buenos_Aires',
    'America/Argentina/Buenos_Aires',
  ],
  ['a place with a hyphen', undefined, '../usr/share/zoneinfo/America/Port-au-Prince', 'America/Port-au-Prince'],
  ['macOS', undefined, '/var/db/timezone/zoneinfo/America/New_York', 'America/New_York'],
  ['what Debian calls UTC', undefined, '/usr/share/zoneinfo/Etc/UTC', 'UTC'],
  ['an old name of UTC', undefined, '/usr/share/zoneinfo/Zulu', 'UTC'],
  ['an abbreviation, which ICU may call otherwise', undefined, '/usr/share/zoneinfo/CET', undefined],
  ['a fixed distance', undefined, '/usr/share/zoneinfo/Etc/GMT+5', undefined],
  ['a folder of another kind of time', undefined, '/usr/share/zoneinfo/right/Europe/Berlin', undefined],
  ['a file elsewhere', undefined, '/etc/my-zone', undefined],
  ['no link', undefined, undefined, undefined],
  ['TZ, which comes before the link', 'Asia/Tokyo', '/usr/share/zoneinfo/Europe/Berlin', undefined],
  ['an empty TZ, which means UTC', '', '/usr/share/zoneinfo/Europe/Berlin', undefined],
])('the machine’s zone: %s', (_what, variable, target, zone) => {
  expect(zoneOfLink(variable, target)).toBe(zone);
});

test('the zone of this machine is one that ICU knows, and the same one', () => {
  const zone = readMachineZone(process.env.TZ);
  const noon = Date.UTC(2026, 6, 1, 12);
  const clock = (timeZone?: string): string => new Date(noon).toLocaleString('en', { timeZone });
  expect(clock(zone)).toBe(clock());
});
