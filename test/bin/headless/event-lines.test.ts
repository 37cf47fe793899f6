import { expect, test } from 'vitest';
import { eventJson, eventLine, eventWords } from '../../../bin/headless/event-lines.ts';
import { lineWriter, WAITING_BYTES_MAX } from '../../../bin/headless/line-writer.ts';
import { stopSteps } from '../../../bin/headless/stop-signals.ts';
import { noPaint } from '../../../bin/output/paint.ts';
import type { EngineEvent } from '../../../src/engine/events.ts';
import type { Run } from '../../../src/store/nouns/run.ts';
import { ATTACK, obeyed } from '../support/poison.ts';

const run: Run = {
  id: 7,
  jobId: 'bcdf23',
  jobName: 'backup',
  jobRevision: 1,
  dispatchId: 3,
  cause: 'schedule',
  status: 'ok',
  createdAt: 0,
  startedAt: 0,
  finishedAt: 2_000,
  durationMs: 2_000,
  dueAt: 0,
  requestedBy: { kind: 'engine', name: 'engine', via: 'engine' },
  retryCount: 0,
  causeRoot: 'run:7',
  idempotencyKey: 'run:7',
  placement: 'local',
  fence: 1,
  summary: '3 files\u001b[2J',
  outBytes: 8,
  errBytes: 0,
};
const at = Date.UTC(2026, 10, 24, 9, 30, 5);
const line = (event: EngineEvent) => eventLine(event, at, { zone: 'Europe/Berlin', paint: noPaint });

test.each<[EngineEvent, string]>([
  [{ kind: 'engine-started', fence: 1, recovered: 2 }, '10:30:05  engine     started, 2 runs recovered'],
  [{ kind: 'engine-stopping', activeRuns: 1 }, '10:30:05  engine     stops: nothing new starts, 1 run still active'],
  [{ kind: 'run-started', run, pid: 42, lateMs: 3 }, '10:30:05  started    run 7 backup, schedule, pid 42, 3ms late'],
  [{ kind: 'run-ended', run }, '10:30:05  ok         run 7 backup, 2s, 3 files'],
  [
    { kind: 'run-ended', run: { ...run, status: 'error', error: 'exited with 3' } },
    '10:30:05  error      run 7 backup, 2s, exited with 3',
  ],
  [
    {
      kind: 'dispatch-refused',
      jobId: 'x',
      jobName: 'backup',
      reason: 'overlap-skip',
      detail: 'run 6 is still running',
    },
    '10:30:05  not run    backup: run 6 is still running (overlap-skip)',
  ],
  [{ kind: 'approval-asked', jobId: 'x', jobName: 'deploy' }, '10:30:05  asks       deploy waits for an approval'],
  [{ kind: 'clock-step', byMs: -3_000 }, '10:30:05  clock      stepped by −3s'],
])('%j is one clean line for a person', (event, expected) => {
  expect(line(event)).toBe(expected);
});

test('the log has the same words, without a time', () => {
  expect(eventWords({ kind: 'run-ended', run })).toBe('ok: run 7 backup, 2s, 3 files\u001b[2J');
});

test('a JSON line says when, what, and only what a log needs of a run', () => {
  expect(JSON.parse(eventJson({ kind: 'run-ended', run }, at))).toEqual({
    at: '2026-11-24T09:30:05.000Z',
    event: 'run-ended',
    run: {
      id: 7,
      job_id: 'bcdf23',
      job_name: 'backup',
      status: 'ok',
      cause: 'schedule',
      retry_count: 0,
      started_at: '1970-01-01T00:00:00.000Z',
      finished_at: '1970-01-01T00:00:02.000Z',
      duration_ms: 2_000,
      summary: '3 files\u001b[2J',
    },
  });
});

test('lines that nobody reads are left out and counted, and the engine does not grow', () => {
  const stream = { writableLength: 0, text: '', write: (text: string) => (stream.text += text) };
  const write = lineWriter(stream, (count) => `${count} left out`);
  write('one');
  stream.writableLength = WAITING_BYTES_MAX + 1;
  write('two');
  write('three');
  stream.writableLength = 0;
  write('four');
  expect(stream.text).toBe('one\n2 left out\nfour\n');
});

test('one key press that arrives twice drains once; a second one ends at once; TERM never does', () => {
  const step = stopSteps();
  expect([
    step('SIGINT', 1_000),
    step('SIGINT', 1_020),
    step('SIGTERM', 2_000),
    step('SIGHUP', 2_000),
    step('SIGINT', 2_500),
  ]).toEqual(['drain', 'ignore', 'ignore', 'ignore', 'end-at-once']);
});

test('R-12 no event lets a terminal obey or hide what jobs and people wrote, neither as a line nor as a document', () => {
  const odd: Run = { ...run, jobName: ATTACK, error: ATTACK, summary: ATTACK };
  const by = { pid: 7, user: ATTACK, host: ATTACK } as never;
  const events: EngineEvent[] = [
    { kind: 'run-started', run: odd, agentId: ATTACK, lateMs: 0 },
    { kind: 'run-ended', run: odd },
    { kind: 'dispatch-refused', jobId: 'j', jobName: ATTACK, reason: 'window', detail: ATTACK },
    { kind: 'approval-asked', jobId: 'j', jobName: ATTACK },
    { kind: 'approval-lapsed', jobName: ATTACK, became: 'rejected' },
    { kind: 'processes-escaped', runId: 7, jobName: ATTACK, processes: [], killed: true },
    { kind: 'engine-handed-over', to: by },
    { kind: 'lease-lost', by },
    { kind: 'gateway', state: 'down', detail: ATTACK },
    { kind: 'engine-error', error: ATTACK },
  ];
  for (const event of events) {
    expect(line(event)).toContain('xx');
    expect(obeyed(line(event))).toEqual([]);
    expect(eventJson(event, at)).toContain('\\u009b');
    expect(obeyed(eventJson(event, at))).toEqual([]);
  }
});
