// A form at 60×16 shows a few of its rows: what it does not show it names.
import { expect, onTestFinished, test } from 'vitest';
import { aPageConsole } from './world.ts';

async function opened(columns: number, rows: number) {
  const world = aPageConsole({ columns, rows });
  onTestFinished(() => world.end());
  world.type('+');
  await world.arm();
  return world;
}
const title = (world: { text(): string[] }): string => world.text().find((row) => row.includes(' New job ')) ?? '';

test('the title says where the cursor is among the fields, where not all of them can be seen', async () => {
  const world = await opened(60, 16);
  expect(title(world)).toMatch(/━ 1\/13 ━ armed ━\s*$/);
  world.type('Down', 'Down');
  expect(title(world)).toMatch(/━ 3\/13 ━ armed ━$/);
  expect(title(await opened(120, 40))).toMatch(/New job ━+ armed ┓/);
});

test('what a field is for stands below where its row has no room for all of it', async () => {
  const world = await opened(60, 16);
  world.type('Down', 'Down', 'Down', 'Down');
  const at = world.text().findIndex((row) => row.includes('▸Schedule'));
  expect(world.text()[at]).toMatch(/▸Schedule {2}▏ +$/);
  expect(world.screen()).toContain('\n minute hour day month weekday ');
  world.typeText('@daily');
  expect(world.screen()).not.toContain('minute hour');
  const wide = await opened(80, 24);
  wide.type('Down', 'Down', 'Down', 'Down');
  expect(wide.screen()).toMatch(/▸Schedule {2}▏ +minute hour day month weekday/);
  expect(wide.screen()).not.toContain('\n minute hour');
});

test('on every row of choices the last line says how one chooses, and elsewhere it does not', async () => {
  const world = await opened(80, 24);
  const chooses = Array.from({ length: 13 }, () => {
    const label = /▸(\w+)/.exec(world.screen())?.[1] ?? 'more';
    const says = world.text().at(-1)?.includes('←→ choose') === true;
    world.type('Down');
    return says ? [label] : [];
  });
  expect(chooses.flat()).toEqual(['Runs', 'Starts', 'Overlap', 'Approval']);
});

test('a sentence of the preview goes on in the next row', async () => {
  const world = await opened(60, 24);
  world.type('Down', 'Down', 'Down', 'Left');
  expect(world.screen()).toMatch(/never by itself: only by hand, here or with +\n +openclaw-tui jobs run /);
});
