import { expect, test } from 'vitest';
import { readCalendar } from '../../../src/engine/rules/calendar/ics.ts';
import type { WhyRecord } from '../../../src/store/nouns/why.ts';
import { drawDetail } from '../../../src/ui/detail/detail-panel.ts';
import { whyRows } from '../../../src/ui/detail/why-rows.ts';
import { type Line, plainOf } from '../../../src/ui/layout/line.ts';
import { widthOf } from '../../../src/ui/text/width.ts';
import { aRun } from '../../support/builders.ts';
import { backupDetail } from '../scenes/backup.ts';
import { aDefinition, aJob, aPastRun, at, MINUTE, NOW } from '../scenes/builders.ts';
import { aScene, aView, DATA } from '../scenes.ts';

const SCENE = aScene(aView(80, 24, 'jobs'), DATA);
const textOf = (rows: readonly Line[]): string[] => rows.map((row) => plainOf(row).trimEnd());

const aRecord = (more: Partial<WhyRecord> = {}, job: Partial<WhyRecord['job']> = {}): WhyRecord => ({
  job: {
    id: 'job-thumb-rebuild',
    definition: aDefinition({
      name: 'thumb-rebuild',
      schedule_kind: 'cron',
      schedule_cron: '*/10 * * * *',
      schedule_tz: 'UTC',
    }),
    enabled: true,
    scheduleText: '*/10 * * * *',
    scheduleRevision: 1,
    createdAt: 1,
    anchorAt: 1,
    consecutiveErrors: 0,
    nextSlotAt: at('14:40:00'),
    nextRunAt: at('14:40:00'),
    ...job,
  },
  active: [],
  waiting: [],
  waitingCount: 0,
  decisions: [],
  slots: [],
  pauses: [],
  diskIsFull: false,
  ...more,
});

const HOLDER = {
  ...aRun({ id: 8811, jobName: 'backup-pg', startedAt: at('14:25:55'), createdAt: at('14:25:55') }),
  usualMs: 22 * MINUTE,
};

const WAITS = aRecord({
  waitingCount: 1,
  waiting: [
    {
      dispatch: {
        id: 9,
        jobId: 'job-thumb-rebuild',
        cause: 'schedule',
        occasionKey: 'x',
        status: 'pending',
        dueAt: at('14:30:00'),
        rank: at('14:30:00'),
        queued: true,
        blockedOn: 'pool:io',
        errorCount: 0,
        retryCount: 0,
        requestedBy: { kind: 'engine', name: 'engine', via: 'engine' },
        createdAt: at('14:30:00'),
      },
      place: { place: 3, of: 7, more: false },
      holders: [HOLDER],
    },
  ],
  decisions: [
    {
      id: 2,
      jobId: 'job-thumb-rebuild',
      dispatchId: 9,
      slotAt: at('14:30:00'),
      verdict: 'wait',
      reason: 'pool-busy',
      detail: 'pool io full: run 8811 backup-pg holds it',
      firstAt: at('14:30:00'),
      lastAt: at('14:30:00'),
      count: 1,
    },
    {
      id: 1,
      jobId: 'job-thumb-rebuild',
      runId: 8790,
      slotAt: at('14:20:00'),
      verdict: 'start',
      detail: 'run 8790',
      firstAt: at('14:20:00'),
      lastAt: at('14:20:00'),
      count: 1,
    },
  ],
  slots: [
    {
      jobId: 'job-thumb-rebuild',
      slotAt: at('12:00:00'),
      lastSlotAt: at('14:10:00'),
      count: 14,
      scheduleRevision: 1,
      state: 'missed',
      reason: 'misfire-skip',
      detail: 'no engine was running',
    },
  ],
});

const JOB = aJob('thumb-rebuild', { history: [aPastRun(8790, 'thumb-rebuild', { durationMs: 18_000 })] });
const detail = { kind: 'job', job: JOB } as const;

test('D-06 why says what a job waits for, its place, who has it until when, what changes it and what was before', () => {
  expect(textOf(whyRows({ detail, why: WAITS }, JOB, SCENE, 78))).toEqual([
    ' NOW     thumb-rebuild waits for a slot of pool io, 3rd of 7, since 14:30',
    '         (2m07s); run 8811 of backup-pg holds it since 14:25:55 (6m12s),',
    '         usually 22m, so until about 14:48',
    ' NEXT    14:40, in 7m53s, by */10 * * * *',
    ' DO      pools set io SLOTS gives it more slots',
    ' RECORD  ✓✓✓✓✓✓✓✓✓✓',
    '',
    ' 14:30:00      ○ waits: pool io full: run 8811 backup-pg holds it',
    ' 14:20:00      ● started, run 8790   ✓ ok in 18s',
    ' 14:10:00      – missed ×14: no engine was running',
  ]);
});

test('why is drawn from the second of the frame, so that it goes on by itself', () => {
  const later = { ...SCENE, now: NOW + 60_000 };
  const lines = textOf(whyRows({ detail, why: WAITS }, JOB, later, 78)).join('\n');
  expect(lines).toContain('(3m07s)');
  expect(lines).toContain('in 6m53s');
});

test('why of a run that was chosen says what caused it', () => {
  const rows = textOf(whyRows({ detail: backupDetail, why: aRecord() }, backupDetail.job, SCENE, 78));
  expect(rows[0]).toBe(' RUN     run 8811 ran by hand, ops; it runs still');
});

test('D-66 why says that a job backs off, in the colour of a warning, and how to end it', () => {
  const why = aRecord({}, { consecutiveErrors: 3, backingOffFrom: at('14:35:00'), backingOffUntil: at('14:37:07') });
  const rows = whyRows({ detail, why }, JOB, SCENE, 100);
  const next = rows.findIndex((row) => plainOf(row).includes('NEXT'));
  expect(textOf(rows.slice(next, next + 3)).join(' ')).toContain('backs off until 14:37:07 after 3 failures in a row');
  expect(rows[next]?.some((part) => part.token === 'warn')).toBe(true);
  expect(textOf(rows).join(' ')).toContain('DO      r, an edit or a success ends the back-off');
});

test.each([
  [80, 24],
  [120, 40],
  [200, 60],
])('the Why tab fits into %i × %i: every line as wide as the panel, and no sentence is cut', (columns, rows) => {
  const data = { ...DATA, detail: { target: { kind: 'job', jobId: JOB.id } as const, detail, why: WAITS } };
  const scene = aScene(aView(columns, rows, 'jobs', { detailTab: 'why' }), data);
  const lines = drawDetail(scene, 'box', columns, rows);
  expect(lines).toHaveLength(rows);
  for (const line of lines) expect(widthOf(plainOf(line))).toBe(columns);
  const text = lines
    .map((line) => plainOf(line).replace(/[│┃║|]/g, ' '))
    .join(' ')
    .replace(/\s+/g, ' ');
  expect(text).toContain(
    '3rd of 7, since 14:30 (2m07s); run 8811 of backup-pg holds it since 14:25:55 (6m12s), usually 22m, so until about 14:48',
  );
});

test('S-11 the Why tab knows the .ics files that exclude the coming fires', () => {
  const definition = aDefinition({
    name: 'thumb-rebuild',
    schedule_kind: 'cron',
    schedule_cron: '*/10 * * * *',
    schedule_tz: 'UTC',
    exclude: ['/home/ana/days.ics'],
  });
  const day = new Date(NOW).toISOString().slice(0, 10).replaceAll('-', '');
  const text = [
    'BEGIN:VCALENDAR',
    'BEGIN:VEVENT',
    'SUMMARY:Freeze',
    `DTSTART;VALUE=DATE:${day}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  const reading = readCalendar(text.join('\r\n'));
  const calendarOf = () => (reading.kind === 'calendar' ? reading.calendar : undefined);
  const rows = textOf(whyRows({ detail, why: aRecord({}, { definition }), calendarOf }, JOB, SCENE, 78));
  expect(rows.join(' ').replace(/\s+/g, ' ')).toContain(
    'exclude has /home/ana/days.ics: Freeze, so it will be skipped',
  );
});

test('until when a pause lasts stands on the clocks of the screen, also of what was recorded of it', () => {
  const pause = {
    scope: 'job',
    key: 'job-thumb-rebuild',
    until: at('19:00:00'),
    note: 'disks',
    pausedAt: NOW,
  } as const;
  const pausedBy = { name: 'ana', uid: 1000, tty: '', remote: '', via: 'tui' } as never;
  const detail = 'the job is paused by ana until 2026-11-22 19:00 UTC: disks';
  const slot = {
    slotAt: at('14:30:00'),
    lastSlotAt: at('14:30:00'),
    count: 1,
    state: 'skipped',
    reason: 'paused',
    detail,
  };
  const why = aRecord({ pauses: [{ ...pause, pausedBy }], slots: [slot as never] });
  const rows = textOf(whyRows({ detail: backupDetail, why } as never, backupDetail.job, SCENE, 110)).join('\n');
  expect(rows).toContain('paused by ana until 19:00: disks');
  expect(rows).toMatch(/skipped: the job is paused by ana until 19:00: disks/);
  expect(rows).not.toContain('2026-11-22');
});
