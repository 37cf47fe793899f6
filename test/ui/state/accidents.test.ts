import { describe, expect, test } from 'vitest';
import { controlsOf } from '../../../src/ui/state/sheet-controls.ts';
import { aScreen } from './world.ts';

/** The second approval of the pictures has normal risk, the first a high one. */
const openNormal = () => {
  const screen = aScreen();
  screen.keys('j', 'a');
  screen.open();
  return screen;
};
const openHigh = () => {
  const screen = aScreen();
  screen.key('a');
  screen.open();
  return screen;
};
const focusOf = (screen: ReturnType<typeof aScreen>) => controlsOf(screen.sheet())[screen.sheet().focus];

describe('a sheet counts keys only when the terminal has it', () => {
  test('type-ahead before a sheet is armed never decides', () => {
    const screen = openNormal();
    screen.keys('Tab', 'Enter', 'Tab', 'Enter');
    screen.sent();
    screen.keys('Tab', 'Enter');
    screen.answer();
    screen.keys('Tab', 'Enter');
    expect(screen.decisions()).toEqual([]);
    expect(focusOf(screen)).toEqual({ kind: 'button', id: 'back' });
  });

  test('300 ms after the answer, Tab and Enter approve', () => {
    const screen = openNormal();
    screen.arm();
    screen.type('Tab', 'Enter');
    expect(screen.decisions()).toMatchObject([{ command: { kind: 'approve', approvalId: 102, revision: 1 } }]);
  });

  test('a key that comes too early starts the 300 ms again', () => {
    const screen = openNormal();
    screen.sent();
    screen.answer();
    screen.later(200);
    screen.key('Tab');
    screen.later(200);
    expect(screen.sheet().arm.kind).toBe('answered');
    screen.later(100);
    expect(screen.sheet().arm.kind).toBe('armed');
  });

  test('without any answer the sheet arms by time alone, not before', () => {
    const screen = openNormal();
    screen.sent();
    screen.later(2_000);
    screen.keys('Tab', 'Enter');
    expect(screen.decisions()).toEqual([]);
    screen.later(1_000);
    expect(screen.sheet().arm.kind).toBe('armed');
  });

  test('an answer before the question was sent arms nothing', () => {
    const screen = openNormal();
    screen.answer();
    screen.later(5_000);
    expect(screen.sheet().arm.kind).toBe('unsent');
  });

  test('the answer for one sheet does not arm the next one', () => {
    const screen = openNormal();
    screen.sent();
    screen.key('Escape');
    screen.key('a');
    screen.open();
    screen.answer();
    screen.later(1_000);
    expect(screen.sheet().arm.kind).toBe('unsent');
  });

  test('inside a multiplexer the settling is what the console says', () => {
    const screen = aScreen({ context: { settleMs: 600 } });
    screen.keys('j', 'a');
    screen.open();
    screen.sent();
    screen.answer();
    screen.later(500);
    expect(screen.sheet().arm.kind).toBe('answered');
    screen.later(100);
    expect(screen.sheet().arm.kind).toBe('armed');
  });

  test('Esc always works, also before it is armed', () => {
    const screen = openNormal();
    screen.key('Escape');
    expect(screen.view().sheet).toBeUndefined();
  });
});

describe('what was pasted never decides', () => {
  test('a pasted `a`, Tab, `y`, Enter on the list opens nothing', () => {
    const screen = aScreen();
    screen.paste('a\ty\r');
    expect(screen.effects).toEqual([]);
    expect(screen.view().sheet).toBeUndefined();
  });

  test('the same as keys of one read opens a sheet, throws the rest away and decides nothing', () => {
    const screen = aScreen();
    screen.key('a', true);
    expect(screen.effects.map((effect) => effect.kind)).toEqual(['open-sheet', 'drop-pending']);
    screen.open();
    for (const name of ['Tab', 'y', 'Enter']) screen.key(name, true);
    expect(screen.decisions()).toEqual([]);
  });

  test('a paste into the field of a high risk is refused', () => {
    const screen = openHigh();
    screen.arm();
    screen.paste('db-prune-prod\r\r');
    expect(screen.sheet().fields.name).toBe('');
    expect(screen.decisions()).toEqual([]);
  });

  test('a paste into a reason is text without its line ends, and no Enter', () => {
    const screen = aScreen();
    screen.keys('j', 'x');
    screen.open();
    screen.arm();
    screen.paste('wrong\r\ncut-off\r\r');
    expect(screen.sheet().fields.reason).toBe('wrong cut-off ');
    expect(screen.decisions()).toEqual([]);
  });
});

describe('high risk', () => {
  test('the name, Enter, Enter approves', () => {
    const screen = openHigh();
    screen.arm();
    screen.type(...'db-prune-prod', 'Enter');
    expect(focusOf(screen)).toEqual({ kind: 'button', id: 'decide' });
    screen.type('Enter');
    expect(screen.decisions()).toMatchObject([{ command: { kind: 'approve', approvalId: 101 } }]);
  });

  test('a wrong name steps nowhere, and the button stays off', () => {
    const screen = openHigh();
    screen.arm();
    screen.type(...'db-prune-dev', 'Enter', 'Tab', 'Tab', 'Enter');
    expect(screen.decisions()).toEqual([]);
  });

  test('Enter twice within 120 ms is one: a bouncing key does not approve', () => {
    const screen = openHigh();
    screen.arm();
    screen.type(...'db-prune-prod', 'Enter');
    screen.key('Enter');
    expect(screen.decisions()).toEqual([]);
  });

  test('Approve stays off until the last line was on the screen', () => {
    let last = false;
    const screen = aScreen({ context: { showsLast: () => last } });
    screen.keys('j', 'a');
    screen.open();
    screen.arm();
    screen.type('Tab', 'Enter');
    expect(screen.decisions()).toEqual([]);
    last = true;
    screen.type('PageDown', 'Enter');
    expect(screen.decisions()).toHaveLength(1);
  });
});

describe('what disarms', () => {
  const armedOnButton = () => {
    const screen = openNormal();
    screen.arm();
    screen.type('Tab');
    expect(focusOf(screen)).toEqual({ kind: 'button', id: 'decide' });
    return screen;
  };

  test.each(['focus-in', 'focus-out', 'resume', 'stalled'] as const)(
    '%s puts the focus back and asks again',
    (report) => {
      const screen = armedOnButton();
      screen.send({ type: 'report', report, now: 9_000 });
      screen.type('Enter');
      expect(screen.decisions()).toEqual([]);
      expect(focusOf(screen)).toEqual({ kind: 'button', id: 'back' });
      expect(screen.effects.at(-1)?.kind).toBe('request-status');
    },
  );

  test('a resize', () => {
    const screen = armedOnButton();
    screen.send({ type: 'resize', size: { columns: 100, rows: 30 } });
    screen.type('Enter');
    expect(screen.decisions()).toEqual([]);
  });

  test('a minute without a key: the next key only wakes it', () => {
    const screen = armedOnButton();
    screen.later(60_000);
    expect(screen.sheet().arm.kind).toBe('asleep');
    const before = screen.effects.length;
    screen.type('Enter');
    expect(screen.effects.slice(before)).toMatchObject([{ kind: 'request-status' }]);
    screen.arm();
    screen.type('Tab', 'Enter');
    expect(screen.decisions()).toHaveLength(1);
  });

  test('a new revision, which is also what is decided then', () => {
    const screen = armedOnButton();
    const { serial, content } = screen.sheet();
    screen.send({ type: 'sheet-content', serial, content, change: { kind: 'revised', revision: 2 }, now: 9_000 });
    screen.type('Enter');
    expect(screen.decisions()).toEqual([]);
    screen.arm();
    screen.type('Tab', 'Enter');
    expect(screen.decisions()).toMatchObject([{ command: { revision: 2 } }]);
  });

  test('somebody else decided: the sheet says so and can only be closed', () => {
    const screen = armedOnButton();
    const { serial, content } = screen.sheet();
    const message = 'not approved: ana rejected it';
    screen.send({ type: 'sheet-content', serial, content, change: { kind: 'over', message }, now: 9_000 });
    expect(screen.sheet().stage).toEqual({ kind: 'refused', message });
    screen.arm();
    screen.type('Enter');
    expect(screen.view().sheet).toBeUndefined();
    expect(screen.decisions()).toEqual([]);
  });
});

describe('sentences are kept', () => {
  test('a reason survives Esc until its item is decided', () => {
    const screen = aScreen();
    screen.keys('j', 'x');
    screen.open();
    screen.arm();
    screen.type(...'late', 'Escape');
    screen.key('x');
    screen.open();
    expect(screen.sheet().fields.reason).toBe('late');
    screen.arm();
    screen.type('Enter', 'Enter');
    expect(screen.decisions()).toMatchObject([{ command: { kind: 'reject', note: 'late' } }]);
  });

  test('a name that was typed is not: it is asked for each time', () => {
    const screen = openHigh();
    screen.arm();
    screen.type(...'db-prune-prod', 'Escape');
    screen.key('a');
    screen.open();
    expect(screen.sheet().fields.name).toBe('');
  });

  test('rejecting needs a reason', () => {
    const screen = aScreen();
    screen.keys('j', 'x');
    screen.open();
    screen.arm();
    screen.type('Enter', 'Tab', 'Tab', 'Enter');
    expect(screen.decisions()).toEqual([]);
  });
});

describe('leaving', () => {
  test('q with the engine here opens a sheet, and Enter on it goes back', () => {
    const screen = aScreen();
    screen.key('q');
    screen.open();
    screen.arm();
    screen.type('Enter');
    expect(screen.effects.filter((effect) => effect.kind === 'leave')).toEqual([]);
    expect(screen.view().sheet).toBeUndefined();
  });

  test('a second Ctrl-C counts only when that sheet is armed, and ends like SIGINT', () => {
    const screen = aScreen();
    screen.key('Ctrl-C');
    screen.open();
    screen.keys('Ctrl-C', 'Ctrl-C');
    expect(screen.effects.filter((effect) => effect.kind === 'leave')).toEqual([]);
    screen.arm();
    screen.type('Ctrl-C');
    expect(screen.effects.at(-1)).toEqual({ kind: 'leave', how: 'stop', exitCode: 130 });
  });

  test('q beside another engine leaves at once', () => {
    const screen = aScreen({ context: { engineHere: false } });
    screen.key('q');
    expect(screen.effects).toEqual([{ kind: 'leave', how: 'detach', exitCode: 0 }]);
  });
});
