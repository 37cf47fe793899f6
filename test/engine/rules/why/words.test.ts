import { expect, test } from 'vitest';
import { clockText, onClocks } from '../../../../src/engine/rules/why/words.ts';

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

test('until when a pause was recorded to last is told on the clocks of the reader, and nothing else is touched', () => {
  const paused = (until: string) => `it waits: pool io is paused by ana until ${until}: disks`;
  const screen = { now, zone: 'Europe/Berlin', dates: 'near' } as const;
  expect(onClocks(paused('2026-11-23 19:00 UTC'), screen)).toBe(paused('20:00'));
  expect(onClocks(paused('2026-11-30 19:00 UTC'), screen)).toBe(paused('30 Nov 20:00'));
  expect(onClocks(paused('2026-11-24 05:00 UTC'), { now, zone: 'UTC' })).toBe(paused('2026-11-24 05:00'));
  for (const other of ['will be skipped at 2026-11-23 19:00 UTC', paused('2026-13-45 19:00 UTC'), paused('19:00')])
    expect(onClocks(other, screen)).toBe(other);
});
