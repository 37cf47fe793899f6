import { pauseText } from '../../../src/engine/rules/pause.ts';
import type { Approval } from '../../../src/store/nouns/approval.ts';
import type { Decision, SlotRow } from '../../../src/store/nouns/decision.ts';
import type { Dispatch } from '../../../src/store/nouns/dispatch.ts';
import type { Job } from '../../../src/store/nouns/job.ts';
import type { Pause } from '../../../src/store/nouns/pause.ts';
import type { Run } from '../../../src/store/nouns/run.ts';
import { durationText, relativeText, wallText } from '../../output/times.ts';

export type WhyFacts = {
  job: Job;
  active: readonly Run[];
  approvals: readonly Approval[];
  waiting: readonly { dispatch: Dispatch; said?: Decision }[];
  decisions: readonly Decision[];
  slots: readonly SlotRow[];
  lastRun?: Run;
  parentName?: string;
  /** What holds the job now. */
  pause?: Pause;
  engine: 'alive' | 'none';
  now: number;
  zone: string;
};

/** The sentence that answers: what is going on now, else what was last. */
export function whyAnswer(facts: WhyFacts): string {
  return (
    runningAnswer(facts) ??
    approvalAnswer(facts) ??
    waitingAnswer(facts) ??
    offAnswer(facts) ??
    pausedAnswer(facts) ??
    pastAnswer(facts)
  );
}

/** What comes next, and what it takes. */
export function whyNext(facts: WhyFacts): string {
  const { job, now, zone } = facts;
  const none = facts.engine === 'none' ? '; no engine runs on this database' : '';
  if (!job.enabled) return `Next: nothing until it is enabled${none}.`;
  if (facts.parentName !== undefined)
    return `Next: after ${facts.parentName} (${job.definition.trigger_on ?? 'success'})${pausedPhrase(facts)}${none}.`;
  if (job.nextRunAt === undefined) return `Next: only by hand${none}.`;
  const backing =
    job.nextSlotAt !== undefined &&
    job.consecutiveErrors > 0 &&
    job.nextRunAt > job.nextSlotAt + job.definition.jitter_s * 1_000;
  const why = backing
    ? `; backing off after ${job.consecutiveErrors} failures, running it by hand, editing it or a success ends that`
    : '';
  return `Next: ${wallText(job.nextRunAt, zone)}, ${relativeText(job.nextRunAt, now)}${why}${pausedPhrase(facts)}${none}.`;
}

/** What a pause makes of the next fire. */
function pausedPhrase({ job, pause }: WhyFacts): string {
  if (pause === undefined || (job.nextRunAt ?? 0) >= (pause.until ?? Number.POSITIVE_INFINITY)) return '';
  const { parent_id: parentId, schedule_kind: kind } = job.definition;
  return parentId !== undefined || kind === 'at' ? ', once it is resumed' : ', skipped unless it is resumed before';
}

function runningAnswer({ active, job, now }: WhyFacts): string | undefined {
  const run = active[0];
  if (run === undefined) return undefined;
  const since = run.startedAt === undefined ? 'about to start' : `for ${durationText(now - run.startedAt)}`;
  return `${job.definition.name} runs now: run ${run.id}, ${since}, cause ${run.cause}.`;
}

function approvalAnswer({ approvals, job, now }: WhyFacts): string | undefined {
  const approval = approvals[0];
  if (approval === undefined) return undefined;
  const left = durationText(Math.max(0, approval.expiresAt - now));
  return `${job.definition.name} waits for approval ${approval.id}, asked ${relativeText(approval.askedAt, now)}; lapses in ${left}, then ${approval.onTimeout}.`;
}

function waitingAnswer({ waiting, job, now, engine }: WhyFacts): string | undefined {
  const first = waiting[0];
  if (first === undefined) return undefined;
  const { dispatch, said } = first;
  const name = `${job.definition.name} waits`;
  if (dispatch.dueAt > now) return `${name}: a ${dispatch.cause} dispatch is due ${relativeText(dispatch.dueAt, now)}.`;
  if (engine === 'none')
    return `${name} for an engine: a ${dispatch.cause} dispatch is due since ${durationText(now - dispatch.dueAt)} and none runs on this database.`;
  return said === undefined
    ? `${name} for its turn.`
    : `${name}: ${said.detail}${said.reason === undefined ? '' : ` (${said.reason})`}.`;
}

function offAnswer({ job, now, lastRun }: WhyFacts): string | undefined {
  if (job.enabled) return undefined;
  const because = job.disabledBecause === undefined ? '' : `: ${job.disabledBecause}`;
  return `${job.definition.name} is off${because}; ${lastRun === undefined ? 'it never ran' : `it ran last ${relativeText(lastRun.startedAt ?? lastRun.createdAt, now)}: ${lastRun.status}`}.`;
}

function pausedAnswer({ job, pause, lastRun, now }: WhyFacts): string | undefined {
  if (pause === undefined) return undefined;
  const last =
    lastRun === undefined
      ? 'it never ran'
      : `it ran last ${relativeText(lastRun.startedAt ?? lastRun.createdAt, now)}: ${lastRun.status}`;
  return `${job.definition.name} does not start by itself: ${pauseText(pause)} (paused); ${last}.`;
}

function pastAnswer(facts: WhyFacts): string {
  const { job, lastRun, decisions, now, zone } = facts;
  const { name } = job.definition;
  const refused = decisions[0];
  const ranAt = lastRun === undefined ? Number.NEGATIVE_INFINITY : lastRun.createdAt;
  if (refused !== undefined && refused.verdict === 'drop' && refused.lastAt > ranAt) {
    const when = wallText(refused.slotAt ?? refused.lastAt, zone);
    return `${name} did not run at ${when}: ${refused.detail} (${refused.reason}).`;
  }
  const passed = facts.slots[0];
  if (passed !== undefined && (passed.state === 'skipped' || passed.state === 'missed') && passed.lastSlotAt > ranAt) {
    const times = passed.count === 1 ? '' : `, ${passed.count} times in a row`;
    return `${name} was ${passed.state} at ${wallText(passed.lastSlotAt, zone)}${times}: ${passed.detail ?? passed.reason ?? 'no reason kept'}.`;
  }
  if (lastRun === undefined) return dueAnswer(facts) ?? `${name} never ran.`;
  const how = lastRun.error === undefined ? lastRun.status : `${lastRun.status}, ${lastRun.error}`;
  return `${name} last ran ${relativeText(lastRun.startedAt ?? lastRun.createdAt, now)} (run ${lastRun.id}, ${lastRun.cause}): ${how}.`;
}

function dueAnswer({ job, now, engine }: WhyFacts): string | undefined {
  if (job.nextRunAt === undefined || job.nextRunAt > now || engine === 'alive') return undefined;
  return `${job.definition.name} never ran: it is due since ${durationText(now - job.nextRunAt)} and no engine runs on this database.`;
}
