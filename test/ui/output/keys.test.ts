import { describe, expect, test } from 'vitest';
import type { PageLine } from '../../../src/engine/output/output-window.ts';
import type { ReadRows } from '../../../src/ui/output/follow.ts';
import type { OutputPage } from '../../../src/ui/output/output-port.ts';
import { backupDetail } from '../scenes/backup.ts';
import { aView, DATA } from '../scenes.ts';
import { aScreen } from '../state/world.ts';

const lines = Array.from({ length: 50 }, (_, start): PageLine => {
  return { stream: 'out', start, end: start + 1, bytes: 1, text: `line ${start}` };
});
const page: OutputPage = {
  ...{ lines, isAtStart: true, isAtEnd: true, from: 'files', sizes: { out: 50, err: 3 } },
  ...{ totalBytes: 53, totalLines: 50 },
};
const read: ReadRows = {
  rows: lines.map(({ stream, start }) => ({ stream, start, part: 0 })),
  ...{ room: 10, isAtStart: true, isAtEnd: true, size: { lines: 50, bytes: 53 } },
};
const detail = { target: { kind: 'run' as const, runId: 8811 }, detail: backupDetail, page };

const anOutput = (given: Partial<(typeof detail)['detail']> = {}) =>
  aScreen({
    view: { ...aView(80, 24, 'runs'), focus: 'detail' },
    data: { ...DATA, detail: { ...detail, detail: { ...backupDetail, ...given } } },
    context: { outputRows: () => read },
  });
const looking = (screen: ReturnType<typeof anOutput>) => screen.view().looking;
const message = (screen: ReturnType<typeof anOutput>) => screen.view().message?.text;

describe('keys in output', () => {
  test.each([
    ['W', { wraps: true }, 'long lines are wrapped'],
    ['T', { times: 'since' }, 'times since the start'],
    ['m', { streams: 'out' }, 'stdout only'],
    ['J', { json: true }, 'lines of JSON are shown in rows'],
    ['i', { window: '1h' }, 'the last 1h'],
    ['C', { floor: { out: 50, err: 3 } }, 'cleared the view; Esc shows all again'],
  ] as const)('%s', (key, changed, words) => {
    const screen = anOutput();
    screen.key(key);
    expect(looking(screen)).toMatchObject(changed);
    expect(message(screen)).toBe(words);
  });

  test('F stops following where it is, and follows again', () => {
    const screen = anOutput();
    screen.key('F');
    expect(looking(screen).paused).toMatchObject({ cursor: { start: 48 }, row: 8 });
    screen.key('F');
    expect(looking(screen).paused).toBeUndefined();
  });

  test('up stops following, G follows again', () => {
    const screen = anOutput();
    screen.keys('k', 'k', 'k');
    expect(looking(screen).paused?.cursor).toMatchObject({ start: 46 });
    screen.key('G');
    expect(looking(screen).paused).toBeUndefined();
  });

  test('sideways only where rows are cut', () => {
    const screen = anOutput();
    screen.keys('Right', 'l', 'h');
    expect(looking(screen).column).toBe(20);
    screen.keys('W', 'l');
    expect(looking(screen).column).toBe(0);
  });

  test('Space marks the line of the cursor and goes on; again takes the mark back', () => {
    const screen = anOutput();
    screen.key('Space');
    expect(looking(screen).marks).toEqual([]);
    screen.keys('k', 'k', 'Space', 'Space');
    expect(looking(screen).marks.map(({ text }) => text)).toEqual(['line 47', 'line 48']);
    screen.keys('k', 'Space');
    expect(looking(screen).marks.map(({ text }) => text)).toEqual(['line 47']);
  });

  test('elsewhere these keys mean nothing, or what they mean there', () => {
    const screen = aScreen({ view: aView(80, 24, 'runs'), data: DATA });
    screen.keys('W', 'T', 'm', 'J', 'i', 'C', '&', '|', 'n', 'N', '-');
    expect(screen.view().looking).toEqual(aView(80, 24, 'runs').looking);
    expect(screen.effects).toEqual([]);
  });
});

describe('searching', () => {
  test('what is written is looked for: at the end upwards, from the cursor on downwards', () => {
    const screen = anOutput();
    screen.keys('/', 'x', 'Space', 'y', 'z', 'Backspace');
    expect(looking(screen).entry).toEqual({ kind: 'search', text: 'x y' });
    screen.key('Enter');
    expect(screen.effects.at(-1)).toEqual({ kind: 'find-output', from: 'end', by: -1 });
    screen.keys('k', '/', 'q', 'Enter');
    expect(screen.effects.at(-1)).toMatchObject({ from: { start: 48, isIncluded: true }, by: 1 });
    expect(looking(screen)).toMatchObject({ search: 'q' });
    expect(looking(screen).entry).toBeUndefined();
  });

  test('keys are letters while something is written, and pasted text is one line of it', () => {
    const screen = anOutput();
    screen.keys('/', 'q', 'F', 'y');
    screen.paste('a\nb');
    expect(looking(screen).entry?.text).toBe('qFya b');
    screen.key('Escape');
    expect(looking(screen).search).toBe('');
  });

  test('the line that was found gets the cursor; where there is none that is said', () => {
    const screen = anOutput();
    screen.keys('/', 'q', 'Enter');
    screen.send({ type: 'output-found', line: lines[20], by: -1, at: 0 });
    expect(looking(screen).paused).toMatchObject({ cursor: { start: 20 }, row: 3 });
    screen.key('n');
    expect(screen.effects.at(-1)).toMatchObject({ kind: 'find-output', from: { start: 20 }, by: 1 });
    screen.send({ type: 'output-found', line: undefined, by: 1, at: 0 });
    expect(message(screen)).toBe('no match below; N looks above');
    expect(looking(screen).paused).toMatchObject({ cursor: { start: 20 } });
  });

  test('n without a search, and a pattern that is none, say what is wrong', () => {
    const screen = anOutput();
    screen.key('n');
    expect(message(screen)).toBe('nothing is searched; / does');
    screen.keys('/', '/', '(', '/', 'Enter');
    expect(message(screen)).toContain('no pattern: ');
    expect(looking(screen).entry?.text).toBe('/(/');
  });

  test('& keeps only what matches, with more or fewer neighbours', () => {
    const screen = anOutput();
    screen.key('+');
    expect(message(screen)).toBe('+ is for & (only matching lines)');
    screen.keys('&', 'q', 'Enter', '+', '+', '-');
    expect(looking(screen)).toMatchObject({ only: 'q', context: 1 });
    screen.keys('&', 'Ctrl-U', 'Enter');
    expect(looking(screen)).toMatchObject({ only: '', context: 0 });
  });
});

test('Esc takes back one thing at a time, and then leaves the output', () => {
  const screen = anOutput();
  screen.keys('C', 'i', '&', 'q', 'Enter', '/', 'z', 'Enter');
  screen.key('Escape');
  expect(looking(screen)).toMatchObject({ search: '', only: 'q' });
  screen.key('Escape');
  expect(looking(screen)).toMatchObject({ only: '', floor: { out: 50 } });
  screen.key('Escape');
  expect(looking(screen).floor).toBeUndefined();
  screen.key('Escape');
  expect(looking(screen).window).toBe('all');
  expect(screen.view().focus).toBe('detail');
  screen.key('Escape');
  expect(screen.view().focus).toBe('runs');
});

test('a run that another followed offers it, and Esc comes back', () => {
  const over = { ...backupDetail.run, status: 'error' as const, finishedAt: 5 };
  const history = [8_820, 8_815, 8_700].map((runId) => ({ ...backupDetail.job.history[0], runId }) as never);
  const screen = anOutput({ run: over, job: { ...backupDetail.job, history } });
  screen.key('Enter');
  expect(looking(screen).instead).toBe(8_815);
  screen.key('Escape');
  expect(looking(screen).instead).toBeUndefined();
});

test('the pager is asked for, but not read-only', () => {
  const screen = anOutput();
  screen.key('|');
  expect(screen.effects).toEqual([{ kind: 'pager' }]);
  const safe = aScreen({
    view: { ...aView(80, 24, 'runs'), focus: 'detail' },
    data: { ...DATA, detail },
    context: { readOnly: true },
  });
  safe.key('|');
  expect(safe.effects).toEqual([]);
  expect(safe.view().message?.text).toBe('read-only: | is off');
});

test('what is about one run is not taken to another, but how it is shown is', () => {
  const screen = anOutput();
  screen.keys('W', 'k', 'k', 'Space');
  const other = { ...backupDetail, run: { ...backupDetail.run, id: 9_000 } };
  screen.read({ ...DATA, detail: { ...detail, target: { kind: 'run', runId: 9_000 }, detail: other } });
  screen.key('T');
  expect(looking(screen)).toMatchObject({ runId: 9_000, wraps: true, marks: [] });
  expect(looking(screen).paused).toBeUndefined();
});
