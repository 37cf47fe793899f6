import type { Actor } from '../../store/nouns/actor.ts';
import type { Alert } from '../../store/nouns/alert.ts';
import type { Store } from '../../store/store.ts';
import type { CommandPorts } from '../commands.ts';
import { alertStanding, type Undo } from '../rules/undo.ts';
import { conflict, done, notFound, type Result, refused, transact } from './result.ts';

type Change = {
  id: number;
  actor: Actor;
  word: 'acknowledged' | 'reopened' | 'snoozed' | 'resolved';
  detail?: Record<string, unknown>;
};

export function alertCommands(store: Store, ports: CommandPorts) {
  const change = (
    { id, actor, word, detail = {} }: Change,
    act: (now: number) => Alert | undefined,
  ): Result<{ alert: Alert; undo: Undo }> =>
    transact(store, ports, () => {
      const before = store.alerts.get(id);
      if (before === undefined) return notFound('alert', id);
      const at = ports.clock.now();
      const alert = act(at);
      if (alert === undefined) return conflict('alert-state', `not ${word}: alert ${id} is ${before.state}`);
      const entry = { actor, action: `alert.${word}`, subjectKind: 'alert', subjectId: String(id) } as const;
      store.audit.add({ ...entry, subjectName: alert.title, detail }, at);
      const standings = { is: alertStanding(alert), was: alertStanding(before) };
      return done({ alert, undo: { kind: 'alert', alertId: id, name: alert.title, ...standings } });
    });

  return {
    acknowledgeAlert: (id: number, actor: Actor): Result<{ alert: Alert; undo: Undo }> =>
      change({ id, actor, word: 'acknowledged' }, (now) => store.alerts.acknowledge(id, actor, now)),
    reopenAlert: (id: number, actor: Actor): Result<{ alert: Alert; undo: Undo }> =>
      change({ id, actor, word: 'reopened' }, () => store.alerts.reopen(id)),
    /** D-104. Out of sight until then (epoch ms); repeats count on it meanwhile, and it opens again by itself. */
    snoozeAlert: (id: number, until: number, actor: Actor): Result<{ alert: Alert; undo: Undo }> =>
      until <= ports.clock.now()
        ? refused('until-past', 'not snoozed: the end has passed')
        : change({ id, actor, word: 'snoozed', detail: { until } }, () => store.alerts.snooze(id, until)),
    /** D-104. It is over; the same thing again opens a new one. */
    resolveAlert: (id: number, actor: Actor): Result<{ alert: Alert; undo: Undo }> =>
      change({ id, actor, word: 'resolved' }, (now) => store.alerts.resolveById(id, now)),
  };
}
