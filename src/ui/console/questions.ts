/** What the terminal was asked and has not answered yet. `about` is the serial of a sheet or page. */
export type Question = {
  id: number;
  about: number | 'link';
  /** When it had left; absent while it is on its way out. */
  sentAt?: number;
  /** Its answer is not waited for any more: it never came, or went to somebody else. */
  lostAt: number;
};

/** A terminal that answers none is not asked more than this at once. */
export const QUESTIONS_MAX = 16;
/** No line is that slow: an answer that is not here by then was lost. Shorter than the time between two measures, so that one lost answer does not shift all later ones. */
export const LOST_MS = 20_000;
/** While somebody else had the terminal, answers may have gone there. */
export const DOUBTFUL_MS = 5_000;

/** In the order they were asked, which is the order of the answers. */
export type Questions = readonly Question[];

export const withQuestion = (questions: Questions, question: Question): Questions => [...questions, question];

export const withoutQuestion = (questions: Questions, id: number): Questions =>
  questions.filter((question) => question.id !== id);

export const sentQuestion = (questions: Questions, id: number, now: number): Questions =>
  questions.map((question) => (question.id === id ? { ...question, sentAt: now, lostAt: now + LOST_MS } : question));

/** An answer has no name on it: it belongs to the oldest question that can still have one. */
export function answeredQuestion(questions: Questions, now: number): { question?: Question; left: Questions } {
  const [question, ...left] = waitedFor(questions, now);
  return question === undefined ? { left } : { question, left };
}

export const waitedFor = (questions: Questions, now: number): Questions =>
  questions.filter(({ lostAt }) => now < lostAt);

/** Somebody else had the terminal: what was asked before is given up sooner. */
export const doubted = (questions: Questions, now: number): Questions =>
  questions.map((question) => ({ ...question, lostAt: Math.min(question.lostAt, now + DOUBTFUL_MS) }));
