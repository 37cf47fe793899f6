import { expect, test } from 'vitest';
import { shortReason } from '../../../src/ui/text/short-reason.ts';

const OFF = 'x rejects an approval; this is a job';

test('a reason is whole where there is room, else what is the matter goes before what the key is for', () => {
  expect(shortReason(OFF, OFF.length)).toBe(OFF);
  expect(shortReason(OFF, OFF.length - 1)).toBe('this is a job');
  expect(shortReason(OFF, 8)).toBe('this is…');
  expect(shortReason('nothing is paused', 40)).toBe('nothing is paused');
});

test('what it names is cleaned', () => {
  expect(shortReason('this is \u001b[31mred', 40)).not.toContain('\u001b');
});
