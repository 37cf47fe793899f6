import { describe, expect, test } from 'vitest';
import { planText } from '../../../../src/engine/imports/crontab/plan-text.ts';
import { fixture, planOf } from './context.ts';

const textOf = (crontab: string): string => planText(planOf(crontab)).join('\n');

describe('the plan as text', () => {
  test('says what becomes what', () => {
    expect(planText(planOf('CRON_TZ=Asia/Tokyo\n5 0 * * * /opt/close.sh%a%b\n')).slice(0, 8)).toEqual([
      '1 line becomes a job.',
      '',
      'line 2: close.sh',
      '  when   5 0 * * *, Asia/Tokyo',
      '  runs   /opt/close.sh',
      '  input  a / b',
      '  with   /bin/sh in /home/jo',
      '  note   what follows % is given to the command as standard input, inside the command',
    ]);
  });

  test('names every refused line with its number and reason', () => {
    const text = textOf(fixture('mixed-user'));
    expect(text).toMatch(/^8 lines become jobs, 2 do not\.\n/);
    expect(text).toContain(
      'Not imported:\n  line 15: 0 0 31 2 *       echo never\n    can never fire within 9 years\n  line 16: 61',
    );
  });

  test('says what is not kept', () => {
    expect(textOf(fixture('mixed-user'))).toContain('  - MAILTO=ops@example.org is not kept');
  });

  test('says schedules in words where words are given', () => {
    const plan = planOf('*/15 * * * * a\n@reboot b\n');
    const rows = planText(plan, (expression) => (expression.startsWith('*/15') ? 'every 15 minutes' : expression));
    expect(rows).toContain('  when   every 15 minutes (*/15 * * * *), Europe/Paris');
    expect(rows).toContain('  when   once after each start of the machine');
  });

  test('is one line when there is nothing', () => {
    expect(planText(planOf('# only a remark\n'))).toEqual(['The crontab holds no jobs.']);
    expect(planText(planOf('@nope x\n'))[0]).toBe('No line becomes a job; 1 is refused.');
  });

  test('shows control characters of the crontab as codes and cuts long commands', () => {
    const rows = planText(
      planOf(`* * * * * echo \x1b[31mred \u202E\n@nope \x07${'x'.repeat(500)}\n* * * * * ${'y'.repeat(500)}\n`),
    );
    for (const row of rows) {
      expect(row).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(row.length).toBeLessThan(400);
    }
    expect(rows.join('\n')).toContain('\\x1b[31mred');
  });
});
