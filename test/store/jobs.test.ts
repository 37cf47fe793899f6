import { describe, expect, test } from 'vitest';
import type { JobResult } from '../../src/store/jobs.ts';
import { ENGINE } from '../../src/store/nouns/actor.ts';
import { ANA, aDefinition, addJob, freshStore, NOW } from './fresh-store.ts';

describe('a job', () => {
  test('comes back as it was written', () => {
    const store = freshStore();
    const definition = aDefinition({ env: { TOKEN: { from_env: 'TOKEN' } }, tags: ['nightly'], resource_pool: 'io' });
    store.jobs.add(
      {
        id: 'job1',
        definition,
        enabled: true,
        scheduleText: '*/5 * * * *',
        nextSlotAt: NOW + 1,
        nextRunAt: NOW + 2,
        importIdentity: 'crontab:1',
      },
      ANA,
      NOW,
    );
    const job = store.jobs.get('job1');
    expect(job).toMatchObject({
      id: 'job1',
      definition,
      enabled: true,
      revision: 1,
      scheduleRevision: 1,
      createdAt: NOW,
      createdBy: ANA,
      anchorAt: NOW,
      nextSlotAt: NOW + 1,
      nextRunAt: NOW + 2,
      consecutiveErrors: 0,
      last10: '',
      okDurations: [],
      importIdentity: 'crontab:1',
    });
    for (const absent of ['disabledBecause', 'deletedAt', 'lastRunAt', 'usualMs', 'backingOffFrom']) {
      expect(job).not.toHaveProperty(absent);
    }
    expect(store.jobs.byImportIdentity('crontab:1')?.id).toBe('job1');
  });

  test('an edit is a new revision, and every revision is kept', () => {
    const store = freshStore();
    addJob(store);
    const edit = (name: string, changesSchedule: boolean) =>
      store.jobs.edit(
        {
          id: 'job1',
          definition: aDefinition({ name }),
          enabled: true,
          scheduleText: '',
          changesSchedule,
          anchorAt: NOW,
        },
        ANA,
        NOW + 5,
      );
    edit('second', false);
    edit('third', true);
    expect(store.jobs.get('job1')).toMatchObject({ revision: 3, scheduleRevision: 2, updatedAt: NOW + 5 });
    const revisions = store.db.prepare(`SELECT revision, definition FROM job_revisions ORDER BY revision`).all();
    expect(
      (revisions as { revision: number; definition: string }[]).map((row) => [
        row.revision,
        JSON.parse(row.definition).name,
      ]),
    ).toEqual([
      [1, 'backup'],
      [2, 'second'],
      [3, 'third'],
    ]);
  });

  test('D-02 switching it off takes its plan and says why; switching it on plans anew', () => {
    const store = freshStore();
    addJob(store, 'job1', { nextSlotAt: NOW, nextRunAt: NOW });
    store.jobs.disable('job1', 'cron runs it', NOW);
    const off = store.jobs.get('job1');
    expect(off).toMatchObject({ enabled: false, disabledBecause: 'cron runs it' });
    expect(off?.definition.enabled).toBe(false);
    expect(off).not.toHaveProperty('nextRunAt');
    store.jobs.enable('job1', { nextSlotAt: NOW + 60_000, nextRunAt: NOW + 61_000 }, NOW);
    const on = store.jobs.get('job1');
    expect(on).toMatchObject({ enabled: true, nextSlotAt: NOW + 60_000, nextRunAt: NOW + 61_000 });
    expect(on?.definition.enabled).toBe(true);
    expect(on).not.toHaveProperty('disabledBecause');
  });

  test('D-72 a deleted one keeps its row and frees its name and its import identity', () => {
    const store = freshStore();
    addJob(store, 'old', { nextRunAt: NOW, nextSlotAt: NOW, importIdentity: 'line' });
    store.jobs.remove('old', NOW);
    addJob(store, 'new', { importIdentity: 'line' });
    expect(store.jobs.get('old')?.deletedAt).toBe(NOW);
    expect(store.jobs.byName('backup').map(({ id }) => id)).toEqual(['new']);
    expect(store.jobs.byImportIdentity('line')?.id).toBe('new');
    expect(store.jobs.count()).toBe(1);
    expect(store.jobs.earliest()).toBeUndefined();
  });

  test('D-65 the end of a run is written on it', () => {
    const store = freshStore();
    addJob(store);
    const result: JobResult = {
      lastRunAt: NOW,
      lastStatus: 'ok',
      consecutiveErrors: 0,
      last10: 'ek',
      okDurations: [10, 20],
      usualMs: 15,
      p95Ms: 20,
      okRate: 0.5,
      lastOutput: 'done',
    };
    store.jobs.recordResult('job1', result);
    expect(store.jobs.get('job1')).toMatchObject(result);
    const { lastOutput: _none, ...silent } = result;
    store.jobs.recordResult('job1', { ...silent, lastStatus: 'error' });
    expect(store.jobs.get('job1')).toMatchObject({ lastStatus: 'error', lastOutput: 'done' });
  });
});

describe('the schedule', () => {
  test('what is due comes in the order of its instants, at most as many as asked for', () => {
    const store = freshStore();
    for (const [id, dueAt] of Object.entries({ late: NOW - 5, now: NOW, first: NOW - 9, soon: NOW + 1 })) {
      addJob(store, id, { nextSlotAt: dueAt, nextRunAt: dueAt });
    }
    addJob(store, 'by-hand');
    expect(store.jobs.due(NOW, 10)).toEqual(['first', 'late', 'now']);
    expect(store.jobs.due(NOW, 2)).toEqual(['first', 'late']);
    expect(store.jobs.earliest()).toBe(NOW - 9);
  });

  test('D-66 a plan holds the back-off it is the end of', () => {
    const store = freshStore();
    addJob(store);
    store.jobs.plan('job1', { slotAt: NOW + 10, dueAt: NOW + 11 }, { fromSlotAt: NOW + 1, until: NOW + 9 });
    expect(store.jobs.get('job1')).toMatchObject({
      nextSlotAt: NOW + 10,
      nextRunAt: NOW + 11,
      backingOffFrom: NOW + 1,
      backingOffUntil: NOW + 9,
    });
    store.jobs.plan('job1', undefined);
    expect(store.jobs.get('job1')).not.toHaveProperty('nextRunAt');
    expect(store.jobs.get('job1')).not.toHaveProperty('backingOffFrom');
  });

  test('D-94 an enabled job that lost its plan is found', () => {
    const store = freshStore();
    addJob(store, 'lost');
    addJob(store, 'planned', { nextSlotAt: NOW, nextRunAt: NOW });
    addJob(store, 'off', { enabled: false });
    addJob(store, 'by-hand', { fields: { schedule_kind: 'manual', schedule_cron: undefined } });
    expect(store.jobs.withoutNext()).toEqual(['lost']);
  });

  test('children come in the order of their creation, without deleted ones', () => {
    const store = freshStore();
    addJob(store, 'parent');
    const child = { schedule_kind: 'manual', schedule_cron: undefined, parent_id: 'parent' } as const;
    store.jobs.add({ id: 'second', definition: aDefinition(child), enabled: true, scheduleText: '' }, ANA, NOW + 2);
    store.jobs.add({ id: 'first', definition: aDefinition(child), enabled: true, scheduleText: '' }, ENGINE, NOW + 1);
    addJob(store, 'gone', { fields: child });
    store.jobs.remove('gone', NOW);
    expect(store.jobs.children('parent').map(({ id }) => id)).toEqual(['first', 'second']);
  });
});
