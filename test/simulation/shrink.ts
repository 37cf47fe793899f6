import type { Move } from './moves.ts';
import type { Verdict } from './run-moves.ts';

const TRIES_MAX = 400;

/** Leaves out moves, many at a time and then single ones, as long as the same thing is still violated. */
export async function shrink(
  moves: readonly Move[],
  first: Extract<Verdict, { kind: 'violated' }>,
  run: (moves: readonly Move[]) => Promise<Verdict>,
): Promise<{ moves: readonly Move[]; verdict: Extract<Verdict, { kind: 'violated' }> }> {
  let best = { moves: moves.slice(0, first.at + 1), verdict: first };
  let tries = 0;
  for (let size = Math.ceil(best.moves.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < best.moves.length && tries < TRIES_MAX; tries += 1) {
      const fewer = [...best.moves.slice(0, at), ...best.moves.slice(at + size)];
      const verdict = await run(fewer);
      if (verdict.kind === 'violated' && isSame(verdict, first)) best = { moves: fewer, verdict };
      else at += size;
    }
  }
  return best;
}

type Violated = Extract<Verdict, { kind: 'violated' }>;

/** Ids and instants differ from one list of moves to another. */
const isSame = (one: Violated, other: Violated): boolean => wordsOf(one) === wordsOf(other);
const wordsOf = ({ violations }: Violated): string => (violations[0] ?? '').replaceAll(/\d+/g, 'N');
