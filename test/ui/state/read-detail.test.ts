import { expect, test } from 'vitest';
import { selectionOf, targetOf } from '../../../src/ui/state/selection.ts';
import type { View } from '../../../src/ui/state/view.ts';
import { aPastRun, at, page } from '../scenes/builders.ts';
import { aView, DATA } from '../scenes.ts';
import { aScreen } from './world.ts';

const older = aPastRun(8, 'etl', { finishedAt: at('14:30:07') });
const newer = aPastRun(9, 'sync', { finishedAt: at('14:31:07') });
const data = { ...DATA, lists: { ...DATA.lists, 'runs.recent': page([older]) } };
const recent = aView(120, 40, 'runs');
const inRecent: View = { ...recent, tabs: { ...recent.tabs, runs: 'runs.recent' } };

const selected = (screen: ReturnType<typeof aScreen>): string => JSON.stringify(selectionOf(screen.view(), data));

test('whoever reads the detail keeps what they read when a newer run ends', () => {
  const screen = aScreen({ view: { ...inRecent, focus: 'detail' }, data });
  const before = selected(screen);
  const fresh = { ...data, lists: { ...data.lists, 'runs.recent': page([newer, older]) } };
  screen.read(fresh);
  expect(JSON.stringify(selectionOf(screen.view(), fresh))).toBe(before);
});

test('a list of what is over that is not read shows its newest row', () => {
  const screen = aScreen({ view: { ...inRecent, focus: 'due', panel: 'due' }, data });
  const fresh = { ...data, lists: { ...data.lists, 'runs.recent': page([newer, older]) } };
  screen.read(fresh);
  expect(screen.view().lists['runs.recent']).toMatchObject({ index: 0, top: 0 });
  expect(screen.view().lists['runs.recent'].key).toBeUndefined();
});

test('a run that ends while its output is read stays until one goes elsewhere', () => {
  const start = aView(80, 24, 'runs');
  const screen = aScreen({ view: { ...start, focus: 'detail' } });
  const before = targetOf(screen.view(), DATA);
  expect(before).toMatchObject({ kind: 'run' });
  const [first, ...others] = DATA.lists['runs.now']?.rows ?? [];
  const fresh = { ...DATA, lists: { ...DATA.lists, 'runs.now': page(others) } };
  const fates = { [first?.key ?? '']: { state: 'failed', word: 'error', text: 'exit 1' } } as const;
  screen.read(fresh, fates);
  screen.later(60_000);
  screen.read({ ...fresh, lists: { ...fresh.lists, 'runs.now': page([...others]) } });
  expect(targetOf(screen.view(), fresh)).toEqual(before);
  screen.key('Escape');
  screen.later(60_000);
  expect(targetOf(screen.view(), fresh)).not.toEqual(before);
});
