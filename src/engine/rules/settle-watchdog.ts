import type { NewAlert } from '../../store/nouns/alert.ts';
import { jobResult } from './job-result.ts';
import { watchdogLabel, watchdogNotice, watchdogText } from './notice.ts';
import type { Outcome, WatchdogVerdict } from './outcome.ts';
import { countsFromEnd, nextFire } from './planning.ts';
import { type SettleFacts, type Settlement, unchanged } from './settlement.ts';
import { watchedSince } from './watchdog.ts';

type Watched = Extract<Outcome, { kind: 'watched' }>;

/** How many unusable checks in a row are an alert (D-34). */
const UNUSABLE_MAX = 3;

/** D-30 to D-35. A watchdog's run is ok whenever its check gave a verdict; it has no children and drains no queue. */
export function watchdogSettlement(facts: SettleFacts, outcome: Watched): Settlement {
  const { job, run, now, durationMs } = facts;
  const base: Settlement = { ...unchanged(facts, 'ok'), key: 'keep' };
  const usable = outcome.verdict.kind !== 'unusable';
  // Unusable checks are counted where other jobs count their errors: a watchdog's own run has none.
  const unusableInARow = usable ? 0 : job.consecutiveErrors + 1;
  const summary = wordOf(outcome.verdict);
  if (job.deletedAt !== undefined) return { ...base, run: { ...base.run, summary } };
  const settled: Settlement = {
    ...base,
    run: { ...base.run, summary },
    jobResult: jobResult(
      job,
      { status: 'ok', finishedAt: now, summary, ...(durationMs === undefined ? {} : { durationMs }) },
      unusableInARow,
    ),
    ...(countsFromEnd(job.definition) && run.cause !== 'manual' ? { plan: { next: nextFire(job, now) } } : {}),
  };
  return { ...settled, ...consequences(facts, outcome, unusableInARow) };
}

function consequences(facts: SettleFacts, outcome: Watched, unusableInARow: number): Partial<Settlement> {
  const { job, run } = facts;
  const { verdict, evidence } = outcome;
  const text = watchdogText(job, watchedSince(job), verdict, evidence);
  const broken = `check-broken:${job.id}`;
  switch (verdict.kind) {
    case 'running':
      return { resolve: verdict.note === undefined ? [broken] : [] };
    case 'finished': {
      const notice = watchdogNotice(job, run, verdict, text);
      const ends = job.definition.watchdog_self_destruct;
      return {
        resolve: [`watchdog:${job.id}`, broken],
        notices: notice === undefined ? [] : [notice],
        job: ends ? 'deleted' : 'stays',
      };
    }
    case 'stuck': {
      const notice = watchdogNotice(job, run, verdict, text);
      return {
        raise: [{ alert: stuckAlert(facts, verdict.reason, text), ...(notice === undefined ? {} : { notice }) }],
        resolve: [broken],
      };
    }
    case 'unusable': {
      if (!verdict.broken && unusableInARow < UNUSABLE_MAX) return {};
      const title = `check of ${watchdogLabel(job)} is broken: ${verdict.reason}`;
      return { raise: [{ alert: alertOf(facts, { kind: 'check-broken', title, detail: text }) }] };
    }
  }
}

const stuckAlert = (facts: SettleFacts, reason: string, detail: string): NewAlert =>
  alertOf(facts, { kind: 'watchdog', title: `${watchdogLabel(facts.job)} appears stuck: ${reason}`, detail });

function alertOf(
  facts: SettleFacts,
  alert: { kind: 'watchdog' | 'check-broken'; title: string; detail: string },
): NewAlert {
  const { job, run } = facts;
  return {
    ...alert,
    key: `${alert.kind}:${job.id}`,
    severity: alert.kind === 'watchdog' ? 'crit' : 'warn',
    jobId: job.id,
    runId: run.id,
  };
}

function wordOf(verdict: WatchdogVerdict): string {
  switch (verdict.kind) {
    case 'running':
      return verdict.note ?? 'still running';
    case 'finished':
      return verdict.how === 'done' ? 'finished' : `finished as failed: ${verdict.status}`;
    case 'stuck':
      return `appears stuck: ${verdict.reason}`;
    case 'unusable':
      return verdict.reason;
  }
}
