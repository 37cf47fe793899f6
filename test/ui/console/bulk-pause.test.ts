import { afterEach, expect, test } from 'vitest';
import { addApproval, addJobs, aMarkConsole, type MarkConsole } from './marks-world.ts';

let open: MarkConsole | undefined;
afterEach(() => open?.end());

/** Three jobs, all marked, and the sheet that pauses them. */
async function pausing(): Promise<MarkConsole> {
  const screen = aMarkConsole();
  open = screen;
  addJobs(screen, ['a', 'b', 'c']);
  screen.controller.start();
  screen.settle();
  screen.press('5', '*', 'p');
  await screen.answer();
  return screen;
}

const ends = (screen: MarkConsole) => screen.store.pauses.list().map(({ until }) => until);

test('many are paused until somebody resumes them, where nothing else is said', async () => {
  const screen = await pausing();
  expect(screen.text().join('\n')).toContain('until resumed');
  screen.press('3', 'Enter', 'Enter');
  expect(ends(screen)).toEqual([undefined, undefined, undefined]);
});

test('many are paused for as long as is written', async () => {
  const screen = await pausing();
  screen.press('3', 'Tab', '2', 'h', 'Enter', 'Enter');
  const until = screen.clock.now() + 7_200_000;
  expect(ends(screen).map((at) => Math.abs((at ?? 0) - until) < 60_000)).toEqual([true, true, true]);
});

test('with marks the footer says how they are taken away', () => {
  const screen = aMarkConsole();
  open = screen;
  addJobs(screen, ['a', 'b']);
  screen.controller.start();
  screen.settle();
  screen.press('5');
  expect(screen.text().at(-1)).not.toContain('unmark');
  screen.press('Space');
  expect(screen.text().at(-1)).toContain('Esc unmark');
});

test('a name that has to be typed is never cut', async () => {
  const name = 'a-really-long-name-of-a-job-that-nobody-would-ever-type-of-his-own-accord-hourly';
  const screen = aMarkConsole();
  open = screen;
  addApproval(screen, name, { risk: 'high' });
  screen.controller.start();
  screen.settle();
  screen.press('3', 'a');
  await screen.answer();
  const sheet = screen.text();
  const from = sheet.findIndex((line) => line.includes('Type the job'));
  const words = sheet.slice(from, from + 3).map((line) => line.replaceAll('┃', '').trim());
  expect(words.join('')).toContain(name);
});
