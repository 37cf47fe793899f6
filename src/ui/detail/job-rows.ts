import type { Decision } from '../../store/nouns/decision.ts';
import type { JobFacts } from '../../store/snapshot/detail.ts';
import type { PastRow } from '../../store/snapshot/runs.ts';
import { formatClock, formatDuration, formatInBothZones, formatPlural } from '../format/index.ts';
import { blank, type Line, span, spread, toWidth, widthOfLine } from '../layout/line.ts';
import { resultOf } from '../panels/runs.ts';
import { backsOff, statusMark } from '../panels/words.ts';
import type { Scene } from '../scene.ts';
import { cleanLine } from '../text/sanitise.ts';
import { cutRight, padStart } from '../text/width.ts';
import { inRows, recordFact } from './approval-facts.ts';
import { commandOf } from './command-of.ts';
import { executable, labelled, roomOf } from './labelled.ts';

const VERDICTS: Readonly<Record<Decision['verdict'], { mark: string; word: string }>> = {
  start: { mark: '●', word: 'started' },
  wait: { mark: '○', word: 'waits' },
  ask: { mark: '◇', word: 'asks for approval' },
  drop: { mark: '–', word: 'skipped' },
};

/** Why it ran, did not run or waits: the guards' answers, newest first, one row for each fire time. */
export function whyRows(job: JobFacts, scene: Scene, width: number): Line[] {
  const ends = new Map(job.history.map((run) => [run.runId, run]));
  const rows = job.decisions.map((decision) => decisionRow(decision, ends, scene, width));
  const held = backsOff(job, scene.now) ? labelled('', [[backOffSpan(job, scene)]]) : [];
  const facts = [stateRow(job, scene, width), ...held, ...recordFact(job, scene, width)];
  return rows.length === 0 ? facts : [...facts, [], ...rows];
}

/** A start that is over says how it ended. */
function decisionRow(decision: Decision, ends: ReadonlyMap<number, PastRow>, scene: Scene, width: number): Line {
  const { mark, word } = VERDICTS[decision.verdict];
  const at = formatClock(decision.slotAt ?? decision.lastAt, scene.now, scene.facts.zone);
  const isStart = decision.verdict === 'start' && decision.runId !== undefined;
  const run = isStart ? `, run ${decision.runId}` : '';
  const told = decision.detail === '' ? (decision.reason ?? '') : cleanLine(decision.detail);
  const detail = told === '' || `, ${told}` === run ? '' : `: ${told}`;
  const times = decision.count > 1 ? ` ×${decision.count}` : '';
  const end = isStart ? endSpans(ends.get(decision.runId ?? 0)) : [];
  const room = width - 19 - widthOfLine(end);
  const text = span(`${mark} ${cutRight(word + run + detail + times, Math.max(1, room))}`);
  return toWidth([blank(1), span(at.padEnd(12), 'muted'), blank(2), text, ...end], width);
}

function endSpans(run: PastRow | undefined): Line {
  if (run === undefined) return [];
  const { mark, token } = statusMark(run.status);
  const took = run.durationMs === undefined ? '' : ` in ${formatDuration(run.durationMs)}`;
  return [blank(3), span(mark, run.status === 'ok' ? 'muted' : token), span(` ${run.status}${took}`, 'muted')];
}

function backOffSpan(job: JobFacts, scene: Scene): Line[number] {
  const until = formatClock(job.backingOffUntil ?? scene.now, scene.now, scene.facts.zone);
  return span(`↻ backing off until ${until}, after ${formatPlural(job.consecutiveErrors, 'failure')}`, 'warn');
}

/** What comes next for a job, in one sentence. */
function stateRow(job: JobFacts, scene: Scene, width: number): Line {
  const schedule = job.scheduleText === '' ? 'by hand' : cleanLine(job.scheduleText);
  const room = roomOf(width);
  if (!job.enabled) {
    const because = job.disabledBecause === undefined ? '' : `: ${cleanLine(job.disabledBecause)}`;
    return (
      labelled('NEXT', [[span(cutRight(`‖ paused${because}; its schedule is ${schedule}`, room), 'muted')]])[0] ?? []
    );
  }
  if (job.nextRunAt === undefined) {
    const cause = job.parentName === undefined ? schedule : `after ${cleanLine(job.parentName)}`;
    return labelled('NEXT', [[span(`no fire time of its own: ${cause}`)]])[0] ?? [];
  }
  const at = formatClock(job.nextRunAt, scene.now, scene.facts.zone);
  const inMs = job.nextRunAt - scene.now;
  const when = inMs >= 0 ? `in ${formatDuration(inMs)}` : `${formatDuration(-inMs)} late`;
  return labelled('NEXT', [[span(cutRight(`${at}, ${when}   ${schedule}`, room))]])[0] ?? [];
}

/** What runs, where and under which rules, as the job is now. */
export function commandRows(job: JobFacts, scene: Scene, width: number): Line[] {
  const { definition } = job;
  const env = Object.keys(definition.env ?? {});
  const facts = (parts: string[]): Line[] =>
    inRows(
      parts.map((part): Line => [span(cleanLine(part))]),
      roomOf(width),
    );
  const retries = definition.max_retries ?? 0;
  const rules = [
    `overlap ${definition.overlap_policy}`,
    ...(definition.resource_pool === undefined ? [] : [`pool ${definition.resource_pool}, ${definition.pool_policy}`]),
    retries === 0 ? 'no retries' : formatPlural(retries, 'retry', 'retries'),
    ...(definition.approval_required ? [`approval ${definition.approval_risk}`] : []),
  ];
  const where = [
    scene.facts.host,
    `cwd ${definition.cwd ?? '~'}`,
    `user ${scene.facts.jobUser}`,
    `limit ${formatDuration(definition.run_timeout_ms)}`,
  ];
  const changed = formatClock(job.updatedAt, scene.now, scene.facts.zone);
  const children = job.children.map((child) => `${child.name} on ${child.on}`);
  return [
    ...labelled('RUNS', executable(commandOf(definition), roomOf(width))),
    ...labelled('WHERE', facts(where)),
    ...labelled('ENV', facts(env)),
    ...labelled('RULES', facts(rules)),
    ...labelled('JOB', facts([`revision ${job.revision}`, `changed ${changed}`, job.id])),
    ...labelled('THEN', facts(children)),
  ];
}

export function historyRows(history: readonly PastRow[], scene: Scene, width: number): Line[] {
  if (history.length === 0) return [[span('  No run of it has ended yet.', 'muted')]];
  const head: Line = [
    blank(1),
    span(`${padStart('RUN', 8)}  ${'ENDED'.padEnd(12)}  ${padStart('TOOK', 6)}  RESULT`, 'muted'),
  ];
  const rows = history.map((run): Line => {
    const { mark, token } = statusMark(run.status);
    const ended = formatClock(run.finishedAt, scene.now, scene.facts.zone);
    const took = run.durationMs === undefined ? '' : formatDuration(run.durationMs);
    return toWidth(
      [
        blank(1),
        span(mark, run.status === 'ok' ? 'muted' : token),
        span(` ${padStart(String(run.runId), 6)}  `),
        span(ended.padEnd(12), 'muted'),
        span(`  ${padStart(took, 6)}  ${cutRight(resultOf(run), Math.max(1, width - 34))}`),
      ],
      width,
    );
  });
  return [head, ...rows];
}

export function nextRows(job: JobFacts, next: readonly number[], scene: Scene, width: number): Line[] {
  if (!job.enabled) return [[span('  Paused: nothing is due until it is on again (E).', 'muted')]];
  const real = job.nextRunAt;
  // What the schedule says for before then is jitter or backed off from: it will not be.
  const fires = real === undefined ? next : [real, ...next.filter((at) => at > real)];
  const held: Line[] = backsOff(job, scene.now) ? [[blank(2), backOffSpan(job, scene)]] : [];
  if (fires.length === 0)
    return [...held, [span('  No fire time to come: it runs by hand or after another job.', 'muted')]];
  return [...held, ...fires.map((at) => fireRow(at, job, scene, width))];
}

function fireRow(at: number, job: JobFacts, scene: Scene, width: number): Line {
  const zone = job.definition.schedule_tz ?? 'UTC';
  const both = zone === scene.facts.zone ? '' : formatInBothZones(at, zone, scene.facts.zone);
  const inMs = at - scene.now;
  const left: Line = [
    blank(2),
    span(formatClock(at, scene.now, scene.facts.zone).padEnd(14)),
    span((inMs >= 0 ? `in ${formatDuration(inMs)}` : `${formatDuration(-inMs)} late`).padEnd(12), 'muted'),
  ];
  return spread(left, [span(both, 'muted'), blank(1)], width);
}
