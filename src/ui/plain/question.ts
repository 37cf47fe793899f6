/** A question is answered by somebody who has read it: what comes sooner was typed or pasted before. */
export const ANSWER_FROM_MS = 700;
/** Who comes back to a question after this long does not remember what it was about. */
export const ANSWER_UNTIL_MS = 120_000;

/** Something that would be changed, and the word that does it. Anything else leaves it as it is. */
export type Question = {
  /** `Approve deploy-web?` */
  text: string;
  answers: readonly Answer[];
  /** What is said when it is left as it is: `not approved: deploy-web`. */
  otherwise: string;
};
export type Answer = { word: string; does: string; run(): readonly string[] };

export type Asked = { question: Question; at: number };

export const questionLines = ({ text, answers }: Question): string[] => [
  `${text} ${answers.map(({ word, does }) => `Type ${word} to ${does}`).join('. ')}. Anything else changes nothing.`,
];

/** What a line makes of the question that stands. `at` is monotonic. */
export function answered({ question, at: askedAt }: Asked, line: string, at: number): readonly string[] {
  const answer = question.answers.find(({ word }) => word === line.trim());
  if (answer === undefined) return [question.otherwise];
  if (at - askedAt < ANSWER_FROM_MS)
    return [`${question.otherwise}: that was typed before the question could be read; ask again`];
  if (at - askedAt > ANSWER_UNTIL_MS) return [`${question.otherwise}: the question is too old; ask again`];
  return answer.run();
}
