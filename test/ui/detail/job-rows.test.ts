import { expect, test } from 'vitest';
import { commandRows, nextRows, whyRows } from '../../../src/ui/detail/job-rows.ts';
import { type Line, plainOf } from '../../../src/ui/layout/line.ts';
import { aDefinition, aJob, aPastRun, at, MINUTE, NOW } from '../scenes/builders.ts';
import { aScene, aView, DATA } from '../scenes.ts';

const SCENE = aScene(aView(80, 24, 'jobs'), DATA);
const textOf = (rows: readonly Line[]): string[] => rows.map((row) => plainOf(row).trimEnd());

const BACKING_OFF = aJob('sync-s3', {
  nextRunAt: at('14:40:00'),
  backingOffUntil: at('14:37:07'),
  consecutiveErrors: 3,
});

test('D-66 while a job backs off its next fires begin with the one that comes, and say why none is earlier', () => {
  const rows = nextRows(BACKING_OFF, [at('14:35:00'), at('14:40:00'), at('14:45:00')], SCENE, 78);
  expect(textOf(rows)).toEqual([
    '  ↻ backing off until 14:37:07, after 3 failures',
    '  14:40:00      in 7m53s',
    '  14:45:00      in 12m53s',
  ]);
  expect(rows[0]?.find((part) => part.text.includes('backing off'))?.token).toBe('warn');
});

test('the next fire is the one the job waits for, also where the schedule alone would say another', () => {
  const job = aJob('jittered', { nextRunAt: at('14:35:41') });
  expect(textOf(nextRows(job, [at('14:35:00'), at('14:40:00')], SCENE, 78))).toEqual([
    '  14:35:41      in 3m34s',
    '  14:40:00      in 7m53s',
  ]);
});

test('D-66 why says that a job backs off', () => {
  expect(textOf(whyRows(BACKING_OFF, SCENE, 78))[1]).toBe('         ↻ backing off until 14:37:07, after 3 failures');
});

test('why says a start once, with its end, and the seconds of today', () => {
  const decision = {
    id: 1,
    jobId: 'job-a',
    runId: 404,
    slotAt: at('14:30:10'),
    verdict: 'start' as const,
    detail: 'run 404',
    firstAt: NOW,
    lastAt: NOW,
    count: 1,
  };
  const history = [aPastRun(404, 'a', { durationMs: 18_000 })];
  const rows = textOf(whyRows(aJob('a', { decisions: [decision], history }), SCENE, 78));
  expect(rows.at(-1)).toBe(' 14:30:10      ● started, run 404   ✓ ok in 18s');
});

test('the next fire of today is told to the second', () => {
  const job = aJob('clock', { nextRunAt: at('14:32:17'), scheduleText: 'every 10s' });
  expect(textOf(whyRows(job, SCENE, 78))[0]).toBe(' NEXT    14:32:17, in 10s   every 10s');
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
