import { afterEach, expect, test } from 'vitest';
import type { MouseInput } from '../../../src/ui/console-options.ts';
import type { PagePorts } from '../../../src/ui/page/page-ports.ts';
import type { Sheet } from '../../../src/ui/state/sheet.ts';
import { focusedControl } from '../../../src/ui/state/sheet-controls.ts';
import { mouseInputOf } from '../../../src/ui/terminal/mouse-input.ts';
import { insert, jobValues } from '../../support/screen-data.ts';
import { anApproval } from '../scenes/plain-data.ts';
import { aConsole } from './world.ts';

let open: ReturnType<typeof aConsole> | undefined;
afterEach(() => open?.end());

function withMouse(columns: number, rows: number) {
  const listeners = new Set<(input: MouseInput) => void>();
  open = aConsole({ columns, rows });
  for (let each = 10; each < 60; each += 1)
    insert(open.db, 'jobs', jobValues(`job-${each}`, { next_run_at: each * 1e12 }));
  for (const name of ['job-10', 'job-11', 'job-12']) anApproval(open.db, { name });
  open.options.terminal.onMouse = (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  open.options.pages = { lookForImports: async () => [], idsNamed: () => [] } as Partial<PagePorts> as PagePorts;
  open.controller.start();
  const { text, controller } = open;
  const send = (kind: MouseInput['kind'], column: number, row: number): void => {
    for (const listener of listeners) listener({ kind, column, row });
  };
  const find = (part: string): { column: number; row: number } => {
    const row = text().findIndex((line) => line.includes(part));
    if (row < 0) throw new Error(`${part} is not on the screen:\n${text().join('\n')}`);
    return { column: (text()[row] ?? '').indexOf(part), row };
  };
  return {
    text,
    view: controller.view,
    console: open,
    click: (part: string) => {
      const { column, row } = find(part);
      send('press', column, row);
    },
    wheel: (kind: 'wheel-up' | 'wheel-down', part: string) => {
      const { column, row } = find(part);
      send(kind, column, row);
    },
    cursorRow: () => text().find((line) => line.includes('▸')) ?? '',
  };
}

test.each([
  [80, 24],
  [120, 40],
  [200, 60],
  [80, 60],
])('at %i×%i a click puts the cursor on its row and the focus on its panel', (columns, rows) => {
  const { click, view, text } = withMouse(columns, rows);
  click('3 A');
  expect(view().focus).toBe('approvals');
  click('norm  job-12');
  expect(view().focus).toBe('approvals');
  expect(view().lists['approvals.pending'].index).toBe(2);
  expect(text().filter((line) => /▸.*job-12/.test(line))).toHaveLength(1);
  expect(view().sheet).toBeUndefined();
});

test('a click on a tab shows it, on the header’s words their panel, on the detail the detail', () => {
  const { click, view } = withMouse(120, 40);
  click('recent');
  expect(view()).toMatchObject({ focus: 'runs', tabs: { runs: 'runs.recent' } });
  click('now');
  expect(view()).toMatchObject({ tabs: { runs: 'runs.now' } });
  click('[APPROVE');
  expect(view().focus).toBe('approvals');
  click('History');
  expect(view()).toMatchObject({ focus: 'detail', detailTab: 'history' });
});

test('on a compact screen a click on the bar changes the panel', () => {
  const { click, view } = withMouse(80, 24);
  click('5 Jobs');
  expect(view().panel).toBe('jobs');
  click('disabled');
  expect(view().tabs.jobs).toBe('jobs.disabled');
  click('1 Due');
  expect(view().panel).toBe('due');
});

test('the wheel goes through the list under the pointer and leaves the focus alone', () => {
  const { click, wheel, view } = withMouse(120, 40);
  click('3 Approvals');
  wheel('wheel-down', '1 Due');
  expect(view()).toMatchObject({ focus: 'approvals', panel: 'approvals' });
  expect(view().lists['due.next'].index).toBe(3);
  wheel('wheel-up', '1 Due');
  expect(view().lists['due.next'].index).toBe(0);
});

test('over an open sheet nothing behind it can be reached, and nothing is decided', () => {
  const { click, console, view } = withMouse(120, 40);
  click('3 Approvals');
  console.key('a');
  const { sheet } = view();
  expect(sheet).toBeDefined();
  const { focus } = view();
  click('openclaw-tui');
  click('Approve');
  expect(view().focus).toBe(focus);
  expect(view().sheet?.stage).toEqual({ kind: 'asking' });
});

test.each([
  ['what can be copied', 'y', 'copying'],
  ['the places to go to', '.', 'going'],
] as const)(
  'under the list of %s a click chooses no other row, so that it stays about the same one',
  (_list, key, part) => {
    const { click, console, view } = withMouse(120, 40);
    click('3 Approvals');
    console.key(key);
    expect(view()[part]).toBeDefined();
    const { index } = view().lists['approvals.pending'];
    click('norm  job-12');
    expect(view().lists['approvals.pending'].index).toBe(index);
  },
);

test('only the left button and the wheel mean something', () => {
  const report = (button: number, action: 'press' | 'release' = 'press') =>
    mouseInputOf({ kind: 'mouse', action, button, column: 3, row: 4 });
  expect(report(0)).toEqual({ kind: 'press', column: 2, row: 3 });
  expect([report(64)?.kind, report(65)?.kind]).toEqual(['wheel-up', 'wheel-down']);
  for (const button of [1, 2, 4, 16, 32, 66, 68]) expect(report(button)).toBeUndefined();
  expect(report(0, 'release')).toBeUndefined();
});

test('in a sheet a click takes the focus to a button or a field, and never presses', async () => {
  const { click, view, text, console: world } = withMouse(80, 24);
  click('3 A');
  world.type('a');
  await Promise.resolve();
  click('[ Approve ]');
  expect(focusedControl(view().sheet as Sheet)).toEqual({ kind: 'button', id: 'back' });
  for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
  for (const sent of world.asked.splice(0)) sent();
  world.report('status');
  world.clock.pass(400);
  expect(view().sheet?.arm.kind).toBe('armed');
  click('[ Approve ]');
  expect(text().some((line) => line.includes('▸[ Approve ]'))).toBe(true);
  click('[ Approve ]');
  click('Note');
  expect(focusedControl(view().sheet as Sheet)).toMatchObject({ kind: 'field' });
  click('[ Cancel ]');
  expect(focusedControl(view().sheet as Sheet)).toEqual({ kind: 'button', id: 'back' });
  expect(view().sheet?.stage).toEqual({ kind: 'asking' });
});

test.each([
  [80, 24],
  [120, 40],
])('in a form at %i×%i a click takes the cursor to the field of its row', (columns, rows) => {
  const { click, view, console: world } = withMouse(columns, rows);
  world.type('+');
  click('Zone');
  const body = view().page?.body;
  expect(body?.kind === 'form' ? body.form.at : body).toBe('schedule_tz');
  click('Name');
  world.type('z');
  expect(view().page?.body).toMatchObject({ form: { at: 'name', values: { name: 'z' } } });
  click('Overlap');
  click('[ Cancel ]');
  expect(view().page).toMatchObject({ focus: 'body', body: { form: { at: 'overlap_policy' } } });
});
