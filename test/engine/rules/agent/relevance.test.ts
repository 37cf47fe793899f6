import { expect, test } from 'vitest';
import { mostRelevant } from '../../../../src/engine/rules/agent/relevance.ts';

const texts = [
  { text: 'the report of the disk: all fine' },
  { text: 'the report of the ledger: two entries missing' },
  { text: 'nothing in common' },
  { text: 'the report again' },
];

test('D-52 what shares rare words with the question comes first, and what shares none not at all', () => {
  const found = mostRelevant('Which ledger entries does the report miss?', texts, 5);
  expect(found.map(({ text }) => text)).toEqual([
    'the report of the ledger: two entries missing',
    'the report of the disk: all fine',
    'the report again',
  ]);
});

test('D-52 no more than asked for, and nothing for a question without words', () => {
  expect(mostRelevant('report', texts, 1)).toHaveLength(1);
  expect(mostRelevant('?!', texts, 5)).toEqual([]);
});
