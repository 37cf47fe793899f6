import type { Actor } from '../../store/nouns/actor.ts';
import type { Dispatch } from '../../store/nouns/dispatch.ts';
import type { Store } from '../../store/store.ts';
import type { CommandPorts } from '../commands.ts';
import { giveUpDispatch } from '../dispatch/follow-unrun.ts';
import { conflict, done, notFound, type Refusal, type Result, transact } from './result.ts';

export function queueCommands(store: Store, ports: CommandPorts) {
  return {
    /** Takes one out of the queue; its fire time is traced as cancelled, and whoever waits behind it may move up. */
    cancelDispatch: (id: number, actor: Actor): Result<{ dispatch: Dispatch }> =>
      transact(store, ports, () => {
        const dispatch = store.dispatches.get(id);
        if (dispatch === undefined) return notFound('dispatch', id);
        const job = store.jobs.get(dispatch.jobId);
        if (dispatch.status !== 'pending' || job === undefined) return notWaiting(store, dispatch);
        const now = ports.clock.now();
        giveUpDispatch(store, job, dispatch, { reason: 'cancelled', detail: `cancelled by ${actor.name}` }, now);
        const entry = { actor, action: 'dispatch.cancel', subjectKind: 'dispatch', subjectId: String(id) } as const;
        store.audit.add({ ...entry, subjectName: job.definition.name, detail: { cause: dispatch.cause } }, now);
        return done({ dispatch: store.dispatches.get(id) ?? dispatch });
      }),
  };
}

function notWaiting(store: Store, { id, status, jobId, approvalId }: Dispatch): Refusal {
  switch (status) {
    case 'awaiting_approval':
      return conflict('dispatch-asks', `not cancelled: dispatch ${id} waits for approval ${approvalId}; reject that`);
    case 'claimed': {
      const run = store.runs.activeOf(jobId).find((one) => one.dispatchId === id);
      const hint = run === undefined ? '' : ` as run ${run.id}; runs cancel stops that`;
      return conflict('dispatch-runs', `not cancelled: dispatch ${id} runs${hint}`);
    }
    case 'pending':
    case 'done':
    case 'cancelled':
      return conflict('dispatch-over', `not cancelled: dispatch ${id} is over (${status})`);
  }
}
