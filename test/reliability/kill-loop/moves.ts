import type { Job } from '../../../src/store/nouns/job.ts';
import { ANA, BEN } from '../../support/builders.ts';
import type { Home } from '../support/home.ts';
import type { Random } from '../support/random.ts';
import type { LoopJobs } from './jobs.ts';

/** What a person was told is done: it must be found again, whatever is killed afterwards. */
export type Accepted = { dispatchIds: number[]; refused: number; moves: number };

/** One thing that a person or a script may do at any moment, beside a live engine or none. */
export const createMoves = (home: Home, jobs: LoopJobs, random: Random) => {
  const accepted: Accepted = { dispatchIds: [], refused: 0, moves: 0 };
  let shots: Job[] = [];
  const { commands, store } = home;
  const words = { actor: ANA, machineZone: 'UTC' };
  const count = ({ kind }: { kind: string }): void => {
    if (kind !== 'done') accepted.refused += 1;
  };

  const questions = (most: number): number[] =>
    home.rows(`SELECT id FROM approvals WHERE status = 'pending' LIMIT ?`, (row) => (row as { id: number }).id, most);
  const inLine = (): number[] =>
    home.rows(
      `SELECT id FROM dispatches WHERE status = 'pending' AND due_at > created_at + 5000 AND cause = 'manual' LIMIT 500`,
      (row) => (row as { id: number }).id,
    );
  const run = (): void => {
    const job = random.pick(jobs.asked);
    if (job === undefined) return;
    const result = commands.runNow(job.id, ANA);
    if (result.kind === 'done') accepted.dispatchIds.push(result.value.dispatchId);
    else count(result);
  };
  const answer = (): void => {
    for (const id of questions(3)) {
      count(random.chance(0.8) ? commands.approve(id, { actor: BEN }) : commands.reject(id, { actor: BEN }));
    }
  };
  const cancel = (): void => {
    const one = random.pick(store.runs.active());
    if (one !== undefined) count(commands.cancelRun(one.id, BEN));
  };
  const edit = (): void => {
    const job = random.pick(jobs.asked);
    if (job !== undefined) count(commands.updateJob(job.id, { description: `edit ${accepted.moves}` }, words));
  };
  const shoot = (): void => {
    const added = commands.addJob(jobs.oneShot(`shot-${accepted.moves}`), words);
    count(added);
    if (added.kind === 'done') shots = [...shots.slice(-20), added.value.job];
  };
  const remove = (): void => {
    const job = random.pick(shots);
    if (job !== undefined) count(commands.deleteJob(job.id, BEN));
    shots = shots.filter((one) => one !== job);
  };
  const MOVES = [run, run, run, run, run, run, answer, answer, cancel, edit, shoot, remove];
  return {
    accepted,
    move(): void {
      accepted.moves += 1;
      random.pick(MOVES)?.();
    },
    /** Everybody gets an answer; who only waits for the turn of its own question, ten seconds and more, is let go. */
    answerAll(): void {
      for (const id of inLine()) count(commands.cancelDispatch(id, BEN));
      for (const id of questions(500)) count(commands.approve(id, { actor: BEN }));
    },
  };
};
