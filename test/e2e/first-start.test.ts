import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPlace, openSheet, type Place, pressButton, SIZES } from '../support/e2e.ts';

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

/** A `crontab` in front of the machine's own, which lists what is given. */
function withCrontab(text: string): { PATH: string } {
  const folder = join(place.home, 'bin');
  const program = join(folder, 'crontab');
  mkdirSync(folder);
  writeFileSync(join(place.home, 'the.crontab'), text);
  writeFileSync(program, `#!/bin/sh\nexec cat ${join(place.home, 'the.crontab')}\n`);
  chmodSync(program, 0o755);
  return { PATH: `${folder}:${process.env.PATH}` };
}

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

  test('the crontab is imported from its plan and arrives paused; cron goes on running it', async () => {
    const terminal = place.open(size, { env: withCrontab(CRONTAB) });
    await terminal.waitFor('▸ Import your crontab');
    await openSheet(terminal, 'Enter', 'Import your crontab?');
    await terminal.waitFor(/2 of 3 lines become jobs\. They arrive paused/);
    await terminal.waitFor(/line 4 +\S+.*30 2 \* \* 1-5/);
    await terminal.waitFor('/opt/backup.sh --all');
    await terminal.waitFor(/– line 6 +61 \* \* \* \*/);
    await pressButton(terminal, 'Import');
    await terminal.waitFor(/imported 2 jobs, paused/);
    await terminal.waitFor(/cron runs it/);
    const jobs = await place.json<{ enabled: boolean; disabled_because: string }[]>('jobs', 'list');
    expect(jobs.data).toHaveLength(2);
    expect(jobs.data.every(({ enabled }) => !enabled)).toBe(true);
  });

  test('the command for the first job stands there, and what it says works', async () => {
    const terminal = place.open(size);
    await terminal.waitFor('▸ Write the first job');
    terminal.press('Enter');
    await terminal.waitFor('It is here as soon as it is added.');
    const shown = /openclaw-tui (jobs add --name [\s\S]*?)\n\s*\n/.exec(terminal.text())?.[1] ?? '';
    const words = [...shown.replace(/\\\s*\n/g, ' ').matchAll(/"([^"]*)"|(\S+)/g)].map(
      (word) => word[1] ?? word[2] ?? '',
    );
    expect(words).toContain('--shell');
    expect(await place.run(...words)).toMatchObject({ code: 0, out: expect.stringMatching(/^added disk-check/) });
    await terminal.waitFor(/▸ +disk-check +\*\/10 \* \* \* \*/);
  });
});
