import { expect, test } from 'vitest';
import type { ComingFire } from '../../../src/engine/rules/coming-fires.ts';
import { commandRows, nextRows } from '../../../src/ui/detail/job-rows.ts';
import { type Line, plainOf } from '../../../src/ui/layout/line.ts';
import { aDefinition, aJob, at, MINUTE } from '../scenes/builders.ts';
import { aScene, aView, DATA } from '../scenes.ts';

const SCENE = aScene(aView(80, 24, 'jobs'), DATA);
const fire = (clock: string): ComingFire => ({ at: at(clock), slot: { at: at(clock), wall: '' } });
const textOf = (rows: readonly Line[]): string[] => rows.map((row) => plainOf(row).trimEnd());

const BACKING_OFF = aJob('sync-s3', {
  nextRunAt: at('14:40:00'),
  backingOffUntil: at('14:37:07'),
  consecutiveErrors: 3,
});

test('D-66 while a job backs off its next fires begin with the one that comes, and say why none is earlier', () => {
  const rows = nextRows(BACKING_OFF, [fire('14:40:00'), fire('14:45:00')], SCENE, 78);
  expect(textOf(rows)).toEqual([
    '  ↻ backing off until 14:37:07, after 3 failures',
    '  14:40:00      in 7m53s',
    '  14:45:00      in 12m53s',
  ]);
  expect(rows[0]?.find((part) => part.text.includes('backing off'))?.token).toBe('warn');
});

test('S-3 S-11 a fire time says what the clocks and the calendar make of it', () => {
  const fires: ComingFire[] = [
    { ...fire('14:35:00'), excludedBy: '2026-11-23' },
    { ...fire('14:40:00'), slot: { at: at('14:40:00'), wall: '', note: 'gap-shifted' } },
  ];
  expect(textOf(nextRows(aJob('backup'), fires, SCENE, 78))).toEqual([
    '  14:35:00      in 2m53s    skipped: exclude has 2026-11-23',
    '  14:40:00      in 7m53s    right after a skipped hour',
  ]);
});

test('what a watchdog runs is its check', () => {
  const definition = aDefinition({
    job_type: 'watchdog',
    payload_message: 'the label',
    watchdog_check_cmd: 'pgrep -f etl',
    run_timeout_ms: MINUTE,
  });
  expect(textOf(commandRows(aJob('watch', { definition }), SCENE, 78))[0]).toBe(' RUNS    pgrep -f etl');
});

test('S-3 a fire time of another year has its hour; where both clocks do not fit the job’s own one stays', () => {
  const far: ComingFire = { at: at('04:00:00', '2027-03-01'), slot: { at: 0, wall: '', note: 'gap-shifted' } };
  expect(textOf(nextRows(aJob('seo'), [fire('14:40:00'), far], SCENE, 78))).toEqual([
    '  14:40:00          in 7m53s',
    '  2027-03-01 04:00  in 98d13h   right after a skipped hour',
  ]);
  const inBerlin = aJob('backup', { definition: aDefinition({ schedule_tz: 'Europe/Berlin' }) });
  expect(textOf(nextRows(inBerlin, [far], SCENE, 66))).toEqual([
    '  2027-03-01    in 98d13h   right after a skipped hour  05:00 CET',
  ]);
});
