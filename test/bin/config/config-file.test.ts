import { expect, test } from 'vitest';
import { parseConfig } from '../../../bin/config/config-file.ts';
import { Failure } from '../../../bin/failure.ts';

const refusal = (text: string): Failure => {
  try {
    parseConfig(text, '/home/ana/config.json');
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('the configuration was accepted');
};

test('every key of the table is accepted', () => {
  const config = {
    max_active_runs: 8,
    grace_s: 30,
    on_hangup: 'keep',
    retention: { runs_per_job: 100, runs_days: 30, other_days: 30, audit_days: 400 },
    gateway: { url: 'ws://127.0.0.1:1', token_file: '/t', allow_insecure: false },
    approvals: { self: true },
    delivery: {
      webhooks: { ops: 'https://example.org' },
      ntfy: 'https://ntfy.example',
      allow_insecure: false,
      max_attempts: 10,
    },
    ui: { theme: 'dark', ascii: false, mouse: false, bell: 'approvals+crit', notify: 'off', time: 'relative' },
    hooks: { 'run.failed': 'true' },
    metrics: { listen: '127.0.0.1:9090' },
    log: { level: 'info', file: '/l', max_mb: 10 },
    env_deny: ['SECRET_*'],
  };
  expect(parseConfig(JSON.stringify(config), 'x')).toEqual(config);
});

test('a byte order mark and an empty object are fine', () => {
  expect(parseConfig('\uFEFF{}', 'x')).toEqual({});
});

test.each([
  ['{"max_active_run": 3}', 'max_active_run', 'has an unknown key max_active_run', 'max_active_runs?'],
  ['{"ui": {"thme": "dark"}}', 'ui.thme', 'has an unknown key ui.thme', 'ui.theme?'],
  [
    '{"retention": {"zzz": 1}}',
    'retention.zzz',
    'unknown key retention.zzz',
    'known: runs_per_job, runs_days, other_days, audit_days',
  ],
  ['{"max_active_runs": 0}', 'max_active_runs', 'max_active_runs in /home/ana/config.json must be 1–1000', undefined],
  ['{"grace_s": "30"}', 'grace_s', 'must be a whole number 0–86400', undefined],
  ['{"on_hangup": "leave"}', 'on_hangup', 'must be one of keep, stop', undefined],
  ['{"approvals": {"self": 1}}', 'approvals.self', 'must be true or false', undefined],
  ['[]', 'the whole file', 'must be a JSON object', undefined],
])('%s is refused by name', (text, field, message, hint) => {
  const failure = refusal(text);
  expect(failure).toMatchObject({ kind: 'usage', field, hint });
  expect(failure.message).toContain(message);
});

test('broken JSON is answered with its place', () => {
  expect(refusal('{\n  "grace_s": 30,\n}')).toMatchObject({
    code: 'config-broken',
    message: expect.stringContaining('/home/ana/config.json, line 3, column 1: expected a name'),
  });
});
