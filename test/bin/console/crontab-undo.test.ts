import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createPagePorts } from '../../../bin/console/page-ports.ts';
import { CRON_RUNS_IT, planFor, userCrontabName } from '../../../bin/crontab-plan.ts';
import { readHost } from '../../../src/engine/ports/host.ts';
import { PATIENCE } from '../../support/patience.ts';
import { aMarkConsole, BEN } from '../../ui/console/marks-world.ts';

const CRONTAB = ['MAILTO=jo', '30 2 * * * /opt/backup --all', ''].join('\n');

/** A cron of our own, which is a real program that keeps a file, and a console with a job that was imported from it. */
function aCronHome() {
  const home = mkdtempSync(join(tmpdir(), 'openclaw-tui-cron-'));
  const spool = join(home, 'spool');
  mkdirSync(join(home, 'bin'));
  const script = `#!/bin/sh
if [ "$1" = -l ]; then cat '${spool}'; exit; fi
cat >'${spool}.new' && mv '${spool}.new' '${spool}'
`;
  writeFileSync(join(home, 'bin/crontab'), script, { mode: 0o755 });
  writeFileSync(spool, CRONTAB);
  const host = { ...readHost(), env: { PATH: `${join(home, 'bin')}:/usr/bin:/bin` } };
  const screen = aMarkConsole();
  onTestFinished(() => {
    screen.end();
    rmSync(home, { recursive: true, force: true });
  });
  const { commands, store, clock } = screen;
  const { snapshots } = screen.options;
  screen.options.pages = createPagePorts({ host, store, commands, snapshots, actor: BEN, clock });
  const { items } = planFor(host, { name: userCrontabName(host), text: CRONTAB });
  const jobs = items.flatMap((item) => (item.kind === 'job' ? [{ identity: item.identity, job: item.job }] : []));
  const paused = { enabled: false, disabledBecause: CRON_RUNS_IT };
  commands.importJobs(jobs, { actor: BEN, machineZone: host.timeZone, ...paused });
  screen.controller.start();
  return { screen, crontab: () => readFileSync(spool, 'utf8'), job: () => store.jobs.get('job1') };
}

test('E takes a line over, u gives cron its line again byte for byte and pauses the job', {
  timeout: 60_000,
}, async () => {
  const { screen, crontab, job } = aCronHome();
  screen.press('5', 'E');
  await vi.waitFor(() => expect(screen.view().page?.body.kind).toBe('move'), PATIENCE);
  await screen.answer();
  screen.press('Tab', 'Enter');
  await vi.waitFor(() => expect(screen.view().page).toBeUndefined(), PATIENCE);
  expect(crontab()).toMatch(/^# moved to openclaw-tui, job job1/m);
  expect(job()?.enabled).toBe(true);
  screen.press('u');
  await vi.waitFor(() => expect(job()?.enabled).toBe(false), PATIENCE);
  await vi.waitFor(() => expect(screen.message()).toMatch(/^gave .* back to cron, line \d+$/), PATIENCE);
  expect(crontab()).toBe(CRONTAB);
  expect(job()?.disabledBecause).toBe(CRON_RUNS_IT);
});
