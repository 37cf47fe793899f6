import type { Actor } from '../../store/nouns/actor.ts';
import type { Job } from '../../store/nouns/job.ts';
import type { JobDefinition } from '../../store/nouns/job-fields.ts';
import type { Store } from '../../store/store.ts';
import type { CommandPorts } from '../commands.ts';
import { askAnew } from '../dispatch/ask-anew.ts';
import { passOnLimits } from '../dispatch/release.ts';
import { disableJob } from '../dispatch/retire-job.ts';
import { recordClockGaps, recordUnseenSlots } from '../dispatch/slot-traces.ts';
import { differenceOf } from '../rules/job/difference.ts';
import { anchorOf, changesSchedule } from '../rules/job/index.ts';
import { TWINS_LOOKED_MAX, twinWarning } from '../rules/job/twin-warning.ts';
import { type Fire, firstFire, scheduleText } from '../rules/planning.ts';
import { stampOf, type Undo } from '../rules/undo.ts';
import { type AddOptions, type Checked, check, checkPatch } from './check-job.ts';
import { keepCalendars, readCalendars } from './job-calendars.ts';
import { overtaken } from './overtaken.ts';
import { done, notFound, type Refusal, type Result, transact } from './result.ts';
import { findJob, takeJob } from './unreadable-job.ts';

export type { AddOptions } from './check-job.ts';
/** `revision`: the one the edit was made on; another one by now is a lost race. */
export type UpdateOptions = AddOptions & { revision?: number };
/** What an edit took the place of, for who takes it back. */
export type Replaced = { definition: JobDefinition; revision: number };
export type ImportedJob = { identity: string; job: unknown; line?: number };
export type ImportAnswer = {
  added: Job[];
  unchanged: string[];
  refused: (Refusal & { identity: string; line?: number })[];
};
type CheckedUpdate = Checked & { job: Job; reschedules: boolean };

export function jobCommands(store: Store, ports: CommandPorts) {
  return { ...addCommands(store, ports), ...importCommands(store, ports), ...updateCommands(store, ports) };
}

function addCommands(store: Store, ports: CommandPorts) {
  return {
    /** Says what adding would do, and writes nothing. */
    checkJob: (input: unknown, options: AddOptions): Result<Checked> => check(store, input, options, ports.clock.now()),

    addJob(input: unknown, options: AddOptions): Result<{ job: Job; warnings: string[]; undo: Undo }> {
      const checked = check(store, input, options, ports.clock.now());
      if (checked.kind !== 'done') return checked;
      const { definition, warnings, files } = checked.value;
      return transact(store, ports, () => {
        const twin = twinWarning(store.jobs.idsNamed(definition.name, TWINS_LOOKED_MAX));
        const job = insert(store, ports, { definition, files }, { actor: options.actor, enabled: definition.enabled });
        const undo: Undo = { kind: 'add', jobId: job.id, name: definition.name, is: stampOf(job) };
        return done({ job, warnings: twin === undefined ? warnings : [...warnings, twin], undo });
      });
    },
  };
}

function importCommands(store: Store, ports: CommandPorts) {
  return {
    /** All or none of what fits is added, in one transaction; what is there already stays as it is. */
    importJobs(
      items: readonly ImportedJob[],
      options: AddOptions & { enabled: boolean; disabledBecause?: string },
    ): Result<ImportAnswer> {
      const answer: ImportAnswer = { added: [], unchanged: [], refused: [] };
      const fitting: { identity: string; checked: Checked }[] = [];
      for (const { identity, job, line } of items) {
        const checked = check(store, job, options, ports.clock.now());
        if (checked.kind === 'done') fitting.push({ identity, checked: checked.value });
        else answer.refused.push({ ...checked, identity, ...(line === undefined ? {} : { line }) });
      }
      if (fitting.length === 0) return done(answer);
      return transact(store, ports, () => {
        for (const { identity, checked } of fitting) {
          if (store.jobs.byImportIdentity(identity) !== undefined) {
            answer.unchanged.push(identity);
            continue;
          }
          const { actor, enabled, disabledBecause } = options;
          const paused = enabled || disabledBecause === undefined ? {} : { disabledBecause };
          answer.added.push(insert(store, ports, checked, { actor, enabled, importIdentity: identity, ...paused }));
        }
        return done(answer);
      });
    },
  };
}

function updateCommands(store: Store, ports: CommandPorts) {
  const now = (): number => ports.clock.now();
  return {
    /** D-71. Says what an update would make of a job, and writes nothing. */
    checkUpdate(jobId: string, patch: unknown, options: AddOptions): Result<CheckedUpdate> {
      const found = findJob(store, jobId);
      if (found === undefined || found.job.deletedAt !== undefined) return notFound('job', jobId);
      const { job } = found;
      const checked = checkPatch(store, found, { patch, files: readCalendars(patch) }, { options, now: now() });
      if (checked.kind !== 'done') return checked;
      return done({ ...checked.value, job, reschedules: changesSchedule(job.definition, checked.value.definition) });
    },

    /** D-71. A patch on the stored job; only a change of its schedule computes the next fire anew. */
    updateJob(
      jobId: string,
      patch: unknown,
      options: UpdateOptions,
    ): Result<{ job: Job; warnings: string[]; before: Replaced; undo?: Undo }> {
      const files = readCalendars(patch);
      return transact(store, ports, () => {
        const found = takeJob(store, jobId);
        if (found === undefined || found.job.deletedAt !== undefined) return notFound('job', jobId);
        const { job } = found;
        if (options.revision !== undefined && options.revision !== job.revision)
          return overtaken(store, job, options.revision);
        const checked = checkPatch(store, found, { patch, files }, { options, now: now() });
        if (checked.kind !== 'done') return checked;
        const { definition, warnings } = checked.value;
        const before = { definition: job.definition, revision: job.revision };
        if (found.isReadable && staysAsItIs(job, definition)) {
          keepCalendars(store, job.definition, checked.value.files, now());
          return done({ job: stored(store, jobId), warnings, before });
        }
        edit(store, job, checked.value, options.actor, now());
        const edited = stored(store, jobId);
        // What cannot be read is nothing to go back to.
        if (!found.isReadable) return done({ job: edited, warnings, before });
        const was = { ...job.definition, enabled: job.enabled };
        const undo: Undo = { kind: 'edit', jobId, name: definition.name, is: stampOf(edited), before: was };
        return done({ job: edited, warnings, before, undo });
      });
    },
  };
}

function insert(
  store: Store,
  ports: CommandPorts,
  { definition, files }: Pick<Checked, 'definition' | 'files'>,
  how: { actor: Actor; enabled: boolean; disabledBecause?: string; importIdentity?: string },
): Job {
  const at = ports.clock.now();
  const id = ports.ids.jobId();
  const whole = { ...definition, enabled: how.enabled };
  const anchorAt = anchorOf(whole, at);
  const fire = how.enabled ? firstFire({ id, definition: whole, anchorAt }, at) : undefined;
  store.jobs.add(
    { id, definition: whole, scheduleText: textOf(store, whole), anchorAt, ...how, ...columns(fire) },
    how.actor,
    at,
  );
  keepCalendars(store, whole, files, at);
  audit(store, how.actor, 'job.add', { id, name: whole.name }, at);
  return stored(store, id);
}

/** Then it is no edit: open approvals, a back-off and the revision stay. */
const staysAsItIs = (job: Job, definition: JobDefinition): boolean =>
  definition.enabled === job.enabled && differenceOf(job.definition, definition).length === 0;

function edit(
  store: Store,
  job: Job,
  { definition, files }: Pick<Checked, 'definition' | 'files'>,
  actor: Actor,
  now: number,
): void {
  const reschedules = changesSchedule(job.definition, definition);
  // An edit ends a back-off, and switching on plans from now.
  const plansAnew = reschedules || job.backingOffFrom !== undefined || !job.enabled;
  const anchorAt = anchorOf(definition, now, job);
  const fire = plansAnew ? fireFromNowOn(store, { id: job.id, definition, anchorAt }, now) : undefined;
  const kept = plansAnew ? {} : columns(planOf(job));
  if (job.enabled && !definition.enabled) {
    disableJob(store, job, { actor }, now);
  } else if (plansAnew) {
    recordUnseenSlots(store, job, { reason: 'replaced', detail: 'the schedule was edited' }, now);
  } else {
    recordClockGaps(store, job, now);
  }
  lookAgain(store, job);
  store.jobs.edit(
    {
      id: job.id,
      definition,
      enabled: definition.enabled,
      scheduleText: textOf(store, definition),
      changesSchedule: reschedules,
      anchorAt,
      ...(definition.enabled ? { ...columns(fire), ...kept } : {}),
    },
    actor,
    now,
  );
  askAnew(store, stored(store, job.id), now);
  keepCalendars(store, definition, files, now);
  audit(store, actor, 'job.edit', { id: job.id, name: definition.name }, now, { revision: job.revision + 1 });
}

/** S-7. The next fire of a job that is switched on or edited; an `at` instant that has its trace is over. */
export function fireFromNowOn(
  store: Store,
  job: Pick<Job, 'id' | 'definition' | 'anchorAt'>,
  now: number,
): Fire | undefined {
  const fire = firstFire(job, now);
  const slotAt = fire?.slotAt ?? 0;
  const isOver = job.definition.schedule_kind === 'at' && store.slots.at(job.id, slotAt)?.slotAt === slotAt;
  return isOver ? undefined : fire;
}

/** What waits by the rules of before asks the guards once more; who waits for the pool it leaves may have its place. */
function lookAgain(store: Store, { id, definition }: Job): void {
  store.dispatches.unblockJob(id);
  if (definition.resource_pool !== undefined) store.dispatches.unblock(`pool:${definition.resource_pool}`, 1);
  passOnLimits(store);
}

const planOf = ({ nextSlotAt, nextRunAt }: Job): { slotAt: number; dueAt: number } | undefined =>
  nextSlotAt === undefined || nextRunAt === undefined ? undefined : { slotAt: nextSlotAt, dueAt: nextRunAt };

const columns = (fire: { slotAt: number; dueAt: number } | undefined): { nextSlotAt?: number; nextRunAt?: number } =>
  fire === undefined ? {} : { nextSlotAt: fire.slotAt, nextRunAt: fire.dueAt };

const textOf = (store: Store, definition: JobDefinition): string =>
  scheduleText(
    definition,
    definition.parent_id === undefined ? undefined : store.jobs.get(definition.parent_id)?.definition.name,
  );

export function stored(store: Store, id: string): Job {
  const job = store.jobs.get(id);
  if (job === undefined) throw new Error(`job ${id} is gone in the middle of its own transaction`);
  return job;
}

export function audit(
  store: Store,
  actor: Actor,
  action: string,
  job: { id: string; name: string },
  now: number,
  detail: Record<string, unknown> = {},
): void {
  store.audit.add({ actor, action, subjectKind: 'job', subjectId: job.id, subjectName: job.name, detail }, now);
}
