import { expect, test } from 'vitest';
import { counted, waitAlready } from '../../../src/engine/rules/counted.ts';

test('one is one, and any other number is many', () => {
  expect([0, 1, 2].map((count) => counted(count, 'failure'))).toEqual(['0 failures', '1 failure', '2 failures']);
  expect([1, 3].map((count) => counted(count, 'entry', 'entries'))).toEqual(['1 entry', '3 entries']);
});

test('one waits, several wait', () => {
  expect([1, 2].map((count) => waitAlready(count, 'dispatch', 'dispatches'))).toEqual([
    '1 dispatch of this job waits already',
    '2 dispatches of this job wait already',
  ]);
});
