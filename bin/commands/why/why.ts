import { pauseOf } from '../../../src/engine/rules/pause.ts';
import { runReads } from '../../../src/store/lookups/run-reads.ts';
import type { Context } from '../../context.ts';
import { liveEngine } from '../../context.ts';
import { toDocument } from '../../output/documents.ts';
import { relativeText, wallText } from '../../output/times.ts';
import { wantedJob } from '../../stored-job.ts';
import { type WhyFacts, whyAnswer, whyNext } from './answer.ts';
import { historyOf } from './history.ts';

const COLUMNS = [
  { title: 'when' },
  { title: 'what' },
  { title: 'reason' },
  { title: 'times', align: 'right' },
  { title: 'detail' },
] as const;

export function explainJob(context: Context, options: { limit: number }, wanted: string): void {
  const job = wantedJob(context, wanted);
  const facts = gather(context, job, options.limit);
  const { zone, now } = facts;
  const rows = historyOf(facts.decisions, facts.slots, options.limit);
  const document = {
    job: { id: job.id, name: job.definition.name, enabled: job.enabled },
    answer: whyAnswer(facts),
    next: whyNext(facts),
    nextRunAt: job.enabled ? job.nextRunAt : undefined,
    pause: facts.pause,
    waiting: facts.waiting,
    decisions: facts.decisions,
    slots: facts.slots,
  };
  context.output.answer(toDocument(document), () => [
    whyAnswer(facts),
    whyNext(facts),
    ...(rows.length === 0 ? [] : ['']),
    ...(rows.length === 0
      ? []
      : context.output.table(
          COLUMNS,
          rows.map((row) => [
            `${wallText(row.at, zone)} (${relativeText(row.at, now)})`,
            row.what,
            row.reason,
            row.count === 1 ? '' : `×${row.count}`,
            row.detail,
          ]),
        )),
  ]);
}

function gather(context: Context, job: WhyFacts['job'], limit: number): WhyFacts {
  const store = context.store();
  const waiting = store.dispatches.waitingOf(job.id).map((dispatch) => {
    const said = store.decisions.latestOf(dispatch.id);
    return { dispatch, ...(said === undefined ? {} : { said }) };
  });
  const [lastRun] = runReads(store.db).list({ jobId: job.id, limit: 1 });
  const { parent_id: parentId } = job.definition;
  const parent = parentId === undefined ? undefined : store.jobs.get(parentId);
  const now = context.clock.now();
  const pause = pauseOf(job, store.pauses.list(), now);
  return {
    job,
    waiting,
    active: store.runs.activeOf(job.id),
    approvals: store.approvals.pendingOf(job.id),
    decisions: store.decisions.list(job.id, limit),
    slots: store.slots.list(job.id, limit),
    engine: liveEngine(context) === undefined ? 'none' : 'alive',
    now,
    ...(pause === undefined ? {} : { pause }),
    zone: context.host.timeZone,
    ...(lastRun === undefined ? {} : { lastRun }),
    ...(parent === undefined ? {} : { parentName: parent.definition.name }),
  };
}
