import type { Job } from '../store/nouns/job.ts';
import type { Run } from '../store/nouns/run.ts';
import type { Store } from '../store/store.ts';
import type { DispatchContext } from './dispatch/context.ts';
import { matchingChildren } from './dispatch/execute-strategy.ts';
import { isTriggeredBy } from './rules/children.ts';
import type { Outcome } from './rules/outcome.ts';
import type { Ending } from './tick.ts';

/** Gathers what a settlement needs beside the outcome: which children's conditions the whole output meets. */
export function createFinisher(
  store: Store,
  runsDir: string,
  to: { settle(ending: Ending): void; failed(error: unknown): void },
) {
  const reading = new Set<Promise<void>>();

  const gather = async (context: DispatchContext, outcome: Outcome, durationMs: number | undefined): Promise<void> => {
    const children = await followers(context, outcome).catch((error: unknown): Job[] => {
      // The run has its end all the same; what its children waited for could not be looked at.
      to.failed(error);
      return [];
    });
    to.settle({
      context,
      run: context.run,
      outcome,
      children,
      spread: spreadOf(context.run),
      ...(durationMs === undefined ? {} : { durationMs }),
    });
  };

  const followers = async (context: DispatchContext, outcome: Outcome): Promise<Job[]> => {
    const candidates = store.jobs.children(context.job.id).filter((child) => mayFollow(child, outcome));
    return candidates.length === 0 ? [] : matchingChildren(runsDir, context.run.id, candidates);
  };

  return {
    finish(context: DispatchContext, outcome: Outcome, durationMs?: number): void {
      const done = gather(context, outcome, durationMs).finally(() => reading.delete(done));
      reading.add(done);
    },
    /** Runs that ended and whose output is still being read. */
    reading: (): number => reading.size,
  };
}

/** A child that no end of this kind can trigger need not have its condition looked at. */
function mayFollow(child: Job, outcome: Outcome): boolean {
  if (outcome.kind === 'watched' || outcome.kind === 'never-started' || outcome.kind === 'cancelled') return false;
  return child.enabled && isTriggeredBy(child, { status: outcome.kind, final: true });
}

/** Stable for a run, so that a settlement can be repeated; spreads the retries of runs that failed together. */
const spreadOf = (run: Run): number => ((run.id * 2_654_435_761) % 4_294_967_296) / 4_294_967_296;
