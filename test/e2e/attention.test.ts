import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPlace, type Place, RESTORED, twoTicks } from '../support/e2e.ts';
import { PATIENCE } from '../support/patience.ts';
import type { RealTerminal } from '../support/terminal.ts';

let place: Place;
beforeEach(() => {
  place = createPlace();
});
afterEach(() => place.remove());

const SIZE = { cols: 80, rows: 24 };
const tickCount = (): number => (existsSync(join(place.home, 'ticks')) ? place.read('ticks').length : 0);
const SET_OLD_TITLE = "\u001b]2;the shell's\u0007";
const titled = (terminal: RealTerminal, title: string | RegExp): Promise<void> =>
  terminal.waitFor(
    () => (typeof title === 'string' ? terminal.title() === title : title.test(terminal.title())),
    `the title ${title}`,
  );

test('a new approval rings once and is counted in the title, and leaving gives the old title back', async () => {
  const id = await place.add('deploy', 'true', '--approval');
  const terminal = place.open(SIZE, { before: SET_OLD_TITLE, args: ['--screen', 'runs'] });
  await titled(terminal, /^openclaw-tui \S+$/);
  expect(terminal.bellCount()).toBe(0);
  await place.start('deploy');
  await titled(terminal, /^openclaw-tui \S+: APPROVE 1$/);
  expect(terminal.bellCount()).toBe(1);
  await place.run('jobs', 'reject', id, '--note', 'not now');
  await titled(terminal, /^openclaw-tui \S+$/);
  await twoTicks(terminal);
  expect(terminal.bellCount()).toBe(1);
  terminal.signal('SIGTERM');
  await terminal.exited;
  expect(terminal.title()).toBe("the shell's");
  expect(terminal.modes()).toEqual(RESTORED);
});

test('with bell off and notify osc9 there is a notice and no bell', async () => {
  writeFileSync(join(place.home, 'config.json'), '{"ui":{"bell":"off","notify":"osc9"}}');
  await place.add('deploy', 'true', '--approval');
  const terminal = place.open(SIZE);
  await terminal.waitFor('ENGINE here');
  await place.start('deploy');
  await terminal.waitForRaw('deploy asks for approval\u001b\\');
  expect(terminal.raw()).toMatch(/\u001b\]9;\S+: deploy asks for approval\u001b\\/);
  expect(terminal.bellCount()).toBe(0);
});

test('what is asked while the terminal stands still rings neither then nor afterwards', async () => {
  await place.add('deploy', 'true', '--approval');
  await place.add('ticker', 'echo >> ticks', '--every', '1s');
  const terminal = place.open({ cols: 200, rows: 60 }, { args: ['--screen', 'runs'] });
  await terminal.waitFor('ENGINE here');
  await terminal.stall();
  terminal.press('Ctrl-L');
  await place.start('deploy');
  await vi.waitFor(async () => expect((await place.run('approvals', 'list')).out).toContain('deploy'), PATIENCE);
  // Nobody sees the console look for what is new, once a second: it has, when its own engine is three seconds further.
  const ticks = tickCount();
  await vi.waitFor(() => expect(tickCount()).toBeGreaterThan(ticks + 3), PATIENCE);
  terminal.resume();
  await titled(terminal, /APPROVE 1$/);
  await twoTicks(terminal);
  expect(terminal.bellCount()).toBe(0);
});
