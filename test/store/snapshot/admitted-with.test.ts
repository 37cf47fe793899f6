import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../../src/store/database.ts';
import { createSnapshots } from '../../../src/store/snapshot.ts';
import { dispatchValues, insert, jobValues, PERSON, runValues, screenDatabase } from '../../support/screen-data.ts';

const NOW = 1_000_000_000_000;
let world: ReturnType<typeof screenDatabase>;
let db: Db;

beforeEach(() => {
  world = screenDatabase();
  db = world.db;
});
afterEach(() => world.remove());

const addJob = (name: string, more = {}) => {
  insert(db, 'jobs', jobValues(name, more));
  return `job-${name}`;
};
const addDispatch = (jobId: string, more = {}) => insert(db, 'dispatches', dispatchValues(jobId, more));
const addRun = (jobId: string, more = {}) => {
  const dispatchId = addDispatch(jobId, { status: 'done' });
  return insert(db, 'runs', runValues(jobId, dispatchId, more));
};

describe('what a run was admitted with', () => {
  const definition = (fields: object) => JSON.stringify({ name: 'backup', payload_message: 'new', ...fields });

  test('another revision, with what the run changed for itself; null takes a field away', () => {
    const jobId = addJob('backup', { revision: 2, definition: definition({}) });
    insert(db, 'job_revisions', {
      job_id: jobId,
      revision: 1,
      definition: definition({ payload_message: 'old', cwd: '/srv', shell: '/bin/sh' }),
      at: NOW,
      by: PERSON,
    });
    const runId = addRun(jobId, { job_revision: 1, override: JSON.stringify({ cwd: '/tmp', shell: null }) });
    expect(createSnapshots(db).detail({ kind: 'run', runId })).toMatchObject({
      ran: { name: 'backup', payload_message: 'old', cwd: '/tmp' },
    });
    expect(createSnapshots(db).detail({ kind: 'run', runId })).not.toHaveProperty('ran.shell');
  });

  test('nothing of its own where it is as its job', () => {
    const jobId = addJob('backup', { revision: 2 });
    const runId = addRun(jobId, { job_revision: 2 });
    expect(createSnapshots(db).detail({ kind: 'run', runId })).not.toHaveProperty('ran');
  });
});
