import type { Job } from '../store/nouns/job.ts';
import type { StopReason } from '../store/nouns/run.ts';
import type { Store } from '../store/store.ts';
import { isStorageFault } from '../store/store-error.ts';
import { createCallStops } from './call-stops.ts';
import { carryOutCall, findOut } from './carry-out-call.ts';
import type { DispatchContext } from './dispatch/context.ts';
import { createPromptReader } from './dispatch/gather-prompt.ts';
import { createCall, type EndedCall, type LiveCall } from './live-call.ts';
import type { PatientWrite } from './patient-write.ts';
import type { Clock } from './ports/clock.ts';
import type { Gateway } from './ports/gateway.ts';
import { type Processes, runFolderPath } from './ports/processes.ts';
import type { Outcome } from './rules/outcome.ts';
import type { Started } from './start-marks.ts';
import { type CallEnd, gatewayStrategyOf } from './strategies/strategy.ts';
import { messageOf } from './tick.ts';
import { createTurnLine, type TurnLine } from './turn-line.ts';

const NOT_SURE_MS = 250;
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
  neverCalled(context: DispatchContext, outcome: Outcome): void;
  ended(call: EndedCall, end: CallEnd): void;
};

/** Runs that are calls to the gateway: who may begin, their limits, how they are stopped, and how each ended. */
export function createLiveCalls(tools: LiveCallTools, news: LiveCallNews) {
  const { clock, store } = tools;
  const live = new Map<number, LiveCall>();
  const line = createTurnLine<LiveCall>((call) => begin(call));
  const ends = createEnds(live, line, news);
  const begin = createBegin(tools, live, { ends, started: news.started });
  const stops = createCallStops(tools, live, ends.over);

  const create = (context: DispatchContext): LiveCall => {
    const call = createCall(clock, context, { stops, opened: () => line.opened(call) });
    live.set(call.runId, call);
    return call;
  };
  const end = (runId: number, how: (call: LiveCall) => void): void => {
    const call = live.get(runId);
    if (call === undefined) return;
    if (call.startedAt !== undefined) how(call);
    else ends.never(call, { kind: 'cancelled', error: `${reasonOf(store, runId)} before it started` });
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
      const leftMs = call.startedAt + call.limits.timeoutMs - clock.now();
      stops.limit(call, Math.max(FIND_OUT_MIN_MS, leftMs));
      ends.await(call, findOut(tools, call));
    },
    stop: (runId: number): void => end(runId, stops.stop),
    kill: (runId: number): void => end(runId, stops.kill),
    ...createRoll(live, line),
  };
}

/** Who is there, and how they are let go. */
function createRoll(live: Map<number, LiveCall>, line: TurnLine<LiveCall>) {
  const begun = ({ startedAt }: LiveCall): boolean => startedAt !== undefined;
  const unbegun = (): LiveCall[] => [...live.values()].filter((call) => !begun(call));
  return {
    has: (runId: number): boolean => live.has(runId),
    size: (): number => live.size,
    waiting: (): number => unbegun().length,
    /** The jobs of the calls that the gateway was asked for. */
    jobs: (): Job[] => [...live.values()].filter(begun).map(({ context }) => context.job),
    /** Those that were not begun; they never will be. */
    takeWaiting(): DispatchContext[] {
      line.close();
      return unbegun().map((call) => {
        live.delete(call.runId);
        call.lifetime.end();
        return call.context;
      });
    },
    /** Forgets everything; at the gateway it goes on, and the next engine asks for it. */
    abandon(): void {
      line.close();
      for (const call of live.values()) call.lifetime.end();
      live.clear();
    },
  };
}

type Ends = ReturnType<typeof createEnds>;

/** Each call ends once, and lets the next one begin. */
function createEnds(live: Map<number, LiveCall>, line: TurnLine<LiveCall>, news: LiveCallNews) {
  const over = (call: LiveCall, end: CallEnd): void => {
    if (!live.delete(call.runId)) return;
    call.lifetime.end();
    if (end.kind === 'replied') line.opened(call);
    line.leave(call);
    news.ended(call, end);
  };
  return {
    over,
    never(call: LiveCall, outcome: Outcome): void {
      if (!live.delete(call.runId)) return;
      call.lifetime.end();
      line.leave(call);
      news.neverCalled(call.context, outcome);
    },
    await(call: LiveCall, end: Promise<CallEnd>): void {
      end.then(
        (how) => over(call, how),
        (error: unknown) => over(call, { kind: 'failed', reason: messageOf(error) }),
      );
    },
  };
}

function createBegin(
  tools: LiveCallTools,
  live: ReadonlyMap<number, LiveCall>,
  { ends, started }: { ends: Ends; started: LiveCallNews['started'] },
): (call: LiveCall) => void {
  const { clock, executor } = tools;
  const readPrompt = createPromptReader(tools.store);

  const begin = (call: LiveCall): void => {
    if (!live.has(call.runId)) return;
    if (!tools.mayStart()) {
      call.lifetime.later(NOT_SURE_MS, () => begin(call));
      return;
    }
    const { context, runId, sessionKey } = call;
    try {
      const what = gatewayStrategyOf(context.job).call(readPrompt(context));
      // As with a process: whoever creates the token decides whether the gateway is ever asked.
      if (executor.processes.claimStart(runFolderPath(executor.runsDir, runId)).kind !== 'claimed') {
        ends.never(call, { kind: 'never-started' });
        return;
      }
      call.startedAt = clock.now();
      call.startedMonotonic = clock.monotonic();
      const mark = { agentId: context.job.definition.agent_id, sessionKey };
      started({ run: context.run, mark, startedAt: call.startedAt });
      ends.await(call, carryOutCall(tools, call, what));
    } catch (error) {
      if (isStorageFault(error)) {
        call.lifetime.later(NOT_SURE_MS, () => begin(call));
        return;
      }
      ends.never(call, { kind: 'error', error: `cannot start: ${messageOf(error)}` });
    }
  };
  return begin;
}

const reasonOf = (store: Store, runId: number): StopReason => store.runs.get(runId)?.stopReason ?? 'cancel';
