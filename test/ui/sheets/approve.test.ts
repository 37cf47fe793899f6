import { describe, expect, test } from 'vitest';
import type { ApprovalRow } from '../../../src/store/snapshot/approvals.ts';
import { drawScreen } from '../../../src/ui/draw-screen.ts';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { earlierReasons } from '../../../src/ui/sheets/approval-content.ts';
import { sheetContent } from '../../../src/ui/sheets/content.ts';
import { sheetHint } from '../../../src/ui/sheets/sheet-hint.ts';
import { shownText } from '../../../src/ui/sheets/sheet-layout.ts';
import { buttonsOf, controlsOf } from '../../../src/ui/state/sheet-controls.ts';
import { APPROVALS, deployDetail } from '../scenes/approvals.ts';
import { aScene, aView, DATA } from '../scenes.ts';
import { aScreen } from '../state/world.ts';

const SCENE = aScene(aView(80, 24, 'approvals'), DATA);

/** The second approval of the pictures, of normal risk. */
const opened = (key: 'a' | 'x', content = {}) => {
  const screen = aScreen();
  screen.keys('j', key);
  screen.open({ detail: deployDetail, ...content });
  screen.arm();
  return screen;
};

describe('what somebody started who may not approve it', () => {
  test('has a sheet that shows it all, says who may not, and only goes back', () => {
    const screen = opened('a', { notBy: 'ops' });
    const text = sheetContent(screen.sheet(), SCENE, 78).map(plainOf);
    expect(text.at(-1)?.trimEnd()).toBe(' NEEDS   somebody else: not by ops, who started it');
    expect(buttonsOf(screen.sheet()).map((button) => button.text)).toEqual(['Cancel']);
    expect(controlsOf(screen.sheet())).toHaveLength(1);
    expect(sheetHint(screen.sheet())).toBe('Enter back');
    screen.type('Tab', 'Enter');
    expect(screen.decisions()).toEqual([]);
  });
});

describe('what is recorded', () => {
  test('is all that the sheet showed, and for how long since it was opened or changed', () => {
    const screen = opened('a');
    const before = screen.sheet().shownSinceAt;
    screen.type('Tab', 'Enter');
    const [decision] = screen.decisions();
    expect(decision).toMatchObject({ command: { shown: { text: expect.stringContaining('shown: '), forMs: 700 } } });
    expect(before).toBe(1_000);
  });

  test('the text has the question and every line, also those that were scrolled away', () => {
    const screen = opened('a');
    const lines = shownText(screen.sheet(), SCENE, { columns: 80, rows: 12 }).split('\n');
    expect(lines[0]).toBe('◇ Approve deploy-web?');
    expect(lines).toHaveLength(1 + sheetContent(screen.sheet(), SCENE, 78).length);
    expect(lines.at(-1)).toContain('LAPSES');
  });
});

describe('a reason', () => {
  test('↑↓ go through the earlier ones and back to what was typed, and never decide', () => {
    const screen = opened('x', { reasons: ['wrong cut-off', 'not today'] });
    screen.type(...'late', 'Down');
    expect(screen.sheet().fields.reason).toBe('wrong cut-off');
    screen.type('Down');
    expect(screen.sheet().fields.reason).toBe('not today');
    screen.type('Down');
    expect(screen.sheet().fields.reason).toBe('late');
    screen.type('Up', 'Enter', 'Enter');
    expect(screen.decisions()).toMatchObject([{ command: { kind: 'reject', note: 'not today' } }]);
  });

  test('the field is a line that is edited in its middle', () => {
    const screen = opened('x');
    screen.type(...'to late', 'Home', 'Right', 'Right', 'o', 'End', '!', 'Backspace');
    expect(screen.sheet().fields.reason).toBe('too late');
    screen.type('Ctrl-U');
    expect(screen.sheet().fields.reason).toBe('');
  });

  test('earlier ones are those of rejected approvals, of this job first, each once and clean', () => {
    const [first] = APPROVALS;
    if (first === undefined) throw new Error('the pictures have approvals');
    const of = (jobId: string, status: ApprovalRow['status'], note?: string): ApprovalRow => ({
      ...first,
      jobId,
      status,
      ...(note === undefined ? {} : { note }),
    });
    const decided = [
      of('b', 'rejected', 'not today'),
      of('a', 'dispatched', 'looks right'),
      of('a', 'rejected', 'wrong\x1b[31m cut-off'),
      of('a', 'rejected'),
      of('a', 'rejected', 'not today'),
    ];
    expect(earlierReasons(decided, 'a')).toEqual(['wrong cut-off', 'not today']);
  });
});

describe('at 60×16', () => {
  const at60 = (seenLast: boolean) => {
    const screen = opened('a');
    const view = aView(60, 16, 'approvals', { sheet: { ...screen.sheet(), seenLast } });
    return drawScreen(aScene(view, DATA)).map((line) => plainOf(line).trimEnd());
  };

  test('what is recorded and how the keys go are said shorter, and not cut', () => {
    const rows = at60(true);
    expect(rows.at(-4)).toMatch(/^┃ As ops from 10\.0\.4\.7 on pts\/3\. Recorded, with hash\. *┃$/);
    expect(rows.at(-1)).toMatch(/^ Tab, Enter approves {3}Esc back {2,}waits \S+$/);
  });

  test('as long as the last line was not seen the footer says what to do first', () => {
    expect(at60(false).at(-1)).toMatch(/^ PgDn to the last line first {3}Esc back {2,}waits \S+$/);
  });
});
