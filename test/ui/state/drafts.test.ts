import { expect, test } from 'vitest';
import {
  DRAFTS_MAX,
  type Drafts,
  draftKeyOf,
  draftsOf,
  mergedDrafts,
  parseDrafts,
} from '../../../src/ui/state/drafts.ts';
import { aScreen } from './world.ts';

const rejecting = () => {
  const screen = aScreen();
  screen.keys('j', 'x');
  screen.open();
  screen.arm();
  return screen;
};

test('a sentence is a draft while its sheet is open, and over Esc', () => {
  const screen = rejecting();
  const key = draftKeyOf(screen.sheet());
  screen.type(...'late');
  expect(draftsOf(screen.view())).toEqual({ [key]: { reason: 'late' } });
  screen.key('Escape');
  expect(draftsOf(screen.view())).toEqual({ [key]: { reason: 'late' } });
});

test('looking at the other sheet of the same item costs no sentence', () => {
  const screen = rejecting();
  screen.type(...'late', 'Escape');
  screen.key('a');
  screen.open();
  screen.key('Escape');
  screen.key('x');
  screen.open();
  expect(screen.sheet().fields.reason).toBe('late');
});

test('one that was emptied is none, and one of what somebody else decided is not wanted any more', () => {
  const screen = rejecting();
  screen.type(...'late', 'Ctrl-U');
  expect(draftsOf(screen.view())).toEqual({});
  screen.type(...'too late', 'Escape');
  screen.key('x');
  screen.open();
  const { serial, content } = screen.sheet();
  const change = { kind: 'over', message: 'not rejected: ana approved it' } as const;
  screen.send({ type: 'sheet-content', serial, content, change, now: 9_000 });
  expect(draftsOf(screen.view())).toEqual({});
});

test('a typed name is never kept', () => {
  const screen = aScreen();
  screen.key('a');
  screen.open();
  screen.arm();
  screen.type(...'db-prune');
  expect(draftsOf(screen.view())).toEqual({});
});

test('what another console of the same person wrote stays; what this one ended goes', () => {
  const stored = { a1: { reason: 'mine' }, a2: { reason: 'of the other console' } };
  const now = { a3: { note: 'new' } };
  expect(mergedDrafts(stored, { a1: { reason: 'mine' } }, now)).toEqual({
    a2: { reason: 'of the other console' },
    a3: { note: 'new' },
  });
});

test('the newest are kept, and what is no draft is left out', () => {
  const many: Drafts = Object.fromEntries(
    Array.from({ length: 50 }, (_, n) => [`run:${n}`, { reason: `number ${n}` }] as const),
  );
  const parsed = parseDrafts({ ...many, 'run:x': { reason: 7, note: '' }, 'run:y': 'text' });
  expect(Object.keys(parsed ?? {})).toHaveLength(DRAFTS_MAX);
  expect(parsed).toHaveProperty('run:49', { reason: 'number 49' });
  expect(parseDrafts('[]')).toBeUndefined();
  expect(parseDrafts({ a: { reason: 'x'.repeat(200_000) } })).toEqual({});
});

test('a long command is kept, and with many of them the newest: the file stays one that is read', () => {
  const command = 'x'.repeat(100_000);
  const drafts = parseDrafts({ old: { note: 'y' }, a: { command }, b: { command }, c: { command } });
  expect(Object.keys(drafts ?? {})).toEqual(['b', 'c']);
});
