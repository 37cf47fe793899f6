import type { Job } from '../store/nouns/job.ts';
import type { Run } from '../store/nouns/run.ts';
import type { Store } from '../store/store.ts';
import { isStorageFault } from '../store/store-error.ts';
import type { DispatchContext } from './dispatch/context.ts';
import { lookAtConditions } from './dispatch/execute-strategy.ts';
import type { Clock } from './ports/clock.ts';
import { isTriggeredBy } from './rules/children.ts';
import { chainDepth } from './rules/job/chain.ts';
import type { Outcome } from './rules/outcome.ts';
import { resultHash } from './rules/result-hash.ts';
import type { Ending } from './tick.ts';

/** How long an end waits that meets a database which cannot be read just then. */
const UNREADABLE_MS = 250;

type Ended = [context: DispatchContext, outcome: Outcome | Promise<Outcome>, durationMs?: number];
type Family = Pick<Ending, 'children' | 'conditions' | 'depth'>;

/** Gathers what a settlement needs beside the outcome: which children's conditions the whole output meets. */
export function createFinisher(
  { store, clock }: { store: Store; clock: Clock },
  runsDir: string,
  to: { settle(ending: Ending): void; failed(error: unknown): void },
) {
  const readFamily = createFamilyReader({ store, clock }, runsDir, to.failed);
  const reading = new Set<Promise<void>>();
  let unread = 0;

  const gather = async (
    context: DispatchContext,
    given: Outcome | Promise<Outcome>,
    durationMs: number | undefined,
  ): Promise<void> => {
    // Awaiting what is there already would put its settlement off.
    const outcome = given instanceof Promise ? await given.catch(asError) : given;
    const family = await readFamily(context, outcome);
    const hash = resultHash(outcome);
    to.settle({
      context,
      run: context.run,
      outcome,
      ...family,
      ...(hash === undefined ? {} : { resultHash: hash }),
      spread: spreadOf(context.run),
      ...(durationMs === undefined ? {} : { durationMs }),
    });
  };

  const finish = (...[context, outcome, durationMs]: Ended): void => {
    const done = gather(context, outcome, durationMs).finally(() => reading.delete(done));
    reading.add(done);
  };

  /** What a process left is there once; a database in trouble must not make it nobody's. */
  const finishRead = (read: () => Ended): void => {
    try {
      finish(...read());
    } catch (error) {
      if (!isStorageFault(error)) throw error;
      to.failed(error);
      unread += 1;
      clock.setTimer(UNREADABLE_MS, () => {
        unread -= 1;
        finishRead(read);
      });
    }
  };

  return {
    finish,
    finishRead,
    /** Runs that ended and whose output is still being read. */
    reading: (): number => reading.size + unread,
  };
}

/** Who follows, by what it printed; read again for as long as the database cannot be. */
function createFamilyReader(
  { store, clock }: { store: Store; clock: Clock },
  runsDir: string,
  failed: (error: unknown) => void,
): (context: DispatchContext, outcome: Outcome) => Promise<Family> {
  const familyOf = async ({ job, run }: DispatchContext, outcome: Outcome): Promise<Family> => {
    const children = saysNothing(outcome) ? [] : store.jobs.children(job.id);
    if (children.length === 0) return { children };
    const candidates = children.filter((child) => mayFollow(child, outcome));
    const conditions = await lookAtConditions(runsDir, run.id, candidates);
    return { children, conditions, depth: chainDepth(job.definition.parent_id, parentOf) };
  };
  const parentOf = (id: string): string | undefined => store.jobs.get(id)?.definition.parent_id;

  return async (context: DispatchContext, outcome: Outcome): Promise<Family> => {
    for (;;) {
      try {
        return await familyOf(context, outcome);
      } catch (error) {
        failed(error);
        // The run has its end all the same; who waited for it cannot be read.
        if (!isStorageFault(error)) return { children: [] };
        await new Promise<void>((resolve) => clock.setTimer(UNREADABLE_MS, resolve));
      }
    }
  };
}

/** D-26. */
const asError = (error: unknown): Outcome => ({
  kind: 'error',
  error: error instanceof Error ? error.message : String(error),
});

/** Ends that children are not told of. */
const saysNothing = (outcome: Outcome): outcome is Silent => SILENT.some((kind) => kind === outcome.kind);
const SILENT = ['watched', 'never-started', 'deferred', 'drained'] as const;
type Silent = Extract<Outcome, { kind: (typeof SILENT)[number] }>;

/** A child that no end of this kind can trigger need not have its condition looked at. */
function mayFollow(child: Job, outcome: Outcome): boolean {
  if (saysNothing(outcome) || outcome.kind === 'cancelled') return false;
  return child.enabled && isTriggeredBy(child, { status: outcome.kind, final: true });
}

/** Stable for a run, so that a settlement can be repeated; spreads the retries of runs that failed together. */
const spreadOf = (run: Run): number => ((run.id * 2_654_435_761) % 4_294_967_296) / 4_294_967_296;
