const WORDS_MAX = 500;
const WORD_CHARACTERS_MIN = 3;

/**
 * The texts that share most with a question, best first; words that many of them have count less. Those that share
 * nothing are left out, and equal ones stay in their order.
 */
export function mostRelevant<T extends { text: string }>(question: string, texts: readonly T[], most: number): T[] {
  const asked = wordsOf(question);
  const candidates = texts.map((one) => ({ one, words: wordsOf(one.text) }));
  const weights = new Map<string, number>();
  for (const word of asked) {
    const holders = candidates.filter(({ words }) => words.has(word)).length;
    if (holders > 0) weights.set(word, Math.log(1 + candidates.length / holders));
  }
  return candidates
    .map(({ one, words }) => ({ one, score: scoreOf(words, weights) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ one }) => one);
}

function scoreOf(words: ReadonlySet<string>, weights: ReadonlyMap<string, number>): number {
  let score = 0;
  for (const [word, weight] of weights) if (words.has(word)) score += weight;
  return score;
}

function wordsOf(text: string): Set<string> {
  const words = new Set<string>();
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)) {
    if (word.length >= WORD_CHARACTERS_MIN) words.add(word);
    if (words.size >= WORDS_MAX) break;
  }
  return words;
}
