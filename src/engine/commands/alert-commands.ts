import type { Actor } from '../../store/nouns/actor.ts';
import type { Alert } from '../../store/nouns/alert.ts';
import type { Store } from '../../store/store.ts';
import type { CommandPorts } from '../commands.ts';
import { conflict, done, notFound, type Result, transact } from './result.ts';

export function alertCommands(store: Store, ports: CommandPorts) {
  const change = (
    id: number,
    actor: Actor,
    word: 'acknowledged' | 'reopened',
    act: (now: number) => Alert | undefined,
  ): Result<{ alert: Alert }> =>
    transact(store, ports, () => {
      const before = store.alerts.get(id);
      if (before === undefined) return notFound('alert', id);
      const at = ports.clock.now();
      const alert = act(at);
      if (alert === undefined) return conflict('alert-state', `not ${word}: alert ${id} is ${before.state}`);
      const entry = { actor, action: `alert.${word}`, subjectKind: 'alert', subjectId: String(id) } as const;
      store.audit.add({ ...entry, subjectName: alert.title }, at);
      return done({ alert });
    });

  return {
    acknowledgeAlert: (id: number, actor: Actor): Result<{ alert: Alert }> =>
      change(id, actor, 'acknowledged', (now) => store.alerts.acknowledge(id, actor, now)),
    reopenAlert: (id: number, actor: Actor): Result<{ alert: Alert }> =>
      change(id, actor, 'reopened', () => store.alerts.reopen(id)),
  };
}
