import { describe, expect, test } from 'vitest';
import { ANA, addDispatch, addJob, addRun, freshStore, NOW } from './fresh-store.ts';

const withJob = () => {
  const store = freshStore();
  addJob(store);
  return store;
};
const IDENTITY = { pid: 42, pidStart: '9', bootId: 'boot' };

describe('a run', () => {
  test('comes back as it was written; the first attempt is its own root and key', () => {
    const store = withJob();
    const given = {
      jobId: 'job1',
      jobName: 'backup',
      jobRevision: 2,
      dispatchId: addDispatch(store).id,
      cause: 'chain',
      status: 'pending',
      dueAt: NOW,
      slotAt: NOW - 1,
      requestedBy: ANA,
      retryCount: 0,
      resourcePool: 'io',
      triggeredByRun: 3,
      approvalId: 4,
      commandDigest: 'abc',
      fence: 7,
    } as const;
    const run = store.runs.add(given, NOW);
    expect(run).toMatchObject({
      ...given,
      createdAt: NOW,
      causeRoot: `run:${run.id}`,
      idempotencyKey: `run:${run.id}`,
      placement: 'local',
      outBytes: 0,
      errBytes: 0,
    });
    for (const absent of ['startedAt', 'finishedAt', 'pid', 'stopReason', 'exitCode', 'error']) {
      expect(run).not.toHaveProperty(absent);
    }
  });

  test('D-16 an inherited root and key are kept', () => {
    const store = withJob();
    const run = addRun(store, { causeRoot: 'run:1', idempotencyKey: 'run:2', retryOf: 2, retryCount: 1 });
    expect(run).toMatchObject({ causeRoot: 'run:1', idempotencyKey: 'run:2', retryOf: 2, retryCount: 1 });
  });

  test('starts once and ends once', () => {
    const store = withJob();
    const { id } = addRun(store);
    expect(store.runs.setStarted(id, NOW + 1, IDENTITY)).toBe(true);
    expect(store.runs.setStarted(id, NOW + 2, IDENTITY)).toBe(false);
    expect(store.runs.get(id)).toMatchObject({ status: 'running', startedAt: NOW + 1, ...IDENTITY });
    const end = { status: 'error', finishedAt: NOW + 9, durationMs: 8, exitCode: 137, signal: 'SIGKILL' } as const;
    expect(store.runs.finish(id, { ...end, error: 'gone', summary: 'last line', outBytes: 3, errBytes: 4 })).toBe(true);
    expect(store.runs.finish(id, { status: 'ok', finishedAt: NOW + 10 })).toBe(false);
    expect(store.runs.get(id)).toMatchObject({ ...end, error: 'gone', summary: 'last line', outBytes: 3, errBytes: 4 });
    expect(store.runs.setStarted(id, NOW + 11, IDENTITY)).toBe(false);
  });

  test('D-22 its output comes back as it was written', () => {
    const store = withJob();
    const { id } = addRun(store);
    const output = { runId: id, stdout: 'ü\u0000\n', stderr: '', stdoutCut: true, stderrCut: false };
    store.runs.saveOutput(output);
    expect(store.runs.output(id)).toEqual(output);
    store.runs.saveOutput({ ...output, offloadedTo: '/runs/1' });
    expect(store.runs.output(id)?.offloadedTo).toBe('/runs/1');
    expect(store.runs.output(id + 1)).toBeUndefined();
  });
});

describe('active runs', () => {
  test('are those that are pending or running, and nothing else', () => {
    const store = withJob();
    addJob(store, 'other');
    const pending = addRun(store, { resourcePool: 'io' });
    const running = addRun(store, { resourcePool: 'io' });
    store.runs.setStarted(running.id, NOW, IDENTITY);
    addRun(store, { status: 'awaiting_approval', resourcePool: 'io' });
    const over = addRun(store, { resourcePool: 'io' });
    store.runs.finish(over.id, { status: 'ok', finishedAt: NOW });
    const elsewhere = addRun(store, { jobId: 'other' });
    expect(store.runs.active().map(({ id }) => id)).toEqual([pending.id, running.id, elsewhere.id]);
    expect(store.runs.activeOf('job1').map(({ id }) => id)).toEqual([pending.id, running.id]);
    expect(store.runs.countActive()).toBe(3);
    expect(store.runs.countActiveInPool('io')).toBe(2);
    expect(store.runs.holderOfPool('io')?.id).toBe(pending.id);
    expect(store.runs.holderOfPool('none')).toBeUndefined();
  });

  test('the newest run of a dispatch speaks for it', () => {
    const store = withJob();
    const { id: dispatchId } = addDispatch(store);
    addRun(store, { dispatchId, status: 'awaiting_approval' });
    const second = addRun(store, { dispatchId });
    expect(store.runs.latestOfDispatch(dispatchId)?.id).toBe(second.id);
  });
});

describe('a stop', () => {
  test('A-5 the first reason stands, and each stage is on record', () => {
    const store = withJob();
    const { id } = addRun(store);
    expect(store.runs.requestStop(id, 'cancel', ANA, NOW)).toBe(true);
    expect(store.runs.requestStop(id, 'timeout', ANA, NOW + 1)).toBe(false);
    expect(store.runs.stopping().map((run) => run.id)).toEqual([id]);
    store.runs.setStopStage(id, 'term');
    expect(store.runs.get(id)).toMatchObject({
      stopReason: 'cancel',
      stopRequestedAt: NOW,
      stopRequestedBy: ANA,
      stopStage: 'term',
    });
    expect(store.runs.requestKill(id, ANA, NOW + 2)).toBe(true);
    expect(store.runs.get(id)).toMatchObject({ stopReason: 'cancel', stopRequestedAt: NOW, stopStage: 'kill' });
  });

  test('comes too late for a run that is over', () => {
    const store = withJob();
    const { id } = addRun(store);
    store.runs.finish(id, { status: 'ok', finishedAt: NOW });
    expect(store.runs.requestStop(id, 'cancel', ANA, NOW)).toBe(false);
    expect(store.runs.requestKill(id, ANA, NOW)).toBe(false);
    expect(store.runs.stopping()).toEqual([]);
  });
});

describe('ids', () => {
  test('go on above those of folders that a lost database left, and never back', () => {
    const store = withJob();
    store.runs.raiseIdsAbove(500);
    expect(addRun(store).id).toBe(501);
    store.runs.raiseIdsAbove(20);
    expect(addRun(store).id).toBe(502);
    store.runs.raiseIdsAbove(900);
    expect(addRun(store).id).toBe(901);
  });

  test('of a removed run are not given again', () => {
    const store = withJob();
    const { id } = addRun(store);
    store.db.prepare(`DELETE FROM runs WHERE id = ?`).run(id);
    expect(addRun(store).id).toBe(id + 1);
  });
});
