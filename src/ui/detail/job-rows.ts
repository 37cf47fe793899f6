import type { ComingFire } from '../../engine/rules/coming-fires.ts';
import type { JobFacts } from '../../store/snapshot/detail.ts';
import type { PastRow } from '../../store/snapshot/runs.ts';
import { formatClock, formatDuration, formatInBothZones, formatPlural, formatTimeOfDay } from '../format/index.ts';
import { blank, type Line, span, spread, toWidth, widthOfLine } from '../layout/line.ts';
import { resultOf } from '../panels/runs.ts';
import { backsOff, statusMark } from '../panels/words.ts';
import type { Scene } from '../scene.ts';
import { cleanLine } from '../text/sanitise.ts';
import { cutRight, padStart } from '../text/width.ts';
import { inRows } from './approval-facts.ts';
import { commandOf } from './command-of.ts';
import { executable, labelled, roomOf } from './labelled.ts';

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
    ...labelled('JOB', facts([`revision ${job.revision}`, `changed ${changed}`, `id ${job.id}`])),
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

export function nextRows(job: JobFacts, next: readonly ComingFire[], scene: Scene, width: number): Line[] {
  if (!job.enabled) return [[span('  Paused: nothing is due until it is on again (E).', 'muted')]];
  const held: Line[] = backsOff(job, scene.now) ? [[blank(2), backOffSpan(job, scene)]] : [];
  if (next.length === 0)
    return [...held, [span('  No fire time to come: it runs by hand or after another job.', 'muted')]];
  const zone = job.definition.schedule_tz ?? 'UTC';
  const whens = next.map(({ at }) => whenText(at, zone, scene));
  const columns = Math.max(WHEN_COLUMNS, ...whens.map((when) => when.length + 2));
  return [
    ...held,
    ...next.map((fire, index) => fireRow(fire, (whens[index] ?? '').padEnd(columns), zone, scene, width)),
  ];
}

function backOffSpan(job: JobFacts, scene: Scene): Line[number] {
  const until = formatClock(job.backingOffUntil ?? scene.now, scene.now, scene.facts.zone);
  return span(`↻ backing off until ${until}, after ${formatPlural(job.consecutiveErrors, 'failure')}`, 'warn');
}

const WHEN_COLUMNS = 14;

/** Of another year the date alone would leave out the hour, which stands nowhere else where the zones are the same. */
function whenText(at: number, zone: string, { now, facts }: Scene): string {
  const text = formatClock(at, now, facts.zone);
  return zone !== facts.zone || text.includes(':') ? text : `${text} ${formatTimeOfDay(at, facts.zone, 'minutes')}`;
}

function fireRow(fire: ComingFire, when: string, zone: string, scene: Scene, width: number): Line {
  const { at } = fire;
  const both = zone === scene.facts.zone ? '' : formatInBothZones(at, zone, scene.facts.zone);
  const inMs = at - scene.now;
  const left: Line = [
    blank(2),
    span(when),
    span((inMs >= 0 ? `in ${formatDuration(inMs)}` : `${formatDuration(-inMs)} late`).padEnd(12), 'muted'),
  ];
  const note = cleanLine(noteOf(fire));
  const said: Line = note === '' ? left : [...left, span(note, fire.excludedBy === undefined ? 'muted' : 'warn')];
  // Where both do not fit the job's own clock is the one that its schedule speaks of.
  const [own = ''] = both.split(' (');
  const right = widthOfLine(said) + both.length + 2 <= width ? both : own;
  return spread(said, [span(right, 'muted'), blank(1)], width);
}

/** What the clocks and the calendar make of it. */
function noteOf({ slot, excludedBy }: ComingFire): string {
  const clocks = slot.note === undefined ? [] : [CLOCK_NOTES[slot.note]];
  return [...clocks, ...(excludedBy === undefined ? [] : [`skipped: exclude has ${excludedBy}`])].join(', ');
}

const CLOCK_NOTES = {
  'gap-shifted': 'right after a skipped hour',
  'repeated-hour': 'in a repeated hour',
} as const;
