import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { parseConfig } from '../../bin/config/config-file.ts';
import { parseDuration } from '../../bin/duration.ts';
import { Failure } from '../../bin/failure.ts';
import { LINE_BYTES_MAX, parseCrontab } from '../../src/engine/imports/crontab/lines.ts';
import { planText } from '../../src/engine/imports/crontab/plan-text.ts';
import { judgeReply } from '../../src/engine/rules/agent/reply.ts';
import { eventAt, readCalendar } from '../../src/engine/rules/calendar/ics.ts';
import { parseJob, readJobJson } from '../../src/engine/rules/job/index.ts';
import { checkCron, nextSlot, parseAt } from '../../src/engine/rules/schedule/index.ts';
import { watchdogVerdict } from '../../src/engine/rules/watchdog.ts';
import { jobFields } from '../../src/store/nouns/job-fields.ts';
import { fixture, planOf } from '../engine/imports/crontab/context.ts';
import { NOON } from '../support/builders.ts';
import { CASES, expectOneLine, mangled, TIME_MAX_MS } from './cases.ts';

const RUNS = { numRuns: CASES };
vi.setConfig({ testTimeout: TIME_MAX_MS });
const CONTEXT = { now: NOON, machineZone: 'UTC', allowPast: false };
const anything = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', maxLength: 60 }));

const JOB_TEXTS = [
  '{"name":"a","session_target":"shell","payload_message":"x","schedule_cron":"0 3 * * *","schedule_tz":"Europe/Paris"}',
  '{"name":"b","payload_message":"y","schedule_every_ms":60000,"max_retries":3,"retry_delay_s":1e3,"tags":["t","u"]}',
  '{"name":"c","session_target":"shell","payload_message":"z","env":{"A":{"from_file":"/x"},"B":"\\u001b[2J"}}',
  '{"name":"d","parent_id":"j1","payload_message":"z","trigger_condition":"regex:(a+)+$","trigger_on":"failure"}',
];
const oddValue = fc.oneof(
  fc.jsonValue(),
  anything,
  fc.double(),
  fc.bigInt(),
  fc.constantFrom(-1, 0, 1e308, NaN, '\u202e'),
);
const jobObject = fc.dictionary(fc.oneof(fc.constantFrom<string>(...jobFields), anything), oddValue, { maxKeys: 8 });

test('R-9 job JSON is taken or refused in one line, whatever it is', () => {
  const take = (value: unknown): void => {
    const parsed = parseJob(value, CONTEXT);
    if (parsed.kind === 'refused') for (const { line } of parsed.problems) expectOneLine(line);
  };
  fc.assert(
    fc.property(fc.oneof(mangled(JOB_TEXTS), anything), (text) => {
      const read = readJobJson(text);
      if (read.kind === 'ok') take(read.value);
      else expectOneLine(read.line);
    }),
    RUNS,
  );
  fc.assert(fc.property(jobObject, take), RUNS);
});

test('R-9 a cron expression is taken, and then fires or never will, or is refused in one line', () => {
  const cron = mangled([
    '*/5 * * * *',
    '0 0 1-7 * 1',
    '@hourly',
    'H H(0-7) * * *',
    '0 0 L * 5#3',
    '59 23 29 2 */2',
    'TZ=UTC * * * * *',
  ]);
  const zone = fc.constantFrom('UTC', 'Europe/London', 'Australia/Lord_Howe', 'nowhere');
  fc.assert(
    fc.property(fc.oneof(cron, anything), zone, (expression, where) => {
      const check = checkCron(expression, where, 'seed');
      if (check.kind === 'refused') {
        expectOneLine(check.reason);
        return;
      }
      const slot = nextSlot({ kind: 'cron', expression, zone: where, dst: 'cronie', seed: 'seed' }, NOON);
      if (slot !== undefined) expect(slot.at).toBeGreaterThan(NOON);
    }),
    RUNS,
  );
});

const CONFIGS = [
  '{"max_active_runs":8,"grace_s":30,"on_hangup":"keep","retention":{"runs_per_job":100}}',
  '{"gateway":{"url":"ws://127.0.0.1:1","token_file":"/t"},"delivery":{"webhooks":{"ops":"https://example.org"}}}',
  '{"ui":{"theme":"dark","bell":"approvals+crit"},"hooks":{"run.failed":"true"},"env_deny":["SECRET_*"]}',
];

test('R-9 a configuration is taken or refused in one line', () => {
  const values = fc.dictionary(fc.constantFrom('gateway', 'ui', 'retention', 'delivery', 'x', '__proto__'), oddValue);
  const texts = values.map((value) => JSON.stringify(value, (_key, one) => (typeof one === 'bigint' ? 1 : one)));
  fc.assert(
    fc.property(fc.oneof(mangled(CONFIGS), texts, anything), (text) => {
      try {
        parseConfig(text, 'config.json');
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        expectOneLine(error.message);
      }
    }),
    RUNS,
  );
});

test('R-9 every line of a crontab is a job, a note or a refusal of one line', () => {
  const crontabs = ['hand-written', 'mixed-user', 'system-every-form', 'system-escaped-percent'].map(fixture);
  fc.assert(
    fc.property(fc.oneof(mangled(crontabs), anything), (text) => {
      const plan = planOf(text);
      for (const item of plan.items) if (item.kind === 'refused') expectOneLine(item.reason);
      for (const line of planText(plan)) expect(line).not.toMatch(/[\n\r]/);
      expect(parseCrontab(text).length).toBeLessThanOrEqual(text.split('\n').length);
    }),
    RUNS,
  );
  expect(planOf(`* * * * * ${'x'.repeat(LINE_BYTES_MAX + 1)}`).items).toMatchObject([{ kind: 'refused' }]);
});

const EVENT = (lines: string): string =>
  `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\n${lines}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;
const CALENDARS = [
  EVENT('DTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261227\r\nSUMMARY:Christmas'),
  EVENT('DTSTART:20261123T120000Z\r\nDTEND:20261123T130000Z\r\nRRULE:FREQ=WEEKLY;COUNT=5'),
  EVENT('DTSTART;TZID=Europe/Paris:20261123T120000\r\nDURATION:PT1H\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29'),
];

test('R-9 a calendar file is read or refused in one line, and any instant can be looked up in it', () => {
  fc.assert(
    fc.property(fc.oneof(mangled(CALENDARS), anything), fc.integer({ min: 0, max: 4e12 }), (text, at) => {
      const reading = readCalendar(text);
      if (reading.kind === 'refused') expectOneLine(reading.reason);
      else eventAt(reading.calendar, at, 'Europe/London');
    }),
    RUNS,
  );
});

test('R-9 a text of a time is an instant, or is refused in one line', () => {
  const times = mangled(['in 90s', '2h', '2026-11-24 10:00:00', '2026-11-24T10:00:00+01:00', '3d', '20261124T1000Z']);
  fc.assert(
    fc.property(fc.oneof(times, anything), (text) => {
      const reading = parseAt(text, NOON);
      if (reading.kind === 'ok') expect(Number.isSafeInteger(reading.at)).toBe(true);
      else expectOneLine(reading.reason);
      const duration = parseDuration(text);
      if (duration !== undefined) expect(Number.isFinite(duration)).toBe(true);
    }),
    RUNS,
  );
});

test('R-9 whatever an agent replies has a verdict of one line', () => {
  const replies = mangled([
    'HEARTBEAT_OK',
    'TASK_FAILED: no room',
    'NO_FLUSH',
    '502 bad gateway',
    'All is well.\noverloaded',
  ]);
  fc.assert(
    fc.property(fc.oneof(replies, anything), (reply) => {
      const verdict = judgeReply(reply);
      if ('error' in verdict) expect(verdict.error).not.toMatch(/[\n\r]/);
    }),
    RUNS,
  );
});

test('D-32 R-9 whatever a watchdog’s check prints has a verdict', () => {
  const prints = mangled(['{"status":"done"}', '{"status":"running"}', 'done', '[]', '{"status":"error"}', 'null']);
  fc.assert(
    fc.property(fc.oneof(prints, anything), fc.integer({ min: 0, max: 255 }), (stdout, exitCode) => {
      const verdict = watchdogVerdict({ exitCode, stdout, elapsedMs: 60_000, thresholdMinutes: 5 });
      expect(verdict.kind).toBeTypeOf('string');
    }),
    RUNS,
  );
});
