import { expect, test } from 'vitest';
import { FIELDS_OF, factsOf } from '../../../src/ui/filter/facts.ts';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { drawPanel } from '../../../src/ui/panels/panel.ts';
import type { AnyRow, ListId, ListView, PanelId, View } from '../../../src/ui/state/view.ts';
import { NOW } from '../scenes/builders.ts';
import { aScene, aView, DATA } from '../scenes.ts';

/** What a list says that has no row to show; of 48 unless something else is given. */
function said(
  id: ListId,
  filter: string,
  page: object = {},
  more: Partial<View> = {},
  list: Partial<ListView> = {},
): string[] {
  const panel = id.split('.')[0] as PanelId;
  const view = { ...aView(80, 24, panel), ...more };
  const lists = { ...view.lists, [id]: { ...view.lists[id], ...list, filter } };
  const given = { ...DATA.lists, [id]: { rows: [], before: 0, total: 48, ...page } };
  const scene = aScene({ ...view, lists, tabs: { ...view.tabs, [panel]: id } }, { ...DATA, lists: given });
  const rows = drawPanel(scene, panel, 'rule', 160, 8).map((row) => plainOf(row).trim());
  return rows.slice(2).filter((row) => row !== '');
}

test('an empty list says which filter did it, and what of it makes no sense', () => {
  expect(said('runs.recent', '').join()).not.toContain('Nothing matches');
  expect(said('runs.recent', 'status:faild')).toContain('Nothing matches /status:faild; Esc clears the filter.');
  expect(said('runs.recent', 'statsu:ok')[0]).toBe('no field called statsu; status?');
  expect(said('runs.recent', 'status:faild')[0]).toBe('no status is faild; failed?');
});

test('a filter for what no row of the list has says what rows have', () => {
  expect(said('jobs.all', 'exit:127')).toEqual([
    'no exit in this list; it has job, status, tag, pool, kind',
    'Nothing matches /exit:127; Esc clears the filter.',
  ]);
  expect(said('jobs.all', '!exit:127')).toEqual(['Nothing matches /!exit:127; Esc clears the filter.']);
});

test('what a list is said to have is what its rows have', () => {
  for (const [id, page] of Object.entries(DATA.lists) as [ListId, { rows: AnyRow[] }][]) {
    const has = new Set(page.rows.flatMap((row) => Object.keys(factsOf(id, row).fields)));
    if (page.rows.length > 0) expect([...has].sort(), id).toEqual([...FIELDS_OF[id]].sort());
  }
});

test('a list that has nothing at all says so whatever narrows it', () => {
  expect(said('jobs.tree', 'etl', { total: 0 })).toEqual([
    'No job follows another. A parent in a job’s form, or --parent on the command line, makes a chain.',
    'Esc clears the filter.',
  ]);
});

test('nothing is said to match nothing before everything was looked at', () => {
  const jobs = (page: object, more: Partial<View> = {}, filter = 'x') => said('jobs.all', filter, page, more)[0];
  expect(jobs({})).toBe('Nothing matches /x; Esc clears the filter.');
  expect(jobs({ looked: 500, goesOn: true })).toBe(
    'Nothing matches /x so far, the rest is looked through; Esc clears the filter.',
  );
  expect(jobs({ looked: 5_000 })).toBe('Nothing in the first 5,000 matches /x; Esc clears the filter.');
  expect(jobs({ looked: 5_000 }, { frozen: { sinceAt: NOW } })).toContain('when f ends FROZEN.');
  expect(said('approvals.pending', 'x', { total: 500, looked: 500 })[0]).toBe(
    'Nothing in the first 500 matches /x; Esc clears the filter.',
  );
  expect(said('alerts.open', 'x', { total: 250, looked: 250 })[0]).toContain('Nothing in the newest 250 matches /x;');
  expect(jobs({}, { problems: true })).toBe('No problem matches /x; Esc clears the filter.');
  expect(jobs({ looked: 5_000 }, { problems: true }, '')).toBe(
    'No problem in the first 5,000 here; Esc shows everything.',
  );
  expect(jobs({}, { problems: true }, '')).toBe('No problem here; Esc shows everything.');
});

test('it names the key that helps: Esc takes back one thing at a time', () => {
  const esc = (more: Partial<View>, filter = 'x') => said('jobs.all', filter, {}, more)[0];
  const came = { focus: 'jobs', list: 'jobs.all', filter: 'x' } as const;
  const { lists, ...left } = aView(80, 24, 'jobs');
  const trail = [{ ...left, tab: 'jobs.all' as const, list: lists['jobs.all'], came }];
  expect(esc({ trail })).toBe('Nothing matches /x; Esc goes back.');
  const marks = new Map([['job-a', { kind: 'job', key: 'job-a', jobId: 'job-a', jobName: 'a' } as const]]);
  expect(said('jobs.all', 'x', {}, { trail }, { marks })[0]).toBe('Nothing matches /x; Esc unmarks, then shows more.');
  expect(esc({ problems: true, zoom: true }, '')).toBe('No problem here; ! shows everything.');
});
