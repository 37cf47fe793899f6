import { nearestName } from '../src/engine/rules/job/nearest-name.ts';
import { cutMiddle } from '../src/ui/text/width.ts';
import { Failure, usageFailure } from './failure.ts';
import { CANDIDATES_MAX } from './limits.ts';
import { plainLine } from './output/plain-text.ts';

/** What a lookup needs of a thing that has an id and a name. */
export type Named = { id: string; name: string };

export type NamedIndex<T extends Named> = {
  withId(id: string): readonly T[];
  withName(name: string, limit: number): readonly T[];
  withPrefix(prefix: string, limit: number): readonly T[];
  names(limit: number): readonly string[];
};

const SHOWN_COLUMNS_MAX = 60;
/** What was typed, as it stands in a message: one that is empty or endless says nothing there. */
const shown = (text: string): string => (text.trim() === '' ? '""' : cutMiddle(plainLine(text), SHOWN_COLUMNS_MAX));

const NAMES_COMPARED_MAX = 5_000;
const ID_PREFIX_SHORTEST = 2;

/** A job by its full id, its exact name or a unique prefix of its id; throws a usage or not-found failure otherwise. */
export function findJob<T extends Named>(index: NamedIndex<T>, wanted: string): T {
  if (wanted.trim() === '') {
    throw usageFailure('job-empty', 'no job given: "" is empty', {
      field: 'job',
      hint: 'give an id, a prefix of it or a name',
    });
  }
  const limit = CANDIDATES_MAX + 1;
  const found = firstOf(
    () => index.withId(wanted),
    () => index.withName(wanted, limit),
    () => (wanted.length < ID_PREFIX_SHORTEST ? [] : index.withPrefix(wanted, limit)),
  );
  const [only, ...others] = found;
  if (only === undefined) throw missingJob(index, wanted);
  if (others.length > 0) throw ambiguousJob(found, wanted);
  return only;
}

function firstOf<T>(...searches: (() => readonly T[])[]): readonly T[] {
  for (const search of searches) {
    const found = search();
    if (found.length > 0) return found;
  }
  return [];
}

function missingJob<T extends Named>(index: NamedIndex<T>, wanted: string): Failure {
  const near = nearestName(wanted, index.names(NAMES_COMPARED_MAX));
  return new Failure('not-found', 'job-not-found', `no job called ${shown(wanted)}`, {
    hint: near === undefined ? 'jobs list shows them all' : `${near}?`,
  });
}

function ambiguousJob(found: readonly Named[], wanted: string): Failure {
  const candidates = found.slice(0, CANDIDATES_MAX).map(({ id, name }) => (name === wanted ? id : `${id} (${name})`));
  const more = found.length > CANDIDATES_MAX ? ' and more' : '';
  return usageFailure('job-ambiguous', `several jobs are called ${wanted}: ${candidates.join(', ')}${more}`, {
    hint: 'give the id',
  });
}

/** A whole number from 1; `what` names the thing for the message. */
export function parseId(what: 'run' | 'approval' | 'alert' | 'message', text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) {
    throw usageFailure(`${what}-id`, `${shown(text)} is no ${what} id: a whole number such as 8817`, { field: what });
  }
  return Number(text);
}

/** The thing with a number, or a not-found failure that names it. */
export function findByNumber<T>(
  what: 'run' | 'approval' | 'alert' | 'message',
  text: string,
  get: (id: number) => T | undefined,
): T {
  const found = get(parseId(what, text));
  if (found === undefined) {
    throw new Failure('not-found', `${what}-not-found`, `no ${what} ${text}`, {
      hint: what === 'message' ? 'msg outbox --all shows them' : `${what}s list shows them`,
    });
  }
  return found;
}

type Question = { id: number; jobId: string };

/** An approval by its number, or by its job when exactly one of that job's approvals waits. */
export function findApproval<T extends Question, J extends Named>(
  wanted: string,
  approvals: { get(id: number): T | undefined; pendingOf(jobId: string): readonly T[] },
  jobs: NamedIndex<J>,
): T {
  if (/^[1-9]\d{0,14}$/.test(wanted)) {
    const numbered = approvals.get(Number(wanted));
    if (numbered !== undefined) return numbered;
    if (jobs.withName(wanted, 1).length === 0) return findByNumber('approval', wanted, approvals.get);
  }
  const job = findJob(jobs, wanted);
  const [only, ...others] = approvals.pendingOf(job.id);
  if (only === undefined) {
    throw new Failure('not-found', 'approval-not-found', `no approval of ${job.name} waits`, {
      hint: 'approvals list shows those that do',
    });
  }
  if (others.length > 0) {
    const ids = [only, ...others].slice(0, CANDIDATES_MAX).map(({ id }) => id);
    throw usageFailure('approval-ambiguous', `several approvals of ${job.name} wait: ${ids.join(', ')}`, {
      hint: 'give the number',
    });
  }
  return only;
}
