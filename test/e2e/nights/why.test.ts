import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPlace, type Place, untilFile } from '../../support/e2e.ts';
import type { RealTerminal } from '../../support/terminal.ts';
import { runsOf, SMALL, serviceOf, until } from './night.ts';

let place: Place;
beforeEach(() => {
  place = createPlace();
});
afterEach(() => place.remove());

/** Far enough for a command to be carried out before. */
const AHEAD_S = 5;
const DAY_S = 86_400;

/** A backup that was still running at the time of its next one, and has ended since. Gives the time that was left out, in UTC. */
async function skippedBackup(): Promise<string> {
  await serviceOf(place);
  await place.add('backup-pg', untilFile('done'), '--overlap', 'skip', '--timeout', `${DAY_S}`);
  await place.start('backup-pg');
  await until(async () => expect(await runsOf(place, 'backup-pg')).toMatchObject([{ status: 'running' }]));
  const clock = await planned(AHEAD_S);
  await until(async () => {
    const why = await place.json<{ decisions: { reason?: string }[] }>('why', 'backup-pg');
    expect(why.data.decisions).toContainEqual(expect.objectContaining({ reason: 'overlap-skip' }));
  });
  place.touch('done');
  await until(async () => expect(await runsOf(place, 'backup-pg')).toMatchObject([{ status: 'ok' }]));
  return clock.replace(/:00$/, '');
}

/** A daily time in so many seconds, in UTC; where the command took longer than that, one twice as far. */
async function planned(aheadS: number): Promise<string> {
  const slot = new Date((Math.ceil(Date.now() / 1_000) + aheadS) * 1_000);
  const clock = slot.toISOString().slice(11, 19);
  const [hour, minute, second] = clock.split(':').map(Number);
  const words = ['--cron', `${second} ${minute} ${hour} * * *`, '--tz', 'UTC'];
  expect(await place.run('jobs', 'update', 'backup-pg', ...words)).toMatchObject({ code: 0 });
  return Date.now() < slot.getTime() ? clock : planned(aheadS * 2);
}

/** Seconds make the line longer than it is at 02:30: it may go on in the next one. */
const answered = (terminal: RealTerminal, clock: string): Promise<void> =>
  terminal.waitFor((rows) => {
    const first = rows.findIndex((row) => row.startsWith(' NOW '));
    const said = rows
      .slice(first, first + 2)
      .join(' ')
      .replace(/\s+/g, ' ');
    return (
      /run 1 was still running \(since [\d:]+, ended [\d:]+\)/.test(said) && said.includes(` NOW ${clock} skipped`)
    );
  }, 'the answer in the first line');

test('why no 02:30 backup: the first line of the answer says which run was in its way, since when and until when', async () => {
  const clock = await skippedBackup();
  const terminal = place.open(SMALL, { env: { TZ: 'UTC' } });
  await terminal.waitFor('attached to PID');
  terminal.press(':');
  await terminal.waitFor('All actions, jobs, runs');
  terminal.type('why backup-pg');
  await terminal.waitFor(/▸ +why backup-pg/);
  terminal.press('Enter');
  await terminal.waitFor(/━ 0 backup-pg ━ \[Why\]/);
  await answered(terminal, clock);
  terminal.press('2');
  await terminal.waitFor(/━ 2 Runs/);
  terminal.press('5');
  await terminal.waitFor(/━ 5 Jobs/);
  terminal.type('/backup');
  await terminal.waitFor('/backup▏');
  terminal.press('Enter');
  terminal.press('w');
  await terminal.waitFor(/━ 0 backup-pg ━ \[Why\]/);
  await answered(terminal, clock);
  expect(await runsOf(place, 'backup-pg')).toHaveLength(1);
});
