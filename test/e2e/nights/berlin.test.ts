import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPlace, type Place, SIZES, twoTicks } from '../../support/e2e.ts';
import type { RealTerminal } from '../../support/terminal.ts';
import { armed } from './night.ts';

let place: Place;
beforeEach(() => {
  place = createPlace();
});
afterEach(() => place.remove());

type Shown = { enabled: boolean; definition: { schedule_cron: string; schedule_tz: string } };

/** Writes into the field and waits for it before Enter leaves it. */
async function fills(terminal: RealTerminal, field: string, text: string): Promise<void> {
  await terminal.waitFor(`▸${field}`);
  terminal.type(text);
  await terminal.waitFor(`${text}▏`);
}

describe.each(SIZES)('at %s', (_name, size) => {
  test('a weekday job in Berlin: while I type I read it in words, with five times, their offset and the first after the clocks change', async () => {
    await place.add('other', 'true', '--cron', '0 3 * * *');
    const terminal = place.open(size, { env: { TZ: 'Europe/Berlin' } });
    await terminal.waitFor('ENGINE here');
    terminal.press('5');
    await terminal.waitFor(/▸.*other/);
    terminal.press('+');
    await armed(terminal);
    await fills(terminal, 'Name', 'report');
    terminal.press('Enter');
    await fills(terminal, 'Command', '/opt/report.sh');
    terminal.press('Enter');
    await fills(terminal, 'Schedule', '30 7 * * 1-5');
    await terminal.waitFor(/▸Schedule {2}30 7 \* \* 1-5▏ +at 07:30, Monday to Friday/);
    await terminal.waitFor(/Zone +Europe\/Berlin +now \d\d:\d\d CES?T, UTC\+[12]/);
    await terminal.waitFor(/Next +\S+ \d+ \S+ 07:30 CES?T +0[56]:30 UTC +in \d/);
    await terminal.waitFor(/(?: ·? ?\w{3} \d\d?(?: \w{3})?(?: 07:30)?){4}/, 'four more times');
    await terminal.waitFor(/first after clocks go (forward|back)/);
    terminal.press('Enter');
    await terminal.waitFor('▸[ Add ]');
    // Two Enters at once are one.
    await twoTicks(terminal);
    terminal.press('Enter');
    await terminal.waitFor(/added report, next (?:\S+ )?07:30/);
    const { data } = await place.json<Shown>('jobs', 'show', 'report');
    expect(data).toMatchObject({
      enabled: true,
      definition: { schedule_cron: '30 7 * * 1-5', schedule_tz: 'Europe/Berlin' },
    });
  });
});
