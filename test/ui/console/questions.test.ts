import { expect, test } from 'vitest';
import {
  answeredQuestion,
  DOUBTFUL_MS,
  doubted,
  LOST_MS,
  type Questions,
  sentQuestion,
  waitedFor,
  withoutQuestion,
  withQuestion,
} from '../../../src/ui/console/questions.ts';

const asking = (...ids: number[]): Questions =>
  ids.reduce<Questions>((all, id) => withQuestion(all, { id, about: id, lostAt: LOST_MS }), []);
const idsOf = (questions: Questions): number[] => questions.map(({ id }) => id);

test('answers come in the order of the questions', () => {
  const first = answeredQuestion(asking(1, 2, 3), 10);
  expect(first.question?.id).toBe(1);
  expect(idsOf(first.left)).toEqual([2, 3]);
  expect(answeredQuestion(first.left, 20).question?.id).toBe(2);
});

test('an answer that nobody asked for belongs to nobody', () => {
  expect(answeredQuestion([], 10)).toEqual({ left: [] });
});

test('one that was dropped on the way takes no answer', () => {
  expect(answeredQuestion(withoutQuestion(asking(1, 2), 1), 10).question?.id).toBe(2);
});

test('a lost answer shifts the later ones only until it is given up', () => {
  const questions = sentQuestion(asking(1), 1, 500);
  expect(idsOf(waitedFor(questions, 500 + LOST_MS - 1))).toEqual([1]);
  expect(waitedFor(questions, 500 + LOST_MS)).toEqual([]);
});

test('what was asked before somebody else had the terminal is given up sooner', () => {
  const questions = doubted(asking(1, 2), 1_000);
  expect(idsOf(waitedFor(questions, 1_000 + DOUBTFUL_MS - 1))).toEqual([1, 2]);
  expect(waitedFor(questions, 1_000 + DOUBTFUL_MS)).toEqual([]);
  expect(idsOf(doubted(asking(1), LOST_MS))).toEqual([1]);
});
