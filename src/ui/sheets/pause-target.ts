import { nearestName } from '../../engine/rules/job/nearest-name.ts';
import type { PauseScope } from '../../store/nouns/pause.ts';
import type { PauseRow } from '../../store/snapshot/pauses.ts';
import type { Snapshots } from '../../store/snapshot.ts';
import type { NamedTarget } from '../state/act-items.ts';

export const EVERYTHING = 'everything';
const WHAT_ALLOWED = 'a job’s name, tag:NAME, pool:NAME or everything';
const TEXT_UNITS_MAX = 300;

/** What a pause is of, as a field has it: `tag:night`. */
export const textOfTarget = ({ scope, key }: NamedTarget['target'], jobName = key): string =>
  scope === 'all' ? EVERYTHING : scope === 'job' ? jobName : `${scope}:${key}`;

/** The same in a sentence: `tag night`. */
export const wordsOfTarget = (target: NamedTarget['target'], jobName = target.key): string =>
  target.scope === 'all' ? EVERYTHING : target.scope === 'job' ? jobName : `${target.scope} ${target.key}`;

export type TargetReading =
  | { kind: 'named'; named: NamedTarget }
  | { kind: 'open' }
  | { kind: 'refused'; reason: string };

const named = (scope: PauseScope, key: string, jobName?: string): TargetReading => {
  const target = { scope, key };
  return { kind: 'named', named: { target, words: wordsOfTarget(target, jobName) } };
};
const refused = (reason: string): TargetReading => ({ kind: 'refused', reason });

/** What somebody names to pause: the job of the selection, any other by its name, a tag or a pool that jobs have, everything. */
export function readTarget(
  text: string,
  snapshots: Pick<Snapshots, 'names' | 'pauseScope'>,
  known: { jobId?: string; jobName?: string },
): TargetReading {
  const what = text.trim();
  if (what === '' || what.length > TEXT_UNITS_MAX) return { kind: 'open' };
  if (/^(everything|all)$/i.test(what)) return named('all', '');
  const group = /^(tag|pool)\s*[: ]\s*(.*)$/i.exec(what);
  if (group !== null) return ofGroup(group[1]?.toLowerCase() as 'tag' | 'pool', (group[2] ?? '').trim(), snapshots);
  if (what === known.jobName && known.jobId !== undefined) return named('job', known.jobId, what);
  return ofJob(what.replace(/^job\s*:\s*/i, ''), snapshots);
}

function ofGroup(scope: 'tag' | 'pool', key: string, { pauseScope }: Pick<Snapshots, 'pauseScope'>): TargetReading {
  if (key === '') return { kind: 'open' };
  const { jobs } = pauseScope.facts({ scope, key });
  // Where not all jobs could be looked at, nobody knows that there is none.
  if (jobs.count > 0 || jobs.more) return named(scope, key);
  const names = pauseScope.names();
  const near = nearestName(key, scope === 'tag' ? names.tags : names.pools);
  return refused(`no job has the ${scope} ${key}${near === undefined ? '' : `; ${near}?`}`);
}

function ofJob(name: string, { names }: Pick<Snapshots, 'names'>): TargetReading {
  const starting = names.jobsStarting(name);
  const exact = starting.filter((job) => job.name === name || job.jobId === name);
  const [only] = exact;
  if (only !== undefined && exact.length === 1) return named('job', only.jobId, only.name);
  if (exact.length > 1) return refused(`${exact.length} jobs are called ${name}: choose one in 5 Jobs`);
  const near = starting[0]?.name;
  return refused(near === undefined ? `no such job; ${WHAT_ALLOWED} is allowed` : `no job is called so; ${near}?`);
}

/** What stands first in the sheet that resumes: the pause that holds this job, the narrowest before the others. */
export function standingFirst(
  pauses: readonly PauseRow[],
  jobId: string | undefined,
  tags: readonly string[],
  pool?: string,
) {
  const covers = ({ scope, key }: PauseRow): boolean =>
    (scope === 'job' && key === jobId) || (scope === 'tag' && tags.includes(key)) || (scope === 'pool' && key === pool);
  return pauses.find((pause) => pause.scope === 'job' && covers(pause)) ?? pauses.find(covers) ?? pauses[0];
}
