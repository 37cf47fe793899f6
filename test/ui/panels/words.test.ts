import { describe, expect, test } from 'vitest';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { waitsFor } from '../../../src/ui/panels/runs.ts';
import { cutBeforeNumber, inOrLate, lastTen, shortCommand, usualBar } from '../../../src/ui/panels/words.ts';

const MINUTE = 60_000;

describe('lateness', () => {
  test.each([
    [0, '0s', false],
    [173_000, '2m53s', false],
    [-500, '0s', false],
    [-127_000, '2m late', true],
    [-3 * 60 * MINUTE, '3h late', true],
  ])('%i ms from now is %s', (ms, text, late) => {
    expect(inOrLate(1_000_000_000 + ms, 1_000_000_000)).toEqual({ text, late });
  });
});

describe('the last ten', () => {
  test('newest right, and only the newest good one is coloured', () => {
    const spans = lastTen('ekk', false);
    expect(plainOf(spans)).toBe('✗✓✓');
    expect(spans.map((part) => part.token)).toEqual(['fail', 'muted', 'ok']);
  });

  test('a run that goes on takes the newest place', () => {
    expect(plainOf(lastTen('kkkkkkkkkk', true))).toBe('✓✓✓✓✓✓✓✓✓●');
  });
});

describe('elapsed against usual', () => {
  test.each([
    [6 * MINUTE, 22 * MINUTE, 60 * MINUTE, '▰▰▱▱▱▱'],
    [0, 22 * MINUTE, undefined, '▱▱▱▱▱▱'],
    [40 * MINUTE, 22 * MINUTE, 60 * MINUTE, '1.8×'],
    [50 * MINUTE, 22 * MINUTE, 60 * MINUTE, 'limit 1h'],
    [MINUTE, undefined, undefined, ''],
  ])('%i of %s, limit %s', (elapsed, usual, limit, text) => {
    expect(plainOf(usualBar(elapsed, usual, limit))).toBe(text);
  });
});

test('a command in a list leaves out the folder of its program, and nothing that could hurt', () => {
  expect(shortCommand('/opt/jobs/prune.sh --all')).toBe('prune.sh --all');
  expect(shortCommand('psql -f /x/y.sql')).toBe('psql -f /x/y.sql');
  expect(shortCommand('echo \u001b[31mred\u202e')).toBe('echo red');
});

test.each([
  [{ blockedOn: 'pool:io', position: 1 }, 'pool io, #1'],
  [{ blockedOn: 'job:1', position: 2 }, 'its own run, #2'],
  [{ blockedOn: 'limit', position: 3 }, 'a free slot, #3'],
  [{ blockedOn: 'pause:tag:night', position: 1 }, 'the end of a pause'],
  [{}, 'next tick'],
])('what a queued row waits for: %o', (row, text) => {
  expect(waitsFor(row)).toBe(text);
});

test('of a number nothing is cut: all of it or none', () => {
  expect(cutBeforeNumber('exit 127: node', 9)).toBe('exit 127…');
  expect(cutBeforeNumber('exit 127: node', 8)).toBe('exit…');
  expect(cutBeforeNumber('exit 127', 8)).toBe('exit 127');
  expect(cutBeforeNumber('batch 12 of 400', 12)).toBe('batch 12 of…');
});
