import { afterEach, expect, test } from 'vitest';
import { dispatchValues, insert, jobValues, PERSON, runValues } from '../../support/screen-data.ts';
import { aConsole } from './world.ts';

const JOBS = 20_000;
const NOW = Date.parse('2026-11-22T14:32:00Z');

let open: ReturnType<typeof aConsole> | undefined;
afterEach(() => open?.end());

const named = (index: number): string => `job-${String(index).padStart(5, '0')}`;

/** Filters as a person types them. */
function filtered(panel: readonly string[], filter: string, fill: (world: ReturnType<typeof aConsole>) => void) {
  const world = aConsole({ columns: 120, rows: 40 });
  open = world;
  world.db.transaction(() => fill(world))();
  world.controller.start();
  world.type(...panel, '/', ...filter, 'Enter', 'z');
  return { world, text: () => world.text().join('\n') };
}

const jobs = ({ db }: ReturnType<typeof aConsole>): void => {
  for (let index = 0; index < JOBS; index += 1) insert(db, 'jobs', jobValues(named(index)));
};
const rowsOf = (world: ReturnType<typeof aConsole>): string[] =>
  world.text().flatMap((line) => /\b(job-\d{5}) /.exec(line)?.[1] ?? []);

test(`of ${JOBS} jobs a filter finds a name far down`, { timeout: 60_000 }, () => {
  const { world, text } = filtered(['5'], '19999', jobs);
  world.clock.pass(2_000);
  expect(rowsOf(world)[0]).toBe(named(19_999));
  expect(text()).toContain('/19999 1/10k+ ');
});

test('a pattern says how far it has come, and finds in the order of the list', { timeout: 60_000 }, () => {
  const { world, text } = filtered(['5'], '/9{4}$/', jobs);
  expect(text()).toMatch(/looked at [\d,]+ of 10k\+… /);
  expect(text()).toMatch(/ \d+… ━$/m);
  world.clock.pass(10_000);
  expect(text()).not.toContain('looked at');
  expect(rowsOf(world).slice(0, 2)).toEqual([named(9_999), named(19_999)]);
  expect(text()).toContain('2/10k+ ');
});

test('of 6,000 runs that are over a filter finds the oldest, and another filter begins anew', {
  timeout: 60_000,
}, () => {
  const { world, text } = filtered(['2', ']'], 'oldest', ({ db }) => {
    insert(db, 'jobs', jobValues('etl'));
    const dispatch = insert(db, 'dispatches', dispatchValues('job-etl', { status: 'done' }));
    for (let index = 0; index < 6_000; index += 1) {
      const ended = { status: 'ok', finished_at: NOW - index * 1_000, job_name: index === 5_999 ? 'oldest' : 'etl' };
      insert(db, 'runs', runValues('job-etl', dispatch, ended));
    }
  });
  world.clock.pass(3_000);
  expect(text()).toContain('1/6000');
  world.type('/', 'x', 'Enter');
  world.clock.pass(3_000);
  expect(text()).toContain('0/6000');
});

test('. goes from a job to its audit however much was done to others since, and never says that there is none meanwhile', {
  timeout: 60_000,
}, () => {
  const world = aConsole({ columns: 120, rows: 40 });
  open = world;
  const subject = { actor: PERSON, action: 'job.edit', subject_kind: 'job', previous_hash: '', hash: '', at: NOW };
  world.db.transaction(() => {
    insert(world.db, 'jobs', jobValues('backup-pg'));
    insert(world.db, 'audit', { ...subject, subject_id: 'job-backup-pg', subject_name: 'backup-pg' });
    for (let index = 0; index < 3_000; index += 1) {
      insert(world.db, 'audit', { ...subject, subject_id: 'job-etl', subject_name: 'etl' });
    }
  })();
  world.controller.start();
  const text = () => world.text().join('\n');
  world.type('5', '.');
  world.clock.pass(200);
  const number = /(\d) +audit +backup-pg/.exec(text())?.[1] ?? '';
  world.key(number);
  expect(text()).not.toContain('Nothing matches /backup-pg; Esc');
  world.clock.pass(5_000);
  expect(text()).toContain('edited job backup-pg');
  expect(text()).toContain('/backup-pg 1/3001');
});

test('a filter of what was decided says that it looked at the newest only', () => {
  const { text } = filtered(['6'], 'nowhere', ({ db }) => {
    insert(db, 'jobs', jobValues('etl'));
    const dispatch = insert(db, 'dispatches', dispatchValues('job-etl', { status: 'done' }));
    for (let index = 0; index < 300; index += 1) {
      insert(db, 'runs', runValues('job-etl', dispatch, { status: 'ok', finished_at: NOW - index * 1_000 }));
    }
  });
  expect(text()).toContain('Nothing in the newest 100 matches /nowhere; Esc clears the filter. Runs has older runs,');
  expect(text()).toContain('/nowhere 0 in the newest 100');
});
