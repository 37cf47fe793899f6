import { describe, expect, test } from 'vitest';
import { entriesOf } from '../../src/ui/columns/choosing.ts';
import { drawScreen } from '../../src/ui/draw-screen.ts';
import { plainOf } from '../../src/ui/layout/line.ts';
import { ACTIONS } from '../../src/ui/state/actions/table.ts';
import { looksOf, parseLooks, withLooks } from '../../src/ui/state/looks.ts';
import type { PanelId, View } from '../../src/ui/state/view.ts';
import { aScene, aView, DATA } from './scenes.ts';
import { aScreen } from './state/world.ts';

const CONFIGURED = { due: ['job', 'at', 'in'] };

/** The list is chosen from, as if it had been asked for in the palette. */
function choosing(panel: PanelId = 'due', context = {}) {
  const start: View = { ...aView(80, 24, panel), choosing: { list: aView(80, 24, panel).tabs[panel], index: 0 } };
  return aScreen({ view: start, context });
}
const rowsOf = (view: View): string[] => drawScreen(aScene(view, DATA)).map((line) => plainOf(line).trimEnd());
const headOf = (view: View): string => rowsOf(view)[3]?.trim() ?? '';

describe('columns of a list', () => {
  test('the action is in the palette and opens the list of them', () => {
    const action = ACTIONS.find(({ id }) => id === 'columns');
    expect(action).toMatchObject({ keys: [], title: 'columns of the list…' });
    const screen = aScreen({ view: aView(80, 24, 'runs') });
    screen.keys(':');
    for (const letter of 'columns') screen.keys(letter);
    screen.keys('Enter');
    expect(screen.view().choosing).toEqual({ list: 'runs.now', index: 0 });
  });

  test('Enter hides one and shows it again, and no row moves; the list above follows at once', () => {
    const screen = choosing();
    expect(headOf(screen.view())).toMatch(/^IN +AT +JOB +SCHEDULE/);
    screen.keys('Enter');
    expect(headOf(screen.view())).toMatch(/^AT +JOB +SCHEDULE/);
    screen.keys('Enter');
    expect(screen.view().columns).toEqual({ 'due.next': ['in', 'at', 'job', 'schedule', 'last-10', 'usual'] });
    expect(screen.view().choosing?.index).toBe(0);
  });

  test('the name stays; arrows change places', () => {
    const screen = choosing();
    screen.keys('j', 'j', 'Space');
    expect(screen.view().columns).toBeUndefined();
    screen.keys('h', 'h');
    expect(headOf(screen.view())).toMatch(/^JOB +IN +AT +SCHEDULE/);
    expect(screen.view().choosing?.index).toBe(0);
    screen.keys('h', 'l');
    expect(headOf(screen.view())).toMatch(/^IN +JOB +AT/);
  });

  test('the last row is as configured; Esc closes and keeps', () => {
    const screen = choosing('due', { columns: CONFIGURED });
    expect(entriesOf(screen.view(), 'due.next', CONFIGURED).map(({ name, state }) => `${name} ${state}`)).toEqual([
      'job stays',
      'schedule hidden',
      'last-10 hidden',
      'usual hidden',
      'at shown',
      'in shown',
    ]);
    screen.keys('j', 'j', 'j', 'j', 'Enter');
    expect(screen.view().columns).toEqual({ 'due.next': ['job', 'in'] });
    screen.keys('G', 'Enter');
    expect(screen.view().columns).toBeUndefined();
    screen.keys('g', 'j', 'j', 'j', 'j', 'Enter', 'Escape');
    expect(screen.view().choosing).toBeUndefined();
    expect(screen.view().columns).toEqual({ 'due.next': ['job', 'in'] });
  });

  test('the list says what is hidden, what stays and what has no room', () => {
    const screen = choosing('runs');
    screen.keys('Enter');
    const rows = rowsOf(screen.view());
    const from = rows.findIndex((row) => row.startsWith('━ Columns of Runs, now ━'));
    expect(rows.slice(from + 1, -2)).toEqual([
      '▸    run             hidden',
      '  ✓  job             always there',
      '  ✓  age',
      '  ✓  usual',
      '  ✓  quiet',
      '  ✓  last output',
      '     all as before   as configured, or as shipped',
    ]);
    expect(rows.at(-1)).toBe(' Enter shows, hides  ←→ earlier, later  ↑↓ choose  Esc back');
  });

  test('they are remembered, as far as the list has such columns', () => {
    const screen = choosing();
    screen.keys('Enter');
    const kept = parseLooks(JSON.parse(JSON.stringify(looksOf(screen.view()))));
    expect(withLooks(aView(80, 24, 'due'), kept ?? { sort: {}, tabs: {} }).columns).toEqual(screen.view().columns);
    const columns = { 'due.next': ['colour', 'job', 'in'], 'runs.now': 'run', nothing: ['job'] };
    expect(parseLooks({ sort: {}, tabs: {}, columns })?.columns).toEqual({ 'due.next': ['job', 'in'] });
  });

  test.each([
    [60, 16],
    [80, 24],
    [120, 40],
    [200, 60],
  ])('every row under the cursor is on the screen at %i×%i', (columns, rows) => {
    const view = { ...aView(columns, rows, 'approvals'), choosing: { list: 'approvals.pending', index: 0 } as const };
    const screen = aScreen({ view });
    for (let at = 0; at < 8; at += 1) {
      expect(rowsOf(screen.view()).some((row) => /^▸ [✓ ] /.test(row))).toBe(true);
      screen.keys('j');
    }
  });
});
