import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPlace, type Place, SIZES } from '../../support/e2e.ts';
import { CRONTAB, fakeCrontab } from './fake-crontab.ts';
import { armed } from './night.ts';

let place: Place;
beforeEach(() => {
  place = createPlace();
});
afterEach(() => place.remove());

type JobRow = { name: string; enabled: boolean };
const switchesOf = async (): Promise<[string, boolean][]> =>
  (await place.json<JobRow[]>('jobs', 'list')).data.map(({ name, enabled }) => [name, enabled]);

const BACKUP = '30 2 * * 1-5 /opt/backup.sh --all';
const DATE = '@daily date +\\%F';
/** Lines that cron would carry out. */
const linesOfCron = (text: string): string[] => text.split('\n').filter((line) => [BACKUP, DATE].includes(line));

describe.each(SIZES)('at %s', (_name, size) => {
  test('a fresh machine with my crontab: I see the plan, import it paused, and start one job; no line runs in cron and here', async () => {
    const crontab = fakeCrontab(place, CRONTAB);
    const terminal = place.open(size, { env: crontab.env });
    await terminal.waitFor(/▸ Import your crontab +3 lines of \S+: 2 fit, 1 does not/);
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
    expect(crontab.text()).toBe(CRONTAB);
    expect(await switchesOf()).toEqual([
      ['backup.sh', false],
      ['date', false],
    ]);
    terminal.press('E');
    await terminal.waitFor('Start backup.sh here?');
    await terminal.waitFor(`− ${BACKUP}`);
    await armed(terminal);
    terminal.press('Tab');
    await terminal.waitFor('▸[ Start here ]');
    terminal.press('Enter');
    await terminal.waitFor(/started backup\.sh here, commented out in cron/);
    expect(crontab.text()).toMatch(/^# moved to openclaw-tui, job \w+: 30 2 \* \* 1-5 \/opt\/backup\.sh --all$/m);
    expect(linesOfCron(crontab.text())).toEqual([DATE]);
    expect(crontab.writeCount()).toBe(1);
    expect(await switchesOf()).toEqual([
      ['backup.sh', true],
      ['date', false],
    ]);
  });
});
