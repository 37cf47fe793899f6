import { expect, test } from 'vitest';
import { Failure } from '../../../bin/failure.ts';
import { createOutput, wantsColour } from '../../../bin/output/output.ts';

const capture = (terminal: { isTTY?: boolean; columns?: number } = {}) => {
  const texts = { out: '', err: '' };
  const stdout = { write: (text: unknown) => (texts.out += String(text)), ...terminal };
  const stderr = { write: (text: unknown) => (texts.err += String(text)) };
  return { texts, streams: { stdout, stderr } };
};
const failure = new Failure('not-found', 'job-not-found', 'no job called bakcup', { hint: 'backup?', field: 'job' });

test('an answer is lines for a person and one document for a program', () => {
  const person = capture();
  createOutput(person.streams, { format: 'human', colour: false }).answer({ n: 1 }, () => ['one', 'two']);
  expect(person.texts).toEqual({ out: 'one\ntwo\n', err: '' });
  const program = capture();
  createOutput(program.streams, { format: 'json', colour: false }).answer({ n: 1 }, () => ['one']);
  expect(program.texts).toEqual({ out: '{"ok":true,"data":{"n":1}}\n', err: '' });
});

test('a failure is one line on stderr, or one document on stdout, with the exit code of its kind', () => {
  const person = capture();
  expect(createOutput(person.streams, { format: 'human', colour: false }).fail(failure)).toBe(3);
  expect(person.texts).toEqual({ out: '', err: 'openclaw-tui: no job called bakcup; backup?\n' });
  const program = capture();
  createOutput(program.streams, { format: 'json', colour: false }).fail(failure);
  expect(JSON.parse(program.texts.out)).toEqual({
    ok: false,
    error: { code: 'job-not-found', message: 'no job called bakcup', hint: 'backup?', field: 'job' },
  });
});

test.each([
  ['refused', 1],
  ['usage', 2],
  ['not-found', 3],
  ['conflict', 4],
  ['no-engine', 5],
  ['internal', 70],
] as const)('%s exits with %i', (kind, code) => {
  const { streams } = capture();
  expect(createOutput(streams, { format: 'human', colour: false }).fail(new Failure(kind, 'x', 'x'))).toBe(code);
});

test('what a mistake quotes cannot move the cursor or break the line', () => {
  const { texts, streams } = capture();
  createOutput(streams, { format: 'human', colour: false }).fail(
    new Failure('not-found', 'x', 'no job called \u001b[2Jevil\nsecond\u0000 line'),
  );
  expect(texts.err).toBe('openclaw-tui: no job called evil second line\n');
});

test('colour needs a terminal that can, and nobody who forbids it', () => {
  const colours = (terminal: { isTTY?: boolean }, colour: boolean) =>
    createOutput(capture(terminal).streams, { format: 'human', colour }).paint('bad', 'x');
  expect(colours({ isTTY: true }, true)).toBe('\u001b[31mx\u001b[39m');
  expect(colours({}, true)).toBe('x');
  expect(colours({ isTTY: true }, false)).toBe('x');
  expect([{}, { NO_COLOR: '' }, { NO_COLOR: '1' }, { TERM: 'dumb' }].map(wantsColour)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('tables are cut to the width of a terminal and never for a pipe', () => {
  const columns = [{ title: 'name' }, { title: 'n', align: 'right' as const }];
  const rows = [['a'.repeat(40), '1']];
  const table = (terminal: { isTTY?: boolean; columns?: number }) =>
    createOutput(capture(terminal).streams, { format: 'human', colour: false }).table(columns, rows);
  expect(table({})[1]).toBe(`${'a'.repeat(40)}  1`);
  expect(table({ isTTY: true, columns: 20 })).toEqual(['name               n', `${'a'.repeat(16)}…  1`]);
});
