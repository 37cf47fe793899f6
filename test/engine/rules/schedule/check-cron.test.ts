import { describe, expect, test } from 'vitest';
import { checkCron, cronKeyword, previewSlots } from '../../../../src/engine/rules/schedule/index.ts';

const SEED = 'job-1';
const START = Date.UTC(2026, 0, 1) - 1;

function wallsOf(expression: string, count = 4): string[] {
  const schedule = { kind: 'cron', expression, zone: 'UTC', dst: 'cronie', seed: SEED } as const;
  return previewSlots(schedule, START, count).map((slot) => slot.wall);
}

function reasonFor(expression: string): string {
  const check = checkCron(expression, 'UTC', SEED);
  return check.kind === 'refused' ? check.reason : 'accepted';
}

describe('S-1 an accepted expression fires when its operator meant it', () => {
  test.each<[expression: string, walls: string[]]>([
    ['  30   2 * * *  ', ['2026-01-01T02:30', '2026-01-02T02:30']],
    ['15 30 2 * * *', ['2026-01-01T02:30:15', '2026-01-02T02:30:15']],
    ['*/20 * * * * *', ['2026-01-01T00:00', '2026-01-01T00:00:20', '2026-01-01T00:00:40', '2026-01-01T00:01']],
    ['0 0 * * SAT-SUN', ['2026-01-03T00:00', '2026-01-04T00:00', '2026-01-10T00:00']],
    ['0 0 * * fri-mon', ['2026-01-02T00:00', '2026-01-03T00:00', '2026-01-04T00:00', '2026-01-05T00:00']],
    ['0 0 * * 6-7', ['2026-01-03T00:00', '2026-01-04T00:00', '2026-01-10T00:00']],
    ['0 0 * * 7-1', ['2026-01-04T00:00', '2026-01-05T00:00', '2026-01-11T00:00']],
    ['0 0 * * 0,7', ['2026-01-04T00:00', '2026-01-11T00:00']],
    ['0 0 * * Monday,wednesday', ['2026-01-05T00:00', '2026-01-07T00:00']],
    ['0 0 1 january,JUL *', ['2026-01-01T00:00', '2026-07-01T00:00']],
    ['0 0 1 NOV-FEB *', ['2026-01-01T00:00', '2026-02-01T00:00', '2026-11-01T00:00', '2026-12-01T00:00']],
    ['0 22-2 * * *', ['2026-01-01T00:00', '2026-01-01T01:00', '2026-01-01T02:00', '2026-01-01T22:00']],
    ['0 22-3/2 * * *', ['2026-01-01T00:00', '2026-01-01T02:00', '2026-01-01T22:00', '2026-01-02T00:00']],
    ['55-5/5 3 * * *', ['2026-01-01T03:00', '2026-01-01T03:05', '2026-01-01T03:55', '2026-01-02T03:00']],
    ['0 0 30-1 * *', ['2026-01-01T00:00', '2026-01-30T00:00', '2026-01-31T00:00', '2026-02-01T00:00']],
    ['1,1,1-2,2 5 * * *', ['2026-01-01T05:01', '2026-01-01T05:02', '2026-01-02T05:01']],
    ['05 06 * * *', ['2026-01-01T06:05', '2026-01-02T06:05']],
    ['0 0 L * *', ['2026-01-31T00:00', '2026-02-28T00:00', '2026-03-31T00:00']],
    ['0 0 15,L * *', ['2026-01-15T00:00', '2026-01-31T00:00', '2026-02-15T00:00']],
    ['0 0 L 2 *', ['2026-02-28T00:00', '2027-02-28T00:00', '2028-02-29T00:00']],
    ['0 0 * * 5L', ['2026-01-30T00:00', '2026-02-27T00:00']],
    ['0 0 * * friL,1', ['2026-01-05T00:00', '2026-01-12T00:00', '2026-01-19T00:00', '2026-01-26T00:00']],
    ['0 0 * * SundayL', ['2026-01-25T00:00', '2026-02-22T00:00']],
    ['0 0 * * 5#3', ['2026-01-16T00:00', '2026-02-20T00:00']],
    ['0 0 * * 1#1,FRI#3,7#5', ['2026-01-05T00:00', '2026-01-16T00:00', '2026-02-02T00:00', '2026-02-20T00:00']],
    ['0 0 * * 3,5#5', ['2026-01-07T00:00', '2026-01-14T00:00', '2026-01-21T00:00', '2026-01-28T00:00']],
    ['0 0 ? * 1', ['2026-01-05T00:00', '2026-01-12T00:00']],
    ['0 0 29 2 *', ['2028-02-29T00:00', '2032-02-29T00:00']],
    ['0 */24 * * *', ['2026-01-01T00:00', '2026-01-02T00:00']],
    ['5/15 0 * * *', ['2026-01-01T00:05', '2026-01-01T00:20', '2026-01-01T00:35', '2026-01-01T00:50']],
    ['*/15,7 0 * * *', ['2026-01-01T00:00', '2026-01-01T00:07', '2026-01-01T00:15', '2026-01-01T00:30']],
    ['@YEARLY', ['2026-01-01T00:00', '2027-01-01T00:00']],
    ['@Annually', ['2026-01-01T00:00', '2027-01-01T00:00']],
    ['@monthly', ['2026-01-01T00:00', '2026-02-01T00:00']],
    ['@weekly', ['2026-01-04T00:00', '2026-01-11T00:00']],
    [' @daily ', ['2026-01-01T00:00', '2026-01-02T00:00']],
    ['@midnight', ['2026-01-01T00:00', '2026-01-02T00:00']],
    ['@hourly', ['2026-01-01T00:00', '2026-01-01T01:00']],
    ['@minutely', ['2026-01-01T00:00', '2026-01-01T00:01']],
  ])('S-1 %s', (expression, walls) => {
    expect(reasonFor(expression)).toBe('accepted');
    expect(wallsOf(expression, walls.length)).toEqual(walls);
  });
});

describe('S-1 a refused expression says which field, which value and what is allowed', () => {
  test.each<[expression: string, reason: string]>([
    ['', 'the expression is empty'],
    ['   ', 'the expression is empty'],
    ['*', '1 field, expected 5 (minute hour day month weekday) or 6 (seconds first)'],
    ['* * * *', '4 fields, expected 5 (minute hour day month weekday) or 6 (seconds first)'],
    ['* * * * * * *', '7 fields, expected 5 (minute hour day month weekday) or 6 (seconds first)'],
    ['0 0 * *\n* ', 'the expression must be one line'],
    [`0 ${'0,'.repeat(130)}0 * * *`, 'the expression has 269 characters (at most 256)'],
    ['60 * * * *', 'minute: 60 is not allowed (0–59)'],
    ['0 24 * * *', 'hour: 24 is not allowed (0–23)'],
    ['0 0 0 * *', 'day of month: 0 is not allowed (1–31)'],
    ['0 0 32 * *', 'day of month: 32 is not allowed (1–31)'],
    ['0 0 * 13 *', 'month: 13 is not allowed (1–12)'],
    ['0 0 * 0 *', 'month: 0 is not allowed (1–12)'],
    ['0 0 * * 8', 'weekday: 8 is not allowed (0–7)'],
    ['61 0 0 * * *', 'second: 61 is not allowed (0–59)'],
    ['0 9-25 * * *', 'hour: 25 is not allowed (0–23)'],
    ['0 -5 * * *', 'hour: "-5" is not a value or a range'],
    ['0 5- * * *', 'hour: "5-" is not a value or a range'],
    ['0 1-2-3 * * *', 'hour: "1-2-3" is not a range'],
    ['1,,2 * * * *', 'minute: "1,,2" has an empty place in its list'],
    ['1, * * * *', 'minute: "1," has an empty place in its list'],
    ['*/0 * * * *', 'minute: step 0 is not allowed (1 or more)'],
    ['*/90 * * * *', 'minute: step 90 is larger than its range 0–59'],
    ['0 */25 * * *', 'hour: step 25 is larger than its range 0–23'],
    ['10-20/12 * * * *', 'minute: step 12 is larger than its range 10–20'],
    ['0 22-2/6 * * *', 'hour: step 6 is larger than its range 22–2'],
    ['50/15 * * * *', 'minute: step 15 is larger than its range 50–59'],
    ['0 0 * */13 *', 'month: step 13 is larger than its range 1–12'],
    ['*/5/5 * * * *', 'minute: "*/5/5" has more than one step'],
    ['*/x * * * *', 'minute: step "x" is not a whole number'],
    ['*/ * * * *', 'minute: step "" is not a whole number'],
    ['*5 * * * *', 'minute: "*5" is not a number'],
    ['1.5 * * * *', 'minute: "1.5" is not a number'],
    ['٣ * * * *', 'minute: "٣" is not a number'],
    ['0 mon * * *', 'hour: "mon" is not a number'],
    ['0 0 * foo *', 'month: "foo" is not a month'],
    ['0 0 * * funday', 'weekday: "funday" is not a weekday'],
    ['0 0 * * mond', 'weekday: "mond" is not a weekday'],
    ['? * * * *', 'minute: ? is only allowed in the day fields'],
    ['0 0 W * *', 'day of month: W (nearest working day) is not supported'],
    ['0 0 15W * *', 'day of month: 15W (nearest working day) is not supported'],
    ['0 0 1,lw * *', 'day of month: LW (nearest working day) is not supported'],
    ['0 0 L-3 * *', 'day of month: L-3 (days before the last) is not supported'],
    ['0 0 5L * *', 'day of month: "5L" belongs in the weekday field'],
    ['0 0 5#2 * *', 'day of month: "5#2" belongs in the weekday field'],
    ['0 L * * *', 'hour: "L" is only allowed in the day fields'],
    ['0 0 * 5#1 *', 'month: "5#1" is only allowed in the day fields'],
    ['0 0 * * L', 'weekday: L needs a weekday in front'],
    ['0 0 * * 5W', 'weekday: 5W (nearest working day) is not supported'],
    ['0 0 * * 9L', 'weekday: "9" is not a weekday (0–7 or a name)'],
    ['0 0 * * 5#6', 'weekday: "5#6" asks for number 6 in the month (1–5)'],
    ['0 0 * * 5#0', 'weekday: "5#0" asks for number 0 in the month (1–5)'],
    ['0 0 * * 5#', 'weekday: "5#" asks for number nothing in the month (1–5)'],
    ['0 0 * * 8#1', 'weekday: "8" is not a weekday (0–7 or a name)'],
    ['0 0 * * 1-5#2', 'weekday: "1-5" is not a weekday (0–7 or a name)'],
    ['H(5) * * * *', 'minute: "H(5)" is not H or H(from-to)'],
    ['H(50-70) * * * *', 'minute: 70 is not allowed (0–59)'],
    ['H(30-10) * * * *', 'minute: "H(30-10)" begins after its end'],
    ['H(0-9)/20 * * * *', 'minute: step 20 is larger than its range 0–9'],
    ['@every 5m', '@every is not a cron expression'],
    ['@EVERY_MINUTE', '"@EVERY_MINUTE" is not known'],
    ['@fortnightly', '"@fortnightly" is not known'],
    ['@daily 5', '"@daily 5" is not known'],
    ['0 0 31 2 *', 'can never fire within 9 years'],
    ['0 0 30,31 2 *', 'can never fire within 9 years'],
    ['0 0 31 2,4,6,9,11 *', 'can never fire within 9 years'],
    ['0 0 31 2 */2', 'can never fire within 9 years'],
  ])('S-1 %j is refused: %s', (expression, reason) => {
    expect(reasonFor(expression)).toBe(reason);
  });

  test('S-1 a refusal carries a hint where there is something to do instead', () => {
    expect(checkCron('@every 5m', 'UTC', SEED)).toMatchObject({ hint: expect.stringContaining('schedule_every_ms') });
    expect(checkCron('@nightly', 'UTC', SEED)).toMatchObject({ hint: expect.stringContaining('@daily') });
    expect(checkCron('0 0 * * L', 'UTC', SEED)).toMatchObject({ hint: expect.stringContaining('5L') });
  });

  test('S-1 a zone that nobody knows is refused with the expression', () => {
    expect(checkCron('0 0 * * *', 'Mars/Olympus', SEED)).toMatchObject({
      kind: 'refused',
      reason: 'zone: "Mars/Olympus" is not a known time zone',
    });
  });

  test('S-1 nine years are counted from the moment of asking', () => {
    // 29 February falls on a Sunday in 2032 and then not before 2060.
    expect(checkCron('0 0 29 2 */7', 'UTC', SEED, Date.UTC(2026, 0, 1)).kind).toBe('ok');
    expect(checkCron('0 0 29 2 */7', 'UTC', SEED, Date.UTC(2033, 0, 1)).kind).toBe('refused');
  });
});

describe('S-1 what an operator should know is said when the job is saved', () => {
  test('S-1 two restricted day fields are OR', () => {
    expect(checkCron('0 0 13 * 5', 'UTC', SEED)).toEqual({
      kind: 'ok',
      notes: ['day of month and weekday are both restricted: it fires when either matches'],
    });
    expect(wallsOf('0 0 13 * 5', 3)).toEqual(['2026-01-02T00:00', '2026-01-09T00:00', '2026-01-13T00:00']);
  });

  test('S-1 a day field that begins with a star makes it AND', () => {
    expect(checkCron('0 0 */2 * 1', 'UTC', SEED)).toEqual({
      kind: 'ok',
      notes: ['a day field begins with *: it fires only when day of month and weekday both match'],
    });
    expect(wallsOf('0 0 */2 * 1', 2)).toEqual(['2026-01-05T00:00', '2026-01-19T00:00']);
  });

  test('S-1 a single value with a step says how far it runs', () => {
    expect(checkCron('5/15 * * * *', 'UTC', SEED)).toEqual({
      kind: 'ok',
      notes: ['minute: 5/15 begins at 5 and runs to 59'],
    });
  });

  test('S-1 an ordinary expression needs no note', () => {
    expect(checkCron('0 9 * * 1-5', 'UTC', SEED)).toEqual({ kind: 'ok', notes: [] });
  });
});

describe('S-1 H', () => {
  test('S-1 H is settled by the job: the same for one job, spread over many', () => {
    const minutes = new Set<number>();
    for (let job = 0; job < 500; job++) {
      const schedule = {
        kind: 'cron',
        expression: 'H * * * *',
        zone: 'UTC',
        dst: 'cronie',
        seed: `job-${job}`,
      } as const;
      const [slot, again] = [previewSlots(schedule, START, 1)[0], previewSlots(schedule, START, 1)[0]];
      expect(again).toEqual(slot);
      minutes.add(new Date(slot?.at ?? 0).getUTCMinutes());
    }
    expect(minutes.size).toBe(60);
  });

  test('S-1 H stays within its range, keeps its step, and hashes fields apart', () => {
    for (let job = 0; job < 200; job++) {
      const schedule = {
        kind: 'cron',
        expression: 'H(10-20) H/6 H * *',
        zone: 'UTC',
        dst: 'cronie',
        seed: `job-${job}`,
      } as const;
      const dates = previewSlots(schedule, START, 4).map((slot) => new Date(slot.at));
      const hours = dates.map((date) => date.getUTCHours());
      expect(dates[0]?.getUTCMinutes()).toBeGreaterThanOrEqual(10);
      expect(dates[0]?.getUTCMinutes()).toBeLessThanOrEqual(20);
      expect(hours.map((hour) => hour - (hours[0] ?? 0))).toEqual([0, 6, 12, 18]);
      expect(dates[0]?.getUTCDate()).toBeLessThanOrEqual(28);
    }
    expect(wallsOf('H H * * *', 1)).toHaveLength(1);
  });
});

describe('S-1 keywords', () => {
  test('S-1 @reboot and @manual are no times, in any case', () => {
    expect(cronKeyword(' @Reboot')).toEqual({ kind: 'reboot' });
    expect(cronKeyword('@MANUAL')).toEqual({ kind: 'manual' });
    expect(checkCron('@reboot', 'UTC', SEED)).toEqual({ kind: 'ok', notes: [] });
    expect(checkCron('@manual', 'UTC', SEED)).toEqual({ kind: 'ok', notes: [] });
    expect(wallsOf('@reboot')).toEqual([]);
  });

  test('S-1 the other keywords stand for expressions, and expressions for themselves', () => {
    expect(cronKeyword('@Daily')).toEqual({ kind: 'expression', expression: '0 0 * * *' });
    expect(cronKeyword(' 5 4 * * * ')).toEqual({ kind: 'expression', expression: '5 4 * * *' });
  });
});
