import type { Actor } from '../../store/nouns/actor.ts';
import type { Pause } from '../../store/nouns/pause.ts';
import type { Store } from '../../store/store.ts';
import type { CommandPorts } from '../commands.ts';
import { auditPause, liftPause } from '../dispatch/lift-pause.ts';
import type { Undo } from '../rules/undo.ts';
import { conflict, done, notFound, type Refusal, type Result, refused, transact } from './result.ts';

/** What is paused or resumed: everything, a job by its id, a pool or a tag by its name. */
export type PauseTarget = Pick<Pause, 'scope' | 'key'>;
export const EVERYTHING: PauseTarget = { scope: 'all', key: '' };

const NOTE_BYTES_MAX = 1_024;
const TARGETS_MAX = 1_000;

export function pauseCommands(store: Store, ports: CommandPorts) {
  return {
    /** Nothing new starts of these, until somebody resumes or `until` (epoch ms) has come. Again changes note and end. */
    pause(
      targets: readonly PauseTarget[],
      how: { actor: Actor; until?: number; note?: string },
    ): Result<{ pauses: Pause[]; undos: Undo[] }> {
      const now = ports.clock.now();
      const refusal = unfit(targets, how, now);
      if (refusal !== undefined) return refusal;
      return transact(store, ports, () => {
        const pauses: Pause[] = [];
        const undos: Undo[] = [];
        const before = store.pauses.list();
        for (const { scope, key } of targets) {
          if (scope === 'job' && isGone(store, key)) return notFound('job', key);
          if (store.pauses.isFull()) return refused('pauses-full', 'not paused: there are too many pauses already');
          const { actor, until, note = '' } = how;
          const end = until === undefined ? {} : { until };
          const pause = { scope, key, note, pausedAt: now, pausedBy: actor, ...end };
          store.pauses.set(pause);
          auditPause(store, pause, { actor, action: 'pause.set', detail: { ...end, note } }, now);
          pauses.push(pause);
          const was = before.find((one) => one.scope === scope && one.key === key);
          undos.push({ ...undoOf(store, pause), is: pause, ...(was === undefined ? {} : { was }) });
        }
        return done({ pauses, undos });
      });
    },

    /** What these held looks again at once. All or none. */
    resume(targets: readonly PauseTarget[], actor: Actor): Result<{ lifted: Pause[]; woken: number; undos: Undo[] }> {
      return transact(store, ports, () => {
        const lifted: Pause[] = [];
        let woken = 0;
        for (const target of targets.slice(0, TARGETS_MAX)) {
          const end = liftPause(store, target, actor, ports.clock.now());
          if (end === undefined)
            return conflict('not-paused', `not resumed: there is no pause of ${nameOf(store, target)}`);
          lifted.push(end.pause);
          woken += end.woken;
        }
        return done({ lifted, woken, undos: lifted.map((was) => ({ ...undoOf(store, was), was })) });
      });
    },
  };
}

function unfit(
  targets: readonly PauseTarget[],
  { until, note = '' }: { until?: number; note?: string },
  now: number,
): Refusal | undefined {
  if (targets.length > TARGETS_MAX) return refused('too-many', `not paused: ${TARGETS_MAX} at once are the most`);
  if (until !== undefined && until <= now) return refused('until-past', 'not paused: the end of the pause has passed');
  if (Buffer.byteLength(note) > NOTE_BYTES_MAX)
    return refused('note-too-long', `not paused: the note is longer than ${NOTE_BYTES_MAX} bytes`);
  return undefined;
}

function isGone(store: Store, id: string): boolean {
  const job = store.jobs.get(id);
  return job === undefined || job.deletedAt !== undefined;
}

const undoOf = (store: Store, { scope, key }: PauseTarget) =>
  ({ kind: 'pause', scope, key, name: nameOf(store, { scope, key }) }) as const;

function nameOf(store: Store, { scope, key }: PauseTarget): string {
  if (scope === 'all') return 'everything';
  return scope === 'job' ? store.jobs.label(key).name : `${scope} ${key}`;
}
