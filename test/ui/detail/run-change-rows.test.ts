import { describe, expect, test } from 'vitest';
import { drawDetail } from '../../../src/ui/detail/detail-panel.ts';
import { revisionRows } from '../../../src/ui/detail/revision-rows.ts';
import { runChangeRows } from '../../../src/ui/detail/run-change-rows.ts';
import { tabsOfDetail } from '../../../src/ui/detail/tabs.ts';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { backupDetail } from '../scenes/backup.ts';
import { at } from '../scenes/builders.ts';
import { aScene, aView, DATA, withBackup } from '../scenes.ts';

type RunDetail = typeof backupDetail;
const scene = aScene(aView(120, 40, 'runs'), DATA);
const now = backupDetail.job.definition;

/** The run as it was, with what the job was then and what it is now. */
function aRun(more: Partial<RunDetail>, run: Partial<RunDetail['run']> = {}, revision = 1): RunDetail {
  const job = { ...backupDetail.job, revision, updatedAt: at('14:00:00') };
  return { ...backupDetail, job, ...more, run: { ...backupDetail.run, jobRevision: 1, ...run } };
}
const rowsOf = (detail: RunDetail): string[] => runChangeRows(detail, scene, 118).map((row) => plainOf(row).trimEnd());

describe('a run', () => {
  test('has no tab for what changed where nothing did', () => {
    expect(tabsOfDetail(aRun({}))).toEqual(['output', 'why', 'command', 'processes', 'history']);
    expect(tabsOfDetail(aRun({}, {}, 3))).toContain('change');
    expect(tabsOfDetail(aRun({}, { override: { cwd: '/tmp' } }))).toContain('change');
  });

  test('tells what its job has had changed since', () => {
    const ran = { ...now, payload_message: now.payload_message.replace('--all', '--some'), cwd: '/srv' };
    expect(rowsOf(aRun({ ran }, {}, 3))).toEqual([
      ' since then: revision 1 → 3, changed 14:00',
      '   payload_message',
      `       − ${ran.payload_message}`,
      `       + ${now.payload_message}`,
      '   cwd',
      '       − /srv',
      `       + ${now.cwd}`,
    ]);
  });

  test('tells what it had for itself alone, and does not take that for a change of the job', () => {
    const override = { cwd: '/tmp' };
    const rows = rowsOf(aRun({ ran: { ...now, ...override } }, { override, cause: 'manual' }, 2));
    expect(rows).toEqual([
      ' its own, for this run alone, by ops',
      '   cwd',
      '       + /tmp',
      '',
      ' since then: revision 1 → 2, changed 14:00',
      '   nothing in its definition: it was switched on or off',
    ]);
    expect(rowsOf(aRun({}, { override, cause: 'manual' })).slice(1)).toEqual([
      '   cwd',
      `       − ${now.cwd}`,
      '       + /tmp',
    ]);
  });

  test('a field that was taken away where there was none is no difference', () => {
    const { cwd: _, ...bare } = now;
    const job = { ...backupDetail.job, definition: bare as typeof now };
    const rows = rowsOf(aRun({ job }, { override: { cwd: null }, jobRevision: job.revision }));
    expect(rows.slice(1)).toEqual([]);
  });

  test('says so where its revision is not kept any more', () => {
    expect(rowsOf(aRun({}, {}, 9)).at(-1)).toBe('   revision 1 is not kept any more');
  });

  test('shows it on its tab', () => {
    const view = aView(120, 40, 'runs', { detailTab: 'change' });
    const detail = { ...withBackup.detail, detail: aRun({ ran: { ...now, cwd: '/srv' } }, {}, 2) };
    const data = { ...withBackup, detail } as typeof withBackup;
    const rows = drawDetail(aScene(view, data), 'rule', 120, 12).map(plainOf);
    expect(rows[0]).toContain('Output  Why  Command  [Change]  Processes  History');
    expect(rows.join('\n')).toContain('since then: revision 1 → 2');
  });
});

describe('of variables only the source is shown', () => {
  const secret = 'hunter2-and-more';
  const env = { TOKEN: secret, GONE: 'x', KEPT: 'same', HOST: { from_env: 'DB_HOST' } };
  const later = { TOKEN: `${secret}!`, KEPT: 'same', HOST: { from_file: '/etc/host' } };
  const expected = [
    '   env GONE',
    '       − a value',
    '   env HOST',
    '       − from env DB_HOST',
    '       + from file /etc/host',
    '   env TOKEN',
    '       − a value',
    '       + another value',
  ];

  test('in what changed since a run', () => {
    const job = { ...backupDetail.job, revision: 2, definition: { ...now, env: later } };
    const rows = rowsOf(aRun({ job, ran: { ...now, env } }));
    expect(rows.slice(1)).toEqual(expected);
    expect(rows.join('\n')).not.toContain(secret);
  });

  test('in the revisions of a job', () => {
    const revision = (number: number, definition: object) => ({
      revision: number,
      at: at('09:12:00'),
      definition: definition as Record<string, unknown>,
    });
    const rows = revisionRows([revision(2, { env: later }), revision(1, { env })], scene, 118);
    const text = rows.map((row) => plainOf(row).trimEnd());
    expect(text.slice(1, 9)).toEqual(expected);
    expect(text.join('\n')).not.toContain(secret);
  });
});
