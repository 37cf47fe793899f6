import './quiet-files.ts';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { type Move, movesOf } from './moves.ts';
import { runMoves, type Verdict } from './run-moves.ts';
import { shrink } from './shrink.ts';

const FOLDER = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

describe('the simulation', () => {
  test.each([1, 2, 3])('R-1 R-2 R-5 R-6 D-96 nothing is lost or doubled, whatever seed %d does', async (seed) => {
    expect(await runMoves(movesOf(seed, 300), FOLDER)).toMatchObject({ kind: 'held' });
  });

  test('a seed replays exactly', async () => {
    const moves = movesOf(11, 80);
    const first = await runMoves(moves, FOLDER);
    expect(first.kind).toBe('held');
    expect(await runMoves(moves, FOLDER)).toEqual(first);
  });

  test('a step back of the clock while nobody looked, found by shrinking, does not come back', async () => {
    const moves: Move[] = [{ kind: 'freeze' }, { kind: 'run', job: 9 }, { kind: 'step', ms: -3_600_000 }];
    expect(await runMoves(moves, FOLDER)).toMatchObject({ kind: 'held' });
  });
});

test('shrinking leaves the moves that matter, in their order', async () => {
  const moves = movesOf(1, 64);
  const culprits = [moves[7], moves[40]];
  const run = async (some: readonly Move[]): Promise<Verdict> => {
    const at = some.indexOf(culprits[1] as Move);
    return some.includes(culprits[0] as Move) && at >= 0
      ? { kind: 'violated', at, violations: ['run 17 is lost'] }
      : { kind: 'held', digest: '', counts: { moves: 0, runs: 0, starts: 0, events: {}, virtualMs: 0 } };
  };
  const first = await run(moves);
  if (first.kind !== 'violated') throw new Error('the moves are all there');
  const { moves: left } = await shrink(moves, first, run);
  expect(left).toEqual(culprits);
});
