import type { Job } from '../../store/nouns/job.ts';
import { jobResult } from './job-result.ts';
import { watchdogNotice } from './notice.ts';
import type { Outcome, WatchdogVerdict } from './outcome.ts';
import { countsFromEnd, nextFire } from './planning.ts';
import { type RaisedAlert, type SettleFacts, type Settlement, unchanged } from './settlement.ts';
import { alertTexts, messageTexts, type Shown, type Told, type Watched, watchdogFacts, watchdogText } from './texts.ts';
import { watchedSince } from './watchdog.ts';

type Checked = Extract<Outcome, { kind: 'watched' }>;

/** How many unusable checks in a row are an alert (D-34). */
const UNUSABLE_MAX = 3;

/** D-30 to D-35. A watchdog's run is ok whenever its check gave a verdict; it has no children and drains no queue. */
export function watchdogSettlement(facts: SettleFacts, outcome: Checked): Settlement {
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

function consequences(facts: SettleFacts, outcome: Checked, unusableInARow: number): Partial<Settlement> {
  const { job, run } = facts;
  const { verdict, evidence } = outcome;
  const label = labelOf(job);
  const text = watchdogFacts(watchedOf(job), verdict, evidence);
  const broken = `check-broken:${job.id}`;
  switch (verdict.kind) {
    case 'running':
      return { resolve: verdict.note === undefined ? [broken] : [] };
    case 'finished': {
      const notice = watchdogNotice(job, run, watchdogText(label, verdict, text));
      // The job may have become something else while its check ran.
      const ends = job.definition.job_type === 'watchdog' && job.definition.watchdog_self_destruct;
      return {
        resolve: [`watchdog:${job.id}`, broken],
        notices: notice === undefined ? [] : [notice],
        job: ends ? 'deleted' : 'stays',
      };
    }
    case 'stuck': {
      const shown = alertTexts.stuck(label, verdict.reason, text);
      return { raise: [raised(facts, 'watchdog', shown, watchdogText(label, verdict, text))], resolve: [broken] };
    }
    case 'unusable': {
      if (!verdict.broken && unusableInARow < UNUSABLE_MAX) return {};
      const shown = alertTexts.checkBroken(label, verdict.reason, text);
      return { raise: [raised(facts, 'check-broken', shown, messageTexts.alert(shown))] };
    }
  }
}

const labelOf = (job: Job): string => job.definition.watchdog_target_label ?? job.definition.name;

function watchedOf(job: Job): Watched {
  const { watchdog_timeout_min: thresholdMinutes, watchdog_check_cmd: command = '' } = job.definition;
  const threshold = thresholdMinutes === undefined ? {} : { thresholdMinutes };
  return { startedAt: watchedSince(job), command, ...threshold };
}

function raised({ job, run }: SettleFacts, kind: 'watchdog' | 'check-broken', shown: Shown, told: Told): RaisedAlert {
  const severity = kind === 'watchdog' ? 'crit' : 'warn';
  const notice = watchdogNotice(job, run, told);
  return {
    alert: { ...shown, kind, severity, key: `${kind}:${job.id}`, jobId: job.id, runId: run.id },
    ...(notice === undefined ? {} : { notice }),
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
