import { describe, expect, test } from 'vitest';
import { ACTIONS } from '../../../src/ui/state/actions/table.ts';
import { itemsOf } from '../../../src/ui/state/list.ts';
import { selectionOf } from '../../../src/ui/state/selection.ts';
import { type ScreenData, TABS } from '../../../src/ui/state/view.ts';
import { APPROVALS } from '../scenes/approvals.ts';
import { anAlert, anApproval, NOW, page } from '../scenes/builders.ts';
import { aView, DATA } from '../scenes.ts';
import { aScreen } from './world.ts';

const pendingWith = (rows: typeof APPROVALS): ScreenData => ({
  ...DATA,
  lists: { ...DATA.lists, 'approvals.pending': page(rows) },
});
const FATE = { state: 'ok', word: 'approved', text: 'approved by ana, run 8817' } as const;

describe('nothing moves under the cursor', () => {
  test('the selection follows the item when new rows come above it', () => {
    const screen = aScreen();
    screen.type('j');
    screen.read(pendingWith([anApproval(200, 'new-one', { risk: 'high' }), ...APPROVALS]));
    expect(selectionOf(screen.view(), pendingWith(APPROVALS))).toMatchObject({ approvalId: 102 });
    expect(screen.view().lists['approvals.pending'].index).toBe(2);
  });

  test('an item that leaves stays on its row with what became of it, and a on it decides nothing', () => {
    const screen = aScreen();
    screen.type('j');
    screen.read(pendingWith(APPROVALS.filter((row) => row.id !== 102)), { a102: FATE });
    const list = screen.view().lists['approvals.pending'];
    const items = itemsOf(
      pendingWith(APPROVALS.filter((row) => row.id !== 102)).lists['approvals.pending'] ?? page([]),
      list,
    );
    expect(items.map((item) => item.key)).toEqual(['a101', 'a102', 'a103', 'a104']);
    screen.type('a');
    expect(screen.effects).toEqual([]);
    expect(screen.view().message?.text).toBe('it is over: approved by ana, run 8817');
  });

  test('it goes when the cursor leaves the row', () => {
    const screen = aScreen();
    screen.type('j');
    screen.read(pendingWith(APPROVALS.filter((row) => row.id !== 102)), { a102: FATE });
    screen.type('j');
    expect(screen.view().lists['approvals.pending'].ghosts).toEqual([]);
    expect(screen.view().lists['approvals.pending'].key).toBe('a103');
  });

  test('it goes after ten seconds, and the cursor is on the row that takes its place', () => {
    const screen = aScreen();
    screen.type('j');
    const fresh = pendingWith(APPROVALS.filter((row) => row.id !== 102));
    screen.read(fresh, { a102: FATE });
    screen.later(10_000);
    expect(screen.view().lists['approvals.pending'].ghosts).toEqual([]);
    expect(selectionOf(screen.view(), fresh)).toMatchObject({ approvalId: 103 });
  });

  test('in a window that was scrolled, rows above it come and go without moving the cursor on the screen', () => {
    const many = Array.from({ length: 40 }, (_, n) => anApproval(n + 1, `job-${n}`));
    const screen = aScreen({ data: pendingWith(many) });
    screen.type('G', 'k', 'k');
    const before = screen.view().lists['approvals.pending'];
    screen.read(pendingWith([anApproval(900, 'x'), anApproval(901, 'y'), ...many]));
    const after = screen.view().lists['approvals.pending'];
    expect(after.key).toBe(before.key);
    expect(after.index - after.top).toBe(before.index - before.top);
  });

  const feed = (ids: number[]): ScreenData => ({
    ...DATA,
    lists: {
      ...DATA.lists,
      'activity.decisions': page(
        ids.map((id) => ({ key: `e${id}`, at: NOW, who: 'engine', state: 'running', text: `run ${id}` })),
      ),
    },
  });

  test('a feed that nobody is in shows its newest row', () => {
    const screen = aScreen({ view: aView(200, 60, 'runs'), data: feed([2, 1]) });
    screen.read(feed([2, 1]));
    screen.read(feed([4, 3, 2, 1]));
    expect(screen.view().lists['activity.decisions']).toMatchObject({ index: 0, top: 0 });
    expect(screen.view().lists['activity.decisions'].key).toBeUndefined();
  });

  test('in a feed with the focus nothing moves under the cursor, and g goes to the newest', () => {
    const screen = aScreen({ view: aView(80, 24, 'activity'), data: feed([2, 1]) });
    screen.read(feed([2, 1]));
    screen.read(feed([4, 3, 2, 1]));
    expect(screen.view().lists['activity.decisions']).toMatchObject({ key: 'e2', index: 2 });
    screen.type('g');
    expect(screen.view().lists['activity.decisions']).toMatchObject({ key: 'e4', index: 0, top: 0 });
  });
});

describe('keys', () => {
  test.each([
    ['in the output', 'output'],
    ['in why', 'why'],
    ['everywhere else', undefined],
  ] as const)('no key stands for two actions %s', (_where, only) => {
    const keys = ACTIONS.filter((action) => action.only === only).flatMap((action) => action.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('keys that terminals, multiplexers and dead keys take are bound to nothing', () => {
    const never = [
      'Ctrl-A',
      'Ctrl-B',
      'Ctrl-S',
      'Ctrl-Q',
      'Ctrl-\\',
      'Ctrl-W',
      'Ctrl-T',
      'Ctrl-N',
      '~',
      '`',
      '^',
      '´',
      'K',
      'X',
      'R',
    ];
    expect(ACTIONS.flatMap((action) => action.keys).filter((key) => never.includes(key))).toEqual([]);
  });

  test('Tab goes through the panels and the detail, and back', () => {
    const screen = aScreen();
    screen.type('Tab');
    expect(screen.view().focus).toBe('alerts');
    screen.type('Tab', 'Tab', 'Tab');
    expect(screen.view().focus).toBe('detail');
    screen.type('Shift-Tab');
    expect(screen.view().focus).toBe('activity');
  });

  test('digits choose a panel, brackets its tab, also as < and >', () => {
    const screen = aScreen();
    screen.type('2', ']');
    expect(screen.view().tabs.runs).toBe(TABS.runs[1]);
    screen.type('<');
    expect(screen.view().tabs.runs).toBe(TABS.runs[0]);
  });

  test('a key without an object does nothing and says why', () => {
    const screen = aScreen({ view: aView(80, 24, 'alerts') });
    screen.type('x');
    expect(screen.view().message?.text).toBe('x rejects an approval; this is an alert');
    expect(screen.effects).toEqual([]);
  });

  test('o acknowledges at once, and only an open alert', () => {
    const screen = aScreen({ view: aView(80, 24, 'alerts') });
    screen.type('o', 'O');
    expect(screen.decisions()).toMatchObject([{ command: { kind: 'acknowledge', alertId: 1 } }]);
    expect(screen.view().message?.text).toBe('it is open; o acknowledges it');
  });

  test('read-only: every key that changes something is off', () => {
    const screen = aScreen({ context: { readOnly: true } });
    for (const key of ACTIONS.filter((action) => action.group === 'act').flatMap((action) => action.keys)) {
      screen.type(key);
      expect(screen.view().message?.text).toBe(`read-only: ${key} is off`);
    }
    expect(screen.effects).toEqual([]);
  });

  test('a letter of another script is answered', () => {
    const screen = aScreen();
    screen.type('ф');
    expect(screen.view().message?.text).toBe('keyboard layout? keys here are Latin letters');
  });

  test.each(['F', 'W', 'T', 'm', 'J', '&', '|', 'n', 'N'])('%s in a list says that it is for output', (key) => {
    const screen = aScreen();
    screen.type(key);
    expect(screen.view().message?.text).toBe(`${key} is for the output of a run: 0, then its tab Output`);
  });

  test('a filter follows every letter, Enter keeps it and Esc clears it', () => {
    const screen = aScreen();
    screen.type('/', 'w', 'e', 'b', 'Backspace', 'Enter');
    expect(screen.view().lists['approvals.pending'].filter).toBe('we');
    expect(screen.view().filterEdit).toBeUndefined();
    screen.type('Escape');
    expect(screen.view().lists['approvals.pending'].filter).toBe('');
  });
});

describe('messages', () => {
  test('an approval nobody was told about becomes the message, and moves nothing', () => {
    const screen = aScreen();
    screen.read({ ...DATA });
    const before = screen.view().focus;
    screen.later(1_000);
    screen.read(pendingWith([...APPROVALS, anApproval(300, 'wipe-prod', { onTimeout: 'approve' })]));
    expect(screen.view().message).toMatchObject({
      text: 'wipe-prod asks for approval; without an answer it is APPROVED',
      more: ' at 15:31:33',
    });
    expect(screen.view().focus).toBe(before);
  });

  test('good news goes by itself, bad news stays until a key', () => {
    const screen = aScreen();
    const result = { kind: 'done', value: undefined } as const;
    const effect = { kind: 'acknowledge', alertId: 1, title: 'sync-s3 failed' } as const;
    screen.send({ type: 'result', effect, result, at: NOW });
    expect(screen.view().message?.text).toBe('acknowledged: sync-s3 failed');
    screen.later(7_000);
    expect(screen.view().message).toBeUndefined();
    const refusal = { kind: 'conflict', code: 'gone', message: 'not acknowledged: it is resolved' } as const;
    screen.send({ type: 'result', effect, result: refusal, at: NOW });
    screen.later(60_000);
    expect(screen.view().message?.text).toBe('not acknowledged: it is resolved');
    screen.type('j');
    expect(screen.view().message).toBeUndefined();
  });

  test('what happened to this console is not pushed aside by alerts: they wait behind it for a key', () => {
    const screen = aScreen();
    screen.read({ ...DATA });
    screen.send({ type: 'news', tone: 'bad', mark: '▲', text: 'PID 7 took over', at: NOW });
    const withAlert = (id: number, lastAt: number): ScreenData => ({
      ...DATA,
      lists: { ...DATA.lists, 'alerts.open': page([anAlert(id, `alert ${id}`, { lastAt })]) },
    });
    screen.read(withAlert(900, NOW - 2_000));
    expect(screen.view().message?.text).toBe('PID 7 took over');
    screen.later(1_000);
    screen.read(withAlert(901, NOW + 2_000));
    expect(screen.view().message?.text).toBe('PID 7 took over');
    screen.type('j');
    expect(screen.view().message?.text).toBe('alert 900');
    screen.later(1_000);
    screen.type('k');
    expect(screen.view().message?.text).toBe('alert 901');
  });

  test('the alert of a full disk takes the place of what was told while nothing could be written', () => {
    const screen = aScreen();
    screen.read({ ...DATA });
    const text = 'the disk is full: nothing is started until there is room';
    screen.send({ type: 'news', tone: 'bad', mark: '▲', text, at: NOW, about: 'storage' });
    const over = anAlert(900, 'the disk was full for 3m36s', { kind: 'disk', key: 'disk:full', lastAt: NOW + 2_000 });
    screen.later(1_000);
    screen.read({ ...DATA, lists: { ...DATA.lists, 'alerts.open': page([over]) } });
    expect(screen.view().message?.text).toBe('the disk was full for 3m36s');
    screen.type('j');
    expect(screen.view().message?.text).not.toBe(text);
  });
});
