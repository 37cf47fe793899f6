import { afterEach, expect, test } from 'vitest';
import { jobTreeQuery } from '../../../src/store/snapshot/job-tree.ts';
import { insert, jobValues, screenDatabase } from '../../support/screen-data.ts';

const world = screenDatabase();
afterEach(() => {
  world.db.exec('DELETE FROM jobs');
});
const add = (name: string, parent?: string): void => {
  insert(world.db, 'jobs', jobValues(name, { parent_id: parent === undefined ? null : `job-${parent}` }));
};
const tree = (filter = '') =>
  jobTreeQuery(world.db)({ filter }).rows.map(
    ({ name, more }) => more.map((hasMore) => (hasMore ? '|' : '`')).join('') + name,
  );

test('chains stand below their roots in the order of names; jobs that stand alone are not there', () => {
  add('zebra');
  add('alone');
  add('etl');
  add('load', 'etl');
  add('report', 'load');
  add('mail', 'etl');
  add('last', 'zebra');
  expect(tree()).toEqual(['etl', '|load', '|`report', '`mail', 'zebra', '`last']);
  expect(tree('repo')).toEqual(['|`report']);
});

test('one whose parent is deleted is a root; a circle is shown once', () => {
  add('orphan', 'gone');
  add('a', 'b');
  add('b', 'a');
  expect(tree().sort()).toEqual(['`a', 'b', 'orphan']);
});
