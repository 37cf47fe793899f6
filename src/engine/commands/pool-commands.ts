import type { Actor } from '../../store/nouns/actor.ts';
import { jobDefinitionSchema } from '../../store/nouns/job-fields.ts';
import type { Store } from '../../store/store.ts';
import type { CommandPorts } from '../commands.ts';
import { done, type Result, refused, transact } from './result.ts';

export type Pool = { name: string; slots: number };

const SLOTS_MAX = 1_000;

export function poolCommands(store: Store, ports: CommandPorts) {
  return {
    /** How many runs may share a pool. Fewer than run now stops none of them; more lets those that wait look again. */
    setPool(name: string, slots: number, actor: Actor): Result<{ pool: Pool; before: number; woken: number }> {
      if (name === '' || !jobDefinitionSchema.shape.resource_pool.safeParse(name).success) {
        return refused('bad-pool', 'no pool set: its name is 1–1,024 bytes of text without control characters');
      }
      if (!Number.isInteger(slots) || slots < 1 || slots > SLOTS_MAX) {
        return refused('bad-slots', `no pool set: a pool has 1–${SLOTS_MAX.toLocaleString('en')} slots, not ${slots}`);
      }
      return transact(store, ports, () => {
        const before = store.pools.slots(name);
        store.pools.set(name, slots);
        const free = Math.max(0, slots - store.runs.countActiveInPool(name));
        const woken = free === 0 ? 0 : store.dispatches.unblock(`pool:${name}`, free);
        const entry = { actor, action: 'pool.set', subjectKind: 'pool', subjectId: name, subjectName: name } as const;
        store.audit.add({ ...entry, detail: { before, slots } }, ports.clock.now());
        return done({ pool: { name, slots }, before, woken });
      });
    },
  };
}
