import type { Actor } from '../../store/nouns/actor.ts';
import type { Store } from '../../store/store.ts';
import type { CommandPorts } from '../commands.ts';
import { conflict, done, notFound, type Result, transact } from './result.ts';

/** Short transactions, so that no engine waits for them. */
const PRUNED_AT_ONCE_MAX = 1_000;
const PRUNE_STEPS_MAX = 10_000;

export function ledgerCommands(store: Store, ports: CommandPorts) {
  return {
    /** D-61. The occasion of a released key may run once more; one whose run goes on is kept. */
    releaseKey: (key: string, actor: Actor): Result<{ key: string }> =>
      transact(store, ports, () => {
        const entry = store.ledger.get(key);
        if (entry === undefined) return notFound('key', key);
        if (entry.state === 'released') return conflict('key-released', `not released: ${key} is released already`);
        const run = entry.runId === undefined ? undefined : store.runs.get(entry.runId);
        if (run !== undefined && run.finishedAt === undefined) {
          return conflict('key-in-use', `not released: run ${run.id} of ${run.jobName} holds it and is not over`);
        }
        store.ledger.release(key);
        const what = { actor, action: 'key.release', subjectKind: 'key', subjectId: key } as const;
        store.audit.add({ ...what, subjectName: run?.jobName ?? '' }, ports.clock.now());
        return done({ key });
      }),

    /** D-14. Forgets keys whose time is over; nothing can claim them any more but the same occasion. */
    pruneKeys(): Result<{ removed: number }> {
      const now = ports.clock.now();
      let removed = 0;
      for (let step = 0; step < PRUNE_STEPS_MAX; step += 1) {
        const result = transact(store, ports, () => done(store.ledger.removeExpired(now, PRUNED_AT_ONCE_MAX)));
        if (result.kind !== 'done') return result;
        removed += result.value;
        if (result.value < PRUNED_AT_ONCE_MAX) break;
      }
      return done({ removed });
    },
  };
}
