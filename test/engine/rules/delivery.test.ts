import { describe, expect, test } from 'vitest';
import {
  addressOf,
  aliasProblem,
  DELIVERY_DEFAULTS,
  type DeliverySettings,
  deliveryAlert,
  deliveryBackOffMs,
  isPrivateUrl,
  judge,
  messageJson,
  retryAfterMs,
  routeOf,
  type SendAnswer,
  shownTarget,
} from '../../../src/engine/rules/delivery.ts';
import type { Notice } from '../../../src/store/nouns/notice.ts';
import { NOON } from '../../support/builders.ts';

const SETTINGS: DeliverySettings = {
  webhooks: {
    pager: { url: 'https://pager.example/hook?token=s3cret', secret: { from_env: 'PAGER_SECRET' } },
    plain: { url: 'http://intranet.example/hook' },
    broken: { url: 'pager.example' },
  },
  ntfy: { url: 'https://ntfy.example/' },
  commands: { mail: ['/usr/bin/mail', 'ops'] },
  allowInsecure: false,
  maxAttempts: 10,
};

const aNotice = (changes: Partial<Notice> = {}): Notice => ({
  id: 4,
  key: 'result:9',
  kind: 'result',
  channel: 'webhook',
  target: 'pager',
  jobId: 'j1',
  runId: 9,
  title: 'backup failed',
  body: 'exit 1',
  status: 'pending',
  attempts: 0,
  nextAttemptAt: NOON,
  createdAt: NOON,
  ...changes,
});

describe('the road of a message', () => {
  test('a webhook is named in the settings, or is an https URL', () => {
    expect(routeOf({ channel: 'webhook', target: 'pager' }, SETTINGS)).toEqual({
      kind: 'open',
      road: {
        kind: 'webhook',
        url: 'https://pager.example/hook?token=s3cret',
        secret: { from_env: 'PAGER_SECRET' },
      },
    });
    expect(routeOf({ channel: 'webhook', target: 'https://other.example/x' }, SETTINGS)).toEqual({
      kind: 'open',
      road: { kind: 'webhook', url: 'https://other.example/x' },
    });
  });

  test('ntfy takes a topic, a command its name', () => {
    expect(routeOf({ channel: 'ntfy', target: 'ops' }, SETTINGS)).toEqual({
      kind: 'open',
      road: { kind: 'ntfy', url: 'https://ntfy.example/', topic: 'ops' },
    });
    expect(routeOf({ channel: 'command', target: 'mail' }, SETTINGS)).toEqual({
      kind: 'open',
      road: { kind: 'command', name: 'mail', words: ['/usr/bin/mail', 'ops'] },
    });
  });

  test('D-112 an alias gives channel and target, whatever channel the job names', () => {
    const given = { channel: 'telegram', target: '@ops', aliasChannel: 'ntfy', aliasTarget: 'alarm' };
    expect(addressOf(given)).toEqual({ channel: 'ntfy', target: 'alarm' });
    expect(routeOf(given, SETTINGS)).toMatchObject({ kind: 'open', road: { topic: 'alarm' } });
  });

  test('D-112 the target of an alias is not looked up again', () => {
    const given = { channel: 'telegram', target: '@ops', aliasChannel: 'telegram', aliasTarget: '@team' };
    expect(routeOf(given, SETTINGS)).toEqual({
      kind: 'held',
      reason: 'channel telegram needs the gateway, and there is none',
    });
  });

  test.each([
    [{ channel: 'telegram', target: '42' }, 'channel telegram needs the gateway, and there is none'],
    [{ target: '42' }, 'channel unknown needs the gateway, and there is none'],
    [{ channel: 'telegram', target: '@ops' }, 'there is no alias @ops; add it with: openclaw-tui alias add'],
    [{ channel: 'webhook' }, 'it has no target'],
    [{ channel: 'webhook', target: 'nobody' }, 'there is no webhook nobody in delivery.webhooks, and it is no URL'],
    [
      { channel: 'webhook', target: 'constructor' },
      'there is no webhook constructor in delivery.webhooks, and it is no URL',
    ],
    [
      { channel: 'webhook', target: 'ftp://ana:hunter2@example.org/x' },
      'there is no webhook ftp://example.org/… in delivery.webhooks, and it is no URL',
    ],
    [{ channel: 'webhook', target: 'broken' }, 'the URL of webhook broken is not one'],
    [
      { channel: 'webhook', target: 'plain' },
      'http://intranet.example/… is not encrypted; use https, or set delivery.allow_insecure',
    ],
    [{ channel: 'command', target: 'rm' }, 'there is no command rm in delivery.commands'],
    [{ channel: 'command', target: 'toString' }, 'there is no command toString in delivery.commands'],
    [{ channel: 'ntfy', target: 'a/b' }, 'its ntfy topic must be 1–64 letters, digits, - or _'],
  ])('%j is held: %s', (given, reason) => {
    expect(routeOf(given, SETTINGS)).toEqual({ kind: 'held', reason });
  });

  test('without settings nothing but https URLs has a way', () => {
    expect(routeOf({ channel: 'ntfy', target: 'ops' }, DELIVERY_DEFAULTS).kind).toBe('held');
    expect(routeOf({ channel: 'webhook', target: 'https://a.example' }, DELIVERY_DEFAULTS).kind).toBe('open');
  });

  test('allow_insecure opens what is not encrypted', () => {
    const open = { ...SETTINGS, allowInsecure: true };
    expect(routeOf({ channel: 'webhook', target: 'plain' }, open).kind).toBe('open');
  });
});

test.each([
  ['https://example.org/x', true],
  ['http://localhost:8080/x', true],
  ['http://LOCALHOST/', true],
  ['http://2130706433/', true],
  ['http://0x7f.0.0.1/', true],
  ['http://[0:0:0:0:0:0:0:1]/', true],
  ['http://app.localhost/', false],
  ['http://localhost./', false],
  ['http://localhost@example.org/', false],
  ['http://127.0.0.1:80@example.org/', false],
  ['http://example.org#@localhost/', false],
  ['http://example.org\\@localhost/', false],
  ['http://0.0.0.0/', false],
  ['http://[::]/', false],
  ['http://[::ffff:10.0.0.1]/', false],
  ['http://[fe80::1]/', false],
  ['http://1270.0.0.1.example.org/', false],
  ['http://localhost.evil.com/', false],
  ['http://lоcalhost/', false],
  ['http://127.0.0.1/', true],
  ['http://127.1/', true],
  ['http://[::1]:9/', true],
  ['http://example.org/', false],
  ['http://localhost.example.org/', false],
  ['http://127.0.0.1.example.org/', false],
  ['http://10.0.0.1/', false],
  ['ftp://localhost/', false],
])('R-12 nobody between can read what goes to %s: %s', (url, isPrivate) => {
  expect(isPrivateUrl(url, false)).toBe(isPrivate);
});

describe('the answer', () => {
  const answered = (status: number, more: Partial<Extract<SendAnswer, { kind: 'answered' }>> = {}): SendAnswer => ({
    kind: 'answered',
    status,
    text: '',
    ...more,
  });
  const verdictOf = (answer: SendAnswer, attempt = 1) => judge(answer, attempt, 10, NOON);

  test.each([200, 201, 202, 204, 299])('%i is sent', (status) => {
    expect(verdictOf(answered(status))).toEqual({ kind: 'sent' });
  });

  test.each([408, 429, 500, 502, 503, 504, 599])('%i is tried again', (status) => {
    expect(verdictOf(answered(status))).toEqual({
      kind: 'postponed',
      until: NOON + 10_000,
      reason: `answered ${status}`,
    });
  });

  test.each([301, 304, 400, 401, 403, 404, 405, 409, 410, 413, 422, 451])('%i is final', (status) => {
    expect(verdictOf(answered(status, { text: 'no' }))).toEqual({ kind: 'failed', reason: `answered ${status}: no` });
  });

  test('exit 0 of a command is sent, any other is tried again', () => {
    expect(verdictOf({ kind: 'exited', code: 0, text: 'queued' })).toEqual({ kind: 'sent' });
    expect(verdictOf({ kind: 'exited', code: 75, text: 'later' })).toMatchObject({
      kind: 'postponed',
      reason: 'the command exited with 75: later',
    });
  });

  test('no answer at all is tried again', () => {
    expect(verdictOf({ kind: 'unanswered', reason: 'the connection was refused' }).kind).toBe('postponed');
  });

  test('the wait grows from 10 s to an hour, and stays there', () => {
    const waits = [1, 2, 3, 4, 5, 6, 9].map((attempt) => {
      const verdict = verdictOf(answered(500), attempt);
      return verdict.kind === 'postponed' ? verdict.until - NOON : 0;
    });
    expect(waits).toEqual([10_000, 60_000, 300_000, 900_000, 3_600_000, 3_600_000, 3_600_000]);
    expect(deliveryBackOffMs(0)).toBe(10_000);
  });

  test('the last attempt that is allowed fails for good', () => {
    expect(verdictOf(answered(500), 9).kind).toBe('postponed');
    expect(verdictOf(answered(500), 10)).toEqual({ kind: 'failed', reason: 'answered 500 (10 attempts, no more)' });
    expect(judge(answered(500), 1, 1, NOON)).toEqual({ kind: 'failed', reason: 'answered 500 (1 attempt, no more)' });
  });

  test('a receiver may ask for a longer wait, never for a shorter one', () => {
    expect(verdictOf(answered(429, { retryAfter: '120' }))).toMatchObject({ until: NOON + 120_000 });
    expect(verdictOf(answered(503, { retryAfter: '1' }))).toMatchObject({ until: NOON + 10_000 });
  });
});

test.each([
  ['120', 120_000],
  [' 0 ', 0],
  ['Mon, 23 Nov 2026 12:05:00 GMT', 300_000],
  ['Mon, 23 Nov 2026 11:00:00 GMT', 0],
  ['99999999999999999999', 86_400_000],
  ['soon', 0],
  ['-5', 0],
  ['', 0],
  [undefined, 0],
])('Retry-After %j is %i ms from noon', (header, ms) => {
  expect(retryAfterMs(header, NOON)).toBe(ms);
});

describe('what is shown', () => {
  test.each([
    ['https://user:hunter2@example.org/path/T0KEN?key=s3cret#x', 'https://example.org/…'],
    ['https://example.org', 'https://example.org'],
    ['https://example.org:8443/?token=1', 'https://example.org:8443/…'],
    ['HTTPS://USER:PW@EXAMPLE.ORG/', 'HTTPS://EXAMPLE.ORG'],
    ['ftp://ana:hunter2@example.org/x\ny', 'ftp://example.org/…'],
    ['https://example.org?token=a@b', 'https://example.org/…'],
    ['https://user:pw@[broken', 'https://[broken'],
    ['pager', 'pager'],
    ['@ops', '@ops'],
  ])('%s is shown as %s', (target, shown) => {
    expect(shownTarget(target)).toBe(shown);
  });

  test('D-104 the alert of a failure names the target, the message and the reason, and no secret', () => {
    const target = 'https://user:hunter2@example.org/hook?token=s3cret';
    const alert = deliveryAlert(aNotice({ target }), 'answered 404');
    expect(alert).toEqual({
      kind: 'delivery-failed',
      key: 'delivery-failed:webhook:https://example.org/…',
      severity: 'warn',
      title: 'a message to https://example.org/… was given up',
      detail: '“backup failed”: answered 404',
      jobId: 'j1',
      runId: 9,
    });
    expect(deliveryAlert(aNotice({ channel: 'telegram', target: '@ops' }), 'x').key).toBe('delivery-failed:@ops');
  });
});

test('the message as JSON has every field, absent ones as null', () => {
  const { jobId: _job, runId: _run, ...rest } = aNotice();
  expect(JSON.parse(messageJson(aNotice()))).toEqual({
    id: 4,
    kind: 'result',
    title: 'backup failed',
    body: 'exit 1',
    job_id: 'j1',
    run_id: 9,
    created_at: '2026-11-23T12:00:00.000Z',
  });
  expect(JSON.parse(messageJson(rest))).toMatchObject({ job_id: null, run_id: null });
});

test.each([
  [{ name: 'ops', channel: 'ntfy', target: 'alarm' }, undefined],
  [{ name: '@ops', channel: 'ntfy', target: 'alarm' }, 'name'],
  [{ name: '', channel: 'ntfy', target: 'alarm' }, 'name'],
  [{ name: 'a b', channel: 'ntfy', target: 'alarm' }, 'name'],
  [{ name: 'ops', channel: '', target: 'alarm' }, 'channel'],
  [{ name: 'ops', channel: 'ntfy', target: '' }, 'target'],
  [{ name: 'ops', channel: 'ntfy', target: 'a\nb' }, 'target'],
])('D-112 the alias %j is checked: %s', (alias, field) => {
  expect(aliasProblem(alias)?.field).toBe(field);
});
