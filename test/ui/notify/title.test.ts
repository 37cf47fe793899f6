import { expect, test } from 'vitest';
import { createWindowTitle, titleText } from '../../../src/ui/notify/title.ts';

test('the title counts what waits', () => {
  expect(titleText('db1', { pendingApprovals: 4, openAlerts: 1 })).toBe('openclaw-tui db1: APPROVE 4, ALERT 1');
  expect(titleText('db1', { pendingApprovals: 0, openAlerts: 2 })).toBe('openclaw-tui db1: ALERT 2');
  expect(titleText('db1', { pendingApprovals: 0, openAlerts: 0 })).toBe('openclaw-tui db1');
});

test('the old title is saved before the first of ours and put back once', () => {
  const title = createWindowTitle({ term: 'xterm' });
  expect(title.set('a')).toBe('\x1b[22;2t\x1b]2;a\x1b\\');
  expect(title.set('a')).toBe('');
  expect(title.set('b')).toBe('\x1b]2;b\x1b\\');
  expect(title.giveBack()).toBe('\x1b]2;\x1b\\\x1b[23;2t');
  expect(title.giveBack()).toBe('');
});

test('a title that was given back is not set until it is taken again', () => {
  const title = createWindowTitle({ term: 'xterm' });
  expect(title.giveBack()).toBe('');
  expect(title.set('a')).toBe('');
  expect(title.takeAgain()).toBe('\x1b[22;2t\x1b]2;a\x1b\\');
  expect(title.takeAgain()).toBe('');
});

test('a console without a window has no title', () => {
  expect(createWindowTitle({ term: 'linux' }).set('a')).toBe('');
});
