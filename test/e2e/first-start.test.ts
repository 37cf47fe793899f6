import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPlace, type Place, SIZES, twoTicks } from '../support/e2e.ts';
import type { RealTerminal } from '../support/terminal.ts';

let place: Place;
beforeEach(() => {
  place = createPlace();
});
afterEach(() => place.remove());

const CRONTAB = `# of mine
SHELL=/bin/bash
CRON_TZ=Europe/Berlin
30 2 * * 1-5 /opt/backup.sh --all
@daily date +\\%F
61 * * * * /opt/never.sh
`;

const spool = (): string => join(place.home, 'the.crontab');

/** A `crontab` in front of the machine's own: a real program that lists a file and takes another text for it. */
function withCrontab(text: string): { PATH: string } {
  const folder = join(place.home, 'bin');
  const program = join(folder, 'crontab');
  mkdirSync(folder);
  writeFileSync(spool(), text);
  writeFileSync(program, `#!/bin/sh\nif [ "$1" = -l ]; then exec cat '${spool()}'; fi\ncat >'${spool()}'\n`);
  chmodSync(program, 0o755);
  return { PATH: `${folder}:${process.env.PATH}` };
}

const armed = (terminal: RealTerminal): Promise<void> => terminal.waitFor(/ armed [━┓]/, 'the button to count');
type JobRow = { name: string; enabled: boolean; disabled_because?: string };

describe.each(SIZES)('at %s', (_name, size) => {
  test('an empty home offers the crontab with its count, the first job and the demo, and has done nothing', async () => {
    const terminal = place.open(size, { env: withCrontab(CRONTAB) });
    await terminal.waitFor('There are no jobs here yet. Nothing runs and nothing is changed until you');
    await terminal.waitFor(/▸ Import your crontab +3 lines of \S+: 2 fit, 1 does not/);
    await terminal.waitFor(/ Write the first job /);
    await terminal.waitFor(/ Try the demo /);
    await terminal.waitFor(/✓ database .*new, readable by \S+ only/);
    expect(await place.json<object[]>('jobs', 'list')).toMatchObject({ data: [] });
  });

  test('a fresh machine with a crontab: Enter, the plan, Tab Enter, E on a job, and nothing runs in cron and here', async () => {
    const terminal = place.open(size, { env: withCrontab(CRONTAB) });
    await terminal.waitFor('▸ Import your crontab');
    terminal.press('Enter');
    await terminal.waitFor(/3 lines of \S+: 2 fit, 1 does not\. They arrive paused, since cron runs them/);
    await terminal.waitFor(/✓ backup\.sh +at 02:30, Monday to Friday/);
    await terminal.waitFor(/– 61 \* .* 61 is not allowed/);
    await armed(terminal);
    terminal.press('Tab');
    await terminal.waitFor('▸[ Import 2 ]');
    terminal.press('Enter');
    await terminal.waitFor(/imported 2 jobs, paused: cron runs it/);
    await terminal.waitFor(/▸ ‖ +backup\.sh/);
    expect(readFileSync(spool(), 'utf8')).toBe(CRONTAB);
    terminal.press('E');
    await terminal.waitFor('Start backup.sh here?');
    await terminal.waitFor('− 30 2 * * 1-5 /opt/backup.sh --all');
    await armed(terminal);
    terminal.press('Tab');
    await terminal.waitFor('▸[ Start here ]');
    terminal.press('Enter');
    await terminal.waitFor(/started backup\.sh here, commented out in the crontab/);
    const moved = /^# moved to openclaw-tui, job \w+: 30 2 \* \* 1-5 \/opt\/backup\.sh --all$/m;
    expect(readFileSync(spool(), 'utf8')).toMatch(moved);
    const jobs = await place.json<JobRow[]>('jobs', 'list');
    expect(jobs.data.map(({ name, enabled }) => [name, enabled])).toEqual([
      ['backup.sh', true],
      ['date', false],
    ]);
  });

  test('a weekday job in Berlin: + name, command, expression, Enter after each', async () => {
    const terminal = place.open(size, { env: { TZ: 'Europe/Berlin' } });
    await terminal.waitFor('▸ Write the first job');
    terminal.press('+');
    await armed(terminal);
    terminal.type('report');
    await terminal.waitFor('report▏');
    terminal.press('Enter');
    await terminal.waitFor('▸Command');
    terminal.type('/opt/report.sh');
    await terminal.waitFor('report.sh▏');
    terminal.press('Enter');
    await terminal.waitFor('▸Schedule');
    terminal.type('30 7 * * 1-5');
    await terminal.waitFor(/▸Schedule {2}30 7 \* \* 1-5▏ +at 07:30, Monday to Friday/);
    await terminal.waitFor(/Zone +Europe\/Berlin +now \d\d:\d\d CES?T, UTC\+[12]/);
    await terminal.waitFor(/Next +\S+ \d+ \S+ 07:30 CES?T +0[56]:30 UTC +in \d/);
    await terminal.waitFor(/first after clocks go (forward|back)/);
    terminal.press('Enter');
    await terminal.waitFor('▸[ Add ]');
    // Two Enters at once are one.
    await twoTicks(terminal);
    terminal.press('Enter');
    await terminal.waitFor(/added report, next \S+ 07:30/);
    const jobs = await place.json<JobRow[]>('jobs', 'list');
    expect(jobs.data).toMatchObject([{ name: 'report', enabled: true }]);
  });
});
