import { expect, test } from 'vitest';
import { shortReason } from '../../../src/ui/text/short-reason.ts';

const OFF = 'x rejects an approval; this is a job';

test('a reason is whole where there is room, else what is the matter goes before what the key is for', () => {
  expect(shortReason(OFF, OFF.length)).toBe(OFF);
  expect(shortReason(OFF, OFF.length - 1)).toBe('this is a job');
  expect(shortReason(OFF, 12)).toBe('a job');
  expect(shortReason('nothing is paused', 40)).toBe('nothing is paused');
});

test.each([
  ['at once, so only by its key', 19, 'at once, so only…'],
  ['at once, so only by its key', 17, 'at once, so only…'],
  ['at once, so only by its key', 10, 'at once…'],
  ['at once, so only by its key', 5, 'at…'],
  ['nothing is paused', 7, 'nothin…'],
])('of %s there are whole words in %i columns', (reason, columns, text) => {
  expect(shortReason(reason, columns)).toBe(text);
});

test('what it names is cleaned', () => {
  expect(shortReason('this is \u001b[31mred', 40)).not.toContain('\u001b');
});
