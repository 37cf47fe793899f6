import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  describeJobField,
  jobDefinitionSchema,
  jobFields,
  jobInputSchema,
  TRUST_FIELD,
} from '../../../src/store/nouns/job-fields.ts';

const least = { name: 'a', payload_message: 'b' };

test('a job of a name and a message gets every default of the contract', () => {
  expect(jobInputSchema.parse(least)).toEqual({
    ...least,
    enabled: true,
    schedule_tz: 'UTC',
    jitter_s: 0,
    misfire_policy: 'run_once',
    misfire_max: 100,
    misfire_window_s: 604_800,
    dst: 'cronie',
    every_from: 'start',
    session_target: 'isolated',
    job_type: 'standard',
    job_class: 'standard',
    agent_id: 'main',
    payload_timeout_seconds: 120,
    payload_scope: 'own',
    execution_intent: 'execute',
    execution_read_only: false,
    env: {},
    run_timeout_ms: 300_000,
    kill_grace_ms: 5_000,
    on_engine_exit: 'keep',
    overlap_policy: 'skip',
    pool_policy: 'skip',
    priority: 0,
    max_queued_dispatches: 25,
    max_pending_approvals: 10,
    max_trigger_fanout: 25,
    max_retries: 0,
    retry_delay_s: 30,
    retry_factor: 2,
    retry_max_delay_s: 3_600,
    retry_jitter: 0,
    success_exit_codes: [0],
    approval_required: false,
    approval_scope: 'chain',
    approval_timeout_s: 3_600,
    approval_auto: 'reject',
    approval_risk: 'normal',
    delivery_guarantee: 'at-most-once',
    delete_after_run: false,
    context_retrieval: 'none',
    context_retrieval_limit: 5,
    output_store_limit_bytes: 65_536,
    output_offload_threshold_bytes: 65_536,
    output_excerpt_limit_bytes: 65_536,
    output_summary_limit_bytes: 65_536,
    output_max_bytes: 67_108_864,
    watchdog_self_destruct: true,
  });
});

describe('a number is taken at its limits and refused beyond them', () => {
  test.each([
    ['schedule_every_ms', 1_000, 315_360_000_000],
    ['jitter_s', 0, 86_400],
    ['misfire_max', 1, 10_000],
    ['misfire_window_s', 0, 31_536_000],
    ['payload_timeout_seconds', 1, 604_800],
    ['run_timeout_ms', 1_000, 604_800_000],
    ['idle_timeout_ms', 1_000, 604_800_000],
    ['kill_grace_ms', 0, 600_000],
    ['priority', -100, 100],
    ['max_queued_dispatches', 1, 10_000],
    ['max_pending_approvals', 1, 1_000],
    ['max_trigger_fanout', 1, 1_000],
    ['max_retries', 0, 100],
    ['retry_delay_s', 0, 2_592_000],
    ['retry_factor', 1, 100],
    ['retry_max_delay_s', 0, 2_592_000],
    ['retry_jitter', 0, 1],
    ['trigger_delay_s', 0, 2_592_000],
    ['approval_timeout_s', 1, 31_536_000],
    ['ttl_hours', 1, 876_000],
    ['context_retrieval_limit', 1, 100],
    ['output_store_limit_bytes', 0, 16_777_216],
    ['output_offload_threshold_bytes', 0, 16_777_216],
    ['output_excerpt_limit_bytes', 0, 16_777_216],
    ['output_summary_limit_bytes', 0, 16_777_216],
    ['output_max_bytes', 1_024, 1_099_511_627_776],
    ['expect_every_s', 1, 31_536_000],
    ['watchdog_timeout_min', 1, 525_600],
  ])('%s from %d to %d', (field, min, max) => {
    const accepts = (value: unknown) => jobInputSchema.safeParse({ ...least, [field]: value }).success;
    expect([min, max].map(accepts)).toEqual([true, true]);
    expect([min - 1, max + 1, String(min), true, Number.NaN, Number.POSITIVE_INFINITY].map(accepts)).toEqual(
      Array(6).fill(false),
    );
  });
});

describe('a closed set takes its own words only', () => {
  test.each([
    ['schedule_kind', ['cron', 'at', 'every', 'manual']],
    ['misfire_policy', ['skip', 'run_once', 'run_all']],
    ['dst', ['cronie', 'skip', 'wall']],
    ['every_from', ['start', 'end']],
    ['session_target', ['shell', 'isolated', 'main']],
    ['job_type', ['standard', 'watchdog']],
    ['job_class', ['standard', 'pre_compaction_flush']],
    ['payload_kind', ['shellCommand', 'agentTurn', 'systemEvent']],
    ['payload_scope', ['own', 'global']],
    ['execution_intent', ['execute', 'plan']],
    ['overlap_policy', ['skip', 'queue', 'allow', 'replace']],
    ['pool_policy', ['skip', 'wait']],
    ['on_engine_exit', ['keep', 'stop']],
    ['trigger_on', ['success', 'failure', 'complete', 'attempt_failure']],
    ['approval_scope', ['chain', 'all']],
    ['approval_auto', ['approve', 'reject']],
    ['approval_risk', ['normal', 'high']],
    ['delivery_mode', ['none', 'announce', 'announce-always']],
    ['delivery_guarantee', ['at-most-once', 'at-least-once']],
    ['context_retrieval', ['none', 'recent', 'hybrid']],
  ])('%s', (field, words) => {
    const accepts = (value: unknown) => jobInputSchema.safeParse({ ...least, [field]: value }).success;
    expect(words.map(accepts)).toEqual(words.map(() => true));
    expect(['', 'other', words[0]?.toUpperCase(), 1, null, []].map(accepts)).toEqual(Array(6).fill(false));
  });
});

test.each(['enabled', 'delete_after_run', 'execution_read_only', 'approval_required', 'watchdog_self_destruct'])(
  '%s takes true, false, 1 and 0 and becomes a boolean',
  (field) => {
    const taken = [true, 1, false, 0].map((value) => jobInputSchema.parse({ ...least, [field]: value }));
    expect(taken.map((job) => Object.entries(job).find(([name]) => name === field)?.[1])).toEqual([
      true,
      true,
      false,
      false,
    ]);
    for (const value of ['true', 2, 'yes']) {
      expect(jobInputSchema.safeParse({ ...least, [field]: value }).success).toBe(false);
    }
  },
);

describe('text is measured in the unit of its rule', () => {
  test.each<[field: string, taken: unknown, refused: unknown]>([
    ['name', 'é'.repeat(200), 'é'.repeat(201)],
    ['name', '👩'.repeat(200), '👩'.repeat(201)],
    ['name', 'a', ''],
    ['name', 'a b', '   '],
    ['name', 'a b', 'a\tb'],
    ['name', 'a b', 'a\u001b[31mb'],
    ['name', 'a b', 'a\u0085b'],
    ['description', 'é'.repeat(2_048), 'é'.repeat(2_049)],
    ['description', 'two\nlines', 'nul\0'],
    ['origin', 'é'.repeat(512), 'é'.repeat(513)],
    ['delivery_opt_out_reason', 'noise', ''],
    ['tags', Array(20).fill('t'), Array(21).fill('t')],
    ['tags', ['é'.repeat(64)], ['é'.repeat(65)]],
    ['tags', [], 'one'],
    ['payload_message', 'a'.repeat(1_048_576), 'a'.repeat(1_048_577)],
    ['payload_message', 'two\nlines\t', 'nul\0'],
    ['payload_message', '\ud83d\ude00', '\ud83d'],
    ['agent_id', 'beta', 'two words'],
    ['agent_id', 'beta', 'agent:beta'],
    ['cwd', '/srv/app', 'srv/app'],
    ['shell', '/bin/zsh', 'zsh'],
    ['trigger_condition', 'contains:x', 'contains:'],
    ['trigger_condition', 'regex:x', 'x'],
    ['retry_on_exit_codes', [1, 255], [256]],
    ['retry_on_exit_codes', [1], []],
    ['success_exit_codes', [0, 3], 0],
    ['env', { A: '', _b1: 'x'.repeat(32_768) }, { A: 'x'.repeat(32_769) }],
    ['env', { A: { from_file: '/run/secrets/a' } }, { A: { from_file: 'a' } }],
    ['env', { A: { from_env: 'B' } }, { A: { from_env: '1B' } }],
    ['env', { A: { from_env: 'B' } }, { A: { from_env: 'B', from_file: '/b' } }],
    ['env', { A: 'b' }, { '1A': 'b' }],
    ['env', { A: 'b' }, { OPENCLAW_RUN_ID: 'b' }],
    ['env', { A: 'b' }, { A: 1 }],
    ['env', {}, []],
    ['exclude', '2026-12-24', ''],
    ['exclude', ['2026-12-24..2027-01-02', 'sat', 'SAT-SUN', '/etc/holidays.ics'], ['2026-12-24', '']],
  ])('%s', (field, taken, refused) => {
    expect(jobInputSchema.safeParse({ ...least, [field]: taken }).success).toBe(true);
    expect(jobInputSchema.safeParse({ ...least, [field]: refused }).success).toBe(false);
  });
});

test('blanks around a name are dropped, and one excluded day is a list of one', () => {
  expect(jobInputSchema.parse({ ...least, name: ' Nightly ', exclude: 'SAT' })).toMatchObject({
    name: 'Nightly',
    exclude: ['SAT'],
  });
});

test('every field says what it is for and what it may hold', () => {
  for (const field of jobFields) {
    const { help, allowed } = describeJobField(field);
    expect(`${field}: ${help}`).toMatch(/: .{8,}/);
    expect(`${field}: ${allowed}`).toMatch(/: .{8,}/);
  }
});

test('an unknown field is no part of a definition', () => {
  expect(jobDefinitionSchema.safeParse({ ...least, colour: 'red' }).success).toBe(false);
});

test('the fields of trust gates are known by name, the others are not mistaken for them', () => {
  const trust = ['identity', 'identity_principal', 'authorization_ref', 'evidence_ref', 'contract_network'];
  expect([...trust, 'child_credential_policy'].every((name) => TRUST_FIELD.test(name))).toBe(true);
  expect(jobFields.some((name) => TRUST_FIELD.test(name))).toBe(false);
});

test('the schema can be published as JSON Schema', () => {
  const schema = z.toJSONSchema(jobInputSchema, { io: 'input' });
  expect(schema.required).toEqual(['name']);
  expect(Object.keys(schema.properties ?? {}).toSorted()).toEqual(jobFields.toSorted());
});
