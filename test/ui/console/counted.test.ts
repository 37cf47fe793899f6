import { afterEach, expect, test } from 'vitest';
import { addApproval, aMarkConsole, type MarkConsole } from './marks-world.ts';

let open: MarkConsole | undefined;
afterEach(() => {
  open?.end();
  open = undefined;
});

async function asksAboutThree(): Promise<MarkConsole> {
  const screen = aMarkConsole();
  open = screen;
  for (const name of ['deploy', 'rotate', 'wipe']) addApproval(screen, name);
  screen.controller.start();
  screen.settle();
  screen.press('3', '*', 'a');
  await screen.answer();
  return screen;
}
const statuses = ({ store }: MarkConsole) => [1, 2, 3].map((id) => store.approvals.get(id)?.status);

test('a count that was pasted is not there: only one that was typed approves', async () => {
  const screen = await asksAboutThree();
  screen.controller.input({ kind: 'paste', text: '3' });
  screen.press('Enter', 'Enter');
  expect(screen.view().sheet?.fields.count).toBe('');
  expect(statuses(screen)).toEqual(['pending', 'pending', 'pending']);
  screen.press('3', 'Enter', 'Enter');
  expect(statuses(screen)).toEqual(['approved', 'approved', 'approved']);
});

test('one of many that changes while it is asked about, as many as before: nothing is approved that was not seen', async () => {
  const screen = await asksAboutThree();
  screen.press('3', 'Enter');
  screen.db.prepare('UPDATE approvals SET revision = revision + 1 WHERE id = 2').run();
  screen.change();
  screen.settle();
  screen.press('Enter');
  expect(statuses(screen)).toEqual(['pending', 'pending', 'pending']);
  await screen.answer();
  screen.press('Enter', 'Enter');
  expect(statuses(screen)).toEqual(['approved', 'approved', 'approved']);
});
