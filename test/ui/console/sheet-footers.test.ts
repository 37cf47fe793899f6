// What the last line says of a sheet's keys holds wherever the focus is.
import { describe, expect, onTestFinished, test } from 'vitest';
import { aDefinition } from '../../support/builders.ts';
import { alertValues, insert } from '../../support/screen-data.ts';
import { addApproval, addJobs, aMarkConsole, type MarkConsole } from './marks-world.ts';

async function opened(fill: (screen: MarkConsole) => void, ...keys: string[]): Promise<MarkConsole> {
  const screen = aMarkConsole();
  onTestFinished(() => screen.end());
  fill(screen);
  screen.controller.start();
  screen.settle();
  screen.press(...keys);
  await screen.answer();
  return screen;
}

/** What stands before `Esc back`. */
const footer = (screen: MarkConsole): string => (screen.text().at(-1) ?? '').split('   ')[0]?.trim() ?? '';
const shown = (screen: MarkConsole): string => screen.text().join('\n');

/** The footer after each of the keys. */
const footersAfter = (screen: MarkConsole, ...keys: string[]): string[] =>
  keys.map((key) => {
    screen.press(key);
    return footer(screen);
  });

const shell = (screen: MarkConsole): void => {
  const definition = aDefinition({ name: 'etl', schedule_kind: 'manual', payload_message: 'etl.sh' });
  addJobs(screen, ['etl'], { definition: JSON.stringify(definition) });
};
const plain = (screen: MarkConsole): void => addJobs(screen, ['etl']);

describe('a run', () => {
  test('from every empty field that may be empty Enter, Enter runs it, as the last line says', async () => {
    const screen = await opened(shell, '5', 'r');
    expect(footersAfter(screen, 'Tab', 'Tab')).toEqual(['Enter, Enter runs it', 'Enter, Enter runs it']);
    screen.press('Enter');
    expect(shown(screen)).toContain('▸[ Run ]');
    expect(footer(screen)).toBe('Enter runs it');
    expect(screen.store.dispatches.countPending('job-etl')).toBe(0);
    screen.press('Enter');
    expect(screen.store.dispatches.countPending('job-etl')).toBe(1);
  });

  test('says at each field what it wants, and at the buttons what they do', async () => {
    const screen = await opened(shell, '5', 'r');
    expect(footer(screen)).toBe('change it or not, Enter, Enter runs it');
    expect(footersAfter(screen, 'Ctrl-U', 'Tab', 'x')).toEqual([
      'change it: NOW says why',
      'Enter to what is missing',
      'change it: NOW says why',
    ]);
    expect(footersAfter(screen, 'Ctrl-U', 'Tab', 'A', '=')).toEqual([
      'Enter to what is missing',
      'Enter to what is missing',
      'NAME=value …, or nothing',
      'Enter to what is missing',
    ]);
    expect(footersAfter(screen, 'Tab', 'Tab')).toEqual(['Tab to what is missing', 'Tab to what is missing']);
    expect(footersAfter(screen, 'Tab', 'l', 'Shift-Tab', 'Shift-Tab')).toEqual([
      'change it: NOW says why',
      'change it or not, Enter, Enter runs it',
      'Enter runs it',
      'Tab, Enter runs it',
    ]);
  });
});

describe('a pause', () => {
  test('until somebody resumes it is confirmed from the empty field that says so', async () => {
    const screen = await opened(plain, '5', 'p');
    expect(footer(screen)).toBe('name it or ↑↓, Enter, Enter pauses');
    expect(footersAfter(screen, 'Tab')).toEqual(['↑↓ or type, Enter, Enter pauses']);
    screen.press('Enter', 'Enter');
    expect(screen.store.pauses.list()).toMatchObject([{ scope: 'job', key: 'job-etl' }]);
  });

  test('says what is wrong where it stands', async () => {
    const screen = await opened(plain, '5', 'p');
    expect(footersAfter(screen, 'q')).toEqual(['a job, tag:NAME, pool:NAME or everything']);
    expect(footersAfter(screen, 'Tab', 'q')).toEqual(['Enter to what is missing', 'a time such as 2h or 18:00']);
    expect(footersAfter(screen, 'Tab', 'Tab', 'Tab')).toEqual(Array(3).fill('Tab to what is missing'));
  });

  test('an empty note takes no Enter, and the last line says how else', async () => {
    const screen = await opened(plain, '5', 'p');
    expect(footersAfter(screen, 'Shift-Tab')).toEqual(['a note, or Shift-Tab, Enter pauses']);
    screen.press('Enter', 'Enter');
    expect(screen.store.pauses.list()).toEqual([]);
    expect(footersAfter(screen, 'x')).toEqual(['Enter, Enter pauses']);
    screen.press('Backspace', 'Shift-Tab', 'Enter');
    expect(screen.store.pauses.list()).toHaveLength(1);
  });
});

test('an alert is not snoozed without an end, which the last line asks for', async () => {
  const fill = (screen: MarkConsole): void => {
    addJobs(screen, ['etl']);
    insert(screen.db, 'alerts', alertValues('etl failed', { kind: 'failing', key: 'f', job_id: 'job-etl' }));
  };
  const screen = await opened(fill, '4', 's');
  expect(footer(screen)).toBe('↑↓ or a time, Enter, Enter snoozes');
  screen.press('Backspace', 'Enter', 'Enter', 'Enter');
  expect(screen.store.alerts.get(1)).toMatchObject({ state: 'open' });
  expect(footersAfter(screen, 'q')).toEqual(['a time such as 2h or 18:00']);
});

test('a name that has to be typed is asked for until it is whole, also at the buttons', async () => {
  const screen = await opened((each) => addApproval(each, 'db', { risk: 'high' }), '3', 'a');
  expect(footer(screen)).toBe('type the name, then Enter, Enter');
  expect(footersAfter(screen, 'Tab', 'Tab', 'Tab', 'Tab')).toEqual([
    'Tab to what is missing',
    'Tab to what is missing',
    'Tab to what is missing',
    'type the name, then Enter, Enter',
  ]);
  expect(footersAfter(screen, 'd', 'b', 'Enter')).toEqual([
    'type the name, then Enter, Enter',
    'Enter, Enter approves',
    'Enter approves',
  ]);
});

test('of many, the count is asked for in its field, and a suggested end makes way', async () => {
  const fill = (screen: MarkConsole): void => {
    addJobs(screen, ['etl']);
    for (const key of ['f', 'g'])
      insert(screen.db, 'alerts', alertValues(`${key} failed`, { kind: 'failing', key, job_id: 'job-etl' }));
  };
  const screen = await opened(fill, '4', 'v', 'j', 's');
  expect(footer(screen)).toBe('type 2, then Enter, Enter');
  expect(footersAfter(screen, '2')).toEqual(['Enter, Enter snoozes them']);
  expect(footersAfter(screen, 'Tab', '3', 'h')).toEqual([
    'Enter, Enter snoozes them',
    'Enter, Enter snoozes them',
    'Enter, Enter snoozes them',
  ]);
  expect(screen.view().sheet?.fields.until).toBe('3h');
});
