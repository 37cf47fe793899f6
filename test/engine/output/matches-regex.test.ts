import { expect, test } from 'vitest';
import { matchesRegex } from '../../../src/engine/output/matches-regex.ts';
import { createOutput, watchTurns } from './output-files.ts';

const MIB = 1024 * 1024;
const line = 'an ordinary line with id=12345 and words\n';
const large = (bytes: number, end = '') => line.repeat(Math.ceil(bytes / line.length)) + end;

test('D-69 a pattern is looked for in every file', async () => {
  const paths = [createOutput('warming up\n'), createOutput('items: 42\n')];
  expect(await matchesRegex(paths, 'items: \\d+')).toBe(true);
  expect(await matchesRegex(paths, '(?i)WARM.*up')).toBe(true);
  expect(await matchesRegex(paths, 'up\\s+items')).toBe(false);
  expect(await matchesRegex(['/no/such/out'], 'x')).toBe(false);
});

test('D-69 ^ and $ mean the whole stream, and lines with (?m)', async () => {
  const paths = [createOutput('first\nsecond\n')];
  expect(await matchesRegex(paths, '^second')).toBe(false);
  expect(await matchesRegex(paths, '(?m)^second$')).toBe(true);
});

test('D-69 large output is matched as a whole: a match may span megabytes', async () => {
  const paths = [createOutput(`START\n${large(3 * MIB)}END\n`)];
  expect(await matchesRegex(paths, '(?s)START.*END')).toBe(true);
  expect(await matchesRegex(paths, '(?s)END.*START')).toBe(false);
});

test('D-69 of output beyond 16 MiB head and tail are looked at, the middle is not', async () => {
  const paths = [createOutput(`HEAD\n${large(10 * MIB, 'MIDDLE\n')}${large(10 * MIB, 'TAIL\n')}`)];
  expect(await matchesRegex(paths, 'HEAD')).toBe(true);
  expect(await matchesRegex(paths, 'TAIL\\n$')).toBe(true);
  expect(await matchesRegex(paths, 'MIDDLE')).toBe(false);
});

test('D-69 the event loop goes on while a pattern works hard', async () => {
  const paths = [createOutput(large(MIB))];
  const stop = watchTurns();
  expect(await matchesRegex(paths, '(?i)error: (\\w+)')).toBe(false);
  expect(stop()).toBeGreaterThan(100);
});

test('D-69 a regex condition cannot hang the engine: it is given up, and the next one is answered', async () => {
  const paths = [createOutput('a'.repeat(MIB / 2))];
  const controller = new AbortController();
  const slow = matchesRegex(paths, '(a{0,50}){0,19}b$', controller.signal);
  const next = matchesRegex(paths, 'a{40}(?i)A$');
  setImmediate(() => controller.abort(new Error('given up')));
  await expect(slow).rejects.toThrow('given up');
  expect(await next).toBe(true);
});

test('D-69 a pattern with a problem says which', async () => {
  await expect(matchesRegex([], '(')).rejects.toThrow('missing closing )');
  await expect(matchesRegex([], '(?=ahead)')).rejects.toThrow('invalid');
});
