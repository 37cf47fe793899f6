import { afterEach, expect, test } from 'vitest';
import type { LongWork, OutputPage, OutputPort } from '../../../src/ui/output/output-port.ts';
import { dispatchValues, insert, jobValues, runValues } from '../../support/screen-data.ts';
import { aConsole } from './world.ts';

type Answer = Awaited<ReturnType<OutputPort['find']>>;
const NOW = Date.parse('2026-11-22T14:32:00Z');

let world: ReturnType<typeof aConsole>;
afterEach(() => world.end());

/** In the output of a run that is over, with a search that is under way. */
function searching() {
  let answered: (found: Answer) => void = () => undefined;
  let work: LongWork | undefined;
  world = aConsole();
  const page: OutputPage = {
    lines: [{ stream: 'out', start: 0, end: 9, bytes: 9, text: 'last line' }],
    ...{ isAtStart: true, isAtEnd: true, from: 'files', sizes: { out: 9, err: 0 }, totalBytes: 9, totalLines: 1 },
  };
  Object.assign(world.options, {
    outputs: {
      page: () => page,
      onLoaded: () => () => undefined,
      find: (_runId, _finding, given) =>
        new Promise<Answer>((resolve) => {
          work = given;
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
    async answer(found: Answer): Promise<void> {
      answered(found);
      await settled();
    },
    work: (): LongWork => work ?? expect.fail('nothing is looked for'),
    line: () => world.text().at(-2) ?? '',
  };
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
}

test('a search that takes long says so, and for how long, until it is over', async () => {
  const { answer, line } = searching();
  expect(line()).not.toContain('searching');
  world.clock.pass(300);
  expect(line()).toContain('searching…');
  world.clock.pass(20_000);
  expect(line()).toContain('searching for 20s; Esc stops');
  await answer(undefined);
  expect(line()).toContain('no match above; n looks below');
});

test('a search says how far it has come, and Esc ends it and nothing else', async () => {
  const { answer, work, line } = searching();
  work().passed(45_000_000, 100_000_000);
  world.clock.pass(20_300);
  expect(line()).toContain('searching for 20s, at 45 % of 100 MB; Esc stops');
  world.key('Escape');
  expect(work().signal.aborted).toBe(true);
  expect(line()).toContain('the search was stopped');
  await answer('given-up');
  world.clock.pass(2_000);
  expect(line()).not.toContain('searching for');
  expect(world.controller.view().looking.search).toBe('x');
  world.key('Escape');
  expect(world.controller.view().looking.search).toBe('');
});

test('while something else is open over a search, Esc is for that', () => {
  const { work, line } = searching();
  for (const key of [':', '?', '/'] as const) {
    world.type(key, 'Escape');
    expect(work().signal.aborted).toBe(false);
    const { palette, help, looking } = world.controller.view();
    expect([palette, help, looking.entry]).toEqual([undefined, undefined, undefined]);
  }
  world.type('Escape');
  expect(work().signal.aborted).toBe(true);
  expect(line()).toContain('the search was stopped');
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
  await settled();
  expect(line()).toContain('the pager was closed');
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

/** A pager whose file is being written. */
function paging() {
  const { line } = searching();
  world.type('Escape', 'Escape');
  let work: LongWork | undefined;
  world.options.page = (_runId, _sight, given) => {
    work = given;
    return new Promise((resolve) =>
      given.signal.addEventListener('abort', () => resolve({ kind: 'stopped' }), { once: true }),
    );
  };
  world.type('|');
  return { line, work: (): LongWork => work ?? expect.fail('no pager was asked for') };
}

test('a pager says how far its file is, and Esc ends that and nothing else', async () => {
  const { line, work } = paging();
  work().passed(45_000_000, 100_000_000);
  world.clock.pass(300);
  expect(line()).toContain('opening the pager: 45 % of 100 MB; Esc stops');
  world.type('Escape');
  await settled();
  expect(work().signal.aborted).toBe(true);
  expect(line()).toContain('no pager was opened');
  world.clock.pass(2_000);
  expect(line()).not.toContain('opening');
  expect(world.controller.view().focus).toBe('detail');
  world.type('W');
  expect(world.controller.view().looking.wraps).toBe(true);
});

test('Ctrl-C ends a pager’s file on its way to the question of leaving', async () => {
  const { work } = paging();
  world.type('Ctrl-C');
  await settled();
  expect(work().signal.aborted).toBe(true);
  expect(world.controller.view().sheet?.item.kind ?? world.left.length).toBeTruthy();
});
