import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ActivityRow } from '../../../src/store/snapshot/activity.ts';
import type { SliceFrom } from '../../../src/store/snapshot/slices.ts';
import { createSnapshots, type Snapshots } from '../../../src/store/snapshot.ts';
import { isProblem } from '../../../src/ui/state/problems.ts';
import { insert, PERSON, screenDatabase } from '../../support/screen-data.ts';

const ENTRIES = 1_200;

let world: ReturnType<typeof screenDatabase>;
let snapshots: Snapshots;
beforeEach(() => {
  world = screenDatabase();
  snapshots = createSnapshots(world.db);
});
afterEach(() => world.remove());

/** So many changes, the first of them of another job. */
function changes(count: number): void {
  world.db.transaction(() => {
    for (let id = 1; id <= count; id += 1) {
      const name = id === 1 ? 'first-job' : 'etl';
      const subject = { subject_kind: 'job', subject_id: `job-${name}`, subject_name: name };
      insert(world.db, 'audit', { ...subject, at: id, actor: PERSON, action: 'job.edit', previous_hash: '', hash: '' });
    }
  })();
}
const keysOf = (rows: readonly { key: string }[]) => rows.map(({ key }) => key);

test('the audit is read to its first entry, page by page, and counted whole', () => {
  changes(ENTRIES);
  const newest = snapshots.audit({});
  expect(newest).toMatchObject({ before: 0, total: ENTRIES });
  expect(keysOf(newest.rows).slice(0, 2)).toEqual(['u1200', 'u1199']);
  const seen = new Set<string>();
  let key = newest.rows[0]?.key ?? '';
  for (let page = 0; page < 40 && !seen.has('u1'); page += 1) {
    const { rows, before } = snapshots.audit({ anchor: { kind: 'around', key } });
    expect(rows[0]?.key).toBe(`u${ENTRIES - before}`);
    for (const row of rows) seen.add(row.key);
    key = rows.at(-1)?.key ?? '';
  }
  expect(seen.size).toBe(ENTRIES);
  const end = snapshots.audit({ anchor: { kind: 'end' } });
  expect([end.rows.at(-1)?.key, end.before + end.rows.length]).toEqual(['u1', ENTRIES]);
});

test('a filter looks at the newest at once and says how many, and slice by slice at all of it', () => {
  changes(ENTRIES);
  expect(snapshots.audit({ filter: 'first-job' })).toMatchObject({ rows: [], looked: 200, total: ENTRIES });
  const found: string[] = [];
  let from: SliceFrom | undefined;
  let looked = 0;
  for (let slices = 0; slices < 10; slices += 1) {
    const slice = snapshots.auditSlices({ filter: 'first-job' }, from);
    found.push(...keysOf(slice.rows));
    looked += slice.looked;
    from = slice.next;
    if (from === undefined) break;
  }
  expect({ found, looked }).toEqual({ found: ['u1'], looked: ENTRIES });
});

test('a filter that looked at all of a short audit does not say that there is more', () => {
  changes(20);
  expect(snapshots.audit({ filter: 'first-job' }).looked).toBeUndefined();
});

test('of the record only what the engine could not end is a problem', () => {
  changes(1);
  const escaped = { subject_kind: 'run', subject_id: '7', subject_name: 'etl', action: 'run.escaped' };
  insert(world.db, 'audit', { ...escaped, at: 2, actor: PERSON, previous_hash: '', hash: '' });
  const rows = snapshots.audit({ matches: (row) => isProblem('activity.audit', row as ActivityRow, 0) }).rows;
  expect(rows).toMatchObject([{ key: 'u2', state: 'alert', text: 'found processes that escaped a run of etl' }]);
});
