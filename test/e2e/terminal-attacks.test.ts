import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { poison } from '../bin/support/poison.ts';
import { createPlace, type Place } from '../support/e2e.ts';

let place: Place;
beforeEach(() => {
  place = createPlace();
});
afterEach(() => place.remove());

/** Parts of the attack that would only stand in what is sent if it had come through; none of them is the console's own. */
const CAME_THROUGH = [
  '\u001b]52;c;cHduZWQ',
  '\u001b]0;pwned',
  '\u001b]8;;http://pwned',
  '\u001b[41mx',
  '\u001bPpwned',
  '\u009b',
  '\u009d',
  '\u202e',
  '\u2066',
  '\u200b',
  '\ufeff',
  '\u00ad',
];

test('R-12 in no panel of the console a terminal obeys what jobs and people wrote', async () => {
  await place.add(
    'one',
    'printf "xxx\\033[41mx\\033]52;c;cHduZWQ=\\007 \\302\\23341m \\342\\200\\256 end"; exit 3',
    '--cron',
    '0 3 * * *',
  );
  await place.add('two', 'true', '--approval');
  const engine = place.engine();
  await engine.event(({ event }) => event === 'engine-started');
  await place.start('one');
  await place.start('two');
  await engine.event(({ event }) => event === 'run-ended');
  await engine.event(({ event }) => event === 'approval-asked');
  engine.kill('SIGTERM');
  await engine.ended;
  poison(join(place.home, 'openclaw-tui.db'));
  for (const screen of ['due', 'runs', 'approvals', 'jobs', 'activity']) {
    const console_ = place.open({ cols: 140, rows: 40 }, { args: ['--read-only', '--screen', screen] });
    await console_.waitFor('NO ENGINE');
    // The harmless part of the attack in a name says that the panel has drawn it.
    await console_.waitFor(/(one|two)x+/, `a poisoned name in ${screen}`);
    for (const tab of ['Enter', 'Right', 'Right', 'Right']) console_.press(tab);
    await console_.waitFor(/(one|two)x+/);
    expect(CAME_THROUGH.filter((part) => console_.raw().includes(part))).toEqual([]);
    expect(console_.title()).not.toContain('pwned');
    await console_.close();
  }
});
