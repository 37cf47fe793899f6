import { expect, test } from 'vitest';
import { clockText } from '../../../../src/engine/rules/why/words.ts';

const now = Date.parse('2026-11-23T14:32:07Z');
const texts = (at: string): string[] =>
  [
    { now, zone: 'UTC' },
    { now, zone: 'UTC', dates: 'near' as const },
  ].map((reader) => clockText(Date.parse(at), reader));

test.each([
  ['2026-11-23T02:30:00Z', '02:30', '02:30'],
  ['2026-11-24T05:00:00Z', '2026-11-24 05:00', 'Tue 05:00'],
  ['2026-11-17T05:00:47Z', '2026-11-17 05:00:47', 'Tue 05:00:47'],
  ['2026-11-30T09:00:00Z', '2026-11-30 09:00', '30 Nov 09:00'],
  ['2025-12-24T09:00:00Z', '2025-12-24 09:00', '2025-12-24 09:00'],
])('%s is %s in a script, and %s on a screen', (at, script, screen) => {
  expect(texts(at)).toEqual([script, screen]);
});
