import { afterEach, expect, test } from 'vitest';
import type { ConsoleCommands } from '../../../src/ui/console-commands.ts';
import { alertValues, insert } from '../../support/screen-data.ts';
import { addJobs, aMarkConsole, type MarkConsole } from './marks-world.ts';

let open: MarkConsole | undefined;
afterEach(() => open?.end());

const BUSY = { kind: 'refused', code: 'database-busy', message: 'not paused: another process is writing' } as const;

/** Three jobs are to be paused, while somebody writes for as long as `isBusy` says of the tries so far. */
async function pausing(isBusy: (tries: number) => boolean) {
  const screen = aMarkConsole();
  open = screen;
  let tries = 0;
  const pause: ConsoleCommands['pause'] = (...given) => {
    tries += 1;
    return isBusy(tries) ? BUSY : screen.commands.pause(...given);
  };
  Object.assign(screen.options.commands, { pause });
  addJobs(screen, ['a', 'b', 'c']);
  screen.controller.start();
  screen.settle();
  screen.press('5', '*', 'p');
  await screen.answer();
  screen.press('3', 'Enter', 'Enter');
  screen.clock.pass(10_000);
  return { screen, tries: () => tries };
}

const paused = (screen: MarkConsole) => screen.store.pauses.list().map(({ key }) => key);

test('what only met somebody who was writing is tried again, and all of it is done', async () => {
  const { screen, tries } = await pausing((count) => count >= 2 && count <= 6);
  expect(paused(screen)).toEqual(['job-a', 'job-b', 'job-c']);
  expect(tries()).toBe(8);
});

test('who writes on and on is not waited for without end: what was not done is told', async () => {
  const { screen, tries } = await pausing((count) => count > 1);
  expect(paused(screen)).toEqual(['job-a']);
  expect(tries()).toBe(1 + 20 + 20);
  expect(screen.text().join('\n')).toContain('another process is writing');
});

test('an alert whose title cannot be read at that moment is acknowledged and told by the one it was marked with', async () => {
  const screen = aMarkConsole();
  open = screen;
  for (const title of ['disk is full', 'backup is late']) insert(screen.db, 'alerts', alertValues(title));
  screen.controller.start();
  screen.settle();
  screen.press('4', '*');
  const { marked } = screen.options.snapshots;
  let reads = 0;
  Object.assign(screen.options.snapshots, {
    marked: (ref: Parameters<typeof marked>[0]) => {
      reads += 1;
      if (screen.store.alerts.get(1)?.acknowledgedAt !== undefined) throw new Error('disk I/O error');
      return marked(ref);
    },
  });
  screen.press('o');
  screen.clock.pass(2_000);
  expect(reads).toBeGreaterThan(0);
  expect(screen.message()).toContain('acknowledged 2 alerts');
});
