import { afterEach, describe, expect, test } from 'vitest';
import type { ImportOffer } from '../../../src/ui/import/offers.ts';
import { aPageConsole } from './world.ts';

type World = ReturnType<typeof aPageConsole>;
const opened: World[] = [];
afterEach(() => {
  for (const world of opened.splice(0)) world.end();
});

const item = (id: string, more: object = {}) => ({
  kind: 'fits' as const,
  id,
  name: `job-${id}`,
  schedule: '30 2 * * *',
  from: `line ${id}`,
  command: `/opt/${id}.sh`,
  notes: [],
  ...more,
});
const OFFER: ImportOffer = {
  source: 'crontab',
  title: 'Import your crontab',
  found: '5 lines of jo: 4 fit, 1 does not',
  items: [
    item('1'),
    item('2', { command: `/opt/2.sh ${'x'.repeat(90)}‮`, notes: ['MAILTO is not kept'] }),
    { kind: 'refused', name: '61 * * * * never', from: 'line 3', because: 'minute: 61 is not allowed' },
    item('4', { isHere: true }),
    item('5'),
  ],
  runsElsewhere: 'cron runs it',
};

/** From the first screen, where it is the first thing that is offered. */
async function withPlan(size: { columns?: number; rows?: number } = {}, offer = OFFER): Promise<World> {
  const world = aPageConsole(size, { offers: [offer] });
  opened.push(world);
  await world.settle();
  world.type('Enter');
  await world.arm();
  return world;
}

describe('the plan of an import', () => {
  test('says of each entry what becomes of it, and of what does not fit, why', async () => {
    const screen = (await withPlan()).screen();
    expect(screen).toContain('They arrive paused, since cron runs them.');
    expect(screen).toMatch(/✓ job-1 +at 02:30 +\/opt\/1\.sh/);
    expect(screen).toMatch(/– 61 \* \* \* \* never +minute: 61 is not allowed/);
    expect(screen).toMatch(/✓ job-4 +at 02:30 +is here already/);
    expect(screen).toContain('[ Import 3 ]');
  });

  test('names and times take what they need, the command has the rest, and the title says where the cursor is', async () => {
    const world = await withPlan({ columns: 80, rows: 24 });
    expect(world.screen()).toContain('▸ ✓ job-1             at 02:30  /opt/1.sh');
    expect(world.screen()).toMatch(/━ Import your crontab ━+ 1\/5 ━ armed ━/);
    world.type('Down', 'Down');
    expect(world.screen()).toMatch(/━ Import your crontab ━+ 3\/5 ━ armed ━/);
    expect(world.screen()).toContain('    JOB               WHEN      BECOMES');
  });

  test('what a line of cron hands to its command does not hide the command', async () => {
    const command = "exec <<'INPUT'\nold files\nand more\nINPUT\nfind /tmp -delete";
    const offer = { ...OFFER, items: [item('1', { command }), ...OFFER.items.slice(1)] };
    const screen = (await withPlan({}, offer)).screen();
    expect(screen).toMatch(/✓ job-1 +at 02:30 +find \/tmp -delete/);
    expect(screen).toContain("exec <<'INPUT'⏎");
  });

  test('where it is narrow the counts are told before the place they were found in', async () => {
    expect((await withPlan({ columns: 66, rows: 16 })).screen()).toContain(
      ' 4 fit, 1 does not. They arrive paused, since cron runs them.',
    );
    expect((await withPlan({ columns: 60, rows: 16 })).screen()).toContain(
      '\n They arrive paused, since cron runs them.',
    );
  });

  test('how much of what was found fits is told, also where the source does not say it', async () => {
    const screen = (await withPlan({}, { ...OFFER, found: '5 jobs' })).screen();
    expect(screen).toContain(' 5 jobs: 4 fit, 1 does not. They arrive paused, since cron runs them.');
  });

  test('Tab, Enter imports what is not left out', async () => {
    const world = await withPlan();
    world.type('Down', 'Space', 'Tab', 'Enter');
    await world.settle();
    expect(world.asked).toEqual([['import', 'crontab', ['1', '5']]]);
    expect(world.screen()).toContain('✓ imported them');
  });

  test('Space takes back what was left out, and does nothing to what does not fit', async () => {
    const world = await withPlan();
    world.type('Space', 'Space', 'Down', 'Down', 'Space', 'Down', 'Space');
    expect(world.screen()).toContain('[ Import 3 ]');
  });

  test('the last line says what Space would do to this very entry, and promises no import of none', async () => {
    const world = await withPlan();
    const last = (...keys: string[]): string => {
      world.type(...keys);
      return world.text().at(-1)?.trim() ?? '';
    };
    expect(last()).toBe('Tab Enter imports 3  Space leave out  ↑↓ look  Esc back');
    expect(last('Space')).toBe('Tab Enter imports 2  Space take in  ↑↓ look  Esc back');
    expect(last('Down', 'Down')).toBe('Tab Enter imports 2  ↑↓ look  Esc back');
    expect(last('Tab')).toBe('Enter imports 2  Tab to Cancel  Esc back');
    expect(last('Shift-Tab', 'Up', 'Space', 'End', 'Space')).toBe('Space take in  ↑↓ look  Esc back');
  });

  test('with everything left out the button is off', async () => {
    const world = await withPlan();
    world.type('Space', 'Down', 'Space', 'End', 'Space', 'Tab', 'Enter');
    await world.settle();
    expect(world.screen()).toContain('[ Import 0 ] off');
    expect(world.asked).toEqual([]);
  });

  test('the whole command of the entry under the cursor is there, with what hides in it', async () => {
    const world = await withPlan();
    world.type('Down');
    expect(world.screen()).toContain('‹U+202E›');
    expect(world.screen()).toContain('MAILTO is not kept');
  });

  test.each([
    [60, 16],
    [80, 24],
    [120, 40],
  ])('%i×%i: every row is as wide as the screen, and the button is on it', async (columns, rows) => {
    const world = await withPlan({ columns, rows });
    expect(world.text()).toHaveLength(rows);
    for (const row of world.text()) expect([...row].length).toBe(columns);
    expect(world.screen()).toContain('[ Import 3 ]');
  });
});

describe('a job that cron runs', () => {
  const move = {
    jobId: 'job-1',
    jobName: 'backup',
    schedule: '30 2 * * *',
    line: {
      number: 2,
      before: '30 2 * * * /opt/backup',
      after: '# moved to openclaw-tui, job job-1: 30 2 * * * /opt/backup',
    },
  };

  async function onMove(given: Partial<typeof move> = {}): Promise<World> {
    const job = { enabled: 0, disabled_because: 'cron runs it' };
    const world = aPageConsole({}, { move: { ...move, ...given }, job });
    opened.push(world);
    world.type('5', 'g', 'E');
    await world.settle();
    await world.arm();
    return world;
  }

  test('shows the difference of the crontab, and begins on the button that changes nothing', async () => {
    const world = await onMove();
    expect(world.screen()).toContain('− 30 2 * * * /opt/backup');
    expect(world.screen()).toContain('+ # moved to openclaw-tui, job job-1: 30 2 * * * /opt/backup');
    expect(world.screen()).toContain('▸[ Cancel ]');
    world.type('Enter');
    expect(world.asked).toEqual([]);
  });

  test('Tab, Enter moves the very line that was shown', async () => {
    const world = await onMove();
    world.type('Tab', 'Enter');
    await world.settle();
    expect(world.asked).toEqual([['move', 'job-1', '30 2 * * * /opt/backup']]);
    expect(world.screen()).toContain('✓ moved it');
  });

  test('a crontab that was changed meanwhile is told, and nothing is moved', async () => {
    const world = await onMove();
    world.answers.next = {
      kind: 'conflict',
      code: 'crontab-changed',
      message: 'not taken over: the crontab was changed',
    };
    world.type('Tab', 'Enter');
    await world.settle();
    expect(world.screen()).toContain('not taken over: the crontab was changed');
  });
});
