import { afterEach, expect, test } from 'vitest';
import type { ConsoleCommands } from '../../../src/ui/console-commands.ts';
import { approvalValues, dispatchValues, insert, jobValues, runValues } from '../../support/screen-data.ts';
import { aConsole } from './world.ts';

const START = Date.parse('2026-11-22T14:32:07Z');
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

type Look = Parameters<ConsoleCommands['sawApproval']>;

function started(more: { readOnly?: true } = {}) {
  const looks: Look[] = [];
  const screen = aConsole({ ...more, commands: { sawApproval: (...look) => void looks.push(look) } });
  insert(screen.db, 'jobs', jobValues('deploy'));
  const asked = insert(screen.db, 'dispatches', dispatchValues('job-deploy', { status: 'awaiting_approval' }));
  const runId = insert(screen.db, 'runs', runValues('job-deploy', asked, { status: 'awaiting_approval' }));
  const times = { asked_at: START - 60_000, expires_at: START + 3_600_000 };
  insert(screen.db, 'approvals', approvalValues('job-deploy', asked, runId, times));
  ends.push(screen.end);
  screen.controller.start();
  return {
    ...screen,
    looks,
    /** The terminal answers for what was drawn, and the settling time passes. */
    async arm(): Promise<void> {
      for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
      for (const sent of screen.asked.splice(0)) {
        sent();
        screen.report('status');
      }
      screen.clock.pass(300);
    },
  };
}

test.each(['a', 'x'])('a sheet (%s) that was on the screen and is left is told, with since when', async (key) => {
  const screen = started();
  screen.type(key);
  const fromAt = screen.clock.now();
  await screen.arm();
  expect(screen.controller.view().sheet?.arm.kind).toBe('armed');
  screen.clock.pass(45_000);
  expect(screen.looks).toEqual([]);
  screen.type('Escape');
  expect(screen.looks).toEqual([[1, { actor: screen.options.actor, revision: 1, fromAt }]]);
  screen.type('j', 'k');
  expect(screen.looks).toHaveLength(1);
});

test('a sheet that fell asleep in between was looked at once; leaving the console tells it as well', async () => {
  const screen = started();
  screen.type('a');
  await screen.arm();
  screen.clock.pass(120_000);
  expect(screen.controller.view().sheet?.arm.kind).toBe('asleep');
  screen.type('j');
  await screen.arm();
  screen.controller.stop();
  expect(screen.looks).toHaveLength(1);
});

test('a sheet that the terminal has not answered for was seen by nobody', () => {
  const screen = started();
  screen.type('a', 'Escape');
  expect(screen.looks).toEqual([]);
});

test('a new revision ends the look at the one before', async () => {
  const screen = started();
  screen.type('a');
  await screen.arm();
  screen.db.exec('UPDATE approvals SET revision = 2');
  screen.change();
  screen.clock.pass(300);
  expect(screen.looks).toMatchObject([[1, { revision: 1 }]]);
  await screen.arm();
  screen.type('Escape');
  expect(screen.looks).toMatchObject([
    [1, { revision: 1 }],
    [1, { revision: 2 }],
  ]);
});
