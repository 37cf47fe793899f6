import type { Actor } from '../../store/nouns/actor.ts';
import type { JobDefinition } from '../../store/nouns/job-fields.ts';
import type { Store } from '../../store/store.ts';
import type { CommandPorts } from '../commands.ts';
import { deleteJob, disableJob } from '../dispatch/retire-job.ts';
import { pauseBlocker } from '../rules/pause.ts';
import { alertStanding, type Standing, stampOf, standingOf, type Undo, type UndoFacts } from '../rules/undo.ts';
import { fireFromNowOn, jobCommands, stored } from './job-commands.ts';
import { conflict, done, type Refusal, type Result, transact } from './result.ts';

const AUDIT_LOOKED_MAX = 200;
const WOKEN_MAX = 1_000_000;

type How = { actor: Actor; machineZone: string };

/** Taking back what a person has changed, as long as nobody has changed it since. */
export function undoCommands(store: Store, ports: CommandPorts) {
  return {
    /** Why a change cannot be taken back any more; undefined: it can. Writes nothing. */
    whyNotUndone: (undo: Undo): string | undefined => refusalOf(store, undo)?.message.replace('not undone: ', ''),

    /** By compare-and-set on how the change left things. The answer is what took its place, to be undone in turn. */
    undo: (undo: Undo, how: How): Result<{ undo: Undo }> =>
      transact(store, ports, () => {
        const refusal = refusalOf(store, undo);
        if (refusal !== undefined) return refusal;
        const now = ports.clock.now();
        const back = takenBack(store, ports, undo, how, now);
        if (back.kind !== 'done') return { ...back, message: `not undone: ${back.message}` };
        record(store, undo, how.actor, now);
        return back;
      }),
  };
}

function factsOf(store: Store, undo: Undo): UndoFacts {
  switch (undo.kind) {
    case 'switch':
    case 'edit':
      return optional('job', store.jobs.get(undo.jobId));
    case 'add':
      return {
        ...optional('job', store.jobs.get(undo.jobId)),
        hasRun: store.runs.activeOf(undo.jobId).length > 0 || store.jobs.get(undo.jobId)?.lastRunAt !== undefined,
      };
    case 'alert':
      return optional('alert', store.alerts.get(undo.alertId));
    case 'pause':
      return optional(
        'pause',
        store.pauses.list().find(({ scope, key }) => scope === undo.scope && key === undo.key),
      );
  }
}

const optional = <Key extends keyof UndoFacts>(key: Key, value: UndoFacts[Key]): UndoFacts =>
  value === undefined ? {} : { [key]: value };

function refusalOf(store: Store, undo: Undo): Refusal | undefined {
  const standing = standingOf(undo, factsOf(store, undo));
  if (standing === 'stands') return undefined;
  return conflict(CODES[standing], `not undone: ${undo.name} ${WORDS[standing]}${byWhom(store, undo, standing)}`);
}

const CODES: Readonly<Record<Exclude<Standing, 'stands'>, string>> = {
  gone: 'undo-gone',
  changed: 'changed-since',
  'has-run': 'has-run',
};
const WORDS: Readonly<Record<Exclude<Standing, 'stands'>, string>> = {
  gone: 'is not there any more',
  changed: 'was changed since',
  'has-run': 'has run since; deleting it asks for its name',
};

/** The newest entry of the audit about it says who it was. */
function byWhom(store: Store, undo: Undo, standing: Standing): string {
  if (standing !== 'changed') return '';
  const { kind, id } = subjectOf(undo);
  const last = store.audit
    .list(AUDIT_LOOKED_MAX)
    .find(({ subjectKind, subjectId }) => subjectKind === kind && subjectId === id);
  return last === undefined ? '' : `, by ${last.actor.name}`;
}

function takenBack(store: Store, ports: CommandPorts, undo: Undo, how: How, now: number): Result<{ undo: Undo }> {
  switch (undo.kind) {
    case 'switch':
      return switchedBack(store, undo, how.actor, now);
    case 'edit': {
      const { definition } = stored(store, undo.jobId);
      const patch = patchBack(definition, undo.before);
      const result = jobCommands(store, ports).updateJob(undo.jobId, patch, { ...how, allowPast: true });
      if (result.kind !== 'done') return result;
      return done({ undo: { ...undo, is: stampOf(result.value.job), before: result.value.before.definition } });
    }
    case 'add': {
      const job = stored(store, undo.jobId);
      deleteJob(store, job, { actor: how.actor }, now);
      return done({ undo });
    }
    case 'alert':
      return alertBack(store, undo);
    case 'pause':
      return pauseBack(store, undo, now);
  }
}

type Of<Kind extends Undo['kind']> = Extract<Undo, { kind: Kind }>;

function switchedBack(store: Store, undo: Of<'switch'>, actor: Actor, now: number): Result<{ undo: Undo }> {
  const job = stored(store, undo.jobId);
  const because = undo.disabledBecause;
  if (job.enabled) {
    disableJob(store, job, { actor, ...(because === undefined ? {} : { because }) }, now);
  } else {
    const fire = fireFromNowOn(store, job, now);
    store.jobs.enable(job.id, fire === undefined ? {} : { nextSlotAt: fire.slotAt, nextRunAt: fire.dueAt }, now);
  }
  const { kind, jobId, name } = undo;
  const was = job.disabledBecause === undefined ? {} : { disabledBecause: job.disabledBecause };
  return done({ undo: { kind, jobId, name, is: stampOf(stored(store, jobId)), ...was } });
}

/** What makes one definition of the other: its fields, and those it did not have taken away. */
function patchBack(now: JobDefinition, before: JobDefinition): Record<string, unknown> {
  const added = Object.keys(now).filter((field) => !(field in before));
  return { ...Object.fromEntries(added.map((field) => [field, null])), ...before };
}

function alertBack(store: Store, undo: Of<'alert'>): Result<{ undo: Undo }> {
  const alert = store.alerts.putBack(undo.alertId, undo.was);
  if (alert === undefined) return conflict('undo-gone', `${undo.name} is not there any more`);
  return done({ undo: { ...undo, is: alertStanding(alert), was: undo.is } });
}

function pauseBack(store: Store, undo: Of<'pause'>, now: number): Result<{ undo: Undo }> {
  const { kind, scope, key, name, is, was } = undo;
  if (was === undefined) {
    const lifted = store.pauses.remove(scope, key);
    if (lifted !== undefined) store.dispatches.unblock(pauseBlocker(lifted), WOKEN_MAX);
  } else if (was.until !== undefined && was.until <= now) {
    return conflict('until-past', `the end of the pause of ${name} has passed`);
  } else {
    store.pauses.set(was);
  }
  return done({
    undo: {
      kind,
      scope,
      key,
      name,
      ...(was === undefined ? {} : { is: was }),
      ...(is === undefined ? {} : { was: is }),
    },
  });
}

/** The action that the change was recorded under. */
function undidOf(undo: Undo): string {
  switch (undo.kind) {
    case 'switch':
      return undo.is.enabled ? 'job.enable' : 'job.disable';
    case 'edit':
    case 'add':
      return `job.${undo.kind}`;
    case 'alert':
      return `alert.${undo.is.state === 'open' ? 'reopened' : undo.is.state}`;
    case 'pause':
      return undo.is === undefined ? 'pause.lift' : 'pause.set';
  }
}

/** The record says what was taken back, by the name it was recorded under. */
function record(store: Store, undo: Undo, actor: Actor, now: number): void {
  const { kind, id } = subjectOf(undo);
  const undid = undidOf(undo);
  store.audit.add(
    { actor, action: `undo.${undid}`, subjectKind: kind, subjectId: id, subjectName: undo.name, detail: { undid } },
    now,
  );
}

function subjectOf(undo: Undo): { kind: 'job' | 'alert' | 'pause'; id: string } {
  switch (undo.kind) {
    case 'switch':
    case 'edit':
    case 'add':
      return { kind: 'job', id: undo.jobId };
    case 'alert':
      return { kind: 'alert', id: String(undo.alertId) };
    case 'pause':
      return { kind: 'pause', id: `${undo.scope}:${undo.key}` };
  }
}
