import type { CallStops } from './call-stops.ts';
import type { Call } from './carry-out-call.ts';
import type { DispatchContext } from './dispatch/context.ts';
import { createLifetime } from './lifetime.ts';
import type { Clock } from './ports/clock.ts';
import { turnIdOf } from './rules/agent/session-key.ts';
import { type CallLimits, type GatewayCall, gatewayStrategyOf } from './strategies/strategy.ts';

export type EndedCall = { context: DispatchContext; startedAt?: number; startedMonotonic?: number };

/** A run that is a call to the gateway. */
export type LiveCall = Call &
  EndedCall & {
    runId: number;
    sessionKey: string;
    limits: CallLimits;
    kind: GatewayCall['kind'];
    stage: 'runs' | 'stopping' | 'given-up';
    activeAt: number;
  };

export function createCall(clock: Clock, context: DispatchContext, to: { stops: CallStops; opened(): void }): LiveCall {
  const { job, run } = context;
  const strategy = gatewayStrategyOf(job);
  const sessionKey = run.sessionKey ?? strategy.sessionKey(job, run.id);
  const limits = strategy.limits(job);
  const call: LiveCall = {
    context,
    runId: run.id,
    sessionKey,
    name: { runId: turnIdOf(job.id, run.idempotencyKey), sessionKey },
    lifetime: createLifetime(clock),
    limits,
    kind: job.definition.session_target === 'main' ? 'event' : 'turn',
    stage: 'runs',
    sent: 'no',
    activeAt: clock.monotonic(),
    isStopping: () => call.stage !== 'runs',
    begins: () => to.stops.limit(call, limits.timeoutMs),
    following: false,
    follows() {
      call.following = true;
      call.activeAt = clock.monotonic();
      to.stops.watchSilence(call);
    },
    alive() {
      call.activeAt = clock.monotonic();
      to.opened();
    },
  };
  return call;
}
