import { describe, expect, test } from 'vitest';
import type { PauseRow } from '../../../src/store/snapshot/pauses.ts';
import { lookedAgain, type TreeRow } from '../../../src/ui/sheets/dying-tree.ts';
import type { Sheet } from '../../../src/ui/state/sheet.ts';
import { deployDetail, pruneDetail } from '../scenes/approvals.ts';
import { backupDetail } from '../scenes/backup.ts';
import { aDefinition, aJob, anAlert, at, NOW, OPS } from '../scenes/builders.ts';
import { SIZES } from '../scenes/on-file.ts';
import { anOpenSheet, pictureOf } from './world.ts';

const process = (
  pid: number,
  parentPid: number,
  ageMs: number,
  command: string,
  more: Partial<TreeRow> = {},
): TreeRow => ({
  pid,
  parentPid,
  ageMs,
  command,
  place: 'group',
  ...more,
});
const TREE = [
  process(40211, 1, 372_000, '/bin/bash -c /usr/local/bin/backup-pg --all --to /backup/pg'),
  process(40212, 40211, 372_000, 'pg_dump --format=custom --jobs=4 orders'),
  process(40213, 40212, 370_000, 'gzip -9'),
  process(40214, 1, 362_000, 'backup-agent --watch /backup/pg', { place: 'left' }),
];
const LOOK = { alive: TREE, stage: undefined, requestedAt: undefined, isOver: false, now: NOW } as const;
const asked = lookedAgain(undefined, LOOK);
const stopAt = NOW - 2_000;
const term = lookedAgain(asked, {
  ...LOOK,
  alive: TREE.slice(0, 1).concat(TREE.slice(2)),
  stage: 'term',
  requestedAt: stopAt,
});
const over = lookedAgain(term, { ...LOOK, alive: [], stage: 'kill', requestedAt: stopAt, isOver: true, now: NOW });
const stopped = (more: object) => ({ ...backupDetail, run: { ...backupDetail.run, stopRequestedAt: stopAt, ...more } });

const cancel = { kind: 'cancel-run', key: 'r', runId: 8811, jobName: 'backup-pg' } as const;
const dying: Sheet['stage'] = { kind: 'dying', sinceAt: stopAt };
const here = { engine: 'here' } as const;

const base = aDefinition({
  name: 'etl-orders',
  session_target: 'shell',
  payload_message: '/opt/jobs/etl.sh --from 2026-11-21 --to 2026-11-22 --batch 500',
  cwd: '/srv/jobs',
});
const etl = { kind: 'job', job: aJob('etl-orders', { definition: base, parentName: 'fetch-orders' }) } as const;
const changed = '/opt/jobs/etl.sh --from 2026-11-21 --to 2026-11-22 --batch 50';
const rerun = { kind: 'rerun', key: 'rerun', runId: 8813, jobId: 'job-etl-orders', jobName: 'etl-orders' } as const;

const facts = {
  jobs: { count: 12, more: false },
  running: {
    count: 2,
    first: [8811, 8813].map((runId) => ({ runId, jobName: runId === 8811 ? 'backup-pg' : 'etl-orders' })),
  },
  waiting: 1,
  next: [
    { name: 'etl-orders', at: at('14:45:00') },
    { name: 'mail-digest', at: at('14:45:00') },
    { name: 'db-vacuum', at: at('15:00:00') },
  ],
};
const night = { target: { scope: 'tag', key: 'night' }, words: 'tag night' } as const;
const standing: PauseRow = {
  scope: 'tag',
  key: 'night',
  note: 'node is being repaired',
  pausedAt: at('13:10:00'),
  pausedBy: OPS,
};

const etlItem = { jobId: 'job-etl-orders', jobName: 'etl-orders' } as const;
const prune = { key: 'a', approvalId: 101, revision: 1, jobName: 'db-prune-prod', risk: 'high' } as const;
const deploy = { key: 'a', approvalId: 102, revision: 1, jobName: 'deploy-web', risk: 'normal' } as const;
const marked = (verb: 'pause' | 'snooze' | 'reject') =>
  anOpenSheet(
    { kind: 'bulk', key: `bulk:${verb}`, verb, list: 'jobs.all', subjects: [], hidden: 1 },
    {
      bulk: {
        items: ['backup-pg', 'etl-orders', 'mail-digest'].map((name) => ({
          key: name,
          name,
          target: { kind: 'job', id: name },
          runs: `/opt/jobs/${name}.sh`,
          priority: 0,
        })),
        left: [{ name: 'sync-s3', because: 'it is paused already' }],
        clock: { now: NOW, zone: 'UTC' },
      },
    },
  );
const owner = { pid: 3120, host: 'db1', user: 'ops', mode: 'headless' } as const;

const SHEETS: Record<string, Sheet> = {
  'approve-high': anOpenSheet({ kind: 'approve', ...prune }, { detail: pruneDetail, forecast: 'starts at once' }),
  'approve-normal': anOpenSheet({ kind: 'approve', ...deploy }, { detail: deployDetail, forecast: 'starts at once' }),
  'approve-wait': anOpenSheet(
    { kind: 'approve', ...deploy },
    { detail: deployDetail, forecast: 'starts at once' },
    { arm: { kind: 'unsent' } },
  ),
  'reject-high': anOpenSheet({ kind: 'reject', ...prune }, { detail: pruneDetail, reasons: ['wrong cut-off'] }),
  'reject-normal': anOpenSheet({ kind: 'reject', ...deploy }, { detail: deployDetail }),
  delete: anOpenSheet({ kind: 'delete', key: 'delete', ...etlItem, nameNeeded: false }, { detail: etl }),
  'delete-named': anOpenSheet({ kind: 'delete', key: 'delete', ...etlItem, nameNeeded: true }, { detail: etl }),
  enable: anOpenSheet({ kind: 'enable', key: 'enable', ...etlItem }, { detail: etl }),
  unlock: anOpenSheet({ kind: 'unlock', key: 'unlock' }, {}),
  'take-over': anOpenSheet({ kind: 'take-over', key: 'take-over', owner }, {}),
  service: anOpenSheet(
    { kind: 'service', key: 'service' },
    {
      service: {
        state: 'warn',
        name: 'service',
        text: 'not installed: jobs run only while openclaw-tui runs (: service)',
      },
    },
  ),
  'start-here': anOpenSheet({ kind: 'take-over', key: 'take-over' }, {}),
  'leave-idle': anOpenSheet({ kind: 'leave', key: 'leave', canDetach: false }, { liveRuns: [] }),
  'bulk-pause': marked('pause'),
  'bulk-snooze': marked('snooze'),
  'bulk-reject': marked('reject'),
  'cancel-asked': anOpenSheet(cancel, { detail: backupDetail, stopping: asked, ...here }),
  'cancel-dying': anOpenSheet(
    cancel,
    { detail: stopped({ stopStage: 'term' }), stopping: term, ...here },
    { stage: dying },
  ),
  'cancel-no-engine': anOpenSheet(
    cancel,
    { detail: stopped({ stopStage: 'requested' }), stopping: asked, engine: 'none' },
    { stage: dying },
  ),
  'cancel-over': anOpenSheet(
    cancel,
    {
      detail: stopped({
        stopStage: 'kill',
        finishedAt: NOW,
        durationMs: 374_000,
        status: 'cancelled',
        error: 'cancelled by ops',
      }),
      stopping: over,
      ...here,
    },
    { stage: dying },
  ),
  'cancel-queued': anOpenSheet(
    { kind: 'cancel-dispatch', key: 'd', dispatchId: 9, jobId: 'job-thumb-rebuild', jobName: 'thumb-rebuild' },
    { detail: { kind: 'queued', dispatchId: 9, job: aJob('thumb-rebuild') } },
  ),
  run: anOpenSheet(
    { kind: 'run', key: 'run', jobId: 'job-etl-orders', jobName: 'etl-orders' },
    { detail: etl, own: { base }, forecast: 'refused: run 8813 is still running, overlap skip' },
  ),
  'rerun-changed': anOpenSheet(
    rerun,
    { detail: etl, own: { base, patch: { payload_message: changed } }, forecast: 'starts at once' },
    { fields: { command: changed } },
  ),
  'rerun-refused': anOpenSheet(
    rerun,
    {
      detail: etl,
      own: {
        base,
        patch: { payload_message: '\u202eevil' },
        refusal: 'not run: payload_message: has a control character',
      },
    },
    { fields: { command: '\u202eevil' } },
  ),
  pause: anOpenSheet(
    { kind: 'pause', key: 'pause' },
    {
      pause: { choices: ['etl-orders', 'tag:night', 'everything'], named: night, facts },
      until: { kind: 'until', at: at('18:00:00') },
    },
    { fields: { what: 'tag:night', until: '18:00' } },
  ),
  'pause-unknown': anOpenSheet(
    { kind: 'pause', key: 'pause' },
    {
      pause: { choices: ['etl-orders', 'everything'], refusal: 'no job has the tag nightyl; nightly?' },
      until: { kind: 'refused', reason: '"soon" is no time' },
    },
    { fields: { what: 'tag:nightyl', until: 'soon' } },
  ),
  resume: anOpenSheet(
    { kind: 'resume', key: 'resume' },
    {
      pause: {
        ...{ choices: ['tag:night', 'pool:io'], named: night, facts, standing, held: 3, others: ['pool io'] },
        skipped: { fires: 12, jobs: 3, more: false },
      },
    },
  ),
  snooze: anOpenSheet(
    { kind: 'snooze', key: 'snooze', alertId: 1, title: 'sync-s3 failed 3× in a row' },
    {
      detail: {
        kind: 'alert',
        alert: anAlert(1, 'sync-s3 failed 3× in a row', {
          detail: 'exit 255',
          firstAt: at('14:23:36'),
          lastAt: at('14:23:36'),
        }),
      },
      until: { kind: 'until', at: at('15:02:07') },
    },
  ),
  disable: anOpenSheet(
    { kind: 'disable', key: 'disable', jobId: 'job-etl-orders', jobName: 'etl-orders' },
    { detail: etl, scope: { ...facts, jobs: { count: 1, more: false }, next: facts.next.slice(0, 1) } },
  ),
  leave: anOpenSheet(
    { kind: 'leave', key: 'leave', canDetach: true },
    {
      liveRuns: [
        { text: 'run 8811 backup-pg, 6m12s', ends: false },
        { text: 'run 8813 etl-orders, 2m07s', ends: true },
      ],
      nextMissed: 'cache-warm at 14:35',
    },
  ),
};

describe.each(SIZES)('at %d×%d', (columns, rows) => {
  test.each(Object.keys(SHEETS))('the sheet %s is the one on file', async (name) => {
    const sheet = SHEETS[name];
    if (sheet === undefined) throw new Error(name);
    const text = `${pictureOf(sheet, columns, rows).join('\n')}\n`;
    await expect(text).toMatchFileSnapshot(`../../fixtures/screens/sheets/${name}-${columns}x${rows}.txt`);
  });
});

describe('on the smallest screen no row of a sheet only keeps things apart', () => {
  const at60 = (name: string, more: Partial<Sheet> = {}): string[] => {
    const sheet = SHEETS[name];
    if (sheet === undefined) throw new Error(name);
    return pictureOf({ ...sheet, ...more }, 60, 16);
  };

  test('a run by hand with a note is shown whole, without a key', () => {
    const shown = at60('run');
    expect(shown.join('\n')).toContain('NOTE    by hand, without a run of fetch-orders before it');
    expect(shown[13]).toMatch(/^┗━ all shown ━/);
  });

  test('what was refused has a row of its own, and every button stays', () => {
    const shown = at60('run', { stage: { kind: 'refused', message: 'not run: the pool is gone' } });
    expect(shown.filter((row) => row.includes('not run: the pool is gone'))).toHaveLength(1);
    expect(shown.filter((row) => row.includes('[ Cancel ]'))).toHaveLength(1);
    expect(shown[13]).toMatch(/^┗━ all shown ━/);
  });

  test('where even lists have no room, no button and no word of the record is cut, and a note is written in the buttons’ row', () => {
    const at40 = (more: Partial<Sheet>): string[] => {
      const sheet = SHEETS['approve-high'];
      if (sheet === undefined) throw new Error('approve-high');
      return pictureOf({ ...sheet, fields: { name: '', note: 'as planned' }, ...more }, 40, 12);
    };
    const shown = at40({});
    expect(shown.join('\n')).toMatch(/\[ Cancel \] +\[ Approve \] off +┃\n┃ As ops from 10\.0\.4\.7\. Recorded\. +┃/);
    const note = [0, 1, 2, 3].map((focus) => at40({ focus })).find((rows) => rows.join('\n').includes('▸Note'));
    expect(note?.join('\n')).toContain('▸Note ▏as planned');
  });
});
