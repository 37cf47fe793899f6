import { describe, expect, test } from 'vitest';
import {
  type CrontabEntry,
  LINE_BYTES_MAX,
  LINES_MAX,
  parseCrontab,
  VALUE_BYTES_MAX,
  VARIABLES_MAX,
} from '../../../../src/engine/imports/crontab/lines.ts';
import { fixture } from './context.ts';

const entries = (text: string): CrontabEntry[] =>
  parseCrontab(text).flatMap((line) => (line.kind === 'entry' ? [line.entry] : []));
const kinds = (text: string): string[] => parseCrontab(text).map((line) => line.kind);
const reason = (text: string): string | undefined =>
  parseCrontab(text).flatMap((line) => (line.kind === 'refused' ? [line.reason] : []))[0];

describe('lines of a crontab', () => {
  test('every line has a kind and its number', () => {
    const lines = parseCrontab('# one\n\nA=1\n* * * * * date\n@nope x\n');
    expect(lines.map((line) => [line.line, line.kind])).toEqual([
      [1, 'comment'],
      [2, 'blank'],
      [3, 'variable'],
      [4, 'entry'],
      [5, 'refused'],
    ]);
  });

  test('an empty file has no lines', () => {
    expect(parseCrontab('')).toEqual([]);
  });

  test('a file without a final line end keeps its last line', () => {
    expect(entries('* * * * * date')).toMatchObject([{ schedule: '* * * * *', command: 'date' }]);
  });

  test('line ends of another system and a byte order mark are no part of a line', () => {
    const [entry] = entries('\uFEFFA=1\r\n* * * * * date\r\n');
    expect(entry).toMatchObject({ command: 'date', variables: { A: '1' }, raw: '* * * * * date' });
  });

  test('blanks and tabs in front and between fields do not matter', () => {
    expect(entries('\t 1\t2  3 \t4\t5\t \tdate  -u\n')).toMatchObject([{ schedule: '1 2 3 4 5', command: 'date  -u' }]);
  });

  test('a comment may be indented, and a # in a command is part of it', () => {
    expect(kinds(' \t# no\n')).toEqual(['comment']);
    expect(entries('* * * * * date # now\n')[0]?.command).toBe('date # now');
  });

  test('the leading - of cronie is no part of the schedule', () => {
    expect(entries('-*/5 * * * * date\n')[0]?.schedule).toBe('*/5 * * * *');
    expect(entries('-@hourly date\n')[0]?.schedule).toBe('@hourly');
  });

  test('every word cron knows is a schedule, any other is refused by name', () => {
    const words = '@reboot @yearly @annually @monthly @weekly @daily @midnight @hourly'.split(' ');
    for (const word of words) expect(entries(`${word}\tdate\n`)).toMatchObject([{ schedule: word, command: 'date' }]);
    for (const word of ['@Daily', '@minutely', '@manual', '@']) expect(reason(`${word} date\n`)).toContain('@reboot');
  });

  test('percent signs stay as they were written', () => {
    expect(entries('* * * * * date +\\%F%a%b\n')[0]?.command).toBe('date +\\%F%a%b');
  });

  test('a line without a command says so, a line with too few fields how many it has', () => {
    expect(reason('1 2 3 4 5\n')).toBe('the line has no command');
    expect(reason('@daily  \n')).toBe('the line has no command');
    expect(reason('1 2 3\n')).toBe('five fields and a command are needed, the line has 3 words');
    expect(reason('x\n')).toBe('five fields and a command are needed, the line has 1 word');
  });

  test('a sixth star is a field too many, as it is to cron', () => {
    expect(reason('* * * * * * date\n')).toContain('one field too many');
  });

  test('identical lines are counted, whatever blanks they have and wherever they stand', () => {
    const text = '1 * * * * date\n2 * * * * date\n 1  *  * * *\tdate \n1 * * * * date\n';
    expect(entries(text).map((entry) => entry.ordinal)).toEqual([1, 1, 2, 3]);
  });
});

describe('settings', () => {
  test.each([
    ['A=b', 'A', 'b'],
    ['A = b c ', 'A', 'b c'],
    ['A="b c "', 'A', 'b c '],
    ["A=' b'", 'A', ' b'],
    ['A="it\'s"', 'A', "it's"],
    ['"A" = b', 'A', 'b'],
    ["'A'=b", 'A', 'b'],
    ['A=b=c', 'A', 'b=c'],
    ['A="b=c"', 'A', 'b=c'],
    ['A=b "c" d', 'A', 'b "c" d'],
    ['A=b # c', 'A', 'b # c'],
    ['A=""', 'A', ''],
    ['A=', 'A', ''],
    ['\tA\t=\tb\t', 'A', 'b'],
    ['PATH=$HOME/bin:/bin', 'PATH', '$HOME/bin:/bin'],
  ])('%s sets a variable', (text, name, value) => {
    expect(parseCrontab(text)).toMatchObject([{ kind: 'variable', name, value }]);
  });

  test.each(['A="b', 'A="b" c', "A='", '"A=b"=c', 'A-B=1', '1A=b'])('%s is refused', (text) => {
    expect(kinds(text)).toEqual(['refused']);
  });

  test('an = in a command makes no setting', () => {
    expect(entries('* * * * * A=1 date\n@daily A=1 date\n').map((entry) => entry.command)).toEqual([
      'A=1 date',
      'A=1 date',
    ]);
  });

  test('a setting holds for the lines below it until it is set again', () => {
    const [first, second, third] = entries('* * * * * a\nX=1\n* * * * * b\nX=2\n* * * * * c\n');
    expect([first?.variables, second?.variables, third?.variables]).toEqual([{}, { X: '1' }, { X: '2' }]);
  });

  test('CRON_TZ is the zone of the lines below it, and an empty one ends it', () => {
    const text = '@daily a\nCRON_TZ=Asia/Tokyo\n@daily b\nCRON_TZ=\n@daily c\n';
    expect(entries(text).map((entry) => entry.zone)).toEqual([undefined, 'Asia/Tokyo', undefined]);
  });

  test('a variable named like a property of objects is only a variable', () => {
    const [entry] = entries('__proto__=x\nconstructor=y\n* * * * * date\n');
    expect(Object.entries(entry?.variables ?? {})).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
  });
});

describe('limits', () => {
  test('lines past the limit are not read, and the plan is told so', () => {
    const lines = parseCrontab('* * * * * date\n'.repeat(LINES_MAX + 5));
    expect(lines).toHaveLength(LINES_MAX + 1);
    expect(lines.at(-1)).toMatchObject({ kind: 'refused', line: LINES_MAX + 1 });
    expect(parseCrontab('#\n'.repeat(LINES_MAX))).toHaveLength(LINES_MAX);
  });

  test('a line that is too long is refused and shown cut', () => {
    const [line] = parseCrontab(`* * * * * ${'é'.repeat(LINE_BYTES_MAX / 2)}\n`);
    expect(line).toMatchObject({ kind: 'refused', reason: expect.stringContaining('100000 bytes') });
    expect(line?.raw.length).toBeLessThan(300);
  });

  test('more variables than the limit are refused, setting one of them anew is not', () => {
    const many = Array.from({ length: VARIABLES_MAX + 1 }, (_, index) => `V${index}=1\n`).join('');
    expect(kinds(`${many}V0=2\n`).filter((kind) => kind === 'refused')).toHaveLength(1);
    expect(kinds(`${many}V0=2\n`).at(-1)).toBe('variable');
  });

  test('a value that is too long is refused, and the one before it stays', () => {
    const [entry] = entries(`A=1\nA=${'x'.repeat(VALUE_BYTES_MAX + 1)}\n* * * * * date\n`);
    expect(entry?.variables).toEqual({ A: '1' });
  });

  test('a NUL or lost bytes make a line unreadable, not the file', () => {
    expect(kinds('* * * * * a\0b\n* * * * * caf\uFFFD\n* * * * * date\n')).toEqual(['refused', 'refused', 'entry']);
  });

  test('long lines of blanks, quotes and backslashes are read at once', () => {
    const blanks = ' '.repeat(LINE_BYTES_MAX - 100);
    for (const filling of [blanks, '"'.repeat(90_000), '\\'.repeat(90_000), `'"`.repeat(40_000)]) {
      expect(parseCrontab(`A${filling}x\nA=x${filling}y\n* * * * * x${filling}y\n`)).toHaveLength(3);
    }
  });
});

describe('a crontab as people write them', () => {
  test('all ten lines are entries with the settings above them', () => {
    const found = entries(fixture('mixed-user'));
    expect(found).toHaveLength(10);
    expect(found[0]).toMatchObject({ schedule: '*/15 * * * *', zone: 'Europe/Berlin' });
    expect(found[0]?.variables).toMatchObject({ SHELL: '/bin/bash', MAILTO: 'ops@example.org' });
    expect(found[3]).toMatchObject({ schedule: '0 9-17/2 * * MON-FRI', command: 'cd "$HOME/reports" && ./build.sh' });
  });
});
