import { rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ANA, jobInput, NOON } from '../support/builders.ts';
import { createWorld, type World } from '../support/world.ts';

const MINUTE = 60_000;

const event = (day: string, title: string): string =>
  [
    'BEGIN:VCALENDAR',
    'BEGIN:VEVENT',
    `DTSTART;VALUE=DATE:${day}`,
    `SUMMARY:${title}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ].join('\r\n');

let changes = 0;
/** Each writing has its own time stamp, as it would have a minute later. */
const write = (world: World, text: string): string => {
  const path = join(world.directory, 'holidays.ics');
  writeFileSync(path, text);
  changes += 1;
  utimesSync(path, changes, changes);
  return path;
};

test('S-11 a fire time on a day of an .ics file is skipped, and says which event it was', async () => {
  const world = createWorld();
  const path = write(world, event('20261123', 'Thanksgiving'));
  const job = world.addJob({ schedule_every_ms: MINUTE, exclude: [path] });
  await world.advance(2 * MINUTE);
  expect(world.runs()).toEqual([]);
  expect(world.slots(job)).toMatchObject([
    { state: 'skipped', reason: 'window', count: 2, detail: `exclude has ${path}: Thanksgiving` },
  ]);
});

test('S-11 a file that changes is read anew; one that breaks or goes is an alert, and what it said still holds', async () => {
  const world = createWorld();
  const path = write(world, event('20261124', 'another day'));
  const job = world.addJob({ schedule_every_ms: MINUTE, exclude: [path] });
  await world.advance(MINUTE);
  await world.finish(1);
  write(world, event('20261123', 'today after all'));
  await world.advance(2 * MINUTE);
  const ran = world.runs().length;
  write(world, 'BEGIN:VCALENDAR\r\nBEGIN:VEV');
  await world.advance(2 * MINUTE);
  expect(world.alerts()).toMatchObject([
    {
      kind: 'calendar',
      key: `calendar:${path}`,
      state: 'open',
      count: 1,
      detail: 'it ends in the middle of VEV; what it said when it was read last still holds',
    },
  ]);
  rmSync(path);
  await world.restart();
  await world.advance(2 * MINUTE);
  expect(world.runs()).toHaveLength(ran);
  expect(world.slots(job).at(-1)).toMatchObject({ reason: 'window', detail: `exclude has ${path}: today after all` });
  expect(world.alerts()).toMatchObject([{ state: 'open', count: 2 }]);
  write(world, event('20261124', 'another day'));
  await world.advance(2 * MINUTE);
  expect(world.alerts().filter(({ kind }) => kind === 'calendar')).toMatchObject([{ state: 'resolved' }]);
  expect(world.runs().length).toBeGreaterThan(ran);
});

test('S-11 an alert of a file that came back while no engine ran is resolved by the next one', async () => {
  const world = createWorld();
  const path = write(world, event('20261124', 'x'));
  world.addJob({ schedule_every_ms: MINUTE, exclude: [path] });
  rmSync(path);
  await world.advance(MINUTE);
  world.crash();
  writeFileSync(path, event('20261124', 'x'));
  await world.start();
  await world.advance(MINUTE);
  expect(world.alerts()).toMatchObject([{ kind: 'calendar', state: 'resolved' }]);
});

test('S-11 a file that no job names any more is forgotten, with its alert', async () => {
  const world = createWorld();
  const path = write(world, event('20261124', 'x'));
  const job = world.addJob({ schedule_every_ms: MINUTE, exclude: [path] });
  rmSync(path);
  await world.advance(MINUTE);
  world.update(job, { exclude: null });
  await world.advance(MINUTE);
  expect(world.store.calendars.paths()).toEqual([]);
  expect(world.alerts()).toMatchObject([{ state: 'resolved' }]);
});

test('S-11 a job with a file that cannot be used is refused, and nothing is written', () => {
  const world = createWorld();
  const path = join(world.directory, 'holidays.ics');
  const add = (exclude: string) => world.commands.addJob(jobInput({ exclude }), { actor: ANA, machineZone: 'UTC' });
  const refusal = (reason: string) => ({
    kind: 'refused',
    code: 'bad-job',
    field: 'exclude',
    message: `exclude: ${path} cannot be used: ${reason}`,
  });
  expect(add(path)).toMatchObject(refusal('there is no such file'));
  writeFileSync(path, event('20261124', 'x').replace('DTSTART', 'RDATE:20261201\r\nDTSTART'));
  expect(add(path)).toMatchObject(refusal('line 3, RDATE: RDATE is not read'));
  writeFileSync(path, Buffer.alloc(1024 * 1024 + 1, 'x'));
  expect(add(path)).toMatchObject(refusal('it has more than 1,048,576 bytes'));
  writeFileSync(path, Buffer.from([0xff, 0xfe, 0x00]));
  expect(add(path)).toMatchObject(refusal('it is no text in UTF-8'));
  rmSync(path);
  expect(add('holidays.ics')).toMatchObject({ field: 'exclude[0]' });
  expect(world.jobs()).toEqual([]);
  expect(world.store.calendars.paths()).toEqual([]);
});

test('S-11 an edit that leaves the calendar alone does not ask for the file; one that names it does', async () => {
  const world = createWorld();
  const path = write(world, event('20261124', 'x'));
  const job = world.addJob({ schedule_every_ms: MINUTE, exclude: [path] });
  rmSync(path);
  expect(world.update(job, { priority: 5 }).definition.priority).toBe(5);
  expect(() => world.update(job, { exclude: [path, 'SAT'] })).toThrow('there is no such file');
});

test('S-11 a file that never could be read starts nothing, and says so', async () => {
  const world = createWorld();
  const path = write(world, event('20261124', 'x'));
  const job = world.addJob({ schedule_every_ms: MINUTE, exclude: [path] });
  rmSync(path);
  world.store.calendars.remove(path);
  await world.advance(MINUTE);
  expect(world.slots(job)).toMatchObject([
    { reason: 'window', detail: `exclude has ${path}, which could not be read` },
  ]);
  expect(world.alerts()).toMatchObject([{ kind: 'calendar' }]);
});

test('S-11 fire times in a maintenance window are skipped, and those around it are not', async () => {
  const world = createWorld();
  const job = world.addJob({
    schedule_every_ms: MINUTE,
    exclude: ['daily 12:02-12:04', 'SUN'],
    overlap_policy: 'allow',
  });
  await world.advance(5 * MINUTE);
  expect(
    world.slots(job).map(({ slotAt, count, reason }) => [(slotAt - NOON) / MINUTE, count, reason ?? 'ran']),
  ).toEqual([
    [1, 1, 'ran'],
    [2, 2, 'window'],
    [4, 1, 'ran'],
    [5, 1, 'ran'],
  ]);
  expect(world.slots(job)[1]?.detail).toBe('exclude has daily 12:02-12:04');
});
