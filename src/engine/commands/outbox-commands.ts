import type { Actor } from '../../store/nouns/actor.ts';
import type { Notice } from '../../store/nouns/notice.ts';
import type { Store } from '../../store/store.ts';
import type { CommandPorts } from '../commands.ts';
import { letGo } from '../delivery-holds.ts';
import { conflict, done, notFound, type Refusal, type Result, transact } from './result.ts';

/** After so long without a heartbeat an engine is taken for gone. */
const SILENT_MS = 8_000;

export function outboxCommands(store: Store, ports: CommandPorts) {
  const record = (action: string, { id, title, jobId }: Notice, actor: Actor): void => {
    const entry = { actor, action, subjectKind: 'message', subjectId: String(id), subjectName: title } as const;
    store.audit.add({ ...entry, detail: jobId === undefined ? {} : { jobId } }, ports.clock.now());
  };
  return {
    /** One that was given up, waits for its next attempt or is held: at once, with all its attempts before it. */
    sendAgain: (id: number, actor: Actor): Result<{ message: Notice }> =>
      transact(store, ports, () => {
        const before = store.outbox.get(id);
        if (before === undefined) return notFound('message', id);
        const now = ports.clock.now();
        const message = isUnderWay(store, before, now) ? undefined : store.outbox.again(id, actor.name, now);
        if (message === undefined) return notNow(before, 'not sent again');
        record('message.again', message, actor);
        return done({ message });
      }),

    /** It is not sent, and stays in the list as one that was given up. */
    discardMessage: (id: number, actor: Actor): Result<{ message: Notice }> =>
      transact(store, ports, () => {
        const before = store.outbox.get(id);
        if (before === undefined) return notFound('message', id);
        const now = ports.clock.now();
        const message = isUnderWay(store, before, now) ? undefined : store.outbox.discard(id, actor.name, now);
        if (message === undefined) return notNow(before, 'not discarded');
        letGo(store, before.lastError, now);
        record('message.discard', message, actor);
        return done({ message });
      }),
  };
}

/** The claim of an engine that is gone holds nobody up. */
function isUnderWay(store: Store, { status, claimedFence }: Notice, now: number): boolean {
  const engine = store.lease.current();
  if (status !== 'pending' || claimedFence === undefined || engine === undefined) return false;
  return claimedFence === engine.fence && now - engine.heartbeatAt < SILENT_MS;
}

function notNow({ id, status }: Notice, what: string): Refusal {
  const why = { pending: 'is being sent at this moment', sent: 'was sent', failed: 'was given up already' }[status];
  return conflict('message-state', `${what}: message ${id} ${why}`);
}
