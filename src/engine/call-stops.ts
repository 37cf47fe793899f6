import { ENGINE } from '../store/nouns/actor.ts';
import type { Store } from '../store/store.ts';
import type { LiveCall } from './live-call.ts';
import type { PatientWrite } from './patient-write.ts';
import type { Clock } from './ports/clock.ts';
import type { Gateway } from './ports/gateway.ts';
import type { CallEnd } from './strategies/strategy.ts';

const ABORT_WITHIN_MS = 2_000;
const ABORT_AGAIN_MS = 500;

export type CallStopTools = { store: Store; clock: Clock; gateway: Gateway; write: PatientWrite };

export type CallStops = ReturnType<typeof createCallStops>;

/** Limits and stops: each is on disk before the gateway hears of it. */
export function createCallStops(
  { store, clock, gateway, write }: CallStopTools,
  live: ReadonlyMap<number, LiveCall>,
  over: (call: LiveCall, end: CallEnd) => void,
) {
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
  return { stop, kill, ...createCallLimits(clock, request(store, clock, write, stop)) };
}

/** A stop of our own making, for a limit. */
const request =
  (store: Store, clock: Clock, write: PatientWrite, stop: (call: LiveCall) => void) =>
  (call: LiveCall): void =>
    write(
      () => store.runs.requestStop(call.runId, 'timeout', ENGINE, clock.now()),
      () => stop(call),
    );

/** D-53. */
function createCallLimits(clock: Clock, end: (call: LiveCall) => void) {
  const limited = new WeakSet<LiveCall>();
  const watched = new WeakSet<LiveCall>();

  const lookAtSilence = (call: LiveCall, idleTimeoutMs: number): void => {
    // What is not followed cannot be heard.
    const left = call.following ? call.activeAt + idleTimeoutMs - clock.monotonic() : idleTimeoutMs;
    if (left <= 0) end(call);
    else call.lifetime.later(left, () => lookAtSilence(call, idleTimeoutMs));
  };

  return {
    /** The absolute limit, counted from the first time that it goes out. */
    limit(call: LiveCall, limitMs: number): void {
      if (limited.has(call)) return;
      limited.add(call);
      call.lifetime.later(limitMs, () => end(call));
    },
    /** The idle limit, counted from the last sign of life. */
    watchSilence(call: LiveCall): void {
      const { idleTimeoutMs } = call.limits;
      if (idleTimeoutMs === undefined || watched.has(call)) return;
      watched.add(call);
      call.lifetime.later(idleTimeoutMs, () => lookAtSilence(call, idleTimeoutMs));
    },
  };
}
