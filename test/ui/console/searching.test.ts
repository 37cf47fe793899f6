import { afterEach, expect, test } from 'vitest';
import type { OutputPage, OutputPort } from '../../../src/ui/output/output-port.ts';
import { dispatchValues, insert, jobValues, runValues } from '../../support/screen-data.ts';
import { aConsole } from './world.ts';

type Answer = Awaited<ReturnType<OutputPort['find']>>;
const NOW = Date.parse('2026-11-22T14:32:00Z');

let world: ReturnType<typeof aConsole>;
afterEach(() => world.end());

/** In the output of a run that is over, with a search that is under way. */
function searching(): { answer(found: Answer): Promise<void>; line(): string } {
  let answered: (found: Answer) => void = () => undefined;
  world = aConsole();
  const page: OutputPage = {
    lines: [{ stream: 'out', start: 0, end: 9, bytes: 9, text: 'last line' }],
    ...{ isAtStart: true, isAtEnd: true, from: 'files', sizes: { out: 9, err: 0 }, totalBytes: 9, totalLines: 1 },
  };
  Object.assign(world.options, {
    outputs: {
      page: () => page,
      onLoaded: () => () => undefined,
      find: () =>
        new Promise<Answer>((resolve) => {
          answered = resolve;
        }),
    } satisfies OutputPort,
  });
  insert(world.db, 'jobs', jobValues('backup'));
  const dispatchId = insert(world.db, 'dispatches', dispatchValues('job-backup', { status: 'done' }));
  const over = { status: 'ok', started_at: NOW - 1_000, finished_at: NOW, duration_ms: 1_000 };
  insert(world.db, 'runs', runValues('job-backup', dispatchId, over));
  world.controller.start();
  world.type('2', ']', '0', '/', 'x', 'Enter');
  return {
    async answer(found) {
      answered(found);
      for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
    },
    line: () => world.text().at(-2) ?? '',
  };
}

test('a search that takes long says so, and for how long, until it is over', async () => {
  const { answer, line } = searching();
  expect(line()).not.toContain('searching');
  world.clock.pass(300);
  expect(line()).toContain('searching…');
  world.clock.pass(20_000);
  expect(line()).toContain('searching for 20s…');
  await answer(undefined);
  expect(line()).toContain('no match above; n looks below');
});

test('one that was given up says nothing more', async () => {
  const { answer, line } = searching();
  world.clock.pass(5_300);
  await answer('given-up');
  world.clock.pass(20_000);
  expect(line()).not.toContain('searching');
});

test('what is typed while the pager is being opened opens nothing behind it', async () => {
  const { line } = searching();
  world.key('Escape');
  let closed: () => void = () => undefined;
  let asked = 0;
  world.options.page = () => {
    asked += 1;
    return new Promise((resolve) => {
      closed = () => resolve({ kind: 'closed' });
    });
  };
  world.key('|');
  expect(line()).toContain('opening the pager…');
  world.type('q', '|', 'q');
  expect(asked).toBe(1);
  closed();
  for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
  expect(world.controller.view().sheet).toBeUndefined();
  expect(world.left).toEqual([]);
  world.key('q');
  expect(world.controller.view().sheet?.item.kind ?? world.left.length).toBeTruthy();
});

test('Ctrl-Z counts while the pager’s file is written, and nothing else that is typed', () => {
  searching();
  world.key('Escape');
  world.options.live = () => ({
    engine: { kind: 'attached', pid: 4711, host: 'db1', user: 'ops', mode: 'headless', sinceAt: 1 },
  });
  world.options.page = () => new Promise(() => {});
  world.key('|');
  world.type('q', '5', 'Ctrl-Z');
  expect(world.counts.suspensions).toBe(1);
  expect(world.controller.view().panel).toBe('runs');
});
