import { describe, expect, test } from 'vitest';
import type { Attention } from '../../../src/store/snapshot/attention.ts';
import { ringBytes } from '../../../src/ui/notify/ring-bytes.ts';
import { RING_DEFAULTS, RING_FRESH_MS, ringOf } from '../../../src/ui/notify/ring-rule.ts';

const NOW = 1_000_000;

const attention = (more: Partial<Attention> = {}): Attention => ({
  newestApprovalId: 0,
  newestAlertId: 0,
  pendingApprovals: 0,
  openAlerts: 0,
  approvals: [],
  alerts: [],
  snoozedIds: [],
  ...more,
});
const asks = (id: number, jobName: string, at = NOW) => ({ id, jobName, at });
const alert = (id: number, title: string, severity: 'info' | 'warn' | 'crit' = 'crit', at = NOW) => ({
  id,
  title,
  severity,
  at,
});
const ring = (before: Partial<Attention>, after: Partial<Attention>, settings = RING_DEFAULTS) =>
  ringOf(attention(before), attention(after), settings, NOW);

describe('what rings', () => {
  test('a new approval rings once, and not again while it waits', () => {
    const after = { newestApprovalId: 7, approvals: [asks(7, 'deploy-web')] };
    expect(ring({ newestApprovalId: 6 }, after)).toEqual({ ways: ['bell'], text: 'deploy-web asks for approval' });
    expect(ring({ newestApprovalId: 7 }, after)).toBeUndefined();
  });

  test('what comes between two looks is one ring that names the first few', () => {
    const approvals = ['a', 'b', 'c', 'd', 'e'].map((name, at) => asks(at + 1, name));
    const alerts = [alert(3, 'sync-s3 failed 3× in a row')];
    expect(ring({}, { newestApprovalId: 5, newestAlertId: 3, approvals, alerts })?.text).toBe(
      'a, b, c and 2 more ask for approval; sync-s3 failed 3× in a row',
    );
  });

  test.each([
    ['approvals+crit', 'crit', true],
    ['approvals+crit', 'warn', false],
    ['approvals', 'crit', false],
    ['all', 'info', true],
    ['crit', 'crit', true],
    ['off', 'crit', false],
  ] as const)('with bell %s a new alert that is %s rings: %s', (bell, severity, rings) => {
    const after = { newestAlertId: 1, alerts: [alert(1, 'disk full', severity)] };
    expect(ring({}, after, { bell, notify: 'off' }) !== undefined).toBe(rings);
  });

  test('with bell crit no approval rings', () => {
    const after = { newestApprovalId: 1, approvals: [asks(1, 'a')] };
    expect(ring({}, after, { bell: 'crit', notify: 'off' })).toBeUndefined();
  });

  test('repeats of an alert are quiet, one that becomes critical rings', () => {
    const before = { newestAlertId: 1, alerts: [alert(1, 'disk', 'warn')] };
    expect(ring(before, { newestAlertId: 1, alerts: [alert(1, 'disk', 'warn')] })).toBeUndefined();
    expect(ring(before, { newestAlertId: 1, alerts: [alert(1, 'disk', 'crit')] })?.text).toBe('disk');
  });

  test('an alert that a person opened again is quiet; one whose snooze is over rings, however old', () => {
    const after = { newestAlertId: 9, alerts: [alert(4, 'disk', 'crit', 0)] };
    expect(ring({ newestAlertId: 9 }, after)).toBeUndefined();
    expect(ring({ newestAlertId: 9, snoozedIds: [4] }, after)?.text).toBe('disk');
  });

  test('what happened while this process slept rings nobody afterwards', () => {
    const at = NOW - RING_FRESH_MS;
    const after = { newestApprovalId: 1, newestAlertId: 1, approvals: [asks(1, 'a', at)] };
    expect(ring({}, { ...after, alerts: [alert(1, 'disk', 'crit', at)] })).toBeUndefined();
    expect(ring({}, { ...after, approvals: [asks(1, 'a', at + 1)] })).toBeDefined();
  });

  test('a notice goes without a bell for what the bell would ring for', () => {
    const after = { newestApprovalId: 1, approvals: [asks(1, 'a')] };
    expect(ring({}, after, { bell: 'off', notify: 'osc9' })?.ways).toEqual(['osc9']);
    expect(ring({}, after, { bell: 'approvals', notify: 'on' })?.ways).toEqual(['bell', 'on']);
  });
});

describe('the bytes of a ring', () => {
  const xterm = { term: 'xterm-256color' };
  const calling = (ways: ('bell' | 'on' | 'osc9' | 'osc777')[], text = 'a; b\x1b]0;pwned\x07') => ({ ways, text });

  test('each way is one sequence, and what a job is called cannot break out of it', () => {
    expect(ringBytes(calling(['bell', 'osc9', 'osc777']), 'db1', xterm)).toBe(
      '\x07\x1b]9;db1: a; b\x1b\\\x1b]777;notify;openclaw-tui;db1: a, b\x1b\\',
    );
  });

  test('`on` takes the one the terminal knows', () => {
    expect(ringBytes(calling(['on'], 'a'), 'db1', xterm)).toBe('\x1b]9;db1: a\x1b\\');
    expect(ringBytes(calling(['on'], 'a'), 'db1', { term: 'foot' })).toContain('\x1b]777;');
    expect(ringBytes(calling(['on'], 'a'), 'db1', { ...xterm, termProgram: 'ghostty' })).toContain('\x1b]777;');
  });

  test('tmux and screen hand a notice through', () => {
    const tmux = { term: 'tmux-256color', tmux: '/tmp/tmux-0/default,1,0' };
    expect(ringBytes(calling(['bell', 'osc9'], 'a'), 'db1', tmux)).toBe(
      '\x07\x1bPtmux;\x1b\x1b]9;db1: a\x1b\x1b\\\x1b\\',
    );
    expect(ringBytes(calling(['osc9'], 'a'), 'db1', { term: 'screen', screen: '1.tty' })).toBe(
      '\x1bP\x1b]9;db1: a\x07\x1b\\',
    );
  });

  test.each(['linux', 'vt220', 'dumb', ''])('TERM=%s gets the bell and nothing that it would print', (term) => {
    expect(ringBytes(calling(['bell', 'osc9', 'osc777']), 'db1', { term })).toBe('\x07');
  });
});
