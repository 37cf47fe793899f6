import { expect, test } from 'vitest';
import { runHead } from '../../../src/ui/detail/run-rows.ts';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { liveRunList } from '../../../src/ui/panels/runs.ts';
import { backupDetail } from '../scenes/backup.ts';
import { aDefinition, aJob, aLiveRun } from '../scenes/builders.ts';
import { aScene, aView, DATA } from '../scenes.ts';

test('the head of a watchdog’s run shows the check, not the label', () => {
  const definition = aDefinition({
    job_type: 'watchdog',
    payload_message: 'the label',
    watchdog_check_cmd: 'pgrep -f etl',
  });
  const detail = { ...backupDetail, job: aJob('watch', { definition }) };
  const data = { target: { kind: 'run' as const, runId: 8811 }, detail };
  const rows = runHead(detail, data, aScene(aView(80, 24, 'runs'), DATA), 78).map(plainOf);
  expect(rows[1]).toMatch(/^ \$ pgrep -f etl/);
});

test('the head of a run shows what that run was: its revision, what it changed for itself, the tokens it used', () => {
  const job = aJob('backup-pg', { revision: 5, definition: aDefinition({ payload_message: 'the new one' }) });
  const run = {
    ...backupDetail.run,
    jobRevision: 3,
    override: { cwd: '/srv', env: null },
    tokensIn: 1_200,
    tokensOut: 34,
  };
  const ran = aDefinition({ payload_message: 'the old one', cwd: '/srv' });
  const detail = { ...backupDetail, run, job, ran };
  const data = { target: { kind: 'run' as const, runId: 8811 }, detail };
  const rows = runHead(detail, data, aScene(aView(80, 24, 'runs'), DATA), 78).map(plainOf);
  expect(rows[1]).toMatch(/^ \$ the old one +cwd \/srv/);
  expect(rows[2]?.trim()).toBe('revision 3, the job is at 5   its own: cwd, env   tokens 1,200 in, 34 out');
});

test('the head of a run that is as its job has two rows', () => {
  const detail = { ...backupDetail, job: { ...backupDetail.job, revision: backupDetail.run.jobRevision } };
  const data = { target: { kind: 'run' as const, runId: 8811 }, detail };
  expect(runHead(detail, data, aScene(aView(80, 24, 'runs'), DATA), 78)).toHaveLength(2);
});

const MINUTE = 60_000;

test.each([
  ['two pauses of a minute, then 14: that is beyond its usual 10m', { pausesMs: [MINUTE, MINUTE] }, 'warn'],
  ['a job that pauses for 10 minutes each time', { pausesMs: [10 * MINUTE, 10 * MINUTE, 10 * MINUTE] }, undefined],
] as const)('the head says for how long a run is silent, as its row in the list does: %s', (_, habit, token) => {
  const run = { ...backupDetail.run, status: 'running' as const };
  const detail = { ...backupDetail, run, job: { ...backupDetail.job, usualMs: 10 * MINUTE } };
  const target = { kind: 'run' as const, runId: 8811 };
  const scene = aScene(aView(80, 24, 'runs'), DATA);
  const live = { 8811: { lastByteAt: scene.now - 14 * MINUTE, ...habit } };
  const silent = { ...scene, data: { ...scene.data, live } };
  const quiet = runHead(detail, { target, detail }, silent, 120)[0]?.find(({ text }) => text.startsWith('quiet'));
  expect(quiet).toEqual(expect.objectContaining({ text: 'quiet 14m' }));
  expect(quiet?.token).toBe(token);
  const row = aLiveRun(8811, 'backup-pg', scene.now - 15 * MINUTE, { usualMs: 10 * MINUTE });
  const cell = liveRunList
    .columns(silent, 80)
    .find(({ head }) => head === 'QUIET')
    ?.cell(row, 5);
  expect(cell).toEqual([expect.objectContaining({ text: '14m' })]);
  expect(cell?.[0]?.token).toBe(token);
});
