import { expect, test } from 'vitest';
import type { OutputView } from '../../../src/ui/console-options.ts';
import { detailRows, drawDetail } from '../../../src/ui/detail/detail-panel.ts';
import { storedOutput } from '../../../src/ui/detail/output-rows.ts';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { pruneDetail } from '../scenes/approvals.ts';
import { backupDetail } from '../scenes/backup.ts';
import { aJob, anAlert, at, person } from '../scenes/builders.ts';
import { aScene, aView, DATA } from '../scenes.ts';

const alerting = (detail: string, title = 'sync-s3 failed 4× in a row') => {
  const alert = anAlert(1, title, { detail, count: 2 });
  return { target: { kind: 'alert' as const, alertId: 1 }, detail: { kind: 'alert' as const, alert } };
};
const sceneOf = (detail: NonNullable<(typeof DATA)['detail']>) => aScene(aView(80, 24, 'alerts'), { ...DATA, detail });
const textOf = (scene: ReturnType<typeof sceneOf>, width = 60) =>
  detailRows(scene, width).rows.map((row) => plainOf(row).trimEnd());

test('an alert keeps the lines of its cause apart, and no wrapped row begins with a blank', () => {
  const long = 'connect to 10.0.9.3: timed out while the handshake was still going on over the line';
  const rows = textOf(sceneOf(alerting(`exit 255\n${long}`)));
  expect(rows.slice(1, 4)).toEqual([
    ' BECAUSE exit 255',
    '         connect to 10.0.9.3: timed out while the handshake',
    '         was still going on over the line',
  ]);
});

test('the cut title of an alert says that it is cut', () => {
  const title = 'warehouse-nightly-import failed again and again';
  const row = plainOf(drawDetail(sceneOf(alerting('', title)), 'rule', 100, 8)[0] ?? []);
  expect(row).toContain(' 0 warehouse-nightly-import fail… ');
});

const headOf = (output: OutputView) =>
  detailRows(sceneOf({ target: { kind: 'run', runId: 8811 }, detail: backupDetail, output }), 80)
    .head.map((row) => plainOf(row).trimEnd())
    .at(-1);

test('output of which only the newest lines are shown says so above them, wherever they are scrolled to', () => {
  const output: OutputView = {
    lines: [{ stream: 'out', text: 'last' }],
    totalBytes: 50_000_000,
    missing: { bytes: 49_000_000, kept: true },
  };
  expect(headOf(output)).toBe(' … the first 49 MB are not shown; openclaw-tui runs output 8811 shows all');
  expect(headOf({ ...output, missing: { bytes: 49_000_000, kept: false } })).toBe(' … 49 MB of it was not kept');
});

test('where stderr is among the lines, the command is the one that prints it', () => {
  const output: OutputView = {
    lines: [{ stream: 'err', text: 'last' }],
    totalBytes: 50_000_000,
    missing: { bytes: 49_000_000, kept: true },
  };
  expect(headOf(output)).toContain('openclaw-tui runs output 8811 stderr shows');
});

test('what the database kept of a cut output says so too', () => {
  const stored = { runId: 8811, stdout: 'end\n', stderr: '', stdoutCut: true, stderrCut: false };
  expect(storedOutput(stored).missing).toEqual({ kept: false });
  expect(headOf(storedOutput(stored))).toBe(' … a part of it was not kept');
});

test('of a job that cannot be read no word is cut, however narrow it is', () => {
  const job = aJob('torn');
  const target = { kind: 'job' as const, jobId: job.id };
  const detail = { kind: 'job' as const, job, revisions: [] };
  expect(textOf(sceneOf({ target, detail, problem: 'definition: says nothing to run' }), 58)).toEqual([
    ' PROBLEM definition: says nothing to run',
    ' THEN    it does not run until that is mended; everything',
    '         else goes on',
    ' MEND    openclaw-tui jobs update torn with a whole',
    '         definition, or backup restore',
  ]);
});

test('a run that is over and printed nothing says so', () => {
  const run = { ...backupDetail, run: { ...backupDetail.run, finishedAt: at('14:40:00'), status: 'ok' as const } };
  const output: OutputView = { lines: [], totalBytes: 0 };
  const last = (detail: typeof backupDetail | typeof run) =>
    drawDetail(sceneOf({ target: { kind: 'run', runId: 8811 }, detail, output }), 'rule', 80, 12)
      .map((row) => plainOf(row).trim())
      .filter((text) => /output|printed/.test(text));
  expect(last(run)).toEqual(['It printed nothing.']);
  expect(last(backupDetail)).toEqual(['No output yet.']);
});

test.each([
  [80, 24],
  [200, 60],
])('at %i×%i a question that was answered says how, and asks nobody any more', (columns, rows) => {
  const { approval } = pruneDetail;
  const decided = {
    status: 'rejected' as const,
    decidedAt: at('14:32:00'),
    decidedBy: person('ana'),
    note: 'wrong cut-off',
  };
  const show = (given: Partial<typeof approval>) => {
    const detail = { ...pruneDetail, approval: { ...approval, ...given } };
    const data = { ...DATA, detail: { target: { kind: 'approval' as const, approvalId: approval.id }, detail } };
    const { head, rows: lines } = detailRows(aScene(aView(columns, rows, 'approvals'), data), 64);
    return [...head, ...lines].map((row) => plainOf(row).trimEnd()).join('\n');
  };
  expect(show({})).toMatch(/NEEDS[\s\S]*LAPSES/);
  expect(show(decided)).toContain(' ANSWER  ✗ rejected by ana, 14:32:00, after 2m04s\n         “wrong cut-off”');
  expect(show(decided)).not.toMatch(/NEEDS|LAPSES|YES| left/);
});
