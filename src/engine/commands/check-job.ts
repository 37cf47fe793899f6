import type { Actor } from '../../store/nouns/actor.ts';
import type { JobDefinition } from '../../store/nouns/job-fields.ts';
import type { Store } from '../../store/store.ts';
import { checkChain, type ParseResult, parseJob, patchJob } from '../rules/job/index.ts';
import { notYetWarnings } from '../rules/job/not-yet.ts';
import { type CalendarFiles, readCalendars, refuseCalendars } from './job-calendars.ts';
import { done, type Result } from './result.ts';
import { asWhole, type FoundJob, wholeWanted } from './unreadable-job.ts';

export type AddOptions = { actor: Actor; machineZone: string; allowPast?: boolean };
export type Checked = { definition: JobDefinition; warnings: string[]; files: CalendarFiles };

/** A patch on what is stored; where that cannot be read, a whole definition. */
export function checkPatch(
  store: Store,
  { job, isReadable }: FoundJob,
  { patch, files }: { patch: unknown; files: CalendarFiles },
  how: { options: AddOptions; now: number },
): Result<Checked> {
  const context = contextOf(how.options, how.now);
  const parsed = isReadable ? patchJob(job.definition, patch, context) : parseJob(asWhole(job, patch), context);
  const checked = fromParse(store, parsed, { jobId: job.id, files });
  return checked.kind === 'done' || isReadable ? checked : wholeWanted(checked);
}

/** Whether it could be added. */
export const check = (store: Store, input: unknown, options: AddOptions, now: number): Result<Checked> =>
  fromParse(store, parseJob(input, contextOf(options, now)), { files: readCalendars(input) });

/** What the parser said, and what only the database knows: whether the parent exists and the chain stays one. */
function fromParse(
  store: Store,
  parsed: ParseResult,
  { jobId, files }: { jobId?: string; files: CalendarFiles },
): Result<Checked> {
  if (parsed.kind === 'refused') {
    const [first, ...others] = parsed.problems;
    const more = others.map((problem) => problem.line).join('; ');
    return {
      kind: 'refused',
      code: 'bad-job',
      message: first?.line ?? 'the job is not valid',
      ...(first === undefined ? {} : { field: first.field }),
      ...(more === '' ? {} : { hint: `also: ${more}` }),
    };
  }
  const { definition, warnings } = parsed;
  const unusable = refuseCalendars(store, definition, files);
  if (unusable !== undefined) return unusable;
  const parentId = definition.parent_id;
  if (parentId !== undefined) {
    const parent = store.jobs.get(parentId);
    if (parent === undefined || parent.deletedAt !== undefined) {
      return {
        kind: 'refused',
        code: 'bad-job',
        field: 'parent_id',
        message: `parent_id: "${parentId}" is not the id of a job`,
      };
    }
    const problem = checkChain(jobId ?? '', parentId, {
      parentOf: (id) => store.jobs.get(id)?.definition.parent_id,
      childrenOf: (id) => store.jobs.children(id).map((child) => child.id),
    });
    if (problem !== undefined) return { kind: 'refused', code: 'bad-job', field: 'parent_id', message: problem.line };
  }
  return done({ definition, warnings: [...warnings, ...notYetWarnings(definition)], files });
}

const contextOf = ({ machineZone, allowPast }: AddOptions, now: number) => ({
  now,
  machineZone,
  allowPast: allowPast ?? false,
});
