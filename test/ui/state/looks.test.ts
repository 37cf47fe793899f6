import { expect, test } from 'vitest';
import { looksOf, parseLooks, withLooks } from '../../../src/ui/state/looks.ts';
import { aView } from '../scenes.ts';
import { aScreen } from './world.ts';

test('order, tab and time style are kept; filter, problems only and freeze are not', () => {
  const screen = aScreen({ view: aView(80, 24, 'approvals') });
  screen.keys('S', ']', 't', '!', 'f', '/', 'x', 'Enter');
  const kept = parseLooks(JSON.parse(JSON.stringify(looksOf(screen.view()))));
  const next = withLooks(aView(80, 24, 'runs'), kept ?? { sort: {}, tabs: {} });
  expect(next.lists['approvals.pending'].sort).toBe('left');
  expect(next.tabs.approvals).toBe('approvals.decided');
  expect(next.times).toBe('relative');
  expect(next).toMatchObject({ problems: false });
  expect(next.frozen).toBeUndefined();
  expect(Object.values(next.lists).every((list) => list.filter === '')).toBe(true);
});

test('entries that are not known are left out', () => {
  const looks = parseLooks({
    sort: { 'due.next': 'colour', 'alerts.open': 'newest' },
    tabs: { runs: 'due.next' },
    times: 'lunar',
  });
  expect(looks).toEqual({ sort: { 'alerts.open': 'newest' }, tabs: {} });
});

test.each([[null], ['x'], [[]], [{}], [{ sort: 1, tabs: {} }]])('%j is not how anybody looks', (value) => {
  expect(parseLooks(value)).toBeUndefined();
});

test('a time style is kept only where it is another one than the configuration’s', () => {
  const screen = aScreen({ view: { ...aView(80, 24, 'runs'), times: 'utc' } });
  expect(looksOf(screen.view(), 'utc')).not.toHaveProperty('times');
  expect(looksOf(screen.view(), 'clock')).toMatchObject({ times: 'utc' });
});
