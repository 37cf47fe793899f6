import { expect, test } from 'vitest';
import { drawScreen } from '../../src/ui/draw-screen.ts';
import { plainOf, type Span } from '../../src/ui/layout/line.ts';
import type { Scene } from '../../src/ui/scene.ts';
import { aScene, aView, WIPE_MESSAGE, withBackup, withPrune } from './scenes.ts';

/** The span in which a text stands, as a colour note names it: the row, then the text. */
function spanOf(scene: Scene, row: number, text: string): Span {
  const line = drawScreen(scene)[row] ?? [];
  const at = plainOf(line).indexOf(text);
  expect(at, `${text} in “${plainOf(line)}”`).toBeGreaterThanOrEqual(0);
  let column = 0;
  for (const part of line) {
    column += part.text.length;
    if (column > at) return part;
  }
  throw new Error(`no span at ${at}`);
}

const approvals = aScene(aView(80, 24, 'approvals', { message: WIPE_MESSAGE }), withPrune);
const runs = aScene(aView(120, 40, 'runs', { message: WIPE_MESSAGE }), withBackup);

test.each([
  [2, '3 Approvals', { token: 'accent', bold: true }],
  [2, '━━━', { token: 'accent' }],
  [2, '[pending 4]', { token: 'accent' }],
  [4, '▸', { token: 'accent', sel: true }],
  [4, '◆ HIGH', { token: 'risk', bold: true, sel: true }],
  [4, 'reject', { sel: true }],
  [1, '[3 APPROVE 4]', { token: 'risk', bold: true }],
  [1, '4 ALERT 1', { token: 'fail', bold: true }],
  [7, 'APPROVE', { token: 'warn', bold: true }],
  [22, 'APPROVED', { token: 'warn' }],
  [22, '14:31:33', { token: 'muted' }],
  [3, 'RISK', { token: 'muted' }],
  [11, 'RUNS', { token: 'muted' }],
  [23, ' approve…', { token: 'muted' }],
  [16, '✗', { token: 'fail' }],
])('80×24, row %i: %s has the colour that the picture says', (row, text, expected) => {
  expect(spanOf(approvals, row, text)).toMatchObject(expected);
});

test('80×24: only the row of the cursor has a background, and the footer’s keys are text', () => {
  const marked = drawScreen(approvals).flatMap((line, row) => (line.some((part) => part.sel) ? [row] : []));
  expect(marked).toEqual([4]);
  expect(spanOf(approvals, 23, 'a approve').token).toBeUndefined();
});

test.each([
  [4, '2m late', { token: 'warn' }],
  [13, '✗', { token: 'fail' }],
  [17, '▲ crit', { token: 'fail' }],
  [1, '[ALERT 1]', { token: 'fail', badge: true }],
  [1, '[APPROVE 4]', { token: 'risk', badge: true }],
  [4, '✓', { token: 'muted' }],
  [33, 'err', { token: 'warn' }],
  [33, 'pg_dump: warning', { token: 'warn' }],
  [4, '▸', { token: 'muted' }],
])('120×40, row %i: %s has the colour that the picture says', (row, text, expected) => {
  expect(spanOf(runs, row, text)).toMatchObject(expected);
});

test('120×40: panels without the focus keep their cursor without a background', () => {
  const marked = drawScreen(runs).flatMap((line, row) => (line.some((part) => part.sel) ? [row] : []));
  expect(marked).toEqual([17]);
});
