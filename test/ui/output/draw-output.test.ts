import { expect, test } from 'vitest';
import type { Detail } from '../../../src/store/snapshot/detail.ts';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { outputLines, outputNotes } from '../../../src/ui/output/draw-output.ts';
import { FRESH_LOOKING } from '../../../src/ui/output/looking.ts';
import type { OutputPage } from '../../../src/ui/output/output-port.ts';
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

test('that nobody knows any more how the streams lay between each other is said above them', () => {
  const page: OutputPage = {
    ...{ lines: [], isAtStart: true, isAtEnd: true, from: 'stored', totalBytes: 10, totalLines: 2 },
    sizes: { out: 5, err: 5 },
    isUntimed: true,
  };
  const notes = (given: Partial<OutputPage>): string[] =>
    outputNotes({ target: { kind: 'run', runId: 8811 }, detail: backupDetail, page: { ...page, ...given } }, 80).map(
      plainOf,
    );
  expect(notes({})).toEqual([' … kept without times: all of stdout, then all of stderr']);
  expect(notes({ sizes: { out: 5, err: 0 } })).toEqual([]);
});
