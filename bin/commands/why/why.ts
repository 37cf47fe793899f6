import { calendarsOf } from '../../../src/engine/dispatch/calendars.ts';
import { explain } from '../../../src/engine/rules/why/explain.ts';
import type { WhyFacts } from '../../../src/engine/rules/why/facts.ts';
import { historyOf } from '../../../src/engine/rules/why/history.ts';
import { onClocks } from '../../../src/engine/rules/why/words.ts';
import { whyReads } from '../../../src/store/lookups/why-reads.ts';
import type { Context } from '../../context.ts';
import { liveEngine } from '../../context.ts';
import { Failure } from '../../failure.ts';
import { toDocument } from '../../output/documents.ts';
import { relativeText, wallText } from '../../output/times.ts';
import { wantedJob } from '../../stored-job.ts';
import { explainAt } from './at.ts';

const COLUMNS = [
  { title: 'when' },
  { title: 'what' },
  { title: 'reason' },
  { title: 'times', align: 'right' },
  { title: 'detail' },
] as const;

export function explainJob(context: Context, options: { limit: number; at?: string }, wanted: string): void {
  const job = wantedJob(context, wanted);
  const facts = whyFacts(context, job.id, options.limit);
  if (options.at === undefined) explainNow(context, facts, options.limit);
  else explainAt(context, job, facts, options.at);
}

function explainNow(context: Context, facts: WhyFacts, limit: number): void {
  const { record, zone, now } = facts;
  const { answer, also, next } = explain(facts);
  const byHand = context.commands().forecast(record.job.id);
  const { job, waiting, decisions, slots, pauses } = record;
  const rows = historyOf(decisions, slots, limit);
  const document = {
    job: { id: job.id, name: job.definition.name, enabled: job.enabled },
    answer: `${answer.text}.`,
    state: { code: answer.code, reason: answer.reason, remedy: answer.remedy },
    also,
    next: `Next: ${next.text}.`,
    coming: next,
    nextRunAt: job.enabled ? job.nextRunAt : undefined,
    byHand,
    waiting,
    decisions,
    slots,
    pauses: pauses.length === 0 ? undefined : pauses,
  };
  context.output.answer(toDocument(document), () => [
    ...[answer, ...also, { ...next, text: `Next: ${next.text}` }].flatMap(saidOnce()),
    facts.engine === 'none' ? `By hand now: waits for an engine; with one: ${byHand}.` : `By hand now: ${byHand}.`,
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
            onClocks(row.detail, { now, zone }),
          ]),
        )),
  ]);
}

/** A sentence with what changes it below; what several of them have in common is told once. */
function saidOnce(): (said: { text: string; remedy?: string }) => string[] {
  const told = new Set<string>();
  return ({ text, remedy }) => {
    if (remedy === undefined || told.has(remedy)) return [`${text}.`];
    told.add(remedy);
    return [`${text}.`, `  ${remedy}`];
  };
}

function whyFacts(context: Context, jobId: string, limit: number): WhyFacts {
  const now = context.clock.now();
  const record = whyReads(context.store().db)(jobId, { limit, now });
  if (record === undefined) throw new Failure('not-found', 'job-not-found', `no job ${jobId}`);
  const engine = liveEngine(context) === undefined ? 'none' : 'alive';
  return { record, now, zone: context.host.timeZone, engine, calendarOf: calendarsOf(context.store()) };
}
