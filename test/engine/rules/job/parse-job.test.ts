import { describe, expect, test } from 'vitest';
import { parseJob } from '../../../../src/engine/rules/job/index.ts';
import { PROBLEMS_MAX } from '../../../../src/engine/rules/job/problem.ts';
import { aDefinition, context, linesOf, refusalsOf, warningsOf } from './job-texts.ts';

describe('what follows from other fields is filled in', () => {
  test.each([
    [{}, { schedule_kind: 'manual', payload_kind: 'agentTurn', delivery_mode: 'none' }],
    [{ schedule_cron: ' @hourly ' }, { schedule_kind: 'cron', schedule_cron: '@hourly' }],
    [{ schedule_cron: '@reboot' }, { schedule_kind: 'cron', schedule_cron: '@reboot' }],
    [{ schedule_cron: '@daily', schedule_tz: 'europe/berlin' }, { schedule_tz: 'Europe/Berlin' }],
    [{ schedule_cron: '@daily', schedule_tz: 'utc' }, { schedule_tz: 'UTC' }],
    [{ schedule_cron: '@daily', schedule_tz: 'US/Pacific' }, { schedule_tz: 'US/Pacific' }],
    [{ schedule_every_ms: 60_000 }, { schedule_kind: 'every' }],
    [{ schedule_at: 'in 20m' }, { schedule_kind: 'at', schedule_at: '2026-01-15T12:20:00.000Z' }],
    [{ schedule_at: '90s' }, { schedule_at: '2026-01-15T12:01:30.000Z' }],
    [{ schedule_at: '2026-02-01 09:30:00' }, { schedule_at: '2026-02-01T09:30:00.000Z' }],
    [{ schedule_at: '2026-02-01T09:30:00+02:00' }, { schedule_at: '2026-02-01T07:30:00.000Z' }],
    [{ session_target: 'shell' }, { payload_kind: 'shellCommand' }],
    [{ session_target: 'main', payload_kind: 'systemEvent' }, { payload_kind: 'systemEvent' }],
    [{ parent_id: 'p' }, { schedule_kind: 'manual', trigger_on: 'success' }],
    [{ parent_id: 'p', trigger_on: 'failure' }, { trigger_on: 'failure' }],
    [{ delivery_to: '42' }, { delivery_mode: 'announce' }],
    [{ delivery_to: '42', delivery_mode: 'none' }, { delivery_mode: 'none' }],
    [
      { job_type: 'watchdog', watchdog_check_cmd: 'true', payload_message: null, watchdog_target_label: 'deploy' },
      { payload_message: 'deploy' },
    ],
    [{ job_type: 'watchdog', watchdog_check_cmd: 'true', payload_message: null }, { payload_message: '' }],
    [
      { job_type: 'watchdog', watchdog_check_cmd: 'true', watchdog_started_at: '2026-01-15 11:00:00' },
      { watchdog_started_at: '2026-01-15T11:00:00.000Z' },
    ],
  ])('%j', (fields, derived) => {
    expect(aDefinition(fields)).toMatchObject(derived);
  });
});

describe('what means nothing is dropped', () => {
  test('null is an absent field, whatever its name', () => {
    expect(aDefinition({ cwd: null, identity_principal: null, run_timeout_ms: null })).toEqual(aDefinition());
  });
  test.each([
    ['the sentinel of a child', { parent_id: 'p', schedule_cron: '0 0  31 2 *', schedule_kind: 'cron' }],
    ['@manual on a child', { parent_id: 'p', schedule_cron: '@MANUAL' }],
  ])('%s', (_, fields) => {
    expect(aDefinition(fields)).toEqual(aDefinition({ parent_id: 'p' }));
  });
  test.each([
    ['@manual', { schedule_cron: ' @manual ' }],
    ['no delay after no parent', { trigger_delay_s: 0 }],
  ])('%s', (_, fields) => {
    expect(aDefinition(fields)).toEqual(aDefinition());
  });
});

describe('a job with a mistake between its fields is refused in one line', () => {
  test.each<[Record<string, unknown>, string]>([
    [{ schedule_cron: '61 * * * *' }, 'schedule_cron: "61 * * * *" is not allowed: minute: 61 is not allowed (0–59)'],
    [
      { schedule_cron: '0 0 31 2 *' },
      'schedule_cron: "0 0 31 2 *" is not allowed: can never fire within 9 years; leave it out for a job that only runs by hand',
    ],
    [
      { schedule_cron: '* * * * *', schedule_every_ms: 5_000 },
      'schedule_every_ms: 5000 is not allowed: a job has one schedule, and schedule_cron is given as well; remove one of them',
    ],
    [
      { parent_id: 'p', schedule_every_ms: 5_000 },
      'schedule_every_ms: 5000 is not allowed: a job with parent_id has no schedule; remove schedule_every_ms or parent_id',
    ],
    [
      { schedule_kind: 'every' },
      'schedule_kind: "every" is not allowed: it needs schedule_every_ms; give schedule_every_ms or leave both out',
    ],
    [
      { schedule_kind: 'every', schedule_cron: '@daily' },
      'schedule_kind: "every" is not allowed: cron follows from schedule_cron; leave it out',
    ],
    [
      { schedule_tz: 'Europe/Berln' },
      'schedule_tz: "Europe/Berln" is not allowed: an IANA time zone such as Europe/Berlin; did you mean Europe/Berlin?',
    ],
    [
      { schedule_at: '2026-01-15T11:59:59Z' },
      'schedule_at: "2026-01-15T11:59:59Z" is not allowed: a time that is not past; choose a later one, or allow it with --allow-past',
    ],
    [{ schedule_at: '2026-02-30T00:00:00Z' }, 'schedule_at: 2026-02-30 is not a date that exists'],
    [
      { exclude: ['SAT', '2026-02-30'] },
      'exclude[1]: "2026-02-30" is not allowed: days that exist, the earlier one first',
    ],
    [
      { exclude: '2026-02-02..2026-02-01' },
      'exclude[0]: "2026-02-02..2026-02-01" is not allowed: days that exist, the earlier one first',
    ],
    [
      { session_target: 'shell', payload_kind: 'agentTurn' },
      'payload_kind: "agentTurn" is not allowed: shellCommand follows from session_target shell; leave it out, or set session_target to isolated',
    ],
    [
      { payload_message: ' \n' },
      'payload_message: " \\n" is not allowed: a command, prompt or event text that is not blank',
    ],
    [
      { session_target: 'shell', payload_message: 'x'.repeat(120_001) },
      `payload_message: "${'x'.repeat(59)}…" (120,001 bytes) is not allowed: a shell command of at most 120,000 bytes; put it into a script and run that`,
    ],
    [
      { trigger_on: 'success' },
      'trigger_on: "success" is not allowed: only a job with parent_id is triggered; give parent_id or remove trigger_on',
    ],
    [
      { parent_id: 'p', trigger_condition: 'regex:(?=a)' },
      'trigger_condition: "regex:(?=a)" is not allowed: the pattern is wrong: invalid or unsupported Perl syntax: `(?=`',
    ],
    [
      { job_type: 'watchdog' },
      'watchdog_check_cmd: missing: a watchdog needs a command to look with; give a command of at most 120,000 bytes',
    ],
    [
      { watchdog_timeout_min: 5 },
      'watchdog_timeout_min: 5 is not allowed: only a watchdog has it; set job_type to watchdog or remove watchdog_timeout_min',
    ],
    [
      { job_type: 'watchdog', watchdog_check_cmd: 'true', watchdog_started_at: 'soon' },
      'watchdog_started_at: "soon" is not a time such as 2026-11-23T02:30:00Z, 2026-11-23 02:30:00 (UTC) or in 20m',
    ],
    [
      { delivery_mode: 'announce' },
      'delivery_mode: "announce" is not allowed: it needs delivery_to; give delivery_to or set delivery_mode to none',
    ],
  ])('%#: %o', (fields, line) => {
    expect(refusalsOf(fields)).toEqual([line]);
  });
});

describe('a field with a mistake of its own is refused in one line', () => {
  test.each<[Record<string, unknown>, string]>([
    [
      { name: null },
      'name: missing: what the job is called; need not be unique; give 1–200 characters without control characters',
    ],
    [{ name: 'a\u001b[2J' }, 'name: "a\\u001b[2J" is not allowed: 1–200 characters without control characters'],
    [
      { payload_message: null },
      'payload_message: missing: the command, prompt or event text; give text of at most 1 MiB (a shell command: 120,000 bytes) without NUL',
    ],
    [{ scheduel_cron: '@daily' }, 'scheduel_cron: no such field; did you mean schedule_cron?'],
    [{ cmd: 'ls' }, 'cmd: no such field; did you mean payload_message?'],
    [{ 'evil\u001b]0;x': 1 }, 'evil?]0;x: no such field; remove it'],
    [{ ['k'.repeat(200)]: 1 }, `${'k'.repeat(59)}…: no such field; remove it`],
    [{ constructor: 1 }, 'constructor: no such field; remove it'],
    [{ identity_principal: 'x' }, 'identity_principal: trust fields are not supported by this version; remove it'],
    [{ contract_network: 'none' }, 'contract_network: trust fields are not supported by this version; remove it'],
    [{ session_target: 'shel' }, 'session_target: "shel" is not allowed: shell, isolated or main; did you mean shell?'],
    [
      { overlap_policy: 'que' },
      'overlap_policy: "que" is not allowed: skip, queue, allow or replace; did you mean queue?',
    ],
    [{ priority: 101 }, 'priority: 101 is not allowed: a whole number from -100 to 100'],
    [{ max_retries: '3' }, 'max_retries: "3" is not allowed: a whole number from 0 to 100'],
    [{ enabled: {} }, 'enabled: an object is not allowed: true, false, 1 or 0'],
    [{ tags: ['a', ''] }, 'tags[1]: "" is not allowed: a list of at most 20 tags of 1–64 characters'],
    [{ tags: Array(21).fill('t') }, 'tags: a list of 21 is not allowed: a list of at most 20 tags of 1–64 characters'],
    [
      { env: { OPENCLAW_RUN_ID: 'hunter2' } },
      "env.OPENCLAW_RUN_ID: the name is not allowed: names that begin with OPENCLAW_ are the engine's own; choose another name",
    ],
    [
      { env: { '9A': 'hunter2' } },
      'env.9A: the name is not allowed: letters, digits and _, not beginning with a digit; choose another name',
    ],
    [
      { env: JSON.parse('{"__proto__":"hunter2"}') },
      'env.__proto__: the name is not allowed: letters, digits and _, not beginning with a digit; choose another name',
    ],
    [
      { env: { A: ['hunter2'] } },
      'env.A: (hidden) is not allowed: text, {"from_file": "/path"} or {"from_env": "NAME"}',
    ],
    [
      { env: { A: { from_file: 'hunter2' } } },
      'env.A.from_file: (hidden) is not allowed: text, {"from_file": "/path"} or {"from_env": "NAME"}',
    ],
    [
      { env: 'A=hunter2' },
      'env: (hidden) is not allowed: at most 200 variable names, not OPENCLAW_…, each with text, {"from_file": "/path"} or {"from_env": "NAME"}',
    ],
  ])('%#: %o', (fields, line) => {
    expect(refusalsOf(fields)).toEqual([line]);
  });
});

test('everything that is wrong is said at once, and a broken field raises no second complaint', () => {
  expect(
    refusalsOf({ delivery_mode: 'announce', delivery_to: '', max_retries: -1, colour: 1, trigger_on: 'failure' }),
  ).toEqual([
    'colour: no such field; remove it',
    'max_retries: -1 is not allowed: a whole number from 0 to 100',
    'delivery_to: "" is not allowed: 1–1,024 bytes of text without control characters',
    'trigger_on: "failure" is not allowed: only a job with parent_id is triggered; give parent_id or remove trigger_on',
  ]);
});

test('a problem carries its field, value, what is allowed and what to try apart from the line', () => {
  const result = parseJob({ name: 'a', payload_message: 'b', session_target: 'shel' }, context);
  expect(result).toMatchObject({
    problems: [
      { field: 'session_target', value: '"shel"', allowed: 'shell, isolated or main', hint: 'did you mean shell?' },
    ],
  });
});

test('of very many problems the first are shown and the others counted', () => {
  const many = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`field${index}`, 1]));
  const lines = refusalsOf(many);
  expect(lines).toHaveLength(PROBLEMS_MAX);
  expect(lines.at(-1)).toBe('and 49981 more problems');
});

test.each([
  [[1], 'a job is an object with fields, such as {"name":"…"}, not [1]'],
  [null, 'a job is an object with fields, such as {"name":"…"}, not null'],
  ['ls', 'a job is an object with fields, such as {"name":"…"}, not "ls"'],
])('%j is no job', (input, line) => {
  expect(linesOf(parseJob(input, context))).toEqual([line]);
});

test('a past time is taken when the operator allows it', () => {
  const input = { name: 'a', payload_message: 'b', schedule_at: '2020-01-01T00:00:00Z' };
  expect(parseJob(input, { ...context, allowPast: true })).toMatchObject({ kind: 'ok' });
});

test('an instant whose UTC text could not be read back is refused', () => {
  const input = { name: 'a', payload_message: 'b', schedule_at: '9999-12-31T23:59:59-10:00' };
  expect(linesOf(parseJob(input, { ...context, allowPast: true }))).toEqual([
    'schedule_at: "9999-12-31T23:59:59-10:00" is not allowed: a time from 1970 to 9999',
  ]);
});

describe('what is likely not meant is warned about', () => {
  test.each<[Record<string, unknown>, string[]]>([
    [{}, []],
    [{ schedule_cron: '@reboot' }, []],
    [{ schedule_cron: '0 9 * * *', schedule_tz: 'UTC' }, []],
    [
      { schedule_cron: '0 9 * * *' },
      ["schedule_tz: not given, so the schedule is read in UTC; this machine's zone is Europe/Berlin"],
    ],
    [
      { schedule_cron: '0 9 1 * 1', schedule_tz: 'UTC' },
      ['schedule_cron: day of month and weekday are both restricted: it fires when either matches'],
    ],
    [
      { approval_required: true },
      ['approval_scope: chain asks only when a parent starts the job, and it has none; all asks every time'],
    ],
    [{ approval_required: true, approval_scope: 'all' }, []],
    [{ approval_required: true, parent_id: 'p' }, []],
    [
      { cwd: '/srv', env: { A: 'b' } },
      ['cwd: has no effect, since session_target is isolated', 'env: has no effect, since session_target is isolated'],
    ],
    [{ cwd: '/srv', env: { A: 'b' }, session_target: 'shell' }, []],
  ])('%o', (fields, warnings) => {
    expect(warningsOf(fields)).toEqual(warnings);
  });
});
