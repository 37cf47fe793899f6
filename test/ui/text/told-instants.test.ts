import { expect, test } from 'vitest';
import { alertTexts } from '../../../src/engine/rules/texts.ts';
import { withClocks } from '../../../src/ui/text/told-instants.ts';

const NOW = Date.UTC(2026, 10, 23, 14, 32);
const AT = Date.UTC(2026, 10, 23, 1, 30);
const late = { first: ['a', 'b'], jobName: 'backup', runId: 7, dueAt: AT, worstMs: 90_000 };

test.each([
  ['expected one since 02:30:00 (', alertTexts.deadMan('backup', { everyMs: 60_000, since: AT }).detail],
  ['run 7 was due at 02:30:00', alertTexts.lateStart('backup', { runId: 7, dueAt: AT, lateMs: 90_000 }).detail],
  ['whose run 7 was due at 02:30:00', alertTexts.lateTogether(late).detail],
  [
    'from 02:30:00 to 02:31:00: no room left; ',
    alertTexts.storageTrouble({ kind: 'disk', error: 'no room left', since: AT, until: AT + 60_000 }).detail,
  ],
])('%s …: the times of an alert are on the reader’s clocks', (told, detail) => {
  expect(withClocks(detail, NOW, 'Europe/Berlin')).toContain(told);
});

test('what a check or a job printed stays as it was printed', () => {
  const printed = 'last backup 2026-11-23T01:30:00.000Z, from 2026-11-23T01:30:00.000Z on';
  expect(withClocks(printed, NOW, 'Europe/Berlin')).toBe(printed);
});
