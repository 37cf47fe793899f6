import { afterEach, beforeEach, expect, test } from 'vitest';
import { auditStore } from '../../../src/store/audit.ts';
import type { Db } from '../../../src/store/database.ts';
import { SEEN_ACTION } from '../../../src/store/nouns/approval.ts';
import { approvalRecordQuery } from '../../../src/store/snapshot/approval-record.ts';
import { readApproval } from '../../../src/store/snapshot/approvals.ts';
import { jobRevisionsQuery } from '../../../src/store/snapshot/job-revisions.ts';
import {
  approvalValues,
  dispatchValues,
  insert,
  jobValues,
  runValues,
  screenDatabase,
} from '../../support/screen-data.ts';

let world: ReturnType<typeof screenDatabase>;
let db: Db;

beforeEach(() => {
  world = screenDatabase();
  db = world.db;
  insert(db, 'jobs', jobValues('prune'));
});
afterEach(() => world.remove());

function question(more = {}) {
  const dispatchId = insert(db, 'dispatches', dispatchValues('job-prune', { status: 'done' }));
  const runId = insert(db, 'runs', runValues('job-prune', dispatchId, {}));
  const id = insert(db, 'approvals', approvalValues('job-prune', dispatchId, runId, more));
  return readApproval(db.prepare('SELECT * FROM approvals WHERE id = ?').get(id));
}

test('a question tells how the earlier ones of its job ended, and who looked without deciding', () => {
  for (const status of ['dispatched', 'approved', 'rejected', 'timed_out', 'cancelled']) {
    question({ status, decided_at: 5 });
  }
  const asked = question();
  const actor = { kind: 'person', name: 'ana', via: 'console' } as const;
  const entry = { actor, action: SEEN_ACTION, subjectKind: 'approval', subjectId: String(asked.id) } as const;
  auditStore(db).add({ ...entry, subjectName: 'prune', detail: { from: 10 } }, 20);
  expect(approvalRecordQuery(db)(asked)).toEqual({
    asked: { approved: 2, rejected: 1, lapsed: 1 },
    seen: [{ who: 'ana', from: 10, until: 20 }],
  });
});

test('the newest revisions come first, and no more than six of them', () => {
  const add = db.prepare(`INSERT INTO job_revisions (job_id, revision, definition, at, by) VALUES (?, ?, ?, ?, ?)`);
  for (const revision of [1, 2, 3, 4, 5, 6, 7])
    add.run('job-prune', revision, '{"name":"prune"}', revision, '{"name":"ana"}');
  const found = jobRevisionsQuery(db)('job-prune');
  expect(found.map(({ revision }) => revision)).toEqual([7, 6, 5, 4, 3, 2]);
  expect(found[0]).toEqual({ revision: 7, at: 7, by: 'ana', definition: { name: 'prune' } });
});
