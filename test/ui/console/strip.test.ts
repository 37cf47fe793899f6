import { afterEach, expect, test } from 'vitest';
import { insert, jobValues } from '../../support/screen-data.ts';
import { aConsole } from './world.ts';

let world: ReturnType<typeof aConsole> | undefined;
afterEach(() => {
  world?.end();
  world = undefined;
});

const stripOf = (): string => world?.text()[2] ?? '';

function withJobs(count: number, columns = 200) {
  const made = aConsole({ columns, rows: 60 });
  world = made;
  for (let index = 0; index < count; index += 1) {
    const definition = JSON.stringify({
      schedule_kind: 'cron',
      schedule_cron: '0 0 * * *',
      schedule_tz: 'UTC',
      dst: 'cronie',
    });
    insert(made.db, 'jobs', jobValues(`job-${index}`, { definition, next_run_at: Date.parse('2026-11-23T00:00:00Z') }));
  }
  made.controller.start();
  return made;
}

test('the first frame says what the next 24 hours bring', () => {
  withJobs(3);
  expect(stripOf()).toMatch(/^ next 24h {2}15 ▁{12} {2}18 ▁{12} {2}21 ▁{12} {2}00 ▃▁{11} .* peak 3 at 00:00 $/);
});

test('more jobs than a page are counted as well, and a new one within a minute', () => {
  const { db, clock } = withJobs(250);
  clock.pass(1_000);
  expect(stripOf()).toContain('peak 250 at 00:00');
  insert(db, 'jobs', jobValues('late', { next_run_at: Date.parse('2026-11-23T00:00:00Z') }));
  clock.pass(30_000);
  expect(stripOf()).toContain('peak 250 at 00:00');
  clock.pass(31_000);
  expect(stripOf()).toContain('peak 253 at 00:00');
});

test('a screen without the room reads nothing for it', () => {
  const made = withJobs(3, 120);
  expect(made.text().join('\n')).not.toContain('next 24h');
});
