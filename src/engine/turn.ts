import type { LeaseWish } from '../store/nouns/lease.ts';
import { isBusy } from '../store/store-error.ts';
import { BATCH_MAX } from './batch-room.ts';
import type { Core } from './core.ts';
import type { CatchingUp } from './dispatch/enqueue-due.ts';
import { isWaiting, LeaseLost } from './lease.ts';
import { busyWaitMs } from './patient-write.ts';
import { isReady } from './ports/gateway.ts';
import { beginStretch } from './stretch.ts';
import { messageOf, tick } from './tick.ts';

const AFTER_ERROR_MS = 1_000;
/** The loop caps it; there is nothing to wait for but the second's look at the clock. */
const NOTHING_MS = Number.POSITIVE_INFINITY;

/** `wished`: another process asks for the lease. `looked`: a turn is over. */
export type TurnNews = { idle(): void; leaseLost(): void; wished(wish: LeaseWish): void; looked(): void };

export type Turner = {
  /** One turn of the engine; answers how long to sleep in ms, undefined when it is over. */
  turn(): number | undefined;
};

/** What a turn does: look at the clock, obey stops, one batch; and what it makes of errors, which never end the engine. */
export function createTurner(core: Core, tell: TurnNews): Turner {
  let busyTries = 0;
  return {
    turn() {
      if (!isAtWork(core)) return undefined;
      try {
        obeyWish(core, tell.wished);
        core.clockWatch.look();
        obeyStops(core);
        const sleepMs = work(core);
        // After the batch, whose messages are on disk now; what stops begins nothing new.
        if (core.state === 'running') core.deliverer.look();
        busyTries = 0;
        if (sleepMs > 0) tell.idle();
        tell.looked();
        return isAtWork(core) ? sleepMs : undefined;
      } catch (error) {
        if (error instanceof LeaseLost) {
          tell.leaseLost();
          return undefined;
        }
        if (!isBusy(error)) return report(core, error);
        core.trouble.busy();
        if (busyTries === 0) core.emit({ kind: 'database-busy' });
        busyTries += 1;
        return busyWaitMs(busyTries - 1);
      }
    },
  };
}

/** The third border at which errors are caught: a run and a batch's item have theirs. */
function report(core: Core, error: unknown): number {
  if (core.trouble.met(error)) return AFTER_ERROR_MS;
  core.options.log.error({ error: messageOf(error) }, 'the engine met an error');
  core.emit({ kind: 'engine-error', error: messageOf(error) });
  return AFTER_ERROR_MS;
}

export const isAtWork = ({ state }: Core): boolean =>
  state === 'running' || state === 'draining' || state === 'leaving';

/** Another process wants to run the engine; a wish of somebody who is gone is nobody's. */
function obeyWish({ options: { store, host, clock }, tenure }: Core, wished: (wish: LeaseWish) => void): void {
  const wish = store.lease.wish();
  if (wish !== undefined && wish.holderId !== tenure.holderId && isWaiting(wish, host, clock.now())) wished(wish);
}

/** A stop is a request in the database, whoever made it; its effect is ours. */
function obeyStops({ options, runner }: Core): void {
  for (const run of options.store.runs.stopping()) {
    if (run.stopStage === 'kill') runner.kill(run.id);
    else runner.stop(run.id);
  }
}

/** One batch, if anything is there to do; answers how long to sleep in ms, 0 when there may be more. */
function work(core: Core): number {
  const { options, endings, runner, tenure } = core;
  const stretch = beginStretch(options.clock);
  const now = options.clock.now();
  const admits = core.state === 'running' && core.hasRoom && core.renewal.mayStart();
  const next = admits ? nextInstant(core) : NOTHING_MS;
  const started = runner.starts.waiting();
  if (endings.length === 0 && started.length === 0 && next > now) return next - now;
  // One commit serves all that end while others are started; the last start wakes us.
  if (admits && runner.starting() && endings.length < BATCH_MAX) return NOTHING_MS;
  const { maxActiveRuns } = options.settings;
  const facts = {
    ...tenure,
    endings,
    started,
    catchingUp: catchingUpOf(core),
    admits,
    stretch,
    maxActiveRuns,
    ...gatewayFacts(core),
  };
  const ticked = tick(options.store, facts, now);
  options.failpoint?.('committed');
  runner.starts.written(started.length);
  for (const ending of endings.splice(0, ticked.settled)) runner.forget(ending.run);
  for (const event of ticked.events) core.emit(event);
  runner.begin(ticked.contexts, stretch);
  if (ticked.more || endings.length > 0) return 0;
  return admits ? Math.max(0, nextInstant(core) - options.clock.now()) : NOTHING_MS;
}

const catchingUpOf = ({ missedBefore, missedBecause, spread }: Core): CatchingUp => ({
  unseen: { before: missedBefore, because: missedBecause },
  spread,
});

function gatewayFacts({ options: { gateway } }: Core): { gatewayReady: boolean; gatewayDetail: string } {
  const readiness = gateway.readiness();
  return { gatewayReady: isReady(readiness), gatewayDetail: readiness.detail };
}

/** When the next fire, dispatch or lapse is due, in epoch ms. */
export function nextInstant({ options: { store } }: Core): number {
  return Math.min(
    store.dispatches.earliest() ?? NOTHING_MS,
    store.jobs.earliest() ?? NOTHING_MS,
    store.approvals.earliest() ?? NOTHING_MS,
    store.pauses.earliest() ?? NOTHING_MS,
    store.alerts.earliestWake() ?? NOTHING_MS,
  );
}
