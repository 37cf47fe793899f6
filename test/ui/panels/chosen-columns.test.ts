import { describe, expect, test } from 'vitest';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { columnsProblem, LIST_COLUMNS, nameOfHead } from '../../../src/ui/panels/columns.ts';
import { drawPanel, specOf } from '../../../src/ui/panels/panel.ts';
import { PANELS, TABS } from '../../../src/ui/state/view.ts';
import { aScene, aView, DATA } from '../scenes.ts';

const scene = aScene(aView(120, 24, 'due'), DATA);
const headOf = (columns: Record<string, string[]>): string =>
  plainOf(drawPanel({ ...scene, columns }, 'due', 'rule', 120, 12)[1] ?? []).trim();

describe('columns that the configuration chose', () => {
  test('are shown in its order', () => {
    expect(headOf({ due: ['job', 'last-10', 'in'] })).toMatch(/^JOB +LAST 10 +IN$/);
  });

  test('the name stays, and what another panel was given changes nothing here', () => {
    expect(headOf({ due: ['at'] })).toMatch(/^JOB +AT$/);
    expect(headOf({ runs: ['quiet'] })).toBe(headOf({}));
  });

  test.each(PANELS.flatMap((panel) => TABS[panel]))('every head of %s has a name, and every name a head', (id) => {
    const heads = [60, 120].flatMap((width) =>
      specOf(id)
        .columns(scene, width)
        .map(({ head }) => nameOfHead(head)),
    );
    expect(new Set(heads.filter((name) => name !== ''))).toEqual(new Set(LIST_COLUMNS[id]));
  });

  test.each([
    [{ due: ['in', 'job'] }, undefined],
    [{ deu: ['in'] }, 'ui.columns: no panel is called deu; due?'],
    [{ due: ['scedule'] }, 'ui.columns: due has no column scedule; schedule?'],
    [{ due: ['in', 'in'] }, 'ui.columns: due names a column twice'],
  ])('%j', (config, problem) => {
    expect(columnsProblem(config)).toBe(problem);
  });
});
