import { describe, expect, test } from 'vitest';
import { isOverridable, jobAsRun, overridableFields, overrideOf } from '../../../../src/engine/rules/job/as-run.ts';
import { patchJob } from '../../../../src/engine/rules/job/patch-job.ts';
import { anchorOf } from '../../../../src/engine/rules/job/schedule-of.ts';
import { aJob, NOON } from '../../../support/builders.ts';
import { aDefinition, context, refusalsOf } from './job-texts.ts';

const job = aJob({ payload_message: 'new.sh', cwd: '/new', max_retries: 5, tags: ['new'] }, { revision: 4 });

describe('D-86 a job as a run has it', () => {
  const stored = aJob({
    payload_message: 'old.sh',
    run_timeout_ms: 7_000,
    max_retries: 1,
    shell: '/bin/zsh',
  }).definition;

  test('does what was stored, and is guarded, repeated and told by what the job is now', () => {
    const asRun = jobAsRun(job, { revision: 2, definition: stored });
    expect(asRun).toMatchObject({ id: 'j1', revision: 2 });
    expect(asRun.definition).toMatchObject({
      payload_message: 'old.sh',
      run_timeout_ms: 7_000,
      shell: '/bin/zsh',
      max_retries: 5,
      tags: ['new'],
    });
    expect(Object.keys(asRun.definition)).not.toContain('cwd');
  });

  test('has what was changed for it alone, and lacks what was taken away for it', () => {
    const asRun = jobAsRun(job, { revision: 2, definition: stored, override: { run_timeout_ms: 9_000, shell: null } });
    expect(asRun.definition.run_timeout_ms).toBe(9_000);
    expect(Object.keys(asRun.definition)).not.toContain('shell');
    expect(asRun.definition.payload_message).toBe('old.sh');
  });

  test('is another target only as its stored revision says', () => {
    const agent = aJob({ session_target: 'isolated', payload_message: 'x' }).definition;
    expect(jobAsRun(job, { revision: 2, definition: agent }).definition).toMatchObject({
      session_target: 'isolated',
      payload_kind: 'agentTurn',
    });
    expect(jobAsRun(job, { revision: 2, definition: agent }).definition.max_retries).toBe(5);
  });

  test('may be changed in what it does and how far it goes, in nothing else', () => {
    expect(['payload_message', 'env', 'run_timeout_ms', 'output_max_bytes'].map(isOverridable)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    const others = ['session_target', 'approval_required', 'max_retries', 'schedule_cron', 'nothing', ''];
    expect(others.filter(isOverridable)).toEqual([]);
    expect(overridableFields().every(isOverridable)).toBe(true);
    expect(overridableFields().length).toBeGreaterThan(10);
  });

  test('is changed by the fields that were named, as they were understood; what is taken away is null', () => {
    const validated = aDefinition({ session_target: 'shell', run_timeout_ms: 9_000 });
    const patch = { run_timeout_ms: '9000', shell: null, max_retries: 3 };
    expect(overrideOf(patch, validated)).toEqual({ run_timeout_ms: 9_000, shell: null });
    expect(overrideOf({}, validated)).toEqual({});
  });
});

describe('S-6 where an interval counts from', () => {
  const every = (ms: number, more = {}) => aDefinition({ schedule_every_ms: ms, ...more });
  const before = { definition: every(60_000), anchorAt: NOON };

  test('is where it counted from before, unless the interval is another one', () => {
    expect(anchorOf(every(60_000), NOON + 5, before)).toBe(NOON);
    expect(anchorOf(every(90_000), NOON + 5, before)).toBe(NOON + 5);
    expect(anchorOf(every(60_000), NOON + 5)).toBe(NOON + 5);
  });

  test('is the instant that is given', () => {
    const given = every(60_000, { schedule_anchor_at: '2026-01-15T00:00:00Z' });
    expect(anchorOf(given, NOON + 5, before)).toBe(Date.parse('2026-01-15T00:00:00Z'));
  });

  test('is given for an interval only, as a time that can be read', () => {
    const anchor = { schedule_anchor_at: '2026-01-15T00:00:00Z' };
    expect(refusalsOf({ ...anchor, schedule_every_ms: 60_000 })).toEqual([]);
    expect(refusalsOf({ ...anchor, schedule_cron: '@daily' })).toEqual([
      'schedule_anchor_at: "2026-01-15T00:00:00Z" is not allowed: only an interval has an instant to count from; give schedule_every_ms',
    ]);
    expect(refusalsOf(anchor)).toHaveLength(1);
    expect(refusalsOf({ schedule_anchor_at: 'soon', schedule_every_ms: 60_000 })[0]).toMatch(
      /^schedule_anchor_at: "soon"/,
    );
  });

  test('goes with the interval when another schedule takes its place, and stays with one of another length', () => {
    const anchored = every(60_000, { schedule_anchor_at: '2026-01-15T00:00:00Z' });
    const anchorAfter = (patch: object) => {
      const result = patchJob(anchored, patch, context);
      return result.kind === 'ok' ? result.definition.schedule_anchor_at : result.problems.map(({ line }) => line);
    };
    const kept = '2026-01-15T00:00:00.000Z';
    expect(anchored.schedule_anchor_at).toBe(kept);
    expect(anchorAfter({ name: 'other' })).toBe(kept);
    expect(anchorAfter({ schedule_every_ms: 90_000 })).toBe(kept);
    expect(anchorAfter({ schedule_cron: '@daily' })).toBeUndefined();
    expect(anchorAfter({ schedule_every_ms: null })).toBeUndefined();
    expect(anchorAfter({ schedule_kind: 'manual' })).toBeUndefined();
  });
});

test('an instant that is this very moment is not past, and 1970 begins at its first millisecond', () => {
  expect(refusalsOf({ schedule_at: '2026-01-15T12:00:00.000Z' })).toEqual([]);
  expect(refusalsOf({ schedule_at: '2026-01-15T11:59:59.999Z' })).toHaveLength(1);
  const old = { job_type: 'watchdog', watchdog_check_cmd: 'true' };
  expect(refusalsOf({ ...old, watchdog_started_at: '1970-01-01T00:00:00Z' })).toEqual([]);
  expect(refusalsOf({ ...old, watchdog_started_at: '1969-12-31T23:59:59Z' })).toEqual([
    'watchdog_started_at: "1969-12-31T23:59:59Z" is not allowed: a time from 1970 to 9999',
  ]);
});

test('two schedules are one complaint for each further one, whatever the kind says', () => {
  const lines = refusalsOf({ schedule_kind: 'at', schedule_cron: '@daily', schedule_every_ms: 60_000 });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^schedule_every_ms: /);
});
