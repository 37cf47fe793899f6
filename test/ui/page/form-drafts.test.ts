// What is half written in a form outlives the line and the console, as sentences in sheets do.
import { afterEach, describe, expect, test } from 'vitest';
import { parseJob } from '../../../src/engine/rules/job/index.ts';
import type { FormBase } from '../../../src/ui/form/form.ts';
import { type Drafts, parseDrafts } from '../../../src/ui/state/drafts.ts';
import { aPageConsole } from './world.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

function started(
  last: Drafts,
  given: Parameters<typeof aPageConsole>[1] = {},
  size: { columns?: number; rows?: number } = {},
) {
  const kept: Drafts[] = [];
  const world = aPageConsole({ ...size, drafts: { last, keep: (now) => kept.push(now) } }, given);
  ends.push(world.end);
  // As it comes back from the file.
  return { ...world, kept: () => parseDrafts(JSON.parse(JSON.stringify(kept.at(-1) ?? {}))) ?? {} };
}

function baseOf(input: Record<string, unknown>, revision: number): FormBase {
  const parsed = parseJob(
    { name: 'backup', session_target: 'shell', payload_message: '/opt/backup.sh', schedule_cron: '@daily', ...input },
    { now: 0, machineZone: 'UTC', allowPast: true },
  );
  if (parsed.kind !== 'ok') throw new Error(parsed.problems[0]?.line);
  return { jobId: 'job-backup', revision, definition: parsed.definition, anchorAt: 0 };
}

test('a line that drops in a form costs nothing that was written half a second before', async () => {
  const first = started({});
  first.type('+');
  await first.arm();
  first.typeText('report');
  first.type('Enter');
  first.typeText('/opt/report.sh');
  first.clock.pass(500);
  const second = started(first.kept());
  second.type('+');
  expect(second.screen()).toContain('report');
  expect(second.screen()).toContain('/opt/report.sh');
  expect(second.screen()).toContain('what you wrote before is here again');
  await second.arm();
  second.type('Down');
  expect(second.screen()).not.toContain('here again');
});

test('a field of a job that was emptied is empty the next time, and saves as that', async () => {
  const first = started({}, { base: baseOf({ description: 'nightly' }, 3), job: {} });
  first.type('5', 'g', 'e');
  await first.arm();
  first.type('Ctrl-U');
  first.typeText('dump');
  first.controller.stop();
  const second = started(first.kept(), { base: baseOf({ description: 'nightly' }, 3), job: {} });
  second.type('5', 'g', 'e');
  await second.arm();
  expect(second.screen()).toContain('dump');
  expect(second.screen()).not.toContain('changed meanwhile');
  second.type('Enter', 'Enter');
  expect(second.asked).toEqual([['save', 'job-backup', 3, { name: 'dump' }]]);
});

test('a job that was changed between the two consoles: the form says so before it is saved', async () => {
  const first = started({}, { base: baseOf({}, 3), job: {} });
  first.type('5', 'g', 'e');
  await first.arm();
  first.typeText('-2');
  first.controller.stop();
  const second = started(first.kept(), { base: baseOf({ max_retries: 5 }, 4), job: {} });
  second.type('5', 'g', 'e');
  expect(second.screen()).toContain('backup-2');
  expect(second.screen()).toContain('the job was changed meanwhile');
});

test('what was added is no draft any more, nor what was taken out of every field again', async () => {
  const world = started({});
  world.type('+');
  await world.arm();
  world.typeText('x');
  world.clock.pass(500);
  expect(Object.keys(world.kept())).toEqual(['form:new']);
  world.type('Backspace');
  world.clock.pass(500);
  expect(world.kept()).toEqual({});
  world.typeText('report');
  world.type('Enter');
  world.typeText('true');
  world.type('Enter');
  world.typeText('@daily');
  world.type('Enter', 'Enter');
  await world.settle();
  world.clock.pass(500);
  expect(world.asked).toHaveLength(1);
  expect(world.kept()).toEqual({});
});

test('values of variables are never written down', async () => {
  const world = started({});
  world.type('+');
  await world.arm();
  world.typeText('report');
  // The row that shows all other fields is the last but one before the buttons.
  world.type('Shift-Tab', 'Shift-Tab');
  for (let row = 0; row < ROWS_MAX && fieldAt(world) !== 'more'; row += 1) world.type('Up');
  world.type('Enter');
  for (let row = 0; row < ROWS_MAX && fieldAt(world) !== 'env'; row += 1) world.type('Down');
  expect(fieldAt(world)).toBe('env');
  world.typeText('{"TOKEN":"hunter2"}');
  expect(world.screen()).toContain('hunter2');
  world.clock.pass(500);
  expect(JSON.stringify(world.kept())).toContain('report');
  expect(JSON.stringify(world.kept())).not.toContain('hunter');
  const next = started(world.kept());
  next.type('+');
  expect(next.screen()).toContain('what you wrote before is here again, but for env');
});

const ROWS_MAX = 100;

function fieldAt({ controller }: Pick<ReturnType<typeof started>, 'controller'>): string {
  const page = controller.view().page;
  if (page?.body.kind !== 'form') throw new Error('no form is open');
  return page.body.form.at;
}

test('names that were written are looked for again: the parent, and who else is called so', async () => {
  const written = JSON.stringify({ name: 'build-web', when: 'after', parent_id: 'build-web', payload_message: 'true' });
  const world = started({ 'form:new': { written } });
  world.type('+');
  await world.arm();
  expect(world.screen()).toContain('1 other job is called so too');
  world.type('Enter', 'Enter');
  expect(world.asked).toMatchObject([['add', { parent_id: 'job-9' }]]);
});

test.each(['{"name":', '[]', '{"nothing_of_ours":"x","name":7}', 'null'])(
  'a draft that is none leaves the form as it is: %s',
  async (written) => {
    const world = started({ 'form:new': { written } });
    world.type('+');
    await world.arm();
    expect(world.screen()).toContain('New job');
    expect(world.screen()).not.toContain('here again');
  },
);

describe('what one does not want to go on with', () => {
  const half = { 'form:new': { written: JSON.stringify({ name: 'report', payload_message: '/opt/report.sh' }) } };

  test('goes by one key, which the form names, and comes back by the same', async () => {
    const world = started(half);
    world.type('+');
    expect(world.screen()).toContain('what you wrote before is here again; Ctrl-X takes it away');
    expect(world.screen()).toContain('━ restored ━ 1/13 ━ wait ━');
    await world.arm();
    world.type('Down');
    expect(world.screen()).not.toContain('here again');
    expect(world.text().at(-1)).toContain('Ctrl-X takes it away');
    world.type('Ctrl-X');
    expect(world.screen()).not.toContain('report');
    expect(world.screen()).not.toContain('restored');
    expect(world.screen()).toContain('empty again; Ctrl-X brings back what you wrote');
    expect(fieldAt(world)).toBe('name');
    world.type('Down', 'Ctrl-X');
    expect(world.screen()).toContain('/opt/report.sh');
    world.type('Ctrl-X', 'Escape');
    expect(world.screen()).not.toContain('New job');
    world.clock.pass(500);
    expect(world.kept()).toEqual({});
    world.type('+');
    expect(world.screen()).not.toContain('here again');
  });

  test('of a job that is there leaves it as it is, and saves nothing', async () => {
    const world = started({}, { base: baseOf({}, 3), job: {} });
    world.type('5', 'g', 'e');
    await world.arm();
    world.typeText('-2');
    world.type('Escape', 'Escape', 'e');
    await world.arm();
    expect(world.screen()).toContain('backup-2');
    world.type('Tab', 'Shift-Tab', 'Shift-Tab', 'Ctrl-X');
    expect(world.screen()).not.toContain('backup-2');
    expect(world.screen()).toContain('as the job is again');
    expect(fieldAt(world)).toBe('name');
    expect(world.asked).toEqual([]);
  });

  test.each([60, 80])('its footer is whole at %i columns, on a row of choices too', async (columns) => {
    const world = started(half, {}, { columns, rows: 24 });
    world.type('+');
    await world.arm();
    for (const key of ['Down', 'Down', 'Down']) {
      world.type(key);
      expect(world.text().at(-1)).toMatch(/ Ctrl-X takes it away .*Esc back *$/);
    }
    world.type('Ctrl-X');
    expect(world.text().at(-1)).toMatch(/ Ctrl-X brings it back .*Esc back *$/);
  });
});
