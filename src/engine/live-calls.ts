import { ENGINE } from '../store/nouns/actor.ts';
import type { Job } from '../store/nouns/job.ts';
import type { StopReason } from '../store/nouns/run.ts';
import type { Store } from '../store/store.ts';
import { type Call, carryOutCall, findOut } from './carry-out-call.ts';
import type { DispatchContext } from './dispatch/context.ts';
import { createPromptReader } from './dispatch/gather-prompt.ts';
import { createLifetime } from './lifetime.ts';
import type { PatientWrite } from './patient-write.ts';
import type { Clock } from './ports/clock.ts';
import type { Gateway } from './ports/gateway.ts';
import { type Processes, runFolderPath } from './ports/processes.ts';
import { turnIdOf } from './rules/agent/session-key.ts';
import type { Outcome } from './rules/outcome.ts';
import type { Started } from './start-marks.ts';
import { type CallEnd, type CallLimits, type GatewayCall, gatewayStrategyOf } from './strategies/strategy.ts';
import { createTurnLine } from './turn-line.ts';

const NOT_SURE_MS = 250;
const ABORT_WITHIN_MS = 2_000;
const ABORT_AGAIN_MS = 500;
/** What ran out of time while nobody looked may have ended well: the gateway is asked before it is given up. */
const FIND_OUT_MIN_MS = 60_000;

export type LiveCallTools = {
  store: Store;
  clock: Clock;
  gateway: Gateway;
  executor: { processes: Processes; runsDir: string };
  write: PatientWrite;
  mayStart(): boolean;
};

export type LiveCallNews = {
  started(started: Started): void;
  /** It never came to a call. */
  called(context: DispatchContext, outcome: Outcome): void;
  ended(call: EndedCall, end: CallEnd): void;
};

export type EndedCall = { context: DispatchContext; startedAt?: number; startedMonotonic?: number };

type LiveCall = Call &
  EndedCall & {
    runId: number;
    sessionKey: string;
    limits: CallLimits;
    kind: GatewayCall['kind'];
    stage: 'runs' | 'stopping' | 'given-up';
    activeAt: number;
  };

/** Runs that are calls to the gateway: who may begin, their limits, how they are stopped, and how each ended. */
export function createLiveCalls(tools: LiveCallTools, news: LiveCallNews) {
  const { clock, store } = tools;
  const live = new Map<number, LiveCall>();
  const line = createTurnLine<LiveCall>((call) => begin(call));
  const readPrompt = createPromptReader(store);
  const stops = createCallStops(tools, live, (call, end) => over(call, end));

  const over = (call: LiveCall, end: CallEnd): void => {
    if (!live.delete(call.runId)) return;
    call.lifetime.end();
    if (end.kind === 'replied') line.opened(call);
    line.leave(call);
    news.ended(call, end);
  };
  const never = (call: LiveCall, outcome: Outcome): void => {
    if (!live.delete(call.runId)) return;
    call.lifetime.end();
    line.leave(call);
    news.called(call.context, outcome);
  };
  const settle = (call: LiveCall, end: Promise<CallEnd>): void =>
    void end.then(
      (how) => over(call, how),
      (error: unknown) =>
        over(call, { kind: 'failed', reason: error instanceof Error ? error.message : String(error) }),
    );

  const begin = (call: LiveCall): void => {
    if (!live.has(call.runId)) return;
    if (!tools.mayStart()) {
      call.lifetime.later(NOT_SURE_MS, () => begin(call));
      return;
    }
    const { context } = call;
    try {
      const what = gatewayStrategyOf(context.job).call(readPrompt(context));
      // As with a process: whoever creates the token decides whether the gateway is ever asked.
      const folder = runFolderPath(tools.executor.runsDir, call.runId);
      if (tools.executor.processes.claimStart(folder).kind === 'taken') {
        never(call, { kind: 'never-started' });
        return;
      }
      call.startedAt = clock.now();
      call.startedMonotonic = clock.monotonic();
      news.started({ run: context.run, mark: markOf(call), startedAt: call.startedAt });
      settle(call, carryOutCall(tools, call, what));
    } catch (error) {
      never(call, { kind: 'error', error: `cannot start: ${error instanceof Error ? error.message : String(error)}` });
    }
  };

  const create = (context: DispatchContext): LiveCall => {
    const call = createCall(tools, context, { stops, opened: () => line.opened(call) });
    live.set(call.runId, call);
    return call;
  };

  return {
    begin(context: DispatchContext): void {
      const call = create(context);
      if (call.kind === 'turn') line.join(call);
      else begin(call);
    },
    /** Takes back what an engine before us asked for. */
    adopt(context: DispatchContext): void {
      const call = create(context);
      line.add(call);
      call.startedAt = context.run.startedAt ?? clock.now();
      const left = call.startedAt + call.limits.timeoutMs - clock.now();
      stops.limit(call, Math.max(FIND_OUT_MIN_MS, left));
      settle(call, findOut(tools, call));
    },
    stop(runId: number): void {
      const call = live.get(runId);
      if (call === undefined) return;
      if (call.startedAt !== undefined) stops.stop(call);
      else never(call, { kind: 'cancelled', error: `${reasonOf(store, runId)} before it started` });
    },
    kill(runId: number): void {
      const call = live.get(runId);
      if (call === undefined) return;
      if (call.startedAt !== undefined) stops.kill(call);
      else never(call, { kind: 'cancelled', error: `${reasonOf(store, runId)} before it started` });
    },
    /** Those that were not begun; they never will be. */
    takeWaiting(): DispatchContext[] {
      return line.close().map((call) => {
        live.delete(call.runId);
        call.lifetime.end();
        return call.context;
      });
    },
    waiting: (): number => line.waiting().length,
    has: (runId: number): boolean => live.has(runId),
    size: (): number => live.size,
    jobs: (): Job[] =>
      [...live.values()].filter(({ startedAt }) => startedAt !== undefined).map(({ context }) => context.job),
    /** Forgets everything; at the gateway it goes on, and the next engine asks for it. */
    abandon(): void {
      line.close();
      for (const call of live.values()) call.lifetime.end();
      live.clear();
    },
  };
}

const reasonOf = (store: Store, runId: number): StopReason => store.runs.get(runId)?.stopReason ?? 'cancel';

const markOf = ({ context, sessionKey }: LiveCall): Started['mark'] => ({
  agentId: context.job.definition.agent_id,
  sessionKey,
});

function createCall(
  { clock }: LiveCallTools,
  context: DispatchContext,
  to: { stops: CallStops; opened(): void },
): LiveCall {
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

type CallStops = ReturnType<typeof createCallStops>;

/** Limits and stops: each is on disk before the gateway hears of it. */
function createCallStops(
  { store, clock, gateway, write }: LiveCallTools,
  live: ReadonlyMap<number, LiveCall>,
  over: (call: LiveCall, end: CallEnd) => void,
) {
  const limited = new WeakSet<LiveCall>();
  const watched = new WeakSet<LiveCall>();

  const stop = (call: LiveCall): void => {
    if (call.stage !== 'runs') return;
    call.stage = 'stopping';
    write(
      () => store.runs.setStopStage(call.runId, 'term'),
      () => abort(call),
    );
    call.lifetime.later(call.limits.graceMs, () => kill(call));
  };
  const abort = (call: LiveCall): void => {
    if (!live.has(call.runId)) return;
    // An event cannot be taken back, and what was never sent has nobody to end it.
    if (call.sent === 'no' || call.kind === 'event') over(call, { kind: 'aborted' });
    else void insist(call);
  };
  /** Until the gateway has heard it, or the grace is over. */
  const insist = async (call: LiveCall): Promise<void> => {
    for (;;) {
      const answer = await call.lifetime.answerOf(() => gateway.abortTurn(call.name), ABORT_WITHIN_MS);
      if (answer.kind === 'answered' && answer.value.kind !== 'unavailable') return;
      await call.lifetime.pause(ABORT_AGAIN_MS);
    }
  };
  const kill = (call: LiveCall): void => {
    if (call.stage === 'given-up') return;
    call.stage = 'given-up';
    write(
      () => store.runs.setStopStage(call.runId, 'kill'),
      () => {
        if (call.sent !== 'no' && call.kind === 'turn') void gateway.abortTurn(call.name).catch(() => {});
        over(call, { kind: 'unconfirmed' });
      },
    );
  };
  const request = (call: LiveCall): void =>
    write(
      () => store.runs.requestStop(call.runId, 'timeout', ENGINE, clock.now()),
      () => stop(call),
    );
  const lookAtSilence = (call: LiveCall, idleTimeoutMs: number): void => {
    // What is not followed cannot be heard.
    const left = call.following ? call.activeAt + idleTimeoutMs - clock.monotonic() : idleTimeoutMs;
    if (left <= 0) request(call);
    else call.lifetime.later(left, () => lookAtSilence(call, idleTimeoutMs));
  };

  return {
    stop,
    kill,
    /** D-53, the absolute limit; counted from the first time that it goes out. */
    limit(call: LiveCall, limitMs: number): void {
      if (limited.has(call)) return;
      limited.add(call);
      call.lifetime.later(limitMs, () => request(call));
    },
    /** D-53, the idle limit; counted from the last sign of life. */
    watchSilence(call: LiveCall): void {
      const { idleTimeoutMs } = call.limits;
      if (idleTimeoutMs === undefined || watched.has(call)) return;
      watched.add(call);
      call.lifetime.later(idleTimeoutMs, () => lookAtSilence(call, idleTimeoutMs));
    },
  };
}
