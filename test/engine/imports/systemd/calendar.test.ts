import { describe, expect, test } from 'vitest';
import { readCalendar } from '../../../../src/engine/imports/systemd/calendar.ts';
import { checkCron, isZone } from '../../../../src/engine/rules/schedule/index.ts';

const read = (text: string) => readCalendar(text, isZone);

describe('OnCalendar= as cron', () => {
  test.each([
    ['daily', '0 0 * * *'],
    ['weekly', '0 0 * * 1'],
    ['quarterly', '0 0 1 1,4,7,10 *'],
    ['*-*-* 06:30:00', '30 6 * * *'],
    ['06:30', '30 6 * * *'],
    ['*-*-* *:0/15', '*/15 * * * *'],
    ['*:05/20:00', '5-59/20 * * * *'],
    ['Mon..Fri 02:30', '30 2 * * MON-FRI'],
    ['Mon,Wed *-*-* 12:00:00', '0 12 * * MON,WED'],
    ['Sat..Mon 08:00', '0 8 * * SAT-MON'],
    ['Sunday', '0 0 * * SUN'],
    ['*-*-01 04:00:00', '0 4 1 * *'],
    ['*-01,07-01', '0 0 1 1,7 *'],
    ['12-24 18:00', '0 18 24 12 *'],
    ['*-*-* 00..06/2:00', '0 0-6/2 * * *'],
    ['*-*-* 10:00:30', '30 0 10 * * *'],
  ])('%s is %s', (text, expression) => {
    expect(read(text)).toEqual({ kind: 'cron', expression });
    expect(checkCron(expression, 'UTC', '')).toMatchObject({ kind: 'ok' });
  });

  test('a zone at the end is the zone of the schedule', () => {
    expect(read('Mon..Fri 09:00 Europe/Vienna')).toEqual({
      kind: 'cron',
      expression: '0 9 * * MON-FRI',
      zone: 'Europe/Vienna',
    });
    expect(read('*-*-* 09:00:00 UTC')).toEqual({ kind: 'cron', expression: '0 9 * * *', zone: 'UTC' });
  });

  test.each([
    ['Mon *-*-01 04:00', 'wants a weekday and a day of the month at once'],
    ['2027-01-01', 'names a year'],
    ['*-*~01', 'counts from the end of the month'],
    ['*-*-* 10:00:00.5', 'has a part that cron cannot say'],
    ['sometimes', 'cannot be read'],
    ['', 'cannot be read'],
    ['*-*-* 10:00 Mars/Olympus', 'cannot be read'],
  ])('%s is refused with the reason', (text, reason) => {
    expect(read(text)).toMatchObject({ kind: 'refused', reason: expect.stringContaining(reason) });
  });
});
