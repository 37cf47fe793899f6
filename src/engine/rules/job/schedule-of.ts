import type { JobDefinition } from '../../../store/nouns/job-fields.ts';
import { cronKeyword, type Schedule } from '../schedule/index.ts';

/** The schedule of a parsed job; `anchorAt` is where intervals count from, the job's id is the seed of `H`. */
export function scheduleOf(definition: JobDefinition, jobId: string, anchorAt: number): Schedule {
  switch (definition.schedule_kind) {
    case 'cron':
      return cronSchedule(definition, definition.schedule_cron ?? '@manual', jobId);
    case 'every':
      return everySchedule(definition, anchorAt);
    case 'at':
      return definition.schedule_at === undefined
        ? { kind: 'manual' }
        : { kind: 'at', at: Date.parse(definition.schedule_at) };
    case 'manual':
      return { kind: 'manual' };
  }
}

/** Whether the next fire time must be computed anew: another schedule, zone, jitter or calendar. */
export function changesSchedule(before: JobDefinition, after: JobDefinition): boolean {
  return SCHEDULE_FIELDS.some((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
}

/**
 * S-6. Where an interval counts from: the instant that is given, else where it counted from before, unless the interval
 * itself is another one, else now.
 */
export function anchorOf(
  definition: JobDefinition,
  now: number,
  before?: { definition: JobDefinition; anchorAt: number },
): number {
  const { schedule_anchor_at: given, schedule_every_ms: everyMs } = definition;
  if (given !== undefined) return Date.parse(given);
  const isKept = before !== undefined && before.definition.schedule_every_ms === everyMs;
  return isKept ? before.anchorAt : now;
}

const SCHEDULE_FIELDS = [
  'schedule_kind',
  'schedule_cron',
  'schedule_at',
  'schedule_every_ms',
  'schedule_anchor_at',
  'schedule_tz',
  'jitter_s',
  'dst',
  'every_from',
  'exclude',
] as const satisfies readonly (keyof JobDefinition)[];

function cronSchedule(definition: JobDefinition, written: string, seed: string): Schedule {
  const keyword = cronKeyword(written);
  if (keyword.kind !== 'expression') return { kind: keyword.kind };
  const { schedule_tz: zone, dst } = definition;
  return { kind: 'cron', expression: keyword.expression, zone, dst, seed };
}

function everySchedule(definition: JobDefinition, anchorAt: number): Schedule {
  const everyMs = definition.schedule_every_ms;
  if (everyMs === undefined) return { kind: 'manual' };
  return { kind: 'every', everyMs, anchorAt, from: definition.every_from };
}
