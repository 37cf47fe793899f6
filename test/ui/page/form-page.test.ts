import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { parseJob } from '../../../src/engine/rules/job/index.ts';
import type { FormBase } from '../../../src/ui/form/form.ts';
import { aPageConsole } from './world.ts';

type World = ReturnType<typeof aPageConsole>;
const opened: World[] = [];
afterEach(() => {
  for (const world of opened.splice(0)) world.end();
});
function aWorld(...given: Parameters<typeof aPageConsole>): World {
  const world = aPageConsole(...given);
  opened.push(world);
  return world;
}

function baseOf(input: Record<string, unknown>, revision = 3): FormBase {
  const parsed = parseJob(
    { name: 'backup', session_target: 'shell', payload_message: '/opt/backup.sh', schedule_cron: '@daily', ...input },
    { now: 0, machineZone: 'UTC', allowPast: true },
  );
  if (parsed.kind !== 'ok') throw new Error(parsed.problems[0]?.line);
  return { jobId: 'job-backup', revision, definition: parsed.definition, anchorAt: 0 };
}

/** The weekday job of the story, up to the button. */
async function weekdayJob(world: World): Promise<void> {
  world.type('+');
  await world.arm();
  world.typeText('report');
  world.type('Enter');
  world.typeText('/opt/report.sh');
  world.type('Enter');
  world.typeText('30 7 * * 1-5');
  world.type('Enter');
}

describe('a new job', () => {
  test('by name, command and expression, Enter after each: it is added once, as the command line would', async () => {
    const world = aWorld();
    await weekdayJob(world);
    expect(world.screen()).toContain('▸[ Add ]');
    expect(world.asked).toEqual([]);
    world.type('Enter');
    await world.settle();
    expect(world.asked).toEqual([
      [
        'add',
        expect.objectContaining({
          name: 'report',
          session_target: 'shell',
          payload_message: '/opt/report.sh',
          schedule_cron: '30 7 * * 1-5',
          schedule_tz: 'Europe/Berlin',
        }),
      ],
    ]);
    expect(world.screen()).toContain('✓ added it');
    expect(world.screen()).not.toContain('New job');
  });

  test.each([
    ['60x16', 60, 16],
    ['80x24', 80, 24],
    ['120x40', 120, 40],
  ] as const)('%s: the form is the picture, row by row', async (name, columns, rows) => {
    const world = aWorld({ columns, rows });
    await weekdayJob(world);
    world.type('Shift-Tab', 'Shift-Tab', 'PageUp', 'PageUp', 'PageUp');
    world.type('Tab', 'Tab', 'Tab', 'Tab');
    const picture = readFileSync(new URL(`../../fixtures/screens/job-form-${name}.txt`, import.meta.url), 'utf8');
    const lines = picture.split('\n').slice(0, rows);
    expect(world.text()).toEqual(lines.map((line) => line.padEnd(columns)));
  });

  test('Enter before the terminal has shown the form decides nothing', async () => {
    const world = aWorld();
    world.type('+');
    world.typeText('report');
    world.type('Enter');
    world.typeText('/opt/report.sh');
    world.type('Enter');
    world.typeText('@daily');
    world.type('Enter', 'Enter', 'Enter', 'Enter');
    expect(world.asked).toEqual([]);
    await world.arm();
    world.type('Enter');
    expect(world.asked).toHaveLength(1);
  });

  test('a bouncing Enter is one: it steps to the button and does not press it', async () => {
    const world = aWorld();
    await weekdayJob(world);
    world.type('Shift-Tab', 'Shift-Tab', 'Enter');
    world.key('Enter');
    expect(world.asked).toEqual([]);
  });

  test('a resize in between takes the focus off the button until it was seen again', async () => {
    const world = aWorld();
    await weekdayJob(world);
    world.resize(100, 30);
    world.type('Enter');
    expect(world.asked).toEqual([]);
    await world.arm();
    world.type('Enter', 'Enter');
    expect(world.asked).toHaveLength(1);
  });

  test('Enter goes to what is still wrong, and the button stays off', async () => {
    const world = aWorld();
    world.type('+');
    await world.arm();
    world.typeText('report');
    world.type('Enter');
    expect(world.screen()).toContain('▸Command');
    expect(world.screen()).toContain('[ Add ] off');
    world.typeText('x');
    world.type('Enter');
    expect(world.screen()).toContain('▸Schedule');
    world.typeText('61 * * * *');
    world.type('Enter');
    expect(world.screen()).toContain('▸Schedule');
    expect(world.screen()).toContain('schedule_cron: "61 * * * *" is not allowed');
    expect(world.asked).toEqual([]);
  });

  test('Esc with something written asks once, and what was written is there the next time', async () => {
    const world = aWorld();
    world.type('+');
    await world.arm();
    world.typeText('report');
    world.type('Escape');
    expect(world.screen()).toContain('Esc again closes it');
    world.type('Escape');
    expect(world.screen()).not.toContain('New job');
    world.type('+');
    expect(world.screen()).toContain('report');
  });

  test('Esc without anything written closes at once', () => {
    const world = aWorld();
    world.type('+', 'Escape');
    expect(world.screen()).not.toContain('New job');
  });

  test('what the engine refuses is said, and nothing that was written is lost', async () => {
    const world = aWorld();
    await weekdayJob(world);
    world.answers.next = { kind: 'refused', code: 'bad-job', message: 'parent_id: "x" is not the id of a job' };
    world.type('Enter');
    expect(world.screen()).toContain('parent_id: "x" is not the id of a job');
    expect(world.screen()).toContain('/opt/report.sh');
    delete world.answers.next;
    await world.arm();
    world.type('Enter', 'Enter');
    expect(world.asked).toHaveLength(2);
  });

  test('a parent is found by its name', async () => {
    const world = aWorld();
    world.type('+');
    await world.arm();
    world.typeText('smoke');
    world.type('Tab', 'Tab');
    world.typeText('/opt/smoke.sh');
    world.type('Tab', 'Right', 'Right', 'Right', 'Tab');
    world.typeText('build-web');
    expect(world.screen()).toContain('after build-web: each time it ends ok');
    world.type('Enter', 'Enter');
    expect(world.asked).toEqual([['add', expect.objectContaining({ parent_id: 'job-9', trigger_on: 'success' })]]);
  });

  test('the parent of a job that is there is shown by its name, at 60 columns too, and saved by its id', async () => {
    const parent_id = '0f0e2c1a-7a53-4a39-9d0b-6f1b5a7c2d11';
    const parsed = parseJob(
      { name: 'smoke', session_target: 'shell', payload_message: 'true', parent_id, trigger_on: 'failure' },
      { now: 0, machineZone: 'UTC', allowPast: false },
    );
    if (parsed.kind !== 'ok') throw new Error(parsed.problems[0]?.line);
    const base = { jobId: 'job-smoke', revision: 1, definition: parsed.definition, anchorAt: 0, parentName: 'build' };
    const world = aWorld({ columns: 60, rows: 24 }, { base, job: {} });
    world.type('5', 'g', 'e');
    await world.arm();
    expect(world.screen()).toMatch(/Schedule {2}build +$/m);
    expect(world.screen()).toMatch(/ after build: when it failed, its last retry too +$/m);
    expect(world.screen()).not.toContain('0f0e2c1a');
    // As it was, though no other job may be found by that name.
    world.type('Down', 'Down', 'Down', 'Down', 'Backspace');
    world.typeText('d');
    expect(world.screen()).not.toContain('no job is called');
    world.type('PageUp', 'Backspace', 'Enter', 'Enter');
    expect(world.asked).toEqual([['save', 'job-smoke', 1, { name: 'smok' }]]);
  });

  test('a name that another job has is told of while it is typed, and is no hindrance', async () => {
    const world = aWorld();
    world.type('+');
    await world.arm();
    world.typeText('build-we');
    world.type('Enter');
    world.typeText('true');
    world.type('Enter');
    world.typeText('@daily');
    expect(world.screen()).not.toContain('called so too');
    world.type('PageUp', 'PageUp');
    world.typeText('b');
    expect(world.screen()).toContain('! 1 other job is called so too');
    expect(world.screen()).toContain('tell them apart by their ids');
    world.typeText('2');
    expect(world.screen()).not.toContain('called so too');
    world.type('Backspace', 'Enter', 'Enter');
    expect(world.asked).toMatchObject([['add', { name: 'build-web' }]]);
  });

  test('a parent that is none is told of at once, nothing is promised, and the button stays off', async () => {
    const world = aWorld();
    world.type('+');
    await world.arm();
    world.typeText('web');
    world.type('Down', 'Down');
    world.typeText('true');
    world.type('Down', 'Right', 'Right', 'Right', 'Down');
    world.typeText('build-we');
    expect(world.screen()).toContain('no job is called build-we');
    expect(world.screen()).not.toContain('each time it ends ok');
    expect(world.screen()).toContain('[ Add ] off');
    world.typeText('b');
    expect(world.screen()).toContain('after build-web: each time it ends ok');
    world.type('Enter', 'Enter');
    expect(world.asked).toMatchObject([['add', { parent_id: 'job-9' }]]);
  });

  test('a paste is text in a field, and never a key', async () => {
    const world = aWorld();
    world.type('+');
    await world.arm();
    world.controller.input({ kind: 'paste', text: 'report\rq' });
    expect(world.screen()).toContain('report q');
    expect(world.left).toEqual([]);
  });

  test('Ctrl-C leaves through the sheet of q, and the form is there behind it', async () => {
    const world = aWorld();
    world.type('+');
    world.typeText('report');
    world.type('Ctrl-C');
    expect(world.screen()).toContain('Leave openclaw-tui?');
    world.type('Escape');
    expect(world.screen()).toContain('report');
    expect(world.left).toEqual([]);
  });
});

describe('a job that is there', () => {
  const select = (world: World): void => world.type('5', 'g');

  test('is saved on the revision it was opened at, with what was changed and nothing else', async () => {
    const world = aWorld({}, { base: baseOf({}), job: {} });
    select(world);
    world.type('e');
    await world.arm();
    expect(world.screen()).toContain('Edit backup');
    world.type('End');
    world.typeText('-2');
    world.type('Enter', 'Enter');
    expect(world.asked).toEqual([['save', 'job-backup', 3, { name: 'backup-2' }]]);
  });

  test('changed by somebody else meanwhile: it says what, keeps what was typed, and saves on the new one', async () => {
    const world = aWorld({}, { base: baseOf({}), job: {} });
    select(world);
    world.type('e');
    await world.arm();
    world.typeText('-2');
    world.answers.base = baseOf({ max_retries: 5 }, 4);
    world.change();
    world.clock.pass(1_000);
    expect(world.screen()).toContain('changed meanwhile: max_retries');
    expect(world.screen()).toContain('backup-2');
    await world.arm();
    world.type('Enter', 'Enter');
    expect(world.asked).toEqual([['save', 'job-backup', 4, { name: 'backup-2' }]]);
  });

  test('gone meanwhile, it says so', async () => {
    const world = aWorld({}, { base: baseOf({}), job: {} });
    select(world);
    world.type('e');
    world.answers.base = undefined;
    world.change();
    world.clock.pass(1_000);
    expect(world.screen()).toContain('the job is not there any more');
  });
});
