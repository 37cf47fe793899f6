import { setFlagsFromString } from 'node:v8';
import type { Clock } from '../../src/engine/ports/clock.ts';
import { collectGarbage } from '../collect-garbage.ts';

/** A start makes much that is garbage soon, and collecting it sooner would only take time. */
const STARTED_MS = 1_000;

/**
 * What runs once is not worth optimising: a tenth of the processor time to the first frame went into machine code for it,
 * on other threads, where it competes with whatever the machine is there for. `keepHeapSmall` lets it begin.
 */
export function holdOptimiser(): void {
  setFlagsFromString('--no-opt');
  setFlagsFromString('--no-maglev');
}

/**
 * From the first second on, a third more than what lives is collected: 40 MB less with 100,000 jobs. How far the heap may
 * grow is decided at each collection, and the last one of the start was generous: so there is one more, of about 40 ms,
 * before anybody has read the first screen.
 */
export function keepHeapSmall(clock: Pick<Clock, 'setTimer'>): void {
  clock.setTimer(STARTED_MS, () => {
    setFlagsFromString('--opt');
    setFlagsFromString('--maglev');
    setFlagsFromString('--heap-growing-percent=30');
    collectGarbage();
  });
}
