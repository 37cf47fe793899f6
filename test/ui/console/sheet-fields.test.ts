// What stands in a field of a sheet that nobody has written into yet: suggested, or there again from before.
import { expect, onTestFinished, test } from 'vitest';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { addJobs, aMarkConsole, type MarkConsole } from './marks-world.ts';

async function pausing(): Promise<MarkConsole> {
  const screen = aMarkConsole();
  onTestFinished(() => screen.end());
  const definition = JSON.stringify({ name: 'etl', tags: ['night'], payload_message: 'x', kill_grace_ms: 1 });
  addJobs(screen, ['etl'], { definition });
  screen.controller.start();
  screen.settle();
  screen.press('5', 'p');
  await screen.answer();
  return screen;
}

test('an end that is there again makes way for the first letter, unless one moves in it', async () => {
  const screen = await pausing();
  const written = async (...keys: string[]) => {
    screen.press('Tab', ...keys);
    const text = screen.view().sheet?.fields.until;
    screen.press('Escape', 'p');
    await screen.answer();
    return text;
  };
  expect(await written(...'18:00')).toBe('18:00');
  expect(await written()).toBe('18:00');
  expect(await written(...'2h')).toBe('2h');
  expect(await written('Left', 'Right', '3')).toBe('2h3');
  expect(await written('Backspace', '4')).toBe('4');
  expect(await written('Down', '5')).toBe('5');
  expect(await written('6', '7', 'Tab', 'Shift-Tab', '8')).toBe('678');
});

test('what makes way is shown as chosen text', async () => {
  const screen = await pausing();
  const chosen = () => {
    const { lines } = screen.controller.frame.getState();
    // The row of the list behind the sheet is chosen as well.
    const rows = lines.filter((line) => / (PAUSE|UNTIL) /.test(plainOf(line)));
    return rows.flatMap((line) => line.filter(({ sel }) => sel).map(({ text }) => text)).join('');
  };
  const chosenAfter = (key: string): string => {
    screen.press(key);
    return chosen();
  };
  expect(chosen()).toBe('etl');
  expect(chosenAfter('Left')).toBe('');
  expect(chosenAfter('Down')).toBe('tag:night');
  expect(chosenAfter('Up')).toBe('etl');
  expect(chosenAfter('Tab')).toBe('');
  expect(chosenAfter('Down')).toBe('30m');
  expect(chosenAfter('1')).toBe('');
});

test('what is there again says so until it is written anew', async () => {
  const screen = await pausing();
  const row = (): string => screen.text().find((line) => line.includes(' UNTIL ')) ?? '';
  screen.press('Tab', ...'18:00');
  expect(row()).not.toContain('from before');
  screen.press('Escape', 'p');
  await screen.answer();
  expect(row()).toMatch(/18:00 +from before/);
  screen.press('Tab', '2', 'h');
  expect(row()).not.toContain('from before');
});

test('how long it lasts is what was written, also a moment later', async () => {
  const screen = await pausing();
  screen.press('Tab', ...'30m');
  expect(screen.text().join('\n')).toContain('in 30m.');
  screen.clock.pass(1_200);
  expect(screen.text().join('\n')).toContain('in 30m.');
  screen.press('Ctrl-U', ...'40s');
  expect(screen.text().join('\n')).toContain('in 40s.');
});
