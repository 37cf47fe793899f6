import { expect, test } from 'vitest';
import { type Frame, framed } from '../../../src/ui/layout/frame.ts';
import { plainOf, widthOfLine } from '../../../src/ui/layout/line.ts';

const frame = (more: Partial<Frame>): Frame => ({
  title: '0 run 404 warehouse-nightly-import-of-everything-hourly',
  tabs: ['Output', 'Why', 'Command', 'Processes', 'History'].map((label) => ({ id: label, label })),
  active: 'Output',
  right: ['following', '1,204 lines, 96 kB'],
  focused: false,
  edges: 'rule',
  ...more,
});
const titleOf = (more: Partial<Frame>, width: number): string => {
  const line = framed(frame(more), [], width, 3)[0] ?? [];
  expect(widthOfLine(line)).toBe(width);
  return plainOf(line);
};

test('a long title is cut in the middle, so that the tabs and the last fact stay', () => {
  const title = titleOf({}, 100);
  expect(title).toContain('[Output]  Why  Command  Processes  History');
  expect(title).toMatch(/─ 1,204 lines, 96 kB ─$/);
  expect(title).toMatch(/^─ 0 run 404 .*….*hourly ─/);
});

test('where even that does not fit the tabs are cut once', () => {
  for (const edges of ['box', 'rule'] as const)
    for (let width = 40; width < 120; width += 1) expect(titleOf({ edges }, width)).not.toMatch(/……|….*….*…/);
});

test('a run’s id is never cut, however short the title', () => {
  for (let width = 60; width < 120; width += 1) {
    expect(titleOf({ title: '0 run 4 slow inventory' }, width)).toMatch(/─ 0 run 4 .*─ \[Output\]/);
  }
});

test('a title that fits is left alone', () => {
  expect(titleOf({ title: '0 etl' }, 100)).toMatch(/^─ 0 etl ─ \[Output\].* following ─ 1,204 lines, 96 kB ─$/);
});

test('tabs stand closer where the last of them had no room else', () => {
  const tabs = ['Why', 'Command', 'Change', 'Output', 'History', 'Next'].map((label) => ({ id: label, label }));
  const frame = { title: '0 after the hang', tabs, active: 'Why', right: [], focused: false, edges: 'rule' } as const;
  const title = (width: number): string => plainOf(framed(frame, [], width, 2)[0] ?? []);
  expect(title(60)).toContain('[Why] Command Change Output History Next ─');
  expect(title(80)).toContain('[Why]  Command  Change  Output  History  Next ─');
});

test('a path is cut at the left, and its end never', () => {
  const path = { title: 'Runs › warehouse-nightly-import › 8811 › stderr', titleEnd: ' › 8811 › stderr' };
  expect(titleOf(path, 140)).toContain(`─ ${path.title} ─ [Output]`);
  expect(titleOf(path, 100)).toMatch(/^─ ….*ly-import › 8811 › stderr ─ \[Output\]/);
  const short = { title: 'Jobs › sync-s3', titleEnd: '', right: [] };
  expect(titleOf(short, 61)).toMatch(/^─ … › sync-s3 ─ /);
  for (let width = 70; width < 140; width += 1)
    expect(titleOf(path, width)).toMatch(/^─ (Runs|…).* › 8811 › stderr ─ \[Output\]/);
});
