import { describe, expect, test } from 'vitest';
import { changesSchedule, patchJob } from '../../../../src/engine/rules/job/index.ts';
import { aDefinition, context, linesOf } from './job-texts.ts';

function patched(current: Record<string, unknown>, patch: Record<string, unknown>) {
  const result = patchJob(aDefinition(current), patch, context);
  if (result.kind === 'refused') throw new Error(linesOf(result).join('\n'));
  return result.definition;
}

describe('D-71 a patch changes what it names, and what follows from it', () => {
  test.each<[string, Record<string, unknown>, Record<string, unknown>, Record<string, unknown>]>([
    ['nothing', { cwd: '/a' }, {}, { cwd: '/a' }],
    ['an undefined field', { cwd: '/a' }, { cwd: undefined }, { cwd: '/a' }],
    ['a field', { cwd: '/a' }, { cwd: '/b' }, { cwd: '/b' }],
    ['null takes an optional field away', { cwd: '/a' }, { cwd: null }, {}],
    ['null takes a field back to its default', { max_retries: 3 }, { max_retries: null }, {}],
    ['0 switches off', {}, { enabled: 0 }, { enabled: false }],
    [
      'another kind of schedule',
      { schedule_cron: '@daily' },
      { schedule_every_ms: 5_000 },
      { schedule_every_ms: 5_000 },
    ],
    ['no schedule any more', { schedule_cron: '@daily' }, { schedule_cron: null }, {}],
    ['no schedule any more, by kind', { schedule_cron: '@daily' }, { schedule_kind: 'manual' }, {}],
    ['no schedule any more, by keyword', { schedule_every_ms: 5_000 }, { schedule_cron: '@manual' }, {}],
    ['another target', {}, { session_target: 'shell' }, { session_target: 'shell' }],
    ['a parent', { schedule_cron: '@daily' }, { parent_id: 'p', schedule_cron: null }, { parent_id: 'p' }],
    [
      'another parent',
      { parent_id: 'p', trigger_on: 'failure' },
      { parent_id: 'q' },
      { parent_id: 'q', trigger_on: 'failure' },
    ],
    ['no parent any more', { parent_id: 'p', trigger_delay_s: 3 }, { parent_id: null }, {}],
    ['a recipient', {}, { delivery_to: '42' }, { delivery_to: '42' }],
    ['no recipient any more', { delivery_to: '42' }, { delivery_to: null }, {}],
    [
      'another recipient of every end',
      { delivery_to: '4', delivery_mode: 'announce-always' },
      { delivery_to: '5' },
      { delivery_to: '5', delivery_mode: 'announce-always' },
    ],
    ['a whole environment', { env: { A: '1' } }, { env: { B: '2' } }, { env: { B: '2' } }],
  ])('%s', (_, current, patch, expected) => {
    expect(patched(current, patch)).toEqual(aDefinition(expected));
  });
});

describe('D-71 the patched job is validated as a whole', () => {
  test.each<[Record<string, unknown>, Record<string, unknown>, string[]]>([
    [
      {},
      { name: null },
      ['name: missing: what the job is called; need not be unique; give 1–200 characters without control characters'],
    ],
    [
      { schedule_cron: '@daily' },
      { parent_id: 'p' },
      [
        'schedule_cron: "@daily" is not allowed: a job with parent_id has no schedule; remove schedule_cron or parent_id',
      ],
    ],
    [
      { delivery_to: '4', delivery_mode: 'announce-always' },
      { delivery_to: null },
      [
        'delivery_mode: "announce-always" is not allowed: it needs delivery_to; give delivery_to or set delivery_mode to none',
      ],
    ],
    [{}, { scheduel_cron: null }, ['scheduel_cron: no such field; did you mean schedule_cron?']],
    [{}, { max_retrys: 1 }, ['max_retrys: no such field; did you mean max_retries?']],
    [
      {},
      { schedule_at: '2026-01-15T11:00:00Z' },
      [
        'schedule_at: "2026-01-15T11:00:00Z" is not allowed: a time that is not past; choose a later one, or allow it with --allow-past',
      ],
    ],
    [
      { payload_message: 'x'.repeat(120_001) },
      { session_target: 'shell', payload_kind: 'agentTurn' },
      [
        'payload_kind: "agentTurn" is not allowed: shellCommand follows from session_target shell; leave it out, or set session_target to isolated',
        `payload_message: "${'x'.repeat(59)}…" (120,001 bytes) is not allowed: a shell command of at most 120,000 bytes; put it into a script and run that`,
      ],
    ],
  ])('%#: %o', (current, patch, lines) => {
    expect(linesOf(patchJob(aDefinition(current), patch, context))).toEqual(lines);
  });
  test('a patch that is no object is refused', () => {
    expect(linesOf(patchJob(aDefinition(), 'enabled=0', context))).toHaveLength(1);
  });
});

test('D-71 a one-shot whose time has passed can still be edited', () => {
  const current = aDefinition({ schedule_at: 'in 20m' });
  const later = { ...context, now: context.now + 86_400_000 };
  expect(patchJob(current, { description: 'done' }, later)).toMatchObject({
    kind: 'ok',
    definition: { schedule_at: current.schedule_at, description: 'done' },
  });
});

test('D-71 an announcement that starts or ends with its recipient is said', () => {
  expect(patchJob(aDefinition(), { delivery_to: '42' }, context)).toMatchObject({
    warnings: ['delivery_mode: now announce, since delivery_to has changed'],
  });
  expect(patchJob(aDefinition({ delivery_to: '42' }), { delivery_to: null }, context)).toMatchObject({
    warnings: ['delivery_mode: now none, since delivery_to has changed'],
  });
});

describe('D-71 only schedule, zone, jitter and calendar move the next fire time', () => {
  test.each<[Record<string, unknown>, boolean]>([
    [{ schedule_cron: '@hourly' }, true],
    [{ schedule_tz: 'Asia/Tokyo' }, true],
    [{ jitter_s: 5 }, true],
    [{ dst: 'wall' }, true],
    [{ exclude: ['SAT'] }, true],
    [{ schedule_kind: 'manual' }, true],
    [{ schedule_every_ms: 5_000 }, true],
    [{ schedule_cron: '@daily' }, false],
    [{ name: 'b', payload_message: 'c', enabled: false, max_retries: 3, misfire_policy: 'skip' }, false],
  ])('%o: %s', (patch, moves) => {
    const current = { schedule_cron: '@daily' };
    expect(changesSchedule(aDefinition(current), patched(current, patch))).toBe(moves);
  });
});
