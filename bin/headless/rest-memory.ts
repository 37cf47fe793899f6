import type { Engine } from '../../src/engine/engine.ts';
import type { Clock } from '../../src/engine/ports/clock.ts';

/** No run has begun or ended for so long. */
const REST_MS = 5_000;
/** Fewer leave nothing behind that would be worth a collection. */
const RUNS_MIN = 100;

/**
 * After work the heap keeps as much room as the work took, and a runtime without work never looks what of it is garbage:
 * so an engine that comes to rest has `collect` give it back. One that never rests needs its room.
 */
export function keepRestSmall(
  engine: Pick<Engine, 'on'>,
  clock: Pick<Clock, 'monotonic' | 'setTimer'>,
  collect: () => void,
): { stop(): void } {
  let ended = 0;
  let movedAt = 0;
  let cancel: (() => void) | undefined;
  const look = (): void => {
    cancel = undefined;
    const restsAt = movedAt + REST_MS;
    if (clock.monotonic() < restsAt) {
      cancel = clock.setTimer(restsAt - clock.monotonic(), look);
      return;
    }
    ended = 0;
    collect();
  };
  const off = engine.on(({ kind }) => {
    if (kind !== 'run-started' && kind !== 'run-ended') return;
    movedAt = clock.monotonic();
    if (kind === 'run-ended') ended += 1;
    if (ended >= RUNS_MIN) cancel ??= clock.setTimer(REST_MS, look);
  });
  return {
    stop() {
      off();
      cancel?.();
      cancel = undefined;
    },
  };
}
