import { expect, test } from 'vitest';
import { alertNoticeDelayMs } from '../../../src/engine/rules/alert-notice.ts';

test('D-33 an alert is announced again after 1, 5, 15 and 60 minutes, and every hour from then on', () => {
  expect([0, 1, 2, 3, 4, 50].map((sent) => alertNoticeDelayMs(sent) / 60_000)).toEqual([1, 5, 15, 60, 60, 60]);
});
