import type { StartAnswer } from '../src/engine/engine.ts';
import { isHere } from '../src/engine/lease.ts';
import { createLeaseWatch, type LeaseSight, QUIET_MS } from '../src/engine/lease-watch.ts';
import type { Host } from '../src/engine/ports/host.ts';
import type { Lease } from '../src/store/nouns/lease.ts';
import { isBusy } from '../src/store/store-error.ts';
import { type EngineRoom, elsewhereFailure, heldFailure } from './compose.ts';
import type { Context } from './context.ts';
import { Failure } from './failure.ts';

const LOOK_EVERY_MS = 200;
/** An engine of before knows no wishes; one that is busy with its disk may need a moment. */
export const HAND_OVER_MAX_MS = 12_000;
/** A large import or a restore is through by then; what writes longer was stopped, or has a disk that is. */
const BUSY_MAX_MS = 30_000;

/** `wait`: for as long as the holder lives; `ask`: until it has handed over. */
type Claim = { beside: 'refuse' | 'wait' | 'ask'; isOver(): boolean };

/**
 * Starts the engine: at once where nobody runs it; after its silence where the holder gives no sign of life; with
 * `ask` when the holder has handed it over, with `wait` when it is gone. Throws a failure that names the holder otherwise.
 */
export async function startEngine(room: EngineRoom, context: Context, claim: Claim): Promise<void> {
  const { clock, host } = context;
  const watch = createLeaseWatch(room.store, host, clock);
  let answer = await firstAnswer(room, context, claim);
  if (answer === undefined || answer.kind === 'running') return;
  const since = clock.monotonic();
  watch.look();
  announce(context, answer.lease, claim.beside);
  const asks = claim.beside === 'ask';
  let isAsked = false;
  try {
    while (!claim.isOver()) {
      await new Promise<void>((resolve) => clock.setTimer(LOOK_EVERY_MS, resolve));
      isAsked ||= asks && room.ask();
      const sight = watch.look();
      // Trying is a transaction; it has time until the holder is gone or silent.
      if (claim.beside === 'wait' && sight.kind === 'alive') continue;
      answer = tryStart(room, sight) ?? answer;
      if (answer.kind === 'running') return;
      if (asks && clock.monotonic() - since >= HAND_OVER_MAX_MS) throw notHandedOver(answer.lease);
      if (claim.beside === 'refuse' && sight.kind === 'alive' && sight.silentMs === 0 && !isEnding(answer.lease, host))
        throw refusal(context, answer.lease);
    }
  } finally {
    if (answer.kind === 'held' && isAsked) room.withdraw();
  }
}

/** While another process writes, who holds the lease can still be read. Undefined: it is over. Throws SQLITE_BUSY in the end. */
async function firstAnswer(room: EngineRoom, context: Context, claim: Claim): Promise<StartAnswer | undefined> {
  const { clock, host, output } = context;
  const since = clock.monotonic();
  for (let tries = 0; !claim.isOver(); tries += 1) {
    const isLast = clock.monotonic() - since >= BUSY_MAX_MS;
    const answer = isLast ? room.engine.start() : tryStart(room);
    if (answer !== undefined) return answer;
    const lease = room.store.lease.current();
    if (lease !== undefined && (!isHere(lease, host) || host.isAlive(lease))) return { kind: 'held', lease };
    if (tries === 0) output.remark('another process is writing to the database; the engine starts when it is done');
    await new Promise<void>((resolve) => clock.setTimer(LOOK_EVERY_MS, resolve));
  }
  return undefined;
}

function tryStart({ engine }: EngineRoom, sight?: LeaseSight): StartAnswer | undefined {
  try {
    return engine.start(sight?.kind === 'silent' ? sight.lease : undefined);
  } catch (error) {
    if (isBusy(error)) return undefined;
    throw error;
  }
}

/** What is said before the waiting; a holder that beats and is not asked is not waited for. */
function announce(context: Context, lease: Lease, beside: Claim['beside']): void {
  const { clock, host, output } = context;
  const quietMs = Math.abs(clock.now() - lease.heartbeatAt);
  if (!isHere(lease, host) && quietMs < QUIET_MS) throw elsewhereFailure(lease);
  if (beside === 'ask') return;
  if (beside === 'wait') {
    output.remark(`pid ${lease.pid} runs the engine; waiting until it does not`);
    return;
  }
  if (isEnding(lease, host)) return;
  if (quietMs < QUIET_MS) throw heldFailure(lease, host.timeZone);
  output.remark(`pid ${lease.pid} on ${lease.host} runs the engine and is silent; after 8 s it is replaced`);
}

/** Started at the very moment the engine before it was killed: that one is not somebody to attach to. */
const isEnding = (lease: Lease, host: Host): boolean => isHere(lease, host) && host.isEnding(lease);

const refusal = ({ host }: Context, lease: Lease): Failure =>
  isHere(lease, host) ? heldFailure(lease, host.timeZone) : elsewhereFailure(lease);

const notHandedOver = ({ pid, host }: Lease): Failure =>
  new Failure('conflict', 'not-handed-over', `not taken over: pid ${pid} on ${host} does not hand the engine over`, {
    hint: 'an older version knows no hand-over: stop it first',
  });
