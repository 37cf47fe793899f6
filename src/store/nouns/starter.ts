import type { Actor } from './actor.ts';

/** What a run or an approval says about where it comes from. */
export type Started = { requestedBy: Actor; triggeredByRun?: number };

/** No chain that people build is longer. */
const CHAIN_RUNS_MAX = 50;

/** The person without whom it would not have come to this: who started it by hand, or the run at the head of its chain. */
export function starterOf(first: Started, runOf: (id: number) => Started | undefined): Actor | undefined {
  let next: Started | undefined = first;
  for (let count = 0; next !== undefined && count < CHAIN_RUNS_MAX; count += 1) {
    if (next.requestedBy.kind === 'person') return next.requestedBy;
    next = next.triggeredByRun === undefined ? undefined : runOf(next.triggeredByRun);
  }
  return undefined;
}
