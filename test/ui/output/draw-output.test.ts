import { expect, test } from 'vitest';
import type { Detail } from '../../../src/store/snapshot/detail.ts';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { outputLines } from '../../../src/ui/output/draw-output.ts';
import { FRESH_LOOKING } from '../../../src/ui/output/looking.ts';
import { backupDetail, backupOutput } from '../scenes/backup.ts';
import { aPastRun, at } from '../scenes/builders.ts';
import { aScene, aView, DATA } from '../scenes.ts';

const { job } = backupDetail;
const history = [aPastRun(8811, 'backup-pg', { startedAt: at('14:25:55') })];
const ofJob = (past: typeof history): Detail => ({ kind: 'job', job: { ...job, history: past } });

const firstRow = (detail: Detail): string => {
  const view = { ...aView(80, 24, 'jobs'), looking: { ...FRESH_LOOKING, times: 'since' as const } };
  const data = { target: { kind: 'job', jobId: job.id } as const, detail, output: backupOutput };
  return plainOf(outputLines(aScene(view, DATA), data, 60, 20)[0] ?? []).slice(0, 24);
};

test.each<[string, Detail, string]>([
  ['a run', backupDetail, '   +5m45s  pg_dump: dump'],
  ['the job whose last run it is', ofJob(history), '   +5m45s  pg_dump: dump'],
  ['a job of whose run the start is not known', ofJob([aPastRun(8811, 'backup-pg')]), ' pg_dump: dumping conten'],
])('times since the start stand before the lines of %s', (_whose, detail, shown) => {
  expect(firstRow(detail)).toBe(shown);
});
