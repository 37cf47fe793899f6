import { expect, test } from 'vitest';
import { spellDuration } from '../../../src/engine/rules/spell-duration.ts';

test('lengths are spelled exactly', () => {
  expect([0, 1_500, 1_000, 90_000, 3_600_000, 90_061_000].map(spellDuration)).toEqual([
    '0ms',
    '1500ms',
    '1s',
    '1m30s',
    '1h',
    '1d1h1m1s',
  ]);
});
