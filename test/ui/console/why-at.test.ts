import { afterEach, expect, test } from 'vitest';
import { insert, jobValues } from '../../support/screen-data.ts';
import { aConsole } from './world.ts';

let end: () => void = () => {};
afterEach(() => end());

const DAY = '2026-11-22';
const at = (time: string, day = DAY): number => Date.parse(`${day}T${time}:00Z`);
const definition = (zone: string): string =>
  JSON.stringify({
    ...{ name: 'backup-pg', payload_message: 'pg_dump', run_timeout_ms: 3_600_000 },
    ...{ schedule_kind: 'cron', schedule_cron: '30 2 * * *', schedule_tz: zone },
  });

/** A nightly job, with a record of forty other fire times after the one that was skipped. */
function started(more: Record<string, string | number | null> = {}, zone = 'UTC') {
  const app = aConsole({ columns: 120, rows: 40 });
  end = app.end;
  const next = { next_slot_at: at('02:30', '2026-11-23'), next_run_at: at('02:30', '2026-11-23') };
  insert(app.db, 'jobs', jobValues('backup-pg', { definition: definition(zone), ...next, ...more }));
  insert(app.db, 'slots', {
    ...{ job_id: 'job-backup-pg', slot_at: at('02:30'), last_slot_at: at('02:30'), count: 1, schedule_revision: 1 },
    ...{ state: 'skipped', reason: 'overlap-skip', detail: 'run 8790 was still running' },
  });
  for (let minute = 0; minute < 39; minute += 1) {
    const slotAt = at('06:00') + minute * 60_000;
    insert(app.db, 'slots', {
      ...{ job_id: 'job-backup-pg', slot_at: slotAt, last_slot_at: slotAt, count: 1, schedule_revision: 1 },
      ...{ state: 'missed', reason: 'no-engine', detail: `nobody looked ${minute}` },
    });
  }
  app.controller.start();
  app.type('5', 'w');
  return app;
}

const ask = (app: ReturnType<typeof aConsole>, text: string): string => {
  app.type('/', ...[...text].map((letter) => (letter === ' ' ? 'Space' : letter)), 'Enter');
  return app.text().join('\n');
};
/** The answer is wrapped prose. */
const said = (text: string): string => text.replace(/[│┃]?\n[│┃]? +/g, ' ').replace(/ +/g, ' ');

test('/ in the Why tab says what was the matter at a time, and the row of that fire time comes into sight with the cursor', () => {
  const app = started();
  expect(app.text().join('\n')).not.toContain('run 8790');
  app.type('/', '0', '2');
  expect(app.text().at(-1)).toMatch(/^ \/02▏ +Enter asks +Esc leaves .*on the clocks of UTC $/);
  app.type('Escape');
  const text = ask(app, '02:30');
  expect(said(text)).toMatch(/AT backup-pg did not run at 02:30: skipped: run 8790 was still running/);
  expect(text).toMatch(/▸02:30:00 +– skipped.*run 8790 was still running/);
  app.type('Escape');
  expect(app.text().join('\n')).not.toContain('AT      backup-pg');
  expect(app.controller.view().focus).toBe('detail');
});

test.each([
  ['no such time', {}, 'UTC', '03:00', /AT no 2026-11-22 03:00 UTC in the schedule of backup-pg \(30 2 \* \* \*/],
  [
    'off',
    { enabled: 0, disabled_at: at('01:00'), disabled_because: 'moved house' },
    'UTC',
    '05:00',
    /AT backup-pg was off at .*moved house/,
  ],
  ['skipped by the clocks', {}, 'Europe/Berlin', '2026-03-29 02:30', /AT backup-pg .*the clocks of Europe\/Berlin/],
  ['the night before', {}, 'UTC', 'yesterday 02:30', /2026-11-21 02:30/],
  ['the last Monday', {}, 'UTC', 'Mon 02:30', /2026-11-16 02:30/],
  ['no time', {}, 'UTC', 'soon', /AT "soon" is not a time such as 02:30, .*on the clocks of UTC/],
] as const)('a time that never was is explained: %s', (_, more, zone, asked, expected) => {
  expect(said(ask(started(more, zone), asked))).toMatch(expected);
});

test('the answer is of one job: on another one it is gone, and a pasted time is written', () => {
  const app = started();
  app.type('/');
  app.controller.input({ kind: 'paste', text: '02:30\n' });
  app.type('Enter');
  expect(app.text().join('\n')).toContain('AT      backup-pg');
  insert(app.db, 'jobs', jobValues('etl'));
  app.change();
  app.clock.pass(300);
  app.type('5', 'j', 'w');
  app.clock.pass(300);
  expect(app.text().join('\n')).toContain('0 etl');
  expect(app.text().join('\n')).not.toContain('AT      backup-pg');
});
