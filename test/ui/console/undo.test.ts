import { afterEach, describe, expect, test } from 'vitest';
import { addApproval, addJobs, aMarkConsole, BEN, type MarkConsole } from './marks-world.ts';

let open: MarkConsole | undefined;
afterEach(() => {
  open?.end();
  open = undefined;
});

const jobs = (): MarkConsole => {
  open = aMarkConsole();
  addJobs(open, ['a', 'b', 'c']);
  open.controller.start();
  open.settle();
  return open;
};
const withText = (screen: MarkConsole, text: string): string[] => screen.text().filter((line) => line.includes(text));

describe('taking back', () => {
  const disabled = async () => {
    const screen = jobs();
    screen.press('5', 'd');
    await screen.answer();
    screen.press('Tab', 'Enter');
    return screen;
  };

  test('u right after it takes it back', async () => {
    const screen = await disabled();
    expect(screen.store.jobs.get('job-a')?.enabled).toBe(false);
    screen.press('u');
    expect(screen.store.jobs.get('job-a')?.enabled).toBe(true);
    expect(screen.message()).toBe('took back: disabled a');
  });

  test('later u opens the list of the last changes: Enter takes the chosen one back', async () => {
    const screen = await disabled();
    screen.clock.pass(61_000);
    screen.press('u');
    expect(withText(screen, 'disabled a')[0]).toContain('can be taken back');
    expect(screen.store.jobs.get('job-a')?.enabled).toBe(false);
    screen.press('Enter');
    expect(screen.store.jobs.get('job-a')?.enabled).toBe(true);
    screen.press('u');
    expect(screen.store.jobs.get('job-a')?.enabled).toBe(true);
    screen.press('Enter');
    expect(screen.store.jobs.get('job-a')?.enabled).toBe(false);
  });

  test('what somebody changed since stays, in the list too', async () => {
    const screen = await disabled();
    screen.clock.pass(61_000);
    screen.commands.enableJob('job-a', BEN);
    screen.settle();
    screen.press('u');
    expect(withText(screen, 'disabled a')[0]).toContain('stays: a was changed since, by ben');
    screen.press('Enter');
    expect(screen.message()).toBe('not undone: a was changed since, by ben');
    expect(screen.store.jobs.get('job-a')?.enabled).toBe(true);
  });

  test('without anything to undo the line says so', () => {
    const screen = jobs();
    screen.press('5', 'u');
    expect(screen.message()).toBe('nothing to undo');
  });

  test('an approval stays, and u says what can be done instead', async () => {
    open = aMarkConsole();
    const screen = open;
    addApproval(screen, 'deploy');
    screen.controller.start();
    screen.settle();
    screen.press('3', 'a');
    await screen.answer();
    screen.press('Tab', 'Enter', 'u');
    expect(withText(screen, 'approved deploy')[0]).toContain('stays: an approval stays');
    screen.press('Enter');
    expect(screen.message()).toBe('not undone: an approval stays; the run it started can be cancelled');
    expect(screen.store.approvals.get(1)?.status).toBe('approved');
  });
});
