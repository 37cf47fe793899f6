import { expect, test } from 'vitest';
import { drawScreen } from '../../src/ui/draw-screen.ts';
import { plainOf, type Span } from '../../src/ui/layout/line.ts';
import type { Scene } from '../../src/ui/scene.ts';
import { NOW } from './scenes/builders.ts';
import { approvalsScene, firstStart, highSheet, normalSheet, runsScene, widestScene } from './scenes/pictures.ts';

type Look = { token: NonNullable<Span['token']>; bold: boolean; sel: boolean; badge: boolean };
type Case = [row: number, text: string, look: Partial<Look>];

/** How a text looks, as a colour note names it: the row, then the text. What has no colour of its own is `text`. */
function lookOf(scene: Scene, row: number, text: string): Look {
  const { token = 'text', bold = false, sel = false, badge = false } = spanOf(scene, row, text);
  return { token, bold, sel, badge };
}

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

const approvals = approvalsScene();
const runs = runsScene();

test.each<Case>([
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
  ...['RISK', 'JOB', 'WILL RUN', 'WAITS', 'LEFT', 'LAPSES'].map((head): Case => [3, head, { token: 'muted' }]),
  ...['RUNS', 'WHERE', 'FROM'].map((label, index): Case => [11 + index, label, { token: 'muted' }]),
  ...['CHANGE', 'RECORD', 'NEEDS', 'LAPSES'].map((label, index): Case => [15 + index, label, { token: 'muted' }]),
  [5, 'norm', { token: 'text', bold: false, sel: false }],
  [5, 'reject', { token: 'text' }],
  [23, ' approve…', { token: 'muted' }],
  [16, '✗', { token: 'fail' }],
])('80×24, row %i: %s has the colour that the picture says', (row, text, expected) => {
  expect(lookOf(approvals, row, text)).toMatchObject(expected);
});

test('80×24: only the row of the cursor has a background, and the footer’s keys are text', () => {
  const marked = drawScreen(approvals).flatMap((line, row) => (line.some((part) => part.sel) ? [row] : []));
  expect(marked).toEqual([4]);
  expect(lookOf(approvals, 23, 'a approve').token).toBe('text');
});

test.each<Case>([
  [4, '2m late', { token: 'warn' }],
  [13, '✗✗✗', { token: 'fail' }],
  [17, '▲ crit', { token: 'fail' }],
  [1, '[ALERT 1]', { token: 'fail', badge: true }],
  [1, '[APPROVE 4]', { token: 'risk', badge: true }],
  [4, '✓', { token: 'muted' }],
  [33, 'err', { token: 'warn' }],
  [33, 'pg_dump: warning', { token: 'warn' }],
  [4, '▸', { token: 'muted' }],
])('120×40, row %i: %s has the colour that the picture says', (row, text, expected) => {
  expect(lookOf(runs, row, text)).toMatchObject(expected);
});

test('120×40: a QUIET above three times the job’s usual pause is told in the colour of a warning, any other in that of text', () => {
  const quiet = (pauseMs: number) => {
    const live = { ...runs.data.live, 8813: { lastByteAt: NOW - 90_000, pausesMs: Array(10).fill(pauseMs) } };
    return lookOf({ ...runs, data: { ...runs.data, live } }, 18, '1m30s').token;
  };
  expect([quiet(29_000), quiet(31_000)]).toEqual(['warn', 'text']);
});

test('120×40: panels without the focus keep their cursor without a background', () => {
  const marked = drawScreen(runs).flatMap((line, row) => (line.some((part) => part.sel) ? [row] : []));
  expect(marked).toEqual([17]);
});

const normal = normalSheet();
const high = highSheet();

test.each<Case>([
  [2, '┏', { token: 'accent' }],
  [2, '◇ Approve deploy-web?', { token: 'accent' }],
  [18, '▸', { token: 'accent' }],
  [18, '[ Cancel ]', { token: 'accent' }],
  [2, 'armed', { token: 'text' }],
  [9, '−', { token: 'muted' }],
  [9, '/opt/deploy/deploy.sh', { token: 'muted' }],
  [9, 'v2.40.3', { token: 'fail' }],
  [9, '--canary 10', { token: 'muted' }],
  [10, '+', { token: 'text' }],
  [10, '/opt/deploy/deploy.sh', { token: 'text' }],
  [10, 'v2.41.0', { token: 'ok' }],
  [10, '--canary 10', { token: 'text' }],
  ...['RUNS', 'WHERE', 'ENV', 'FROM'].map((label, index): Case => [3 + index, label, { token: 'muted' }]),
  ...['RECORD', 'YES', 'LAPSES'].map((label, index): Case => [11 + index, label, { token: 'muted' }]),
  [8, 'CHANGE', { token: 'muted' }],
  [5, 'secret', { token: 'muted' }],
  [20, 'As ops', { token: 'muted' }],
])('the sheet at normal risk, row %i: %s has the colour that the picture says', (row, text, expected) => {
  expect(lookOf(normal, row, text)).toMatchObject(expected);
});

test('before it is armed the corner says wait and the buttons are muted', () => {
  const waiting = normalSheet({ arm: { kind: 'asked', question: 1 } });
  expect(plainOf(drawScreen(waiting)[2] ?? [])).toContain(' wait ');
  expect(lookOf(waiting, 18, '[ Approve ]').token).toBe('muted');
});

test.each<Case>([
  [2, '┏', { token: 'risk' }],
  [2, '◆ Approve db-prune-prod?', { token: 'risk' }],
  [2, 'HIGH RISK', { token: 'risk' }],
  [17, '▸', { token: 'accent' }],
  [17, '2 to go', { token: 'muted' }],
  [18, 'off', { token: 'muted' }],
])('the sheet at high risk, row %i: %s has the colour that the picture says', (row, text, expected) => {
  expect(lookOf(high, row, text)).toMatchObject(expected);
});

test('a wrong letter of the name is said in the colour of a warning', () => {
  expect(lookOf(highSheet('db-prune-q'), 17, 'not this name')).toMatchObject({ token: 'warn' });
});

test.each<Case>([
  [17, '✓', { token: 'ok' }],
  [20, '–', { token: 'warn' }],
  [20, 'not installed', { token: 'warn' }],
  [7, '14 lines of jo', { token: 'muted' }],
  [10, 'a form, with', { token: 'muted' }],
])('first start, row %i: %s has the colour that the picture says', (row, text, expected) => {
  expect(lookOf(firstStart(), row, text)).toMatchObject(expected);
});

const widest = widestScene();

test.each<Case>([
  [10, 'DECIDED TODAY', { token: 'muted' }],
  [11, '✓ approved', { token: 'muted' }],
  [36, 'TOOK', { token: 'muted' }],
  [37, '8816', { token: 'muted' }],
  [41, 'exit 255, 3rd', { token: 'muted' }],
  [36, '14:31:33', { token: 'muted' }],
  [6, '/opt/jobs/prune.sh', { bold: true }],
  [7, '--before 2026-08-01', { bold: true }],
  [8, 'APPROVE', { token: 'warn', bold: true }],
  [5, 'reject', { token: 'text', sel: true }],
  [6, 'reject', { token: 'text', sel: false }],
])('200×60, row %i: %s has the colour that the picture says', (row, text, expected) => {
  expect(lookOf(widest, row, text)).toMatchObject(expected);
});

test('200×60: the bars are muted but for the hour with the highest', () => {
  const bars = (drawScreen(widest)[2] ?? []).filter((part) => /[▂▇]/.test(part.text));
  expect(bars.filter((part) => part.token !== 'muted').map((part) => part.text)).toEqual(['▇▂▂▂']);
});
