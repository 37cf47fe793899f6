import { ENGINE } from '../../store/nouns/actor.ts';
import type { Store } from '../../store/store.ts';
import { ANCHOR } from '../../store/upkeep/audit.ts';
import { quietAlerts } from '../rules/alert-notice.ts';
import type { CutOffs } from '../rules/retention.ts';
import { type Chore, STEP_ROWS_MAX, type Tidied } from './chore.ts';
import { walkJobs } from './job-walk.ts';
import { findOrphans } from './orphans.ts';

/** One anchor stands for at most so many entries that went. */
const ANCHORED_MAX = 1_000;

export type PassFacts = { store: Store; runsDir: string; cuts: CutOffs };

/** D-101. Everything a pass does, in order: what names others goes before what it names. */
export function* tidyUp({ store, runsDir, cuts }: PassFacts, tidied: Tidied): Chore {
  const { history, watch } = store.upkeep();
  const { othersBefore, now } = cuts;
  const batches: readonly ((limit: number) => number)[] = [
    (limit) => history.alerts(othersBefore, limit),
    (limit) => history.approvals(othersBefore, limit),
    (limit) => history.dispatches(othersBefore, limit),
    (limit) => history.decisions(othersBefore, limit),
    (limit) => history.counters(othersBefore, limit),
    (limit) => history.keys(now, limit),
  ];
  tidied.rows += watch.resolveStale(now, othersBefore);
  tidied.rows += watch.resolveQuiet(quietAlerts(now), now);
  yield;
  for (const batch of batches) yield* inBatches(batch, tidied);
  yield* walkMessages(store, othersBefore, tidied);
  yield* walkJobs(store, cuts, tidied);
  yield* shortenAudit(store, cuts, tidied);
  yield* findOrphans(store, runsDir, cuts.runsBefore, tidied);
}

function* inBatches(batch: (limit: number) => number, tidied: Tidied): Chore {
  for (;;) {
    const removed = batch(STEP_ROWS_MAX);
    tidied.rows += removed;
    yield;
    if (removed < STEP_ROWS_MAX) return;
  }
}

function* walkMessages(store: Store, before: number, tidied: Tidied): Chore {
  const { history } = store.upkeep();
  let after: number | undefined = 0;
  while (after !== undefined) {
    const { removed, next } = history.messages(after, before, STEP_ROWS_MAX);
    tidied.rows += removed;
    after = next;
    yield;
  }
}

/** The anchor is on disk before the first entry goes, so that the chain can be checked at any moment. */
function* shortenAudit(store: Store, { auditBefore, now }: CutOffs, tidied: Tidied): Chore {
  const { audit } = store.upkeep();
  const begun = audit.anchor();
  if (begun !== undefined) yield* inBatches((limit) => audit.removeThrough(begun.throughId, limit), tidied);
  for (;;) {
    const old = audit.oldBefore(auditBefore, ANCHORED_MAX);
    if (old === undefined) return;
    store.audit.add({ actor: ENGINE, ...ANCHOR, subjectName: 'audit', detail: old }, now);
    yield;
    yield* inBatches((limit) => audit.removeThrough(old.throughId, limit), tidied);
  }
}
