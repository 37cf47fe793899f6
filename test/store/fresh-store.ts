import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Role } from '../../src/store/database.ts';
import type { NewJob } from '../../src/store/jobs.ts';
import { type Actor, ENGINE } from '../../src/store/nouns/actor.ts';
import type { Dispatch, NewDispatch } from '../../src/store/nouns/dispatch.ts';
import { type JobInput, jobDefinitionSchema } from '../../src/store/nouns/job-fields.ts';
import type { Run } from '../../src/store/nouns/run.ts';
import { openStore, type Store } from '../../src/store/store.ts';

export const ANA: Actor = { kind: 'person', name: 'ana', via: 'cli', tty: 'pts/3' };
export const NOW = 1_790_000_000_000;

/** A folder that goes with the test. */
export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'store-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function freshStore(role: Role = 'engine'): Store {
  const store = openStore({ path: join(freshFolder(), 'openclaw-tui.db'), role });
  onTestFinished(() => void store.close());
  return store;
}

/** Another connection to the same file, as another process would have. */
export function besides(store: Store, role: Role = 'command'): Store {
  const other = openStore({ path: store.path, role });
  onTestFinished(() => void other.close());
  return other;
}

export const aDefinition = (fields: Partial<JobInput> = {}) =>
  jobDefinitionSchema.parse({
    name: 'backup',
    schedule_kind: 'cron',
    schedule_cron: '*/5 * * * *',
    session_target: 'shell',
    payload_kind: 'shellCommand',
    payload_message: 'true',
    delivery_mode: 'none',
    ...fields,
  });

export function addJob(store: Store, id = 'job1', more: Partial<NewJob> & { fields?: Partial<JobInput> } = {}): string {
  const { fields, ...rest } = more;
  const job = { id, definition: aDefinition(fields), enabled: true, scheduleText: '*/5 * * * *', ...rest };
  store.jobs.add(job, ANA, NOW);
  return id;
}

let occasions = 0;

export function addDispatch(store: Store, more: Partial<NewDispatch> & { priority?: number } = {}): Dispatch {
  const { priority = 0, ...fields } = more;
  occasions += 1;
  const dispatch = store.dispatches.add(
    {
      jobId: 'job1',
      cause: 'manual',
      occasionKey: `manual:${occasions}`,
      dueAt: NOW,
      retryCount: 0,
      requestedBy: ENGINE,
      ...fields,
    },
    priority,
    NOW,
  );
  if (dispatch === undefined) throw new Error('this occasion has its dispatch already');
  return dispatch;
}

export function addRun(store: Store, more: Partial<Parameters<Store['runs']['add']>[0]> = {}): Run {
  const dispatchId = more.dispatchId ?? addDispatch(store, more.jobId === undefined ? {} : { jobId: more.jobId }).id;
  const run = {
    jobId: 'job1',
    jobName: 'backup',
    jobRevision: 1,
    cause: 'manual',
    dueAt: NOW,
    requestedBy: ENGINE,
    retryCount: 0,
    fence: 1,
    status: 'pending',
    ...more,
    dispatchId,
  } as const;
  return store.runs.add(run, NOW);
}
