import type { Blocker } from '../../store/nouns/dispatch.ts';
import type { Pause } from '../../store/nouns/pause.ts';

/** What of a job a pause is about. */
export type Pausable = {
  id: string;
  definition: { resource_pool?: string | undefined; tags?: readonly string[] | undefined };
};

/** The pause that holds a job for the longest; one whose time is over holds nothing, even if nobody has lifted it yet. */
export function pauseOf(job: Pausable, pauses: readonly Pause[], now: number): Pause | undefined {
  return pauses
    .filter((pause) => endOf(pause) > now && covers(pause, job))
    .reduce<Pause | undefined>(
      (longest, pause) => (longest === undefined || endOf(pause) > endOf(longest) ? pause : longest),
      undefined,
    );
}

export function covers({ scope, key }: Pick<Pause, 'scope' | 'key'>, job: Pausable): boolean {
  switch (scope) {
    case 'all':
      return true;
    case 'job':
      return job.id === key;
    case 'pool':
      return job.definition.resource_pool === key;
    case 'tag':
      return job.definition.tags?.includes(key) ?? false;
  }
}

/** One phrase: `pool io is paused by ana until 2026-11-23 15:00 UTC: disks are swapped`; on record with a whole instant, for a reader on other clocks. */
export function pauseText({ scope, key, until, note, pausedBy }: Pause, clock = wholeInstant): string {
  const what = scope === 'all' ? 'everything' : scope === 'job' ? 'the job' : `${scope} ${key}`;
  const end = until === undefined ? '' : ` until ${clock(until)}`;
  return `${what} is paused by ${pausedBy.name}${end}${note === '' ? '' : `: ${note}`}`;
}

const wholeInstant = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** What a dispatch that is held by a pause waits for. */
export const pauseBlocker = ({ scope, key }: Pick<Pause, 'scope' | 'key'>): Blocker => `pause:${scope}:${key}`;

const endOf = ({ until }: Pause): number => until ?? Number.POSITIVE_INFINITY;
